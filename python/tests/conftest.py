"""What the tests share. All files are invented; see tests/data/samples/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

import headway as hw

SAMPLES = Path(__file__).parents[2] / "tests" / "data" / "samples"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with the sample files."""
    return SAMPLES


@pytest.fixture(scope="session")
def rubric() -> hw.Rubric:
    """The rubric of the sample files."""
    return hw.read_rubric(SAMPLES / "rubric.json")


@pytest.fixture(scope="session")
def study(rubric: hw.Rubric) -> hw.Study:
    """The clean sample with its agreed marks."""
    return hw.read(SAMPLES / "scores_long.csv", rubric, consensus=SAMPLES / "consensus_with_reasons.csv")


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """A small tidy file of three people, one dimension, two rounds."""
    path = tmp_path / "marks.csv"
    rows = ["place,round,rater,sector,dimension,score"]
    rows += [f"Alder,{round},{rater},council,Vision,{score}" for round, rater, score in [("R1", "a", 2), ("R1", "b", 3), ("R1", "c", 5), ("R2", "a", 3), ("R2", "b", 3)]]
    path.write_text("\n".join(rows) + "\n")
    return path
