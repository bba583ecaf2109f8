"""Importing headway costs next to nothing and brings nobody else along."""

from __future__ import annotations

import subprocess
import sys

import headway as hw

OTHERS = ("numpy", "pandas", "polars", "pyarrow", "duckdb", "matplotlib", "jinja2", "openpyxl", "typer", "rich")


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_it_takes_less_than_150_milliseconds_beyond_numpy() -> None:
    # time of the processor: what else the machine is doing has no part in it
    code = """
import numpy, time
start = time.process_time()
import headway
headway.read, headway.Study, headway.rubrics.system_maturity()
print(time.process_time() - start)
"""
    assert min(float(run(code)) for _ in range(5)) < 0.150


def test_nothing_else_is_imported_until_asked_for() -> None:
    code = f"""
import sys
import headway
assert "headway._core" not in sys.modules
study = headway.example()
study.problems, study["Alderwick"].profile(), repr(study["Alderwick"].agenda()), study.write_tidy
print([name for name in {OTHERS} if name in sys.modules])
"""
    assert run(code) == "[]"


def test_every_public_name_is_there() -> None:
    assert set(hw.__all__) <= set(dir(hw))
    for name in hw.__all__:
        assert getattr(hw, name) is not None
    for name in ("Error", "Study", "Community", "Table", "Rubric", "read", "read_rubric", "example"):
        assert getattr(hw, name).__module__ == "headway"


def test_a_wrong_name_is_an_attribute_error() -> None:
    assert not hasattr(hw, "reed")


def test_every_public_thing_says_what_it_is() -> None:
    for name in hw.__all__:
        value = getattr(hw, name)
        if callable(value) and getattr(value, "__module__", "") == "headway":
            assert value.__doc__, name
            for inner, member in vars(value).items() if isinstance(value, type) else ():
                if not inner.startswith("_") and (callable(member) or isinstance(member, property | classmethod)):
                    assert member.__doc__, f"{name}.{inner}"


def test_the_version_is_the_headers_version() -> None:
    from importlib import metadata

    assert hw.__version__.count(".") == 2
    try:
        installed = metadata.version("headway")
    except metadata.PackageNotFoundError:
        return
    assert installed == hw.__version__
