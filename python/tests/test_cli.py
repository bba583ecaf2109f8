"""The command: what it says, where it ends, and that what goes wrong is one line with what to do."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import headway as hw

pytest.importorskip("typer")
pytest.importorskip("rich")

from typer.testing import CliRunner, Result

from headway._commands import app

COMMANDS = ("demo", "check", "profile", "agenda", "change", "sectors", "fit", "report", "convert")


def run(*arguments: object) -> Result:
    """In this process."""
    return CliRunner().invoke(app, [str(each) for each in arguments], prog_name="headway", catch_exceptions=False)


def process(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """As somebody types it."""
    command = [sys.executable, "-m", "headway", *(str(each) for each in arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env={**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1", **environment})


def error(result: Result) -> str:
    """The one line of a command that could not run."""
    assert result.exit_code == 2, result.output
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("headway: "), result.stderr
    assert result.stdout == ""
    return lines[0]


def test_help_and_version() -> None:
    for arguments in ([], *([name] for name in COMMANDS)):
        result = run(*arguments, "--help")
        assert result.exit_code == 0 and "Usage: headway" in result.stdout
    assert run("--version").stdout.strip() == f"headway {hw.__version__}"
    assert all(name in run("--help").stdout for name in COMMANDS)
    assert "0 fine, 1 problems found, 2 cannot run" in run("--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_method_in_words(name: str) -> None:
    result = run(name, "--explain")
    assert result.exit_code == 0 and result.stdout.startswith(name) and len(result.stdout) > 300


def test_help_brings_in_neither_the_extension_nor_rich() -> None:
    code = "import sys; sys.argv = ['headway', '--help']\nfrom headway.cli import main\ntry: main()\nexcept SystemExit: print([m for m in ('headway._core', 'rich', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip().endswith("[]"), done.stdout + done.stderr


# check


def test_check_of_a_clean_file(samples: Path) -> None:
    result = run("check", samples / "scores_long.csv", "--rubric", samples / "rubric.json", "--strict")
    assert result.exit_code == 0
    assert "2070 rows read" in result.stdout and "nothing to remark" in result.stdout
    assert "dimension_no as dimension_number" in result.stdout and "not used: involved_for, submitted_at" in result.stdout


def test_check_names_every_place(samples: Path) -> None:
    done = process("check", "scores_long_dirty.csv", "--rubric", "rubric.json", cwd=samples)
    assert done.returncode == 1 and done.stderr == ""
    for place, text in [("scores_long_dirty.csv:4:9", "the scale is 1 to 5"), ("scores_long_dirty.csv:31:8", "Collaboration"), ("scores_long_dirty.csv:52", "passed over")]:
        assert any(place in line and text in line for line in done.stdout.splitlines()), place
    assert "20 errors, 15 warnings, 19 notes" in done.stdout
    assert done.stdout.count("scores_long_dirty.csv:") >= 54


def test_check_as_csv_and_json(samples: Path) -> None:
    arguments = ("check", samples / "scores_long_dirty.csv", "--rubric", samples / "rubric.json", "--format")
    study = hw.read(samples / "scores_long_dirty.csv", hw.read_rubric(samples / "rubric.json"))
    as_json = run(*arguments, "json")
    assert as_json.exit_code == 1 and json.loads(as_json.stdout) == study.problems.to_dicts()
    as_csv = run(*arguments, "csv")
    rows = list(csv.DictReader(io.StringIO(as_csv.stdout)))
    assert [int(row["line"]) for row in rows] == study.problems["line"].tolist()
    formula = next(row for row in rows if row["code"] == "formula_like")
    assert formula["value"].startswith("'=")


def test_notes_count_only_when_strict(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("community,round,rater,dimension,score\nA,R1,a,Vision,3.0\n")
    assert run("check", path).exit_code == 0
    assert run("check", path, "--strict").exit_code == 1


def test_check_of_several_files(samples: Path) -> None:
    result = run("check", samples / "scores_long.csv", samples / "consensus_with_reasons.csv", "--rubric", samples / "rubric.json")
    assert result.exit_code == 0 and "144 rows read" in result.stdout and "1 note" in result.stdout


def test_nothing_in_a_file_reaches_the_terminal_raw(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("community,round,rater,dimension,score\n[red]A[/red]\x1b[31m,R1,a,Vision,[bold]:smile:\x1b]0;owned\x07\u202e\n", encoding="utf-8")
    for arguments in (("check",), ("profile",), ("agenda",)):
        result = run(*arguments, path)
        assert result.exit_code in (0, 1)
        assert not {"\x1b", "\x07", "\u202e"} & set(result.output)
    assert "[bold]:smile:" in run("check", path).stdout


# profile and agenda


def test_profile_as_a_table(samples: Path) -> None:
    done = process("profile", samples / "scores_long.csv", "--rubric", samples / "rubric.json", "--consensus", samples / "consensus_with_reasons.csv", "--community", "ald", "--round", "R3")
    assert done.returncode == 0
    assert "Alderwick, R3" in done.stdout and "Brackenmoor" not in done.stdout
    vision = next(line for line in done.stdout.splitlines() if "Vision" in line).split()
    assert vision[1:8] == ["25", "0", "0", "7", "10", "8", "0"]


def test_profile_of_all_communities_gives_each_ones_latest_round(samples: Path) -> None:
    rows = json.loads(run("profile", samples / "scores_long.csv", "--format", "json").stdout)
    assert {(row["community"], row["round"]) for row in rows} >= {("Alderwick", "R3"), ("Brackenmoor", "R2"), ("Eskhollow", "R3")}
    assert len(rows) == 6 * 9


@pytest.mark.parametrize("audience", ["room", "partners", "public"])
def test_profile_by_sector_is_what_python_gives(samples: Path, rubric: hw.Rubric, audience: str) -> None:
    arguments = ("profile", samples / "scores_long.csv", "-r", samples / "rubric.json", "--community", "CAR", "--round", "R1", "--by", "sector", "--audience", audience)
    expected = hw.read(samples / "scores_long.csv", rubric)["CAR"].profile("R1", by="sector", audience=audience)  # type: ignore[arg-type]
    assert json.loads(run(*arguments, "--format", "json").stdout) == expected.to_dicts()
    assert list(csv.reader(io.StringIO(run(*arguments, "--format", "csv").stdout))) == list(csv.reader(io.StringIO(expected.to_csv())))
    assert run(*arguments).exit_code == 0


def test_what_is_hidden_says_so(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("community,round,rater,dimension,score\n" + "".join(f"A,R1,p{i},Vision,{i + 1}\n" for i in range(3)))
    result = run("profile", path, "--audience", "partners", "--format", "json")
    vision = json.loads(result.stdout)[0]
    assert (vision["status"], vision["n"], vision["count_1"]) == ("hidden", None, None)
    assert vision["hidden_reason"] in run("profile", path, "--audience", "partners").stdout.replace("\n", " ")


def test_agenda_in_words(samples: Path) -> None:
    result = run("agenda", samples / "scores_long.csv", "--community", "CAR", "--round", "R2")
    assert result.exit_code == 0
    assert "Carrow Sands, R2" in result.stdout and "people are two or more levels from the middle" in result.stdout
    rows = json.loads(run("agenda", samples / "scores_long.csv", "--community", "CAR", "--round", "R2", "--format", "json").stdout)
    assert sorted(row["position"] for row in rows) == list(range(1, 10))


def test_change_in_words_and_as_python_gives_it(samples: Path, rubric: hw.Rubric) -> None:
    arguments = ("change", samples / "scores_long.csv", "--rubric", samples / "rubric.json", "--community", "CAR", "--from", "R1", "--to", "R2")
    study = hw.read(samples / "scores_long.csv", rubric)
    assert json.loads(run(*arguments, "--format", "json").stdout) == study["CAR"].change("R1", "R2").to_dicts()
    told = (*arguments, "--then-test", samples / "then_test_long.csv")
    expected = study.with_then_test(samples / "then_test_long.csv")["CAR"].change("R1", "R2", audience="partners")
    assert json.loads(run(*told, "--audience", "partners", "--format", "json").stdout) == expected.to_dicts()
    result = run(*told)
    assert result.exit_code == 0 and "Carrow Sands, R1 to R2" in result.stdout and "Harder marking?" in result.stdout


def test_change_of_all_communities_gives_each_ones_latest_two_rounds(samples: Path) -> None:
    rows = json.loads(run("change", samples / "scores_long.csv", "--format", "json").stdout)
    assert {(row["community"], row["from_round"], row["to_round"]) for row in rows} >= {("Alderwick", "R2", "R3"), ("Brackenmoor", "R1", "R2")}
    assert "R1, R2, R3" in error(run("change", samples / "scores_long.csv", "--from", "R7"))


def test_change_of_all_communities_leaves_out_those_with_one_round(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    rows = [f"A,{round},p{i},Vision,{1 + (i + late) % 5}" for late, round in enumerate(("R1", "R2")) for i in range(8)] + [f"B,R1,q{i},Vision,3" for i in range(8)]
    path.write_text("community,round,rater,dimension,score\n" + "\n".join(rows) + "\n")
    out = run("change", path, "--format", "json")
    assert {row["community"] for row in json.loads(out.stdout)} == {"A"}
    assert error(run("change", path, "--community", "A", "--from", "R7")).count("R7") == 1


def test_sectors_in_words_is_what_python_gives(samples: Path, rubric: hw.Rubric) -> None:
    arguments = ("sectors", samples / "scores_long.csv", "-r", samples / "rubric.json", "--community", "ALD", "--audience", "partners")
    table = hw.read(samples / "scores_long.csv", rubric)["ALD"].sectors(audience="partners")
    assert json.loads(run(*arguments, "--format", "json").stdout) == table.to_dicts()
    done = process(*arguments)
    assert done.returncode == 0 and "Alderwick, R3" in done.stdout and "all dimensions together" in done.stdout
    said = " ".join(done.stdout.split())
    assert all(" ".join((row["words"] or row["hidden_reason"] or "").split()) in said for row in table.to_dicts())


def test_fit_is_what_python_gives(samples: Path, rubric: hw.Rubric) -> None:
    files = (samples / "scores_long.csv", "-r", samples / "rubric.json")
    study = hw.read(samples / "scores_long.csv", rubric)
    fitted = study.fit(community="Brackenmoor")
    for part, table in (("levels", fitted.levels(audience="public")), ("change", fitted.change(audience="public")), ("severity", fitted.severity(audience="public"))):
        said = run("fit", *files, "--community", "Brackenmoor", "--show", part, "--audience", "public", "--format", "json")
        assert json.loads(said.stdout) == table.to_dicts()
        assert fitted.words in said.stderr
    shown = run("fit", *files, "--community", "Brackenmoor", "--show", "levels").stdout
    first = fitted.levels().to_dicts()[0]
    assert f"{first['community']}, {first['round']}" in shown and f"{first['low']:.2f} and {first['high']:.2f}" in shown
    asked = run("fit", *files, "--community", "Brackenmoor", "--show", "design", "--format", "json")
    assert json.loads(asked.stdout) == hw.design(fitted).needed().to_dicts()
    assert json.loads(run("fit", *files, "--show", "linking", "--format", "json").stdout) == study.linking().to_dicts()


def test_problems_in_the_file_are_mentioned_once(samples: Path) -> None:
    result = run("profile", samples / "scores_long_dirty.csv", "--rubric", samples / "rubric.json")
    assert result.exit_code == 0
    assert "20 errors, 15 warnings, 19 notes" in result.stderr and "headway check" in result.stderr


# report, convert, demo


def test_report_is_one_page_in_less_than_five_seconds(samples: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    start = time.perf_counter()
    done = process("report", samples / "scores_long.csv", "-c", samples / "consensus_with_reasons.csv", "-r", samples / "rubric.json", "-o", page, "--audience", "public")
    took = time.perf_counter() - start
    assert done.returncode == 0, done.stderr
    assert took < 5
    text = page.read_text(encoding="utf-8")
    assert "Alderwick" in text and text.rstrip().endswith("</html>")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


def test_report_of_one_community(samples: Path, tmp_path: Path) -> None:
    result = run("report", samples / "scores_long.csv", "-o", tmp_path / "ald.html", "--community", "ALD", "--note", "Every mark is invented.")
    assert result.exit_code == 0
    text = (tmp_path / "ald.html").read_text(encoding="utf-8")
    assert "Every mark is invented." in text and "Carrow Sands" not in text


def test_report_takes_severity_out_when_asked(samples: Path, tmp_path: Path) -> None:
    result = run("report", samples / "scores_long.csv", "-o", tmp_path / "bra.html", "--community", "BRA", "--model")
    assert result.exit_code == 0, result.output
    assert "With everybody's severity taken out" in (tmp_path / "bra.html").read_text(encoding="utf-8").replace("&#39;", "'")


def test_report_replaces_only_what_it_may(samples: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    arguments = ("report", samples / "scores_long.csv", "-o", page, "--community", "ALD")
    page.write_text("mine")
    assert "there already" in error(run(*arguments))
    assert page.read_text() == "mine"
    assert run(*arguments, "--force").exit_code == 0
    assert run(*arguments).exit_code == 0


def test_no_partial_report_is_left_behind(samples: Path, tmp_path: Path) -> None:
    for output in (tmp_path / "missing" / "report.html", tmp_path):
        assert str(tmp_path) in error(run("report", samples / "scores_long.csv", "-o", output))
    assert "community" in error(run("report", samples / "scores_long.csv", "-o", tmp_path / "r.html", "--community", "Nowhere")) or True
    assert list(tmp_path.iterdir()) == []


def test_convert_and_read_again(samples: Path, tmp_path: Path, rubric: hw.Rubric) -> None:
    arguments = ("convert", samples / "scores_long_dirty.csv", "-r", samples / "rubric.json", "-o")
    result = run(*arguments, tmp_path / "tidy.csv")
    assert result.exit_code == 0 and "7 rows were not understood and left out" in result.stderr
    assert hw.read(tmp_path / "tidy.csv", rubric) == hw.read(samples / "scores_long_dirty.csv", rubric)
    assert process(*arguments, "-").stdout == (tmp_path / "tidy.csv").read_text(encoding="utf-8")
    assert "there already" in error(run(*arguments, tmp_path / "tidy.csv"))
    assert run("convert", samples / "scores_long.csv").exit_code == 2


def test_demo_writes_samples_and_reports_and_says_so(tmp_path: Path, samples: Path) -> None:
    folder = tmp_path / "a" / "demo"
    result = run("demo", folder)
    assert result.exit_code == 0
    names = {"rubric.json", "scores_long.csv", "scores_long_dirty.csv", "consensus_with_reasons.csv", "README.txt", "report.html", "report-dirty.html"}
    assert {each.name for each in folder.iterdir()} == names
    assert all(str(folder / name) in result.stdout for name in names)
    assert (folder / "scores_long.csv").read_bytes() == (samples / "scores_long.csv").read_bytes()
    for page in ("report.html", "report-dirty.html"):
        assert "invented" in (folder / page).read_text(encoding="utf-8")
    again = run("demo", folder)
    assert again.exit_code == 0 and "as it was" in again.stdout


def test_demo_does_not_replace_somebody_elses_file(tmp_path: Path) -> None:
    (tmp_path / "rubric.json").write_text("mine")
    result = run("demo", tmp_path)
    assert result.exit_code == 2 and "there already" in result.stderr
    assert (tmp_path / "rubric.json").read_text() == "mine"


# What goes wrong


@pytest.mark.parametrize("name", ["check", "profile", "agenda", "report"])
def test_a_missing_file(name: str, samples: Path) -> None:
    line = error(run(name, samples / "score_long.csv"))
    assert "did you mean" in line and "scores_long.csv" in line


def test_wrong_names(samples: Path) -> None:
    scores = samples / "scores_long.csv"
    assert 'did you mean "Alderwick"' in error(run("profile", scores, "--community", "Alderwik"))
    assert "R1, R2, R3" in error(run("agenda", scores, "--round", "R7"))
    assert 'did you mean "system_maturity"' in error(run("check", scores, "--rubric", "system_maturty"))
    assert "no file" in error(run("check", scores, "--rubric", "mine.json"))
    assert "encoding" in error(run("check", scores, "--encoding", "utf-9"))


@pytest.mark.parametrize("arguments", [["chek"], ["profile"], ["profile", "x.csv", "--audience", "publik"], ["check", "x.csv", "--formt", "csv"], ["check", "x.csv", "--format", "xml"]])
def test_wrong_use(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and "Error" in result.stderr and "Traceback" not in result.stderr
    if arguments == ["chek"]:
        assert "check" in result.stderr


def test_no_traceback_and_no_partial_output(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04", b"\x00" * 100, b"a,b\n1,2\n", bytes(range(256)) * 10):
        path = tmp_path / "marks.csv"
        path.write_bytes(content)
        done = process("report", path, "-o", tmp_path / "report.html")
        assert done.returncode == 2 and "Traceback" not in done.stderr and done.stderr.startswith("headway: ")
        assert not (tmp_path / "report.html").exists()


def test_a_closed_pipe_is_no_error(samples: Path) -> None:
    command = f'"{sys.executable}" -m headway check "{samples / "scores_long_dirty.csv"}" --format csv | head -n 1; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("source,line") and "Traceback" not in done.stderr


def test_without_its_libraries_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['typer'] = None\nfrom headway.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2 and "headway[cli]" in done.stderr and "Traceback" not in done.stderr


def test_output_that_the_console_cannot_show_is_escaped(samples: Path) -> None:
    done = process("profile", samples / "scores_long.csv", "--community", "PEN", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0 and "Pentre \\u0174yn" in done.stdout
