"""What headway computes beside what other programs compute, live, on canonical and random tables.

Run by `make parity`. Peers from PyPI are in the dependency group `parity`; R and its packages come from Debian. Where R is not there, every
comparison that needs it says so, in its own line and again at the end. Where a peer is known to be wrong, the test expects the right value and says
what the peer gives.
"""

from __future__ import annotations

import importlib
import json
import math
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

HERE = Path(__file__).parent
R_PACKAGES = ("coin", "exactRankTests", "psych", "lme4", "effectsize", "ordinal", "VGAM", "eRm", "jsonlite")
PYTHON_PEERS = ("scipy", "krippendorff", "irrCAC", "pingouin", "statsmodels", "numpy", "pandas")

_compared: dict[tuple[str, str], list[float]] = {}
_not_compared: list[str] = []


def _plain(value: Any) -> Any:
    """A value as JSON has it: NaN is null."""
    if isinstance(value, np.ndarray):
        return [_plain(each) for each in value.tolist()]
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


class _R:
    """R, once asked something, until the tests are over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def ask(self, jobs: list[dict[str, Any]]) -> list[Any]:
        if self._process is None:
            with (self._folder / "messages.txt").open("w") as messages:
                self._process = subprocess.Popen(["Rscript", "--vanilla", HERE / "peers.R"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=messages, text=True)
        assert self._process.stdin is not None and self._process.stdout is not None
        asked, answered = self._folder / "jobs.json", self._folder / "answers.json"
        asked.write_text(json.dumps(_plain(jobs)))
        self._process.stdin.write(f"{asked}\t{answered}\n")
        self._process.stdin.flush()
        if "answered\n" not in iter(self._process.stdout.readline, ""):
            self.end()
            pytest.fail((self._folder / "messages.txt").read_text())
        answers: list[Any] = json.loads(answered.read_text())
        return answers

    def end(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


@pytest.fixture(scope="session")
def _r_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_R]:
    process = _R(tmp_path_factory.mktemp("r"))
    yield process
    process.end()


@pytest.fixture(scope="session")
def _r_missing() -> str:
    """Why R cannot be asked; empty when it can."""
    if shutil.which("Rscript") is None:
        return "Rscript is not installed"
    wanted = ", ".join(f'"{package}"' for package in R_PACKAGES)
    code = f"cat(setdiff(c({wanted}), rownames(installed.packages())))"
    missing = subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True).stdout.strip()
    return f"R is here, but not its packages {missing}" if missing else ""


@pytest.fixture
def r(_r_missing: str, _r_process: _R, request: pytest.FixtureRequest) -> Callable[..., list[Any]]:
    """Asks a function of peers.R about many tables at once: r("psych_icc", [{"x": table}, ..]) gives a list of answers."""
    if _r_missing:
        line = f"NOT COMPARED with R: {request.node.name} ({_r_missing})"
        _not_compared.append(line)
        pytest.skip(line)

    def ask(peer: str, arguments: list[dict[str, Any]]) -> list[Any]:
        return _r_process.ask([{"peer": peer, "args": each} for each in arguments])

    return ask


@pytest.fixture
def peer(request: pytest.FixtureRequest) -> Callable[[str], ModuleType]:
    """A module of a Python package to compare with: peer("irrCAC.raw")."""

    def find(name: str) -> ModuleType:
        try:
            return importlib.import_module(name)
        except ImportError:
            line = f"NOT COMPARED with {name.split('.')[0]}: {request.node.name} (it does not install on Python {platform.python_version()})"
            _not_compared.append(line)
            pytest.skip(line)

    return find


class Comparison:
    """Figures of ours beside a peer's: equal to a tolerance, counted, and the largest difference kept."""

    def __init__(self, function: str, peer: str) -> None:
        self._differences = _compared.setdefault((function, peer), [])

    def same(self, ours: Any, theirs: Any, *, rel: float = 1e-9, abs: float = 1e-12, what: str = "") -> None:
        """Fails unless the two numbers are equal to the tolerance."""
        assert ours is not None, f"{what}: no value here, {theirs} there"
        assert theirs is not None, f"{what}: {ours} here, no value there"
        first, second = float(ours), float(theirs)
        assert first == pytest.approx(second, rel=rel, abs=abs), what
        self._differences.append(math.fabs(first - second) / max(math.fabs(second), 1e-3))

    def is_right(self, ours: Any, right: Any, theirs: Any, *, rel: float = 1e-9, abs: float = 1e-12, what: str = "") -> None:
        """Where a peer is wrong: ours is the right value, and the peer still differs from it (when it no longer does, this test has become needless)."""
        self.same(ours, right, rel=rel, abs=abs, what=what)
        assert theirs is None or not math.isclose(float(theirs), float(right), rel_tol=1e-6, abs_tol=1e-9), f"{what}: the peer is right now"


@pytest.fixture
def compare() -> Callable[[str, str], Comparison]:
    """compare("agreement.icc", "psych ICC") counts what is compared under these two names."""
    return Comparison


@pytest.fixture
def rng() -> np.random.Generator:
    """The same random tables in every run."""
    return np.random.default_rng(20261126)


@pytest.fixture(scope="session")
def likert() -> Callable[..., npt.NDArray[np.float64]]:
    """Invented marks on few levels: units differ, raters are stricter or milder, and some cells are empty."""

    def make(
        rng: np.random.Generator, units: int, raters: int, *, levels: int = 5, missing: float = 0.0, between: float = 1.0, strictness: float = 0.5
    ) -> npt.NDArray[np.float64]:
        latent = rng.normal(0, between, (units, 1)) + rng.normal(0, strictness, (1, raters)) + rng.normal(0, 1, (units, raters))
        marks = np.clip(np.round((levels + 1) / 2 + latent), 1, levels).astype(float)
        marks[rng.random(marks.shape) < missing] = np.nan
        return marks

    return make


@pytest.fixture(scope="session")
def attitude() -> npt.NDArray[np.float64]:
    """R's data set `attitude`: 30 departments x 7 questions (reference case a07)."""
    rows = (HERE.parent / "data" / "reference" / "data" / "a07_alpha_omega_attitude.csv").read_text().splitlines()[1:]
    scores = np.array([float(row.split(",")[2]) for row in rows])
    return scores.reshape(30, 7)


@pytest.fixture(scope="session")
def shrout_fleiss() -> npt.NDArray[np.float64]:
    """Shrout and Fleiss (1979), Table 2: 6 targets x 4 judges."""
    return np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def pytest_terminal_summary(terminalreporter: Any, exitstatus: int) -> None:
    """Lists what was compared, and loudly what was not."""
    del exitstatus
    write = terminalreporter.write_line
    terminalreporter.section("compared with other programs")
    write(", ".join(f"{name} {_version(name)}" for name in PYTHON_PEERS))
    if shutil.which("Rscript"):
        named = ", ".join(f'"{package}"' for package in R_PACKAGES)
        code = f'cat(R.version.string, sapply(c({named}), function(p) if (nzchar(system.file(package = p))) paste(p, packageVersion(p)) else paste("no", p)), sep = ", ")'
        write(subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True).stdout)
    width = max((len(function) for function, _ in _compared), default=0)
    for (function, peer), differences in sorted(_compared.items()):
        largest = max(differences, default=0.0)
        write(f"{function:{width}}  {peer}: {len(differences)} figures, largest relative difference {largest:.1e}")
    for line in _not_compared:
        write(line, red=True, bold=True)
