"""The report: what stands on the page for whom, that it is one sound file, and that nothing gets out that should not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pictures import Node, contrast, parse

import headway
from headway import report

SAMPLES = Path(__file__).resolve().parents[2] / "tests" / "data" / "samples"
AUDIENCES = ("room", "partners", "public")


@pytest.fixture(scope="module")
def rubric() -> headway.Rubric:
    return headway.read_rubric(SAMPLES / "rubric.json")


@pytest.fixture(scope="module")
def study(rubric: headway.Rubric) -> headway.Study:
    return headway.read(SAMPLES / "scores_long.csv", rubric, consensus=SAMPLES / "consensus_with_reasons.csv")


@pytest.fixture(scope="module")
def pages(study: headway.Study) -> dict[str, str]:
    return {audience: report.render(study, audience=audience, note="Every name, place and mark here is invented.") for audience in AUDIENCES}


def marks(community: str, round_: str, scores: list[Any], *, sector: str = "council", dimension: str = "Vision", first: int = 1, **more: Any) -> list[dict[str, Any]]:
    """One row per person."""
    return [{"community": community, "round": round_, "rater": f"{community[:1]}{first + i:02}", "sector": sector, "dimension": dimension, "score": score, **more}
            for i, score in enumerate(scores)]


def small_rubric(tmp_path: Path, *, dimensions: int = 1, levels: int = 5, language: str = "en", **words: str) -> headway.Rubric:
    """A rubric of any size."""
    import json

    fields = {
        "schema": "headway-rubric", "version": 1, "id": "small", "edition": words.get("edition", "e1"), "language": language, "title": words.get("title", "A small rubric"),
        "source": words.get("source", "Invented."),
        "levels": [{"value": value, "label": words.get("label", f"Step {value}")} for value in range(1, levels + 1)],
        "dimensions": [{"number": i, "key": f"d{i}", "name": f"{words.get('name', 'Topic')} {i}"} for i in range(1, dimensions + 1)],
    }
    path = tmp_path / "rubric.json"
    path.write_text(json.dumps(fields), encoding="utf-8")
    return headway.read_rubric(path)


# One sound file


def check_sound(page: str) -> Node:
    """Everything that must hold for every page."""
    tree = parse(page)
    nodes = tree.every()
    assert not tree.every("script", "link", "img", "iframe", "object", "embed", "form", "input", "base", "foreignobject", "image", "use")
    assert not [(node.tag, name) for node in nodes for name in node.attributes if name.startswith("on") or name in ("src", "srcset", "action", "data")]
    assert not re.search(r"(?:https?:)?//[a-z]", re.sub(r"<!doctype html>", "", page).split("</style>")[0])
    assert all(node.attributes["href"].startswith("#") for node in nodes if "href" in node.attributes)
    assert "url(" not in page.split("<style>")[1].split("</style>")[0]
    policy = next(node for node in tree.every("meta") if node.attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    ids = [node.attributes["id"] for node in nodes if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    pointed = [part for node in nodes for name in ("aria-labelledby", "aria-describedby") for part in node.attributes.get(name, "").split()]
    pointed += [node.attributes["href"][1:] for node in nodes if "href" in node.attributes] + re.findall(r"url\(#([^)]+)\)", page)
    assert set(pointed) <= set(ids)
    assert tree.first("html").attributes["lang"]
    assert len(tree.every("h1")) == len(tree.every("main")) == len(tree.every("header")) == len(tree.every("footer")) == 1
    ranks = [int(node.tag[1]) for node in tree.every("h1", "h2", "h3", "h4")]
    assert all(later <= earlier + 1 for earlier, later in zip(ranks, ranks[1:], strict=False))
    assert all(node.text for node in tree.every("h1", "h2", "h3", "h4", "figcaption", "caption", "title", "desc"))
    for svg in tree.every("svg"):
        assert svg.attributes["role"] == "img" and svg.attributes["aria-labelledby"] and svg.attributes["aria-describedby"]
        assert svg.children[0].tag == "title" and svg.children[1].tag == "desc"
        assert svg.within("figure")
    for figure in tree.every("figure"):
        assert len(figure.every("figcaption")) == len(figure.every("table")) == len(figure.every("details")) == 1
        assert len(figure.every("svg")) == 2
    for table in tree.every("table"):
        assert table.children[0].tag == "caption"
        assert all(cell.attributes.get("scope") for cell in table.every("th"))
        assert table.every("thead") and table.every("tbody")
        box = table.parent
        assert box is not None and box.attributes == {"class": "box", "role": "region", "tabindex": "0", "aria-label": table.children[0].text}
        width = sum(int(cell.attributes.get("colspan", 1)) for cell in table.first("thead").children[0].children)
        for row in table.first("tbody").children:
            assert sum(int(cell.attributes.get("colspan", 1)) for cell in row.children) == width
    return tree


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_page_is_one_sound_file(pages: dict[str, str], audience: str) -> None:
    tree = check_sound(pages[audience])
    assert "//" not in re.sub(r"<style>.*?</style>", "", pages[audience], flags=re.S)
    assert len(tree.every("figure")) == 6 * 4
    generator = next(node for node in tree.every("meta") if node.attributes.get("name") == "generator")
    assert generator.attributes["content"] == f"headway {headway.__version__}"


def test_parts_stand_in_their_order(pages: dict[str, str], study: headway.Study) -> None:
    tree = parse(pages["room"])
    sections = [node.attributes["id"] for node in tree.every("section")]
    assert sections == ["about", *(f"place-{i}" for i in range(1, 7)), "not-understood", "methods"]
    assert [node.text for node in tree.first("nav").every("a")][1:-2] == list(study.communities) == sorted(study.communities)
    place = next(node for node in tree.every("section") if node.attributes["id"] == "place-1")
    assert [node.text for node in place.every("h3")] == [
        "Where do things stand?", "What did the room agree, and why?", "What is worth talking about first, and why?", "Where do people agree, and where not?",
        "Questions before the marks are final", "Who sees it differently?", "What moved between rounds?", "What changed, and how sure is that?",
        "Who marked, and what was left open?",
    ]


def test_dimensions_keep_the_order_of_the_rubric(pages: dict[str, str], rubric: headway.Rubric) -> None:
    tree = parse(pages["room"])
    names = [f"{dimension.number} {dimension.name}" for dimension in rubric]
    for figure in tree.every("figure"):
        rows = [row.children[0].text for row in figure.first("tbody").children]
        assert rows in (names, names * 2) or all(re.fullmatch(r"R\d to R\d", row) for row in rows)
    assert [node.text for node in tree.every("section")[1].every("h4")] == names


def test_no_word_of_ranks_totals_targets_or_averages(pages: dict[str, str]) -> None:
    for page in pages.values():
        tree = parse(page)
        about = next(node for node in tree.every("section") if node.attributes["id"] == "about")
        for part in (*[node for node in tree.every("section") if node is not about], *tree.every("svg"), *tree.every("table"), *tree.every("title")):
            found = re.findall(r"\b(rank\w*|league|targets?|total score|average\w*|mean score|best|worst|top|bottom|red|amber|green)\b", part.text, re.I)
            assert set(found) <= {"top", "bottom"}  # of a picture
        assert "It is not a target." in about.text and "It is not a ranking." in about.text and "It is not for deciding on money." in about.text


def test_the_figures_are_those_of_the_tables(pages: dict[str, str], study: headway.Study) -> None:
    tree = parse(pages["room"])
    for i, community in enumerate(study, 1):
        figure = next(node for node in tree.every("section") if node.attributes["id"] == f"place-{i}").every("figure")[0]
        for row, shown in zip(community.profile().to_dicts(), figure.first("tbody").children, strict=True):
            cells = [cell.text for cell in shown.children]
            assert cells[1:7] == [str(row["n"]), *(str(row[f"count_{value}"]) for value in range(1, 6))]
            low, high = row["median_low"], row["median_high"]
            assert cells[8] == (str(low) if low == high else f"{low} and {high}")
            assert row["level_set_status"] == "ok"
            assert cells[9] == (str(row["level_set_low"]) if row["level_set_low"] == row["level_set_high"] else f"{row['level_set_low']} to {row['level_set_high']}")
            assert cells[10].startswith(f"{row['two_or_more_away']} of {row['n']}")


def test_what_the_room_agreed_stands_with_its_reason(pages: dict[str, str], study: headway.Study) -> None:
    tree = parse(pages["room"])
    for i, community in enumerate(study, 1):
        text = next(node for node in tree.every("section") if node.attributes["id"] == f"place-{i}").text
        for row in community.consensus(community.rounds[-1]).to_dicts():
            for column in ("reason", "evidence", "minority_view"):
                assert " ".join((row[column] or "").split()) in text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_what_changed_and_who_sees_it_differently_is_what_the_tables_say(pages: dict[str, str], study: headway.Study, audience: str) -> None:
    tree = parse(pages[audience])
    for i, community in enumerate(study, 1):
        text = next(node for node in tree.every("section") if node.attributes["id"] == f"place-{i}").text
        rounds = [round_ for round_ in community.rounds if community.coverage(audience="room").to_dicts() and any(
            row["round"] == round_ and row["scored"] for row in community.coverage().to_dicts())]
        for from_, to in zip(rounds, rounds[1:], strict=False):
            for row in community.change(from_, to, audience=audience).to_dicts():  # type: ignore[arg-type]
                assert " ".join((row["says"] or row["hidden_reason"]).split()) in text
        for row in community.sectors(rounds[-1], audience=audience).to_dicts():  # type: ignore[arg-type]
            if row["dimension_number"] is None:
                assert " ".join((row["words"] or row["hidden_reason"]).split()) in text
        for row in community.prompts(rounds[-1], audience=audience).to_dicts():  # type: ignore[arg-type]
            assert " ".join(row["question"].split()) in text
        for row in community.consensus(rounds[-1], audience=audience).to_dicts():  # type: ignore[arg-type]
            assert row["mode"] != "consensus" or " ".join((row["words"] or "").split()) in text


def test_an_earlier_round_marked_again_has_its_section(study: headway.Study, pages: dict[str, str], samples: Path) -> None:
    assert "Did the yardstick move?" not in pages["room"]
    again = study.with_then_test(samples / "then_test_long.csv")
    page = report.render(again, audience="room")
    check_sound(page)
    text = parse(page).text
    assert "Did the yardstick move?" in text and "take them as a question, not as a correction" in text


def test_people_are_counted_once_and_gaps_are_said(pages: dict[str, str]) -> None:
    text = parse(pages["room"]).text
    assert "From R1 to R2: nine people stayed, nine left and twelve joined." in text
    assert "Not assessed in R3." in text and "Not assessed in R1." in text
    about = parse(pages["room"]).every("section")[0].text
    assert "Brackenmoor 12 people 5 April 2022 9 people 3 October 2023 not assessed" in about


def test_the_note_stands_above_and_below(pages: dict[str, str]) -> None:
    tree = parse(pages["public"])
    for part in (tree.first("header"), tree.first("footer")):
        assert "Every name, place and mark here is invented." in part.text


def test_the_foot_names_rubric_version_and_rules(pages: dict[str, str], rubric: headway.Rubric) -> None:
    for audience, page in pages.items():
        foot = parse(page).first("footer").text
        assert rubric.title in foot and rubric.edition in foot and headway.__version__ in foot and f"Audience: {audience}." in foot
    assert "Nothing is withheld" in parse(pages["room"]).first("footer").text
    assert "at least 4 people" in parse(pages["partners"]).first("footer").text
    assert "at least 11 do" in parse(pages["public"]).first("footer").text


# Who sees what


def test_audiences_see_less_the_wider_they_are(pages: dict[str, str]) -> None:
    withheld = {audience: len(re.findall("withheld", page)) for audience, page in pages.items()}
    assert withheld["room"] < withheld["partners"] < withheld["public"]


def test_one_joiner_is_not_shown_by_subtraction(pages: dict[str, str]) -> None:
    """Pentre Wyn has one joiner from R1 to R2: the same people must not stand beside everybody."""
    for audience in ("partners", "public"):
        place = next(node for node in parse(pages[audience]).every("section") if node.attributes["id"] == "place-6")
        rows = [row.text for row in place.every("figure")[2].first("tbody").children if "R1 to R2" in row.text]
        assert len(rows) == 9 and all("withheld: fewer than" in row and not re.search(r"\d up", row) for row in rows)
        assert "up, 3 held" not in place.text.split("R2 to R3")[0]
    place = next(node for node in parse(pages["room"]).every("section") if node.attributes["id"] == "place-6")
    assert re.search(r"R1 to R2 .*\d up, \d held, \d down", place.text)


@pytest.fixture
def tiny(tmp_path: Path) -> headway.Study:
    """Three people in one community."""
    agreed = {"community": "Ashford", "round": "R1", "dimension": "1", "score": 3, "outcome": "agreed", "people_in_room": 3, "reason": "We looked at the minutes.",
              "minority_view": "the person from the night shelter says 1"}
    return headway.read([{**row, "dimension": "1"} for row in marks("Ashford", "R1", [1, 2, 5])], small_rubric(tmp_path), consensus=[agreed])



def test_a_small_room_is_withheld_and_its_reason_is_not(tiny: headway.Study) -> None:
    for audience in ("partners", "public"):
        page = report.render(tiny, audience=audience)
        check_sound(page)
        assert "fewer than" in page and "-hatch" in page
        assert "<circle" not in page
        assert "We looked at the minutes." in page
        assert "night shelter" not in page and "on record" in page
    room = report.render(tiny, audience="room")
    check_sound(room)
    assert "night shelter" in room and room.count("<circle") == 2 * 4 + 2  # three people and the key, in two widths; one disc among the corners


def test_problems_show_rows_only_to_the_room(rubric: headway.Rubric) -> None:
    dirty = headway.read(SAMPLES / "scores_long_dirty.csv", rubric)
    found = dirty.problems.to_dicts()
    room = parse(report.render(dirty["Alderwick"].study, audience="room")).text
    assert all(" ".join(row["what_was_done"].split()) in room for row in found)
    assert "around 3" in room or "-99" in room
    for audience in ("partners", "public"):
        part = next(node for node in parse(report.render(dirty, audience=audience)).every("section") if node.attributes["id"] == "not-understood")
        assert {row["code"].replace("_", " ") for row in found} == {row.children[0].first("bdi").text for row in part.first("tbody").children}
        counts = [int(row.children[2].text) for row in part.first("tbody").children]
        assert sum(counts) == len(found)
        values = {row["value"] for row in found if row["value"] and len(row["value"]) > 3}
        shown = " ".join(cell.text for row in part.first("tbody").children for cell in row.children[1:]) + " ".join(p.text for p in part.every("p"))
        assert values and not [value for value in values if value in shown]
        kinds = {meaning for _, _, meaning, _ in headway._core.problem_kinds()}
        assert {node.text for node in part.every("span")} <= {" ".join(meaning.split()) for meaning in kinds}  # fixed words, nothing from the file
        assert "Line" not in part.text.replace("Lines", "Line").split("Kinds of problems")[1]


def test_a_page_about_one_community_does_not_quote_the_rows_of_others(rubric: headway.Rubric) -> None:
    rows = [*marks("Ashford", "R1", [1, 2, 3]), *marks("Borley", "R1", ["about two, says Jo"])]
    study = headway.read(rows, rubric)
    assert "says Jo" in report.render(study, audience="room")
    one = report.render(study["Ashford"], audience="room")
    check_sound(one)
    assert "says Jo" not in one and "The files hold other communities too" in one
    assert parse(one).first("h1").text == "Ashford: where things stand" and not parse(one).every("nav")


def test_another_audience_is_refused(study: headway.Study) -> None:
    with pytest.raises(headway.Error, match="'press' is not an audience; it is room, partners, public"):
        report.render(study, audience="press")


# Text that wants to be more than text

HOSTILE = "</title><script>alert(1)</script>\"'><svg onload=x> {{7*7}} {% raw %} =cmd|' /C calc'!A0 \u202egnihsif \u200b \U0001f600 صدق $x$"


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    plain = HOSTILE.replace("\u202e", "").replace("\u200b ", "")  # a rubric's own words may hold nothing invisible
    rubric = small_rubric(tmp_path, dimensions=2, name=plain, title=plain, source=plain, edition=plain)
    rows = [{**row, "dimension": f"{number}"} for number in (1, 2) for row in marks(HOSTILE, "R1" + HOSTILE, [1, 2, 3, 4], sector=HOSTILE)]
    rows += [{**row, "dimension": f"{number}"} for number in (1, 2) for row in marks(HOSTILE, "R2" + HOSTILE, [1, 3, 3, HOSTILE], sector=HOSTILE)]
    agreed = [{"community": HOSTILE, "round": "R2" + HOSTILE, "dimension": "1", "score": HOSTILE, "outcome": "agreed", "reason": HOSTILE, "evidence": HOSTILE,
               "minority_view": HOSTILE}]
    study = headway.read(rows, rubric, consensus=agreed)
    for audience in AUDIENCES:
        page = report.render(study, audience=audience, note=HOSTILE)
        tree = check_sound(page)
        assert "<script" not in page and "\u202e" not in page and "\u200b" not in page and "49" not in tree.first("h1").text
        assert "[U+202E]" in tree.text and "<script>alert(1)</script>" in tree.text and "{{7*7}}" in tree.text


def test_line_breaks_in_reasons_stay(pages: dict[str, str]) -> None:
    reasons = [node for node in parse(pages["room"]).every("p") if node.attributes.get("class") == "reason"]
    assert any("\n" in "".join(node.texts).strip() for node in reasons)
    assert all(node.attributes["dir"] == "auto" for node in reasons)


# Studies of every size


def test_an_empty_study(rubric: headway.Rubric, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("community,round,rater,dimension,score\n", encoding="utf-8")
    page = report.render(headway.read(path, rubric))
    check_sound(page)
    assert "There are no communities in this study." in page


@pytest.mark.parametrize("levels", [2, 5, 16])
@pytest.mark.parametrize("dimensions", [1, 9])
@pytest.mark.parametrize("people", [1, 2, 30])
def test_every_size_of_rubric_and_room(tmp_path: Path, levels: int, dimensions: int, people: int) -> None:
    rubric = small_rubric(tmp_path, dimensions=dimensions, levels=levels)
    rows = [{**row, "dimension": str(number)} for number in range(1, dimensions + 1) for row in marks("Ashford", "R1", [1 + (i + number) % levels for i in range(people)])]
    study = headway.read(rows, rubric)
    for audience in AUDIENCES:
        tree = check_sound(report.render(study, audience=audience))
        assert "There are no two rounds with individual marks to put side by side." in tree.text
        assert "No agreed marks are on file for R1." in tree.text
    room = check_sound(report.render(study, audience="room"))
    strip = room.every("svg")[0]
    assert sum(1 for node in strip.every("circle")) == people * dimensions + 1


def test_nobody_in_a_round(rubric: headway.Rubric) -> None:
    rows = [*marks("Ashford", "R1", [2, 3, 4]), *marks("Ashford", "R2", ["", "", ""], missing_reason="dont_know")]
    page = report.render(headway.read(rows, rubric), audience="room")
    tree = check_sound(page)
    assert "nobody marked" in tree.text and "3 don't know" in tree.text


def test_a_few_people_leave_every_level_open(rubric: headway.Rubric) -> None:
    few = parse(report.render(headway.read(marks("Ashford", "R1", [2, 3, 4]), rubric), audience="room"))
    assert "any: too few people" in few.text
    one = parse(report.render(headway.read(marks("Ashford", "R1", [2]), rubric), audience="room"))
    assert "one person: only the mark itself" in one.text


def test_folders_are_not_named(rubric: headway.Rubric) -> None:
    page = report.render(headway.read(SAMPLES / "scores_long_dirty.csv", rubric), audience="room")
    assert "scores_long_dirty.csv" in page and str(SAMPLES) not in page


def test_agreed_marks_only(rubric: headway.Rubric, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("community,round,rater,dimension,score\n", encoding="utf-8")
    agreed = [{"community": "Ashford", "round": "R1", "dimension": "Vision", "score": 4, "outcome": "agreed", "reason": "Because."},
              {"community": "Ashford", "round": "R1", "dimension": "Finance", "outcome": "no agreement", "reason": "Split."}]
    for audience in AUDIENCES:
        tree = check_sound(report.render(headway.read(path, rubric, consensus=agreed), audience=audience))
        assert "No individual marks are on file" in tree.text and "agreed marks only" in tree.text
        assert "4 (Well established)" in tree.text and "No agreement" in tree.text and "Because." in tree.text


def test_the_language_is_that_of_the_words(tmp_path: Path) -> None:
    rows = [{**row, "dimension": "1"} for row in marks("Ashford", "R1", [1, 2, 3])]
    british = parse(report.render(headway.read(rows, small_rubric(tmp_path, language="en-GB"))))
    assert british.first("html").attributes["lang"] == "en-GB"
    welsh = parse(report.render(headway.read(rows, small_rubric(tmp_path, language="cy", name="Gweledigaeth"))))
    assert welsh.first("html").attributes["lang"] == "en"
    assert {node.attributes.get("lang") for node in welsh.every("bdi") if "Gweledigaeth" in node.text} == {"cy"}


# The file


def test_the_same_study_gives_the_same_bytes(study: headway.Study, pages: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import headway as hw, sys; from headway import report; samples, out = sys.argv[1:]; "
        "study = hw.read(samples + '/scores_long.csv', hw.read_rubric(samples + '/rubric.json'), consensus=samples + '/consensus_with_reasons.csv'); "
        "report.write_report(study, out, audience='public', note='Every name, place and mark here is invented.')"
    )
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.html"
        subprocess.run([sys.executable, "-c", code, str(SAMPLES), str(path)], check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"})
        assert path.read_text(encoding="utf-8") == pages["public"]


def test_a_report_replaces_a_report_and_nothing_else(study: headway.Study, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    study["Alderwick"].report(path)
    first = path.read_text(encoding="utf-8")
    study["Alderwick"].report(path, audience="public")
    assert path.read_text(encoding="utf-8") != first
    other = tmp_path / "mine.html"
    other.write_text("my own page", encoding="utf-8")
    with pytest.raises(headway.Error, match="is there already"):
        study.report(other)
    assert other.read_text(encoding="utf-8") == "my own page"
    study.report(other, force=True)
    assert "Where things stand" in other.read_text(encoding="utf-8")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["mine.html", "page.html"]


def test_a_failure_leaves_nothing_behind(study: headway.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(headway.Error) as caught:
        study.report(tmp_path / "nowhere" / "page.html")
    assert caught.value.category == "io"
    with pytest.raises(headway.Error):
        study.report(tmp_path)

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(headway.Error, match="No space left on device"):
        study.report(tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_the_colours_of_the_page_stand_out() -> None:
    from importlib.resources import files

    style = (files("headway.report") / "style.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", style))
    assert set(colours) == {"ink", "muted", "accent", "agreed", "rule", "band", "hatch"}
    for name in ("ink", "muted", "accent"):
        assert min(contrast(colours[name], ground) for ground in ("#ffffff", colours["band"])) >= 4.5
    for name in ("agreed", "hatch"):
        assert contrast(colours[name], "#ffffff") >= 3.0
    assert set(re.findall(r"(?<!-)color: ([^;]+);", style)) <= {"var(--ink)", "var(--muted)", "var(--accent)", "inherit"}


def test_the_documentation_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    import matplotlib

    matplotlib.use("agg")
    shutil.copy(SAMPLES / "scores_long.csv", tmp_path / "scores.csv")
    shutil.copy(SAMPLES / "consensus_with_reasons.csv", tmp_path / "consensus.csv")
    monkeypatch.chdir(tmp_path)
    text = (SAMPLES.parents[2] / "docs" / "report.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.S):
        exec(block, names)
    assert {"programme.html", "alderwick.html", "strip.svg"} <= {entry.name for entry in tmp_path.iterdir()}
    matplotlib.pyplot.close("all")


def test_a_report_needs_no_matplotlib(tmp_path: Path) -> None:
    code = (
        "import sys, headway as hw; "
        "hw.read([{'community': 'A', 'round': 'R1', 'rater': str(i), 'dimension': 'Vision', 'score': 3} for i in range(9)]).report(sys.argv[1]); "
        "assert not {'matplotlib', 'pandas'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.html")], check=True)


# With everybody's severity taken out


@pytest.fixture(scope="module")
def typical(study: headway.Study) -> Node:
    page = report.render(study["Brackenmoor"], audience="partners", model=True)
    return check_sound(page)


def after(tree: Node, heading: str) -> list[Node]:
    """What stands under a heading of the only community."""
    parts = next(node for node in tree.every("section") if node.attributes["id"] == "place-1").children
    start = next(i for i, node in enumerate(parts) if node.tag == "h3" and node.text == heading)
    end = next((i for i, node in enumerate(parts) if i > start and node.tag == "h3"), len(parts))
    return parts[start + 1 : end]


SEVERITY = "With everybody's severity taken out"


def test_the_model_is_only_on_request(pages: dict[str, str], typical: Node) -> None:
    assert not [page for page in pages.values() if SEVERITY in parse(page).text]
    assert [node.text for node in typical.every("h3", "dt")].count(SEVERITY) == 2  # the section, and how it is made


def test_typical_marks_are_those_of_the_fit(study: headway.Study, typical: Node) -> None:
    fit = study.fit(community="Brackenmoor")
    levels = fit.levels(audience="partners").where(round="R2").to_dicts()
    change = fit.change(audience="partners").to_dicts()
    figure, table = (next(node for node in after(typical, SEVERITY) if node.tag == tag or node.attributes.get("class") == tag) for tag in ("figure", "box"))
    rows = [[cell.text for cell in row.children] for row in figure.first("tbody").children]
    assert [row[1] for row in rows] == [str(row["n"]) for row in levels]
    assert [row[3] for row in rows] == [f"{row['expected']:.1f} ({row['low']:.1f} to {row['high']:.1f})" for row in levels]
    assert all(row[2].startswith(f"{one['level']} (") for row, one in zip(rows, levels, strict=True))
    description = figure.every("desc")[0].text
    assert all(row[0] in description and row[3] in description for row in rows)
    moved = [[cell.text for cell in row.children] for row in table.first("tbody").children]
    assert [row[1] for row in moved] == [f"{one['n_from']}, then {one['n_to']}" for one in change]
    assert [float(row[2].split(" ")[0].replace("\u2212", "-")) for row in moved] == pytest.approx([one["change"] for one in change], abs=0.051)
    assert all(("Very probably" in row[3]) == (max(one["p_up"], 1 - one["p_up"]) >= 0.95) for row, one in zip(moved, change, strict=True))


def test_chances_in_words() -> None:
    from headway.report._words import chance_words, signed

    assert chance_words(0.999, 0.1, 0.9) == "Very probably up (more than 99 in 100). Clear with all dimensions together."
    assert chance_words(0.031, -0.9, 0.1) == "Very probably down (96 in 100). Not clear with all dimensions together."
    assert chance_words(0.85, -0.1, 0.9) == "Probably up (85 in 100)."
    assert chance_words(0.4, -0.1, 0.9) == "Cannot tell (60 in 100 for down)."
    assert [signed(value) for value in (0.44, -0.04, 0.0, -1.25)] == ["+0.4", "0.0", "0.0", "\u22121.2"]


def test_typical_marks_of_few_people_are_withheld(tiny: headway.Study) -> None:
    for audience in ("partners", "public"):
        parts = after(check_sound(report.render(tiny, audience=audience, model=True)), SEVERITY)
        text = " ".join(node.text for node in parts)
        assert "withheld: fewer than" in text and not re.search(r"\d\.\d", text)
        assert "There is no earlier round with marks to compare with." in text


def test_a_model_without_figures_says_so(rubric: headway.Rubric) -> None:
    silent = headway.read(marks("Ashford", "R1", ["", "", ""], missing_reason="dont_know"), rubric)
    parts = after(check_sound(report.render(silent, audience="room", model=True)), SEVERITY)
    assert parts[-1].text == "Nobody gave a mark on the scale, so nothing was fitted."
