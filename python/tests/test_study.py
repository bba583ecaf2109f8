"""Studies and communities: what they say, that they never change, and that writing and reading again gives the same."""

from __future__ import annotations

import csv
import os
import pickle
import random
from pathlib import Path
from typing import Any

import pytest

import headway as hw

AUDIENCES = ("room", "partners", "public")


def test_the_example_is_the_shipped_sample(study: hw.Study, samples: Path) -> None:
    assert hw.example() == study
    from headway import samples as shipped

    for name in ("rubric.json", "scores_long.csv", "scores_long_dirty.csv", "consensus_with_reasons.csv"):
        assert shipped.content(name) == (samples / name).read_bytes()
    assert b"invented" in shipped.content("README.txt")


def test_communities_by_key_or_name(study: hw.Study) -> None:
    assert len(study) == 6
    assert [place.name for place in study] == list(study.communities)
    place = study["ALD"]
    assert (place.key, place.name, place.rounds) == ("ALD", "Alderwick", ("R1", "R2", "R3"))
    assert place == study["Alderwick"] == study["alderwick "] and place != study["ESK"]
    assert study["Brackenmoor"].rounds == ("R1", "R2") and study["Eskhollow"].rounds == ("R2", "R3")
    assert "Alderwick" in study and "ALD" in study and "Nowhere" not in study
    with pytest.raises(hw.Error, match='did you mean "Alderwick"') as caught:
        study["Alderwik"]
    assert caught.value.category == "not_found"
    for wrong in (0, None):
        with pytest.raises(hw.Error, match="name one of"):
            study[wrong]  # type: ignore[index]


def test_counts_and_medians_are_the_known_ones(study: hw.Study, samples: Path) -> None:
    with open(samples / "expected" / "scores_long_summary.csv", encoding="utf-8", newline="") as file:
        known = list(csv.DictReader(file))
    assert len(known) == 144
    rows = {(row["community"], row["round"], row["dimension_number"]): row for row in study.profile()}
    names = {place.key: place.name for place in study}
    for expected in known:
        row = rows[(names[expected["community_id"]], expected["round"], int(expected["dimension_no"]))]
        for ours, theirs in [("n", "n_scored"), ("dont_know", "n_dont_know"), ("blank", "n_blank"), ("median_low", "median_low"), ("median_high", "median_high")]:
            assert row[ours] == int(expected[theirs])
        assert [row[f"count_{k}"] for k in range(1, 6)] == [int(expected[f"c{k}"]) for k in range(1, 6)]


def test_profiles_of_one_and_of_all_agree(study: hw.Study) -> None:
    everywhere = study.profile()
    for place in study:
        for label in place.rounds:
            assert everywhere.where(community=place.name, round=label) == place.profile(label)
    assert study["ALD"].profile() == study["ALD"].profile("R3")
    assert study["BRA"].profile() == study["BRA"].profile("R2")


def test_a_round_without_the_community_is_no_error(study: hw.Study) -> None:
    assert set(study["Brackenmoor"].profile("R3")["status"]) == {"not_assessed"}
    with pytest.raises(hw.Error, match="R1, R2, R3") as caught:
        study["Brackenmoor"].profile("R4")
    assert caught.value.category == "not_found"


@pytest.mark.parametrize("call", [lambda p: p.profile(audience="everyone"), lambda p: p.agenda(audience=""), lambda p: p.side_by_side(audience="Public"), lambda p: p.turnover(audience="all")])
def test_an_unknown_audience(study: hw.Study, call: Any) -> None:
    with pytest.raises(hw.Error, match="room, partners or public") as caught:
        call(study["ALD"])
    assert caught.value.category == "not_found"


def test_an_unknown_way_to_tell_people_apart(study: hw.Study) -> None:
    with pytest.raises(hw.Error, match="'sector'"):
        study["ALD"].profile(by="role")  # type: ignore[arg-type]


