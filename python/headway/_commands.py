"""The commands of ``headway``: thin, each reads, asks one question of the study and shows the answer."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from ._errors import Error

if TYPE_CHECKING:
    from ._rubric import Rubric
    from ._study import Community, Study
    from ._table import Table

FINE, PROBLEMS_FOUND, CANNOT_RUN = 0, 1, 2
DEMO_NOTE = "Everything on this page is invented: the places, the people and their marks."

P = ParamSpec("P")


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


class AudienceName(StrEnum):
    room = "room"
    partners = "partners"
    public = "public"


class By(StrEnum):
    sector = "sector"


app = typer.Typer(
    name="headway",
    help="Ratings of how communities change: read, summarise, compare.",
    epilog="Exit codes: 0 fine, 1 problems found, 2 cannot run.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from ._core import __version__

        print(f"headway {__version__}")
        raise typer.Exit


def _explain(context: typer.Context, wanted: bool) -> None:
    if wanted:
        from ._explain import METHODS

        print(METHODS[str(context.info_name)])
        raise typer.Exit


def _one_line(work: Callable[P, None]) -> Callable[P, None]:
    """What goes wrong is said in one line, and the command ends with 2."""

    @functools.wraps(work)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            work(*args, **kwargs)
        except Error as problem:
            message = problem.message
        except ModuleNotFoundError as problem:
            if problem.name is None or problem.name.partition(".")[0] == "headway":
                raise
            message = f"this needs {problem.name}; install it with: pip install 'headway[all]'"
        except MemoryError:
            message = "there is not enough memory for this"
        except BrokenPipeError:
            raise
        except OSError as problem:
            message = f"{problem.filename}: {problem.strerror}" if problem.filename else str(problem)
        else:
            return
        print(f"headway: {message}", file=sys.stderr)
        raise typer.Exit(CANNOT_RUN)

    return wrapped


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Tidy files of marks: CSV with comma, semicolon or tab.")]
RubricName = Annotated[
    str, typer.Option("--rubric", "-r", metavar="R", help="A rubric file, or system_maturity, system_behaviours or conditions_for_change.")
]
Consensus = Annotated[list[str], typer.Option("--consensus", "-c", metavar="FILE", help="A file with the rooms' agreed marks; may be given again.")]
Encoding = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="The encoding of the files, if it is known, such as windows-1252.")]
OnlyCommunity = Annotated[str | None, typer.Option("--community", metavar="NAME", help="One community, by key or name; all when not given.")]
Round = Annotated[str | None, typer.Option("--round", metavar="LABEL", help="A round; each community's latest when not given.")]
AudienceFor = Annotated[AudienceName, typer.Option("--audience", "-a", help="Who will see it: small groups are merged or withheld accordingly.")]
OutFormat = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")]
Explain = Annotated[bool, typer.Option("--explain", callback=_explain, is_eager=True, help="Say in words what is computed and how, and stop.")]


@app.callback()
def headway(
    version: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which version this is.")] = False,
) -> None:
    pass


@app.command()
@_one_line
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to write.")] = Path("headway-demo"),
    force: Force = False,
    explain: Explain = False,
) -> None:
    """Write invented sample files and the reports made from them."""
    from . import _files, samples

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Error(f"the folder {folder} cannot be made: {problem.strerror}", category="io", function="demo", argument="folder") from None
    for name in samples.FILES:
        content, target = samples.content(name), folder / name
        unchanged = target.is_file() and target.read_bytes() == content
        if not unchanged:
            _files.write_whole(target, content, function="demo", force=force)
        print(f"{target}: {'as it was' if unchanged else 'written'}")
    rubric = folder / "rubric.json"
    pages = {"report.html": ("scores_long.csv", "consensus_with_reasons.csv"), "report-dirty.html": ("scores_long_dirty.csv",)}
    for page, (marks, *agreed) in pages.items():
        study = _read([str(folder / marks)], str(rubric), [str(folder / name) for name in agreed])
        _write_report(study, folder / page, audience="partners", force=force, note=DEMO_NOTE)
        print(f"{folder / page}: the report made from {marks}")
    print(f"Open {folder / 'report.html'} in a browser. What is wrong in the dirty file:")
    print(f"  headway check {folder / 'scores_long_dirty.csv'} --rubric {rubric}")


@app.command()
@_one_line
def check(
    files: Files,
    rubric: RubricName = "system_maturity",
    strict: Annotated[bool, typer.Option("--strict", help="Notes count as problems too.")] = False,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say what in a file was not understood: where, what stands there, what is allowed, what was done.

    Ends with 1 when there are errors or warnings, with --strict also when there are notes.
    """
    study = _read(files, rubric, encoding=encoding)
    problems = study.problems
    if format is Format.table:
        from . import _console

        _console.show_problems(study)
    else:
        _write_plain(problems, format)
    severities = set(problems.select("severity")["severity"])
    if study._core.problems_total and (strict or severities & {"error", "warning"}):
        raise typer.Exit(PROBLEMS_FOUND)


