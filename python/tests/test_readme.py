"""The Python code of README.md runs as it stands there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL) if README.exists() else []


@pytest.mark.skipif(not README.exists(), reason="the README is not part of this archive")
def test_there_is_python_in_the_readme() -> None:
    assert BLOCKS


@pytest.mark.parametrize("block", BLOCKS, ids=[f"block {i + 1}" for i in range(len(BLOCKS))])
def test_python_in_the_readme_runs(block: str, tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, sample in [("scores.csv", "scores_long.csv"), ("consensus.csv", "consensus_with_reasons.csv"), ("mine.json", "rubric.json")]:
        shutil.copy(samples / sample, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