def test_hidden_cells_have_no_value_and_a_reason(study: hw.Study) -> None:
    hidden = 0
    for audience in AUDIENCES:
        for place in study:
            tables = [place.profile(label, by=by, audience=audience) for label in place.rounds for by in (None, "sector")]  # type: ignore[arg-type]
            tables += [place.turnover(audience=audience), place.coverage(audience=audience), place.side_by_side(audience=audience)]  # type: ignore[arg-type]
            for table in tables:
                for row in table.where(status="hidden"):
                    hidden += 1
                    assert row["hidden_reason"]
                    assert not [name for name in row if name.startswith(("count_", "median", "dispersion", "level_set", "up", "held", "down", "stayed")) and row[name] is not None]
                assert audience != "room" or not len(table.where(status="hidden"))
    assert hidden


def test_agendas_say_why(study: hw.Study) -> None:
    table = study["Carrow Sands"].agenda("R2")
    assert sorted(table["position"]) == list(range(1, 10))
    assert all(why and why[0].isupper() or why[0].isdigit() for why in table["why"])


def test_shares_at_each_level_or_above(study: hw.Study) -> None:
    table = study["Alderwick"].cumulative("R3")
    assert len(table) == 9 * 4 and list(table["level"][:4]) == [2, 3, 4, 5]
    for row in table:
        assert 0 <= row["plain_low"] <= row["plain"] <= row["plain_high"] <= 1


def test_consensus_beside_the_marks(study: hw.Study, samples: Path, rubric: hw.Rubric) -> None:
    alone = hw.read(samples / "scores_long.csv", rubric)
    assert len(alone.consensus()) == 0 and len(study.consensus()) == 144
    assert alone.with_consensus(samples / "consensus_with_reasons.csv") == study
    assert len(alone.consensus()) == 0
    assert alone["ALD"].profile("R3").select("n", "median_low") == study["ALD"].profile("R3").select("n", "median_low")
    assert len(study["ALD"].consensus("R3")) == 9 and len(study["ALD"].consensus()) == 27


def test_minority_views_are_not_for_everybody(study: hw.Study) -> None:
    views = {audience: sum(view is not None for view in study.consensus(audience=audience)["minority_view"].tolist()) for audience in AUDIENCES}  # type: ignore[arg-type]
    assert views["room"] >= views["partners"] >= views["public"]


# Nothing changes


def everything(study: hw.Study) -> bytes:
    place = study["CAR"]
    tables = [study.problems, study.sources, study.understood, study.ratings(), study.consensus(), study.profile(), study.coverage(), study.turnover()]
    tables += [place.profile(by="sector", audience="public"), place.agenda(), place.side_by_side(), place.cumulative()]
    return pickle.dumps([table.to_dicts() for table in tables])


def test_no_method_changes_anything(study: hw.Study, tmp_path: Path) -> None:
    before = everything(study)
    study.with_consensus([{"community": "CAR", "round": "R1", "dimension": "Vision", "score": 3}])
    study.write_tidy(tmp_path / "tidy.csv")
    repr(study), study._repr_html_(), repr(study["CAR"]), list(study), study == study
    for array in (study.profile()["n"], study.ratings()["score"]):
        with pytest.raises(ValueError):
            array[0] = 9
    assert everything(study) == before


def test_nothing_can_be_set(study: hw.Study) -> None:
    for thing, name in [(study, "rubric"), (study, "_core"), (study["ALD"], "name"), (study, "new")]:
        with pytest.raises(AttributeError, match="cannot be changed"):
            setattr(thing, name, 1)
    with pytest.raises(TypeError):
        hash(study)