@app.command()
@_one_line
def profile(
    files: Files,
    community: OnlyCommunity = None,
    round: Round = None,
    by: Annotated[By | None, typer.Option("--by", help="Tell people apart by this.")] = None,
    rubric: RubricName = "system_maturity",
    consensus: Consensus = [],  # noqa: B006
    audience: AudienceFor = AudienceName.room,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say where a community stands: per dimension the marks, their middle, how far people agree, and the room's mark."""
    study = _read(files, rubric, consensus, encoding)
    tables = [place.profile(round, by="sector" if by else None, audience=audience.value) for place in _places(study, community)]
    _answer("profile", study, tables, format, [*files, *consensus])


@app.command()
@_one_line
def agenda(
    files: Files,
    community: OnlyCommunity = None,
    round: Round = None,
    rubric: RubricName = "system_maturity",
    consensus: Consensus = [],  # noqa: B006
    audience: AudienceFor = AudienceName.room,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say what to talk about first, and why, in words."""
    study = _read(files, rubric, consensus, encoding)
    tables = [place.agenda(round, audience=audience.value) for place in _places(study, community)]
    _answer("agenda", study, tables, format, [*files, *consensus])


FromRound = Annotated[str | None, typer.Option("--from", metavar="LABEL", help="The earlier round; the one before --to when not given.")]
ToRound = Annotated[str | None, typer.Option("--to", metavar="LABEL", help="The later round; each community's latest when not given.")]
ThenTest = Annotated[list[str], typer.Option("--then-test", metavar="FILE", help="A file of earlier rounds marked again later; may be given again.")]


@app.command()
@_one_line
def change(
    files: Files,
    community: OnlyCommunity = None,
    from_round: FromRound = None,
    to_round: ToRound = None,
    rubric: RubricName = "system_maturity",
    consensus: Consensus = [],  # noqa: B006
    then_test: ThenTest = [],  # noqa: B006
    audience: AudienceFor = AudienceName.room,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say what changed between two rounds and how sure that is: the same people, everybody, and who was in the room."""
    study = _read(files, rubric, consensus, encoding)
    for file in then_test:
        study = study.with_then_test(file)
    places = [place for place in _places(study, community) if community is not None or len(place.rounds) > 1]
    tables = [place.change(from_round, to_round, audience=audience.value) for place in places]
    _answer("change", study, tables, format, [*files, *consensus, *then_test])


@app.command()
@_one_line
def sectors(
    files: Files,
    community: OnlyCommunity = None,
    round: Round = None,
    rubric: RubricName = "system_maturity",
    consensus: Consensus = [],  # noqa: B006
    audience: AudienceFor = AudienceName.room,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say who sees it differently: every group against the rest of the room, in words."""
    study = _read(files, rubric, consensus, encoding)
    tables = [place.sectors(round, audience=audience.value) for place in _places(study, community)]
    _answer("sectors", study, tables, format, [*files, *consensus])


class Part(StrEnum):
    levels = "levels"
    change = "change"
    severity = "severity"
    blocks = "blocks"
    diagnostics = "diagnostics"
    linking = "linking"
    design = "design"


@app.command()
@_one_line
def fit(
    files: Files,
    show: Annotated[Part, typer.Option("--show", help="Where places stand, what changed, how severe people mark, what is in the model, how it was found, what is linked, or how many to ask next time.")] = Part.levels,
    community: OnlyCommunity = None,
    rubric: RubricName = "system_maturity",
    audience: AudienceFor = AudienceName.room,
    encoding: Encoding = None,
    format: OutFormat = Format.table,
    explain: Explain = False,
) -> None:
    """Say where places stand and what changed by one model of all marks, which takes people's severity into account."""
    study = _read(files, rubric, encoding=encoding)
    if show is Part.linking:
        _answer("fit", study, [study.linking(audience=audience.value)], format, files)
        return
    fitted = study.fit(community=community)
    if show is Part.diagnostics:
        table = fitted.diagnostics().table
    elif show is Part.design:
        from ._design import design

        table = design(fitted).needed(audience=audience.value)
    else:
        table = getattr(fitted, show.value)(audience=audience.value)
    print(fitted.words, file=sys.stderr)
    _answer("fit", study, [table], format, files)


@app.command()
@_one_line
def report(
    files: Files,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path("report.html"),
    audience: AudienceFor = AudienceName.partners,
    consensus: Consensus = [],  # noqa: B006
    community: OnlyCommunity = None,
    rubric: RubricName = "system_maturity",
    encoding: Encoding = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="A sentence to stand at the top of the page.")] = "",
    model: Annotated[bool, typer.Option("--model", help="Add a section per community from one model of its marks, with everybody's severity taken out.")] = False,
    force: Force = False,
    explain: Explain = False,
) -> None:
    """Write one self-contained HTML page: where each community stands, how far people agree, what to talk about first."""
    from . import _files

    _files.check_target(output, function="report", force=True)
    study = _read(files, rubric, consensus, encoding)
    _write_report(study if community is None else study[community], output, audience=audience.value, force=force, note=note, model=model)
    print(f"{output}: written for {audience.value}")
    _mention_problems(study, [*files, *consensus])


@app.command()
@_one_line
def convert(
    files: Files,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="The tidy file to write; - for the standard output.")],
    rubric: RubricName = "system_maturity",
    consensus: Consensus = [],  # noqa: B006
    encoding: Encoding = None,
    force: Force = False,
    explain: Explain = False,
) -> None:
    """Write everything that was understood as one tidy CSV file, which reads back as the same study."""
    from . import _core, _files, _show

    if output != "-":
        _files.check_target(output, function="convert", force=force)
    study = _read(files, rubric, consensus, encoding)
    if output == "-":
        sys.stdout.write(_core.write_tidy(study._core).decode())
    else:
        study.write_tidy(output, force=force)
        print(f"{output}: {study._core.rows} marks, {len(study.consensus())} agreed marks")
    left_out = sum(int(rows) for rows in study.sources["rows_left_out"])
    if left_out:
        print(f"{_show.counted(left_out, 'row was', 'rows were')} not understood and left out", file=sys.stderr)
    _mention_problems(study, [*files, *consensus])


