"""Pictures: what they show, what they say, and that nothing in them collides."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("agg")

import matplotlib.pyplot as plt
import pictures
import pytest
from matplotlib.axes import Axes
from pictures import agenda, contrast, pair, profile, profile_row, scale, turnover

import headway
from headway import plot
from headway.plot import _canvas, _font

SVG = "{http://www.w3.org/2000/svg}"


def strip(rows: list[dict[str, Any]], levels: int = 5, **more: Any) -> plot.DotStrip:
    return plot.DotStrip(rows, scale(levels), **more)


def corners(rows: list[dict[str, Any]], levels: int = 5) -> plot.LevelAgainstAgreement:
    return plot.LevelAgainstAgreement(rows, agenda(rows), scale(levels))


def moves(*pairs: list[dict[str, Any]], levels: int = 5, **more: Any) -> plot.SideBySide:
    return plot.SideBySide(list(pairs), scale(levels), **more)


def svg(picture: Any, width: float | None = None) -> ElementTree.Element:
    return ElementTree.fromstring(plot.to_svg(picture, title="A title", name="a", width=width))


def texts(tree: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in tree.iter(f"{SVG}text")]


def svg_boxes(tree: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """Every text with the room it takes, by the widths the layout counts on."""
    out = []
    for node in tree.iter(f"{SVG}text"):
        size, words = float(node.attrib["font-size"]), node.text or ""
        wide = _font.text_width(words, size, node.attrib.get("font-weight", "normal"))
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[node.attrib.get("text-anchor", "start")]
        out.append((words, left, y - 0.72 * size, left + wide, y + 0.2 * size))
    return out


def overlaps(boxes: list[tuple[str, float, float, float, float]], slack: float = 0.3) -> list[tuple[str, str]]:
    return [(a[0], b[0]) for a, b in itertools.combinations(boxes, 2)
            if a[1] < b[3] - slack and b[1] < a[3] - slack and a[2] < b[4] - slack and b[2] < a[4] - slack]


ROOT = Path(__file__).resolve().parents[2]
DRAWN = ROOT / "docs" / "pictures" / "dot-strip.svg"


def documentation_picture() -> str:
    """A dot strip of the sample data, all of it invented."""
    samples = ROOT / "tests" / "data" / "samples"
    study = headway.read(samples / "scores_long.csv", headway.read_rubric(samples / "rubric.json"), consensus=samples / "consensus_with_reasons.csv")
    place = study["Pentre Ŵyn"]
    picture = plot.DotStrip(place.profile("R3"), study.rubric, consensus=place.consensus("R3"))
    return plot.to_svg(picture, title="Where do things stand? Pentre Ŵyn, R3 (invented data)", name="dot-strip")


PEOPLE = (1, 3, 14, 30)
SCALES = (2, 5, 16)
WIDTHS = (272.0, 520.0)


def every_picture(people: int, levels: int) -> list[Any]:
    rows = profile(people, levels=levels)
    return [strip(rows, levels), corners(rows, levels), moves(pair("R1", "R2", levels=levels), pair("R2", "R3", levels=levels, same_hidden=True), levels=levels),
            plot.PeopleFlow(turnover((people, people // 2, people), (people // 2 + people, people, 3), (people + 3, 2, 7), hidden=1))]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("levels", SCALES)
@pytest.mark.parametrize("people", PEOPLE)
def test_labels_do_not_collide(people: int, levels: int, width: float) -> None:
    for picture in every_picture(people, levels):
        tree = svg(picture, width)
        boxes = svg_boxes(tree)
        assert overlaps(boxes) == []
        _, _, wide, tall = map(float, tree.attrib["viewBox"].split())
        assert [box for box in boxes if box[1] < -0.5 or box[3] > wide + 0.5 or box[2] < 0 or box[4] > tall + 0.5] == []


@pytest.mark.parametrize("levels", SCALES)
def test_labels_do_not_collide_as_matplotlib_draws_them(levels: int) -> None:
    for picture in every_picture(30, levels):
        axes = plot._drawn(picture, None)
        figure = axes.figure
        figure.canvas.draw()
        boxes = []
        for text in axes.texts:
            box = text.get_window_extent()
            boxes.append((text.get_text(), box.x0, box.y0, box.x1, box.y1))
        assert overlaps(boxes, slack=2.5) == []  # extents include room above and below the letters
        plt.close(figure)


def test_thirty_dimensions_with_long_names_fit() -> None:
    rows = [profile_row(i, [2, 3, 4, 3, 2], name=f"{'Very ' * 12}long name of dimension {i}") for i in range(1, 31)]
    for picture in (strip(rows), corners(rows)):
        for width in WIDTHS:
            assert overlaps(svg_boxes(svg(picture, width))) == []


def test_every_function_takes_axes_and_gives_them_back() -> None:
    rows = profile()
    figure, some = plt.subplots(1, 3, figsize=(12, 5))
    assert plot.dot_strip(rows, scale(5), ax=some[0]) is some[0]
    assert plot.level_against_agreement(rows, agenda(rows), scale(5), ax=some[1]) is some[1]
    assert plot.side_by_side(pair("R1", "R2"), scale(5), ax=some[2]) is some[2]
    plt.close(figure)
    for axes in (plot.dot_strip(rows, scale(5)), plot.level_against_agreement(rows, agenda(rows)), plot.side_by_side(pair("R1", "R2"), scale(5))):
        assert isinstance(axes, Axes)
        plt.close(axes.figure)


def test_small_axes_shrink_everything_and_cut_nothing() -> None:
    figure, axes = plt.subplots(figsize=(2.5, 2))
    plot.dot_strip(profile(), scale(5), ax=axes)
    figure.canvas.draw()
    frame = axes.get_window_extent()
    for text in axes.texts:
        box = text.get_window_extent()
        assert box.y0 >= frame.y0 - 1 and box.y1 <= frame.y1 + 1
    plt.close(figure)


@pytest.mark.parametrize("people", PEOPLE)
def test_every_person_is_a_dot_in_the_column_of_their_level(people: int) -> None:
    rows = profile(people)
    tree = svg(strip(rows, title=None, key=False))
    centres = {int(node.text or ""): float(node.attrib["x"]) for node in tree.iter(f"{SVG}text") if (node.text or "") in "12345" and node.attrib.get("text-anchor")}
    half = (centres[2] - centres[1]) / 2
    dots = [float(node.attrib["cx"]) for node in tree.iter(f"{SVG}circle")]
    assert len(dots) == sum(row["n"] for row in rows)
    for value, centre in centres.items():
        here = [x for x in dots if abs(x - centre) < half - 2]
        assert len(here) == sum(row[f"count_{value}"] for row in rows)


def test_too_many_people_for_dots_become_bars_with_numbers() -> None:
    tree = svg(strip([profile_row(1, [400, 12, 0, 3, 1000])]))
    assert not list(tree.iter(f"{SVG}circle"))
    assert {"400", "12", "3", "1000"} <= set(texts(tree))
    assert "1415 people" in texts(tree)


def test_a_withheld_cell_is_hatched_and_says_why() -> None:
    picture = strip([profile_row(1, [1, 2, 3, 4, 0]), profile_row(2, None)])
    tree = svg(picture)
    hatched = [node for node in tree.iter(f"{SVG}rect") if node.attrib.get("fill") == "url(#a-hatch)"]
    assert len(hatched) == 1
    assert "fewer than 5 people marked it" in texts(tree)
    assert sum(1 for _ in tree.iter(f"{SVG}circle")) == 10 + 1  # and one in the key
    assert "2 Collaboration: withheld: fewer than 5 people marked it." in plot.alt_text(picture)


def test_where_counts_are_not_known_only_the_range_is_drawn() -> None:
    row = profile_row(1, [0, 1, 1, 0, 0])
    for value in range(1, 6):
        row[f"count_{value}"] = None
    tree = svg(strip([row], key=False))
    assert "range only" in texts(tree)
    assert not list(tree.iter(f"{SVG}circle"))


def test_nobody_marked() -> None:
    picture = strip([profile_row(1, [0] * 5, silent={"dont_know": 2})])
    assert {"nobody marked", "2 don't know"} <= set(texts(svg(picture)))
    assert "nobody marked a level; 2 don't know" in plot.alt_text(picture)


def test_marks_that_mean_different_things_have_different_shapes() -> None:
    tree = svg(strip([profile_row(1, [0, 3, 4, 0, 0], silent={"blank": 1}, consensus=3, consensus_outcome="agreed")], key=False))
    shapes = {node.tag.removeprefix(SVG) for group in tree.iter(f"{SVG}g") for node in group}
    assert shapes == {"circle", "path", "rect"}  # a person, the agreed mark, nobody's level
    assert any(node.attrib.get("fill") == _canvas.INK for node in tree.iter(f"{SVG}rect"))  # the middle mark


def test_an_agreed_mark_between_levels_is_drawn_at_both_ends() -> None:
    row = profile_row(1, [0, 3, 4, 0, 0], consensus_text="2-3", consensus_outcome="agreed")
    agreed = [{"dimension_number": 1, "interval_low": 2, "interval_high": 3}]
    tree = svg(strip([row], consensus=agreed, key=False))
    diamonds = [node for group in tree.iter(f"{SVG}g") for node in group if node.tag == f"{SVG}path"]
    assert len(diamonds) == 2
    assert any("agreed “2-3”" in text for text in texts(tree))
    assert "the room agreed “2-3”" in plot.alt_text(strip([row]))


def test_no_agreement_is_said() -> None:
    picture = strip([profile_row(1, [0, 3, 4, 0, 0], consensus_outcome="no_agreement")])
    assert any("not agreed" in text for text in texts(svg(picture)))
    assert "the room did not agree" in plot.alt_text(picture)


def test_text_and_marks_stand_out() -> None:
    for ground in _canvas.GROUND_COLOURS.values():
        assert min(contrast(colour, ground) for colour in _canvas.TEXT_COLOURS.values()) >= 4.5
        assert min(contrast(colour, ground) for colour in _canvas.MARK_COLOURS.values()) >= 3.0
    assert contrast(_canvas.PAPER, _canvas.MARK) >= 4.5  # numbers on discs


def test_no_picture_uses_a_colour_that_is_not_listed() -> None:
    listed = {colour for group in (_canvas.TEXT_COLOURS, _canvas.MARK_COLOURS, _canvas.GROUND_COLOURS, _canvas.GUIDE_COLOURS) for colour in group.values()}
    for picture in [*every_picture(14, 5), strip([profile_row(1, None)])]:
        assert set(re.findall(r"#[0-9a-f]{6}", plot.to_svg(picture, title="t"))) <= listed


def test_names_of_levels_are_shown() -> None:
    for levels in SCALES:
        for picture in every_picture(14, levels)[:3]:  # the flow of people has no levels
            for width in WIDTHS:
                said = " ".join(texts(svg(picture, width)))
                for label in scale(levels).values():
                    assert all(word in said for word in label.split())


def test_corners_hold_the_dimensions_of_the_agenda() -> None:
    rows = profile(dimensions=4)
    picture = corners([*rows, profile_row(5, None), profile_row(6, [1, 0, 0, 0, 0], n=1)])
    words = plot.alt_text(picture)
    assert "Talk first (people differ): 1 Vision" in words
    assert "Shared gap (people agree, low): 2 Collaboration" in words
    assert "Mixed (people agree, in the middle): 3 Accountability" in words
    assert "Build on (people agree, high): 4 Involvement" in words
    assert "Not shown: 5 Planning, strategy and programming, withheld: fewer than 5 people marked it." in words
    assert {"talk first", "shared gap", "mixed", "build on"} <= set(texts(svg(picture)))


def test_every_disc_stands_at_its_middle_mark() -> None:
    tree = svg(corners([profile_row(1, [0, 0, 5, 0, 0]), profile_row(2, [0, 5, 5, 0, 0])]))
    level = {int(node.text or ""): float(node.attrib["x"]) for node in tree.iter(f"{SVG}text") if float(node.attrib["font-size"]) == _canvas.NAME and (node.text or "").isdigit()}
    discs = sorted(float(node.attrib["cx"]) for node in tree.iter(f"{SVG}circle"))
    assert discs == pytest.approx([(level[2] + level[3]) / 2, level[3]], abs=0.02)


def test_rounds_keep_everybody_and_the_same_people_apart() -> None:
    picture = moves(pair("R1", "R2", dimensions=1))
    words = plot.alt_text(picture)
    assert "everybody: first 17 people, middle mark 2 (First moves); then 21 people, middle mark between 2 (First moves) and 3 (Gaining ground)" in words
    assert "of the same 9 people 5 went up, 3 held and 1 went down" in words
    said = texts(svg(picture))
    assert "R1 to R2, same 9: 5 up, 3 held, 1 down" in said
    assert {"n = 17", "n = 21"} <= set(said)


def lines_of_the_same_people(tree: ElementTree.Element) -> int:
    return sum(1 for node in tree.iter(f"{SVG}path") if node.attrib.get("stroke") == _canvas.MARK and node.attrib.get("fill") == "none")


def test_no_line_crosses_a_round_without_marks() -> None:
    joined = svg(moves(pair("R1", "R2", dimensions=1), title=None))
    gap = svg(moves(pair("R1", "R3", dimensions=1), all_rounds=["R1", "R2", "R3"], title=None))
    assert lines_of_the_same_people(joined) == 2  # one in the panel, one in the key
    assert lines_of_the_same_people(gap) == 1
    assert "not assessed, or withheld" in texts(gap) and "not assessed, or withheld" not in texts(joined)


def test_the_same_people_can_be_withheld_beside_everybody() -> None:
    picture = moves(pair("R1", "R2", dimensions=1, same_hidden=True))
    assert "same people withheld: fewer than 5 people joined" in plot.alt_text(picture)
    tree = svg(picture)
    assert lines_of_the_same_people(tree) == 0
    assert "n = 17" in texts(tree)
    both = moves(pair("R1", "R2", dimensions=1, hidden=True))
    assert "n = 17" not in texts(svg(both))
    assert any("withheld" in text for text in texts(svg(both)))


def test_the_flow_of_people_counts_them() -> None:
    picture = plot.PeopleFlow(turnover((18, 9, 12), (21, 8, 4)))
    shown = texts(svg(picture))
    assert [words for words in shown if "stayed" in words] == ["9 stayed", "8 stayed"]
    assert [words for words in shown if "joined" in words and "left" in words] == ["9 left, 12 joined", "13 left, 4 joined"]
    assert [words for words in shown if words.startswith("R")] == ["R1", "R2", "R3"]
    bars = [float(node.attrib["height"]) for node in svg(picture).iter(f"{SVG}rect") if node.attrib["width"] == "26"]
    assert bars == pytest.approx([18 * bars[1] / 21, bars[1], 12 * bars[1] / 21])
    assert plot.alt_text(picture) == (
        "People in Alderwick, round by round: R1, 18 people, R2, 21 people and R3, 12 people. From R1 to R2: 9 stayed, 9 left, 12 joined. From R2 to R3: 8 stayed, 13 left, 4 joined.")


def test_a_withheld_step_draws_no_band_and_says_why() -> None:
    picture = plot.PeopleFlow(turnover((18, 9, 12), (21, 20, 3), hidden=1))
    shown = " ".join(texts(svg(picture)))
    assert "9 stayed" in shown and "20 stayed" not in shown and "3 joined" not in shown
    assert "fewer than 5 people joined" in shown and "fewer than 5 people joined" in plot.alt_text(picture)
    unknown = plot.PeopleFlow(turnover((18, 9, 12), coded=False))
    assert "people have no codes, so nobody can be followed" in plot.alt_text(unknown)
    assert "stayed" not in " ".join(texts(svg(unknown)))


def test_rows_and_tables_give_the_same_picture() -> None:
    study = headway.read([{"community": "Alderwick", "round": "R1", "rater": f"A{i}", "sector": "council", "dimension": "Vision", "score": 1 + i % 5} for i in range(9)])
    table = study["Alderwick"].profile("R1")
    assert plot.to_svg(plot.DotStrip(table, study.rubric), title="t") == plot.to_svg(plot.DotStrip(table.to_dicts(), study.rubric), title="t")


def test_several_rounds_at_once_are_refused() -> None:
    rows = [profile_row(1, [1, 2, 3, 0, 0]), profile_row(1, [1, 2, 3, 0, 0], round="R3")]
    with pytest.raises(headway.Error, match="dot_strip: round: the result holds several: R2, R3; choose one"):
        strip(rows)
    with pytest.raises(headway.Error, match="choose one"):
        corners(rows)
    with pytest.raises(headway.Error, match="the levels are not known"):
        plot.SideBySide(pair("R1", "R2"))
    with pytest.raises(headway.Error, match="rows by column name"):
        plot.DotStrip([1, 2])


HOSTILE = "<script>alert(1)</script> & $\\frac{a}{b}$ \"'><b onload=x> =cmd|' /C calc'!A0 \u202egnihsif \x00 \ud800 \U0001f600 \u200bصدق"


def test_hostile_names_stay_text() -> None:
    picture = strip([profile_row(1, [0, 3, 4, 0, 0], name=HOSTILE, consensus_text=HOSTILE, consensus_outcome="agreed", community=HOSTILE)])
    text = plot.to_svg(picture, title=HOSTILE)
    tree = ElementTree.fromstring(text.encode())
    assert {node.tag.removeprefix(SVG) for node in tree.iter()} <= {"svg", "title", "desc", "text", "g", "circle", "rect", "path", "defs", "pattern"}
    assert not any(name.startswith("on") for node in tree.iter() for name in node.attrib)
    description = tree.find(f"{SVG}desc")
    assert description is not None and "<script>alert(1)</script>" in (description.text or "") and "$\\frac{a}{b}$" in (description.text or "")
    assert "\u202e" not in text and "[U+202E]" in text and "[U+0000]" in text
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes = plot.dot_strip([profile_row(1, [0, 3, 4, 0, 0], name="$\\frac{a$ <b>")], scale(5))
        axes.figure.savefig(io.BytesIO(), format="png")
        plt.close(axes.figure)


def test_svg_is_read_out_and_stays_the_same(tmp_path: Path) -> None:
    picture = strip(profile())
    text = plot.to_svg(picture, title="Where do things stand?", name="place-1")
    tree = ElementTree.fromstring(text)
    assert tree.attrib["role"] == "img"
    ids = {node.attrib["id"]: node for node in tree.iter() if "id" in node.attrib}
    assert all(key.startswith("place-1-") for key in ids)
    assert ids[tree.attrib["aria-labelledby"]].text == "Where do things stand?"
    assert ids[tree.attrib["aria-describedby"]].text == plot.alt_text(picture)
    assert text == plot.to_svg(strip(profile()), title="Where do things stand?", name="place-1")
    assert "date" not in text.lower()
    plot.save_svg(picture, tmp_path / "a.svg", title="t")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == plot.to_svg(picture, title="t")
    with pytest.raises(headway.Error, match="cannot begin an id"):
        plot.to_svg(picture, title="t", name='"><script>')


def test_svg_needs_no_matplotlib() -> None:
    code = "import sys; import headway.plot as p; p.to_svg; assert 'matplotlib' not in sys.modules, 'matplotlib'"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_widths_of_letters_are_those_matplotlib_draws() -> None:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    for weight in ("normal", "bold"):
        font = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
        font.set_size(1000, 72)
        for text in ("Planning, strategy and programming", "Pentre Ŵyn, Łódź, Ångström", "0123456789 % ( ) / -"):
            font.set_text(text, 0.0)
            real = font.get_width_height()[0] / 64 / 1000
            assert 0.99 * real <= _font.text_width(text, 1.0, weight) <= 1.06 * real


def test_wrapping_keeps_every_word() -> None:
    text = "Planning/Strategy/Programming and an-extraordinarily-long-hyphenated-word"
    for width in (20.0, 60.0, 120.0, 400.0):
        lines = _canvas.wrap(text, width, 9.0)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(_font.text_width(line, 9.0) <= width or len(line) == 1 for line in lines)
    assert _canvas.wrap(text, 60.0, 9.0, most=2)[-1].endswith("…")
    assert len(_canvas.wrap(text, 60.0, 9.0, most=2)) == 2


def test_a_community_draws_itself() -> None:
    rows = [{"community": "Alderwick", "round": "R1", "rater": f"A{i}", "dimension": "Vision", "score": 1 + i % 5} for i in range(9)]
    agreed = [{"community": "Alderwick", "round": "R1", "dimension": "Vision", "score": 3, "outcome": "agreed"}]
    place = headway.read(rows, consensus=agreed)["Alderwick"]
    for axes in (place.plot(), place.plot("R1", audience="public")):
        assert isinstance(axes, Axes)
        plt.close(axes.figure)
    figure, given = plt.subplots()
    assert place.plot(ax=given) is given
    plt.close(figure)


def test_the_picture_in_the_documentation_is_the_one_drawn_today() -> None:
    """Written again with: python python/tests/test_plot.py"""
    assert DRAWN.read_text(encoding="utf-8") == documentation_picture()


def test_pictures_module_builds_the_tables_it_says() -> None:
    assert pictures.median([0, 1, 1, 0, 0]) == (2, 3)


if __name__ == "__main__":
    DRAWN.write_text(documentation_picture(), encoding="utf-8", newline="\n")