def test_order_of_rows_does_not_matter(samples: Path, rubric: hw.Rubric, study: hw.Study) -> None:
    with open(samples / "scores_long.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random.Random(7).shuffle(rows)
    shuffled = hw.read(rows, rubric, consensus=samples / "consensus_with_reasons.csv")
    assert shuffled == study
    assert shuffled.profile() == study.profile()


# Out and in again


@pytest.mark.parametrize("name", ["scores_long.csv", "scores_long_dirty.csv", "scores_long_dirty_broken.csv", "then_test_long.csv", "scores_long_dirty_windows1252.csv"])
def test_tidy_out_and_in_again_is_the_same_study(samples: Path, rubric: hw.Rubric, tmp_path: Path, name: str) -> None:
    first = hw.read(samples / name, rubric)
    first.write_tidy(tmp_path / "tidy.csv")
    again = hw.read(tmp_path / "tidy.csv", rubric)
    assert again == first
    again.write_tidy(tmp_path / "twice.csv")
    assert (tmp_path / "twice.csv").read_bytes() == (tmp_path / "tidy.csv").read_bytes()


def test_agreed_marks_go_out_and_in_again(samples: Path, rubric: hw.Rubric, tmp_path: Path) -> None:
    first = hw.read(samples / "scores_long.csv", rubric, consensus=[samples / "consensus_with_reasons.csv"])
    dirty = hw.read(samples / "consensus_with_reasons_dirty.csv", rubric)
    for i, each in enumerate((first, dirty)):
        each.write_tidy(tmp_path / f"{i}.csv")
        assert hw.read(tmp_path / f"{i}.csv", rubric) == each


def test_pickles(study: hw.Study, samples: Path, rubric: hw.Rubric) -> None:
    for each in (study, hw.read(samples / "scores_long_dirty.csv", rubric), hw.read(samples / "then_test_long.csv", rubric)):
        again = pickle.loads(pickle.dumps(each))
        assert again == each and again.rubric == each.rubric
        assert (again.problems, again.sources, again.understood) == (each.problems, each.sources, each.understood)
    place = pickle.loads(pickle.dumps(study["ALD"]))
    assert place == study["ALD"]


def test_a_file_is_not_replaced_unasked(study: hw.Study, tmp_path: Path) -> None:
    path = tmp_path / "tidy.csv"
    path.write_text("mine")
    with pytest.raises(hw.Error, match="there already") as caught:
        study.write_tidy(path)
    assert caught.value.category == "io" and path.read_text() == "mine"
    study.write_tidy(path, force=True)
    assert path.read_text().startswith("community_key,")


@pytest.mark.parametrize("where", ["missing/tidy.csv", ".", "a\0b.csv", "x" * 300 + ".csv"])
def test_a_place_that_cannot_be_written_to(study: hw.Study, tmp_path: Path, where: str) -> None:
    with pytest.raises(hw.Error) as caught:
        study.write_tidy(os.path.join(tmp_path, where))
    assert caught.value.category == "io"
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_behind(study: hw.Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tidy.csv"
    path.write_text("mine")

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(hw.Error, match="No space left on device; nothing was left behind"):
        study.write_tidy(path, force=True)
    assert [each.name for each in tmp_path.iterdir()] == ["tidy.csv"] and path.read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_closed_folder(study: hw.Study, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(hw.Error, match="may not be written to"):
        study.write_tidy(tmp_path / "tidy.csv")


def test_a_link_is_followed_and_a_pipe_is_written_to(study: hw.Study, tmp_path: Path) -> None:
    real = tmp_path / "real.csv"
    real.write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    study.write_tidy(link, force=True)
    assert link.is_symlink() and real.read_text().startswith("community_key,")
    study.write_tidy(os.devnull)
    assert not Path(os.devnull).is_file()


def test_people_are_not_in_what_is_shown(study: hw.Study) -> None:
    raters = set(study.ratings()["rater"])
    place = study["ALD"]
    for audience in AUDIENCES:
        for table in (place.profile(audience=audience), place.agenda(audience=audience), place.side_by_side(audience=audience), place.coverage(audience=audience)):  # type: ignore[arg-type]
            assert not [value for row in table for value in row.values() if value in raters]
    assert not [rater for rater in raters if rater in repr(study) + study._repr_html_() + repr(place)]


def test_no_total_and_no_ranking_can_be_asked_for(study: hw.Study) -> None:
    words = ("total", "mean", "average", "rank", "overall", "target", "league", "best", "worst")
    names = [name for thing in (hw, hw.Study, hw.Community, hw.Table) for name in dir(thing) if not name.startswith("_")]
    assert not [name for name in names if any(word in name for word in words)]
    for table in (study.profile(), study.coverage(), study["ALD"].agenda()):
        assert not [name for name in table.columns if any(word in name for word in words)]
        assert "dimension" in table.columns


def test_shown_in_a_notebook(study: hw.Study) -> None:
    assert "2070 rows" in repr(study) and "Pentre Ŵyn" in study._repr_html_()