def _rubric(name: str) -> Rubric:
    from . import rubrics
    from ._rubric import read_rubric

    if name in rubrics.ids():
        return rubrics.find(name)
    if name.endswith(".json") or os.path.exists(name) or os.path.dirname(name):
        return read_rubric(name)
    return rubrics.find(name)


def _read(files: list[str], rubric: str, consensus: list[str] | tuple[str, ...] = (), encoding: str | None = None) -> Study:
    from ._read import read

    return read(list(files), _rubric(rubric), consensus=list(consensus) or None, encoding=encoding)


def _places(study: Study, community: str | None) -> list[Community]:
    return list(study) if community is None else [study[community]]


def _write_report(what: Study | Community, path: Path, *, audience: str, force: bool, note: str, model: bool = False) -> None:
    from . import report as reports

    reports.write_report(what, path, audience=audience, note=note, model=model, force=force)


def _answer(question: str, study: Study, tables: list[Table], format: Format, inputs: list[str]) -> None:
    """Shows a table for every community, and says below if not everything in the inputs was as expected."""
    if format is Format.table:
        from . import _console

        for table in tables:
            _console.SHOWN[question](table, study.rubric)
    else:
        _write_plain([row for table in tables for row in table], format)
    _mention_problems(study, inputs)


def _write_plain(rows: Table | list[dict[str, Any]], format: Format) -> None:
    """CSV or JSON on the standard output; texts that a spreadsheet would run are made harmless in CSV."""
    rows = list(rows)
    if format is Format.json:
        import json

        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    from . import _show

    names = list(dict.fromkeys(name for row in rows for name in row))
    sys.stdout.write(_show.csv_text([(name, "", [row.get(name) for row in rows]) for name in names], safe=True))


def _mention_problems(study: Study, files: list[str]) -> None:
    from . import _show

    if found := ", ".join(_show.by_severity(study.problems)):
        print(f"not as expected in the input: {found}; to see where: headway check {' '.join(files)}", file=sys.stderr)
