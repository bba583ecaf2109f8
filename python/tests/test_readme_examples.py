"""The C++ and C code of README.md stands word for word in programs that the test run compiles and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
EXAMPLES = {"cpp": ROOT / "tests" / "examples" / "golden_path.cpp", "c": ROOT / "tests" / "examples" / "c" / "main_job.c"}


@pytest.mark.skipif(not README.exists(), reason="the README is not part of this archive")
@pytest.mark.parametrize("language", sorted(EXAMPLES))
def test_code_is_from_an_example(language: str) -> None:
    blocks = re.findall(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert blocks
    program = EXAMPLES[language].read_text(encoding="utf-8")
    for block in blocks:
        assert block in program


def test_the_guide_to_c_shows_the_whole_program() -> None:
    guide = ROOT / "docs" / "c.md"
    if not guide.exists():
        pytest.skip("the guides are not part of this archive")
    assert f"```c\n{EXAMPLES['c'].read_text(encoding='utf-8')}```\n" in guide.read_text(encoding="utf-8")


@pytest.mark.skipif(not README.exists(), reason="the README is not part of this archive")
def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target
