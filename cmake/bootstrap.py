"""Prepares .venv: everything the build and the tests need, from the package registry that pip is set up for.

    python3 cmake/bootstrap.py build    what compiling, installing and the demo need
    python3 cmake/bootstrap.py test     that, and what the tests need
    python3 cmake/bootstrap.py parity   that, and the programs headway is compared with, in .venv/peers
    python3 cmake/bootstrap.py r        R and the packages headway is compared with, where this may be done (root, on Debian)
    python3 cmake/bootstrap.py bench    what the tests need, and what benchmarks need
    python3 cmake/bootstrap.py docs     what compiling needs, and what the documentation needs
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
PEERS = VENV / "peers"
WHEEL = ROOT / "build" / "python" / "dist"


def say(text: str) -> None:
    print(f"-- {text}", flush=True)


def fail(text: str) -> None:
    sys.exit(f"bootstrap: {text}")


def create_venv(venv: Path = VENV) -> None:
    python = venv / "bin" / "python"
    works = python.exists() and subprocess.run(
        [python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"], stderr=subprocess.DEVNULL).returncode == 0
    if works:
        return
    say(f"creating {venv.relative_to(ROOT)} with Python {sys.version.split()[0]}")
    if venv.exists():
        shutil.rmtree(venv)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)


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


def install_requirements(kind: str, venv: Path = VENV) -> None:
    wanted = requirements(kind)
    stamp = venv / f".{kind}-requirements"
    state = hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"installing {len(wanted)} packages for: {kind}")
    done = subprocess.run([venv / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", *wanted])
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


def install_peers() -> None:
    """The Python packages headway is compared with, apart from .venv: some hold NumPy back to an old version. They see the headway that is in .venv."""
    create_venv(PEERS)
    install_requirements("parity", PEERS)
    own = Path("lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "site-packages", "headway")
    link = PEERS / own
    if link.is_symlink():
        link.unlink()
    link.symlink_to(VENV / own)


def install_r() -> None:
    """Sees to R and the packages headway is compared with: from Debian, where this may be done. Without them the comparisons say what they left out."""
    packages = {"coin": "coin", "exactRankTests": "exactranktests", "psych": "psych", "lme4": "lme4", "effectsize": "effectsize", "ordinal": "ordinal",
                "VGAM": "vgam", "eRm": "erm", "jsonlite": "jsonlite"}
    wanted = ", ".join(f'"{name}"' for name in packages)
    if shutil.which("Rscript"):
        code = f"quit(status = length(setdiff(c({wanted}), rownames(installed.packages()))))"
        if subprocess.run(["Rscript", "--vanilla", "-e", code]).returncode == 0:
            return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        say(f"NOT COMPARED with R: it is not here with {', '.join(packages)}, and only root can install it (Debian: r-base-core, r-cran-*)")
        return
    say("installing R and the packages headway is compared with")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "r-base-core", *(f"r-cran-{package}" for package in packages.values())]
    if subprocess.run(install, **quiet).returncode != 0:
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        if subprocess.run(install, **quiet).returncode != 0:
            say(f"NOT COMPARED with R: apt-get could not install {', '.join(install[5:])}")


def build_inputs(root: Path = ROOT) -> str:
    """A digest of every file that the Python package is built from."""
    files = [root / name for name in ("CMakeLists.txt", "pyproject.toml", "LICENSE", "README.md", "python/CMakeLists.txt")]
    for folder in ("include", "cmake", "python/src", "python/headway"):
        files += sorted(path for path in (root / folder).rglob("*") if path.is_file() and path.suffix not in (".pyc", ".so"))
    digest = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def install_package() -> None:
    """Makes the wheel in build/python/dist, with a digest of what it was made from beside it, and installs it."""
    environment = dict(os.environ)
    if found := own_headers():
        environment["HEADWAY_PYTHON_INCLUDE_DIR"] = str(found)
    environment["PATH"] = f"{VENV / 'bin'}{os.pathsep}{environment['PATH']}"
    say("compiling headway._core and installing headway into .venv")
    shutil.rmtree(WHEEL, ignore_errors=True)
    WHEEL.mkdir(parents=True)
    inputs = build_inputs()
    pip = [PYTHON, "-m", "pip"]
    quietly = ["--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run([*pip, "wheel", *quietly, "--no-build-isolation", "--config-settings=build-dir=build/python", "--wheel-dir", WHEEL, "."],
                          cwd=ROOT, env=environment)
    if done.returncode == 0:
        done = subprocess.run([*pip, "install", *quietly, "--force-reinstall", *WHEEL.glob("*.whl")], cwd=ROOT, env=environment)
    if done.returncode != 0:
        fail(f"the Python package did not compile or install (pip returned {done.returncode})")
    (WHEEL / "inputs.sha256").write_text(inputs)


def main() -> None:
    if sys.version_info < (3, 11):
        fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    wish = sys.argv[1] if len(sys.argv) == 2 else ""
    if wish not in ("build", "test", "parity", "r", "bench", "docs", "install"):
        sys.exit(__doc__)
    if wish == "r":
        install_r()
        return
    create_venv()
    install_requirements("build")
    if wish in ("test", "bench"):
        install_requirements("test")
    if wish in ("bench", "docs"):
        install_requirements(wish)
    if wish == "parity":
        install_peers()
        install_r()
    fetch_headers()
    if wish == "install":
        install_package()


if __name__ == "__main__":
    main()
