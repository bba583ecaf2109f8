"""Uses headway as somebody else's project does.

    python consume.py <checkout> <work folder> find_package|add_subdirectory|pkg_config|python_package

Compilers and CMake come from the environment: CXX, CC, CMAKE. Consumers of an install look at the one in <work folder>/prefix.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

CHECKOUT, WORK, WAY = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
PREFIX = WORK / "prefix"
HERE = Path(__file__).resolve().parent
VERSION = re.search(r'HEADWAY_VERSION "([^"]+)"', (CHECKOUT / "include/headway/version.hpp").read_text()).group(1)


def run(*command: object, **more: object) -> str:
    print("+", *command, flush=True)
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more)
    print(done.stdout, flush=True)
    if done.returncode != 0:
        sys.exit(f"returned {done.returncode}")
    return done.stdout


def fresh(name: str) -> Path:
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def expect(condition: object, what: str) -> None:
    if not condition:
        sys.exit(what)


def with_cmake(*options: str) -> None:
    build = fresh(f"{WAY}-build")
    run(os.environ["CMAKE"], "-S", HERE / WAY, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
        f"-DVERSION={VERSION}", *options)
    run(os.environ["CMAKE"], "--build", build)
    programs = sorted(path for path in build.glob("use_*") if path.is_file())
    expect({"use_headers", "use_models"} <= {program.name for program in programs}, "a program was not built")
    for program in programs:
        expect(VERSION in run(program), f"{program.name} did not print the version")


def with_pkg_config() -> None:
    """Two compiler calls with nothing but pkg-config's answer."""
    build = fresh(f"{WAY}-build")
    folder = next(PREFIX.glob("lib*/**/pkgconfig"))
    tool = shutil.which("pkg-config") or shutil.which("pkgconf")
    expect(tool, "neither pkg-config nor pkgconf was found")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(folder)}

    def flags(package: str) -> list[str]:
        expect(run(tool, "--modversion", package, env=environment).strip() == VERSION, "wrong version")
        return run(tool, "--cflags", "--libs", package, env=environment).split()

    sources = HERE / "find_package"
    run(os.environ["CXX"], "-std=c++20", sources / "use_headers.cpp", "-o", build / "use_headers", *flags("headway"))
    expect(VERSION in run(build / "use_headers"), "use_headers did not print the version")
    if (folder / "headway-c.pc").exists():
        run(os.environ["CC"], "-std=c11", sources / "use_c.c", "-o", build / "use_c", *flags("headway-c"), f"-Wl,-rpath,{folder.parent}")
        expect(VERSION in run(build / "use_c"), "use_c did not print the version")


def python_package() -> None:
    """The source archive is complete, a wheel comes out of it, and in an environment of its own the wheel works."""
    build = fresh(WAY)
    run(sys.executable, "-c", f"import scikit_build_core.build as b; b.build_sdist({str(build)!r})", cwd=CHECKOUT)
    [archive] = build.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        names = {name.split("/", 1)[1] for name in tar.getnames() if "/" in name}
        tar.extractall(build, filter="data") if hasattr(tarfile, "data_filter") else tar.extractall(build)
    wanted = [path.relative_to(CHECKOUT).as_posix()
              for folder in ("include", "python/headway", "python/src") for path in (CHECKOUT / folder).rglob("*")
              if path.is_file() and path.suffix not in (".pyc", ".so")]
    missing = [name for name in [*wanted, "LICENSE", "CMakeLists.txt", "pyproject.toml", "PKG-INFO"] if name not in names]
    expect(not missing, f"the source archive lacks {missing}")
    stray = [name for name in names if name.startswith((".venv", "build/", ".git/", "demo/", ".ci"))]
    expect(not stray, f"the source archive holds {stray[:5]}")

    source = build / archive.name.removesuffix(".tar.gz")
    sys.path.insert(0, str(CHECKOUT / "cmake"))
    import bootstrap

    stamp = bootstrap.WHEEL / "inputs.sha256"
    if stamp.exists() and stamp.read_text() == bootstrap.build_inputs(source):
        print("The archive holds, byte for byte, what the wheel of `make` was built from: that wheel is used")
        [wheel] = bootstrap.WHEEL.glob("*.whl")
    else:
        with_headers = dict(os.environ)
        if found := bootstrap.own_headers():  # where the system has no Python.h, the one that `make` fetched
            with_headers["HEADWAY_PYTHON_INCLUDE_DIR"] = str(found)
        quick = [f"--config-settings=cmake.{setting}" for setting in ("build-type=Debug", "define.CMAKE_CXX_FLAGS_DEBUG=-O0")]
        run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", *quick, "-w", build, source, env=with_headers)
        [wheel] = build.glob("*.whl")
    content = zipfile.ZipFile(wheel).namelist()
    expect("headway/py.typed" in content, "the wheel lacks headway/py.typed")
    expect(any(re.fullmatch(r"headway/_core[^/]*\.pyi|headway/_core/__init__\.pyi", name) for name in content), "the wheel lacks the stubs of _core")
    expect(any(re.fullmatch(r"headway/_core\..*(so|pyd)", name) for name in content), "the wheel lacks the extension")
    expect(any(name.endswith("licenses/LICENSE") for name in content), "the wheel lacks the licence")

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON") and name != "VIRTUAL_ENV"}
    venv.create(build / "venv", with_pip=True)
    python = build / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, env=environment, cwd=build)
    said = run(python, "-c", "import sys, headway; print(headway.__version__, sorted({'matplotlib', 'pandas', 'jinja2', 'typer'} & set(sys.modules)))",
               env=environment, cwd=build)
    expect(said.strip().endswith(f"{VERSION} []"), "import headway: wrong version, or it imported what was not asked for")
    run(python, "-m", "pip", "install", "--quiet", f"{wheel}[cli]", env=environment, cwd=build)
    command = build / "venv" / "bin" / "headway"
    expect(VERSION in run(command, "--version", env=environment, cwd=build), "headway --version did not print the version")
    expect("Usage" in run(command, "--help", env=environment, cwd=build), "headway --help did not print how to use it")


if __name__ == "__main__":
    if WAY == "find_package":
        with_cmake(f"-DCMAKE_PREFIX_PATH={PREFIX}")
    elif WAY == "add_subdirectory":
        with_cmake(f"-DCHECKOUT={CHECKOUT}")
    elif WAY == "pkg_config":
        with_pkg_config()
    elif WAY == "python_package":
        python_package()
    else:
        sys.exit(__doc__)
