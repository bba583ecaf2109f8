"""Prepares .venv: everything the build and the tests need, from the package registry that pip is set up for.

    python3 cmake/bootstrap.py build    what compiling, installing and the demo need
    python3 cmake/bootstrap.py test     that, and what the tests need
    python3 cmake/bootstrap.py docs     that, and what the documentation needs
    python3 cmake/bootstrap.py install  compiles the Python package and installs it into .venv

Only Python 3.11 or newer with venv, and a C++ compiler, must be there already. Nothing is written outside the checkout.
Run again, it does nothing unless pyproject.toml or the interpreter changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HEADERS = VENV / "python-headers"


def say(text: str) -> None:
    print(f"-- {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"bootstrap: {text}")


def create_venv() -> None:
    works = PYTHON.exists() and subprocess.run(
        [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"], stderr=subprocess.DEVNULL).returncode == 0
    if works:
        return
    say(f"creating .venv with Python {sys.version.split()[0]}")
    if VENV.exists():
        shutil.rmtree(VENV)
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)


def requirements(kind: str) -> list[str]:
    """The requirements of one kind, as pyproject.toml has them."""
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = settings["dependency-groups"]
    if kind != "build":
        return groups[kind]
    extras = settings["project"]["optional-dependencies"]
    named = [line for name, lines in extras.items() if name != "all" for line in lines]
    return sorted({*settings["build-system"]["requires"], *settings["project"]["dependencies"], *groups["build"], *named})


def install_requirements(kind: str) -> None:
    wanted = requirements(kind)
    stamp = VENV / f".{kind}-requirements"
    state = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"installing {len(wanted)} packages for: {kind}")
    done = subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted])
    if done.returncode != 0:
        fail("pip could not install the packages above; is a package registry reachable?")
    stamp.write_text(state)


def own_headers() -> Path | None:
    """The folder with Python.h that the bootstrap fetched, if it had to."""
    found = HEADERS / "usr" / "include" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    return found if (found / "Python.h").exists() else None


def fetch_headers() -> None:
    """Sees to Python.h. Debian packs it apart from the interpreter; the package can be unpacked here without being root."""
    if os.environ.get("HEADWAY_PYTHON_INCLUDE_DIR") or Path(sysconfig.get_path("include"), "Python.h").exists() or own_headers():
        return
    package = f"libpython{sys.version_info.major}.{sys.version_info.minor}-dev"
    advice = f"Python.h is missing; install {package} (or your system's like of it), or set HEADWAY_PYTHON_INCLUDE_DIR"
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        fail(advice)
    say(f"Python.h is missing: unpacking {package} into .venv")
    work = HEADERS / "work"
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    private = ["-q", "-o", f"Dir::State::lists={work}/lists", "-o", f"Dir::Cache={work}/cache", "-o", "Debug::NoLocking=true"]
    quiet = {"cwd": work, "stdout": subprocess.DEVNULL}
    got = subprocess.run(["apt-get", "-q", "download", package], stderr=subprocess.DEVNULL, **quiet).returncode == 0
    if not got:
        got = (subprocess.run(["apt-get", *private, "update"], **quiet).returncode == 0
               and subprocess.run(["apt-get", *private, "download", package], **quiet).returncode == 0)
    for archive in work.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", archive, HEADERS], check=True)
    shutil.rmtree(work)
    shutil.rmtree(HEADERS / "usr" / "lib", ignore_errors=True)
    if not (got and own_headers()):
        fail(advice)


def install_package() -> None:
    environment = dict(os.environ)
    if found := own_headers():
        environment["HEADWAY_PYTHON_INCLUDE_DIR"] = str(found)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment['PATH']}"
    say("compiling headway._core and installing headway into .venv")
    done = subprocess.run(
        [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-build-isolation", "--no-deps",
         "--force-reinstall", "--config-settings=build-dir=build/python", "."], cwd=ROOT, env=environment)
    if done.returncode != 0:
        fail(f"the Python package did not compile or install (pip returned {done.returncode})")


def main() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    wish = sys.argv[1] if len(sys.argv) == 2 else ""
    if wish not in ("build", "test", "docs", "install"):
        sys.exit(__doc__)
    create_venv()
    install_requirements("build")
    if wish in ("test", "docs"):
        install_requirements(wish)
    fetch_headers()
    if wish == "install":
        install_package()


if __name__ == "__main__":
    main()
