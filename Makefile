# The front door. Everything here calls CMake, pip or the package's own commands.
#   make demo    the sample studies and their report, in demo/
#   make test    every test: C++, C, Python, and the guards that keep the layout
#   make bench   the benchmarks          make parity  comparison with other programs, live
#   make docs    the reference, in build/docs/         make fuzz    the readers against random bytes (clang++)
#   make clean   removes everything that was built
# Needed: make, a C++20 compiler, Python 3.11 or newer with venv. The rest is installed into .venv.

.DEFAULT_GOAL := demo
SHELL := /bin/sh
PRESET ?= dev
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
FUZZ_SECONDS ?= 60
SANITIZER ?= asan-ubsan
CLANG ?= $(firstword $(notdir $(wildcard /usr/bin/clang++ /usr/bin/clang++-2? /usr/bin/clang++-1?)) clang++)

empty :=
space := $(empty) $(empty)

VENV := .venv/bin
INSTALLED := build/python/.installed
PACKAGE_FILES := pyproject.toml CMakeLists.txt $(wildcard cmake/*.cmake) \
    $(shell find include python/CMakeLists.txt python/src python/headway -type f ! -name '*.pyc' 2>/dev/null)

export PATH := $(CURDIR)/$(VENV):$(PATH)
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(JOBS)

# The first interpreter that is new enough and can make environments.
find_python = for candidate in $(PYTHON) python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do \
        if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; \
        candidate=; \
    done; \
    test -n "$$candidate" || { echo "No Python 3.11 or newer with venv was found (Debian: python3-venv); name one with PYTHON=..." >&2; exit 1; };
bootstrap = @$(find_python) "$$candidate" cmake/bootstrap.py

.PHONY: demo test bench docs parity fuzz sanitize clean setup setup-test setup-parity cpp python-test typing

setup:
	$(bootstrap) build

setup-test:
	$(bootstrap) test

setup-parity:
	$(bootstrap) parity

$(INSTALLED): $(PACKAGE_FILES) | setup
	$(bootstrap) install
	@mkdir -p $(@D) && touch $@

demo: $(INSTALLED)
	$(VENV)/headway demo demo/

# mypy keeps one core busy while the Python tests keep both.
test: cpp
	@$(MAKE) --no-print-directory -j 2 python-test typing

cpp: setup-test $(INSTALLED)
	$(VENV)/cmake --preset $(PRESET) -DPython3_EXECUTABLE=$(CURDIR)/$(VENV)/python
	$(VENV)/cmake --build --preset $(PRESET)
	$(VENV)/ctest --preset $(PRESET) -j $(JOBS)

python-test: setup-test $(INSTALLED)
	$(VENV)/python -m pytest -n $(JOBS) --dist loadfile

typing: setup-test $(INSTALLED)
	$(VENV)/python -m mypy
	$(VENV)/python -m mypy.stubtest headway._core --mypy-config-file pyproject.toml --allowlist python/tests/stubtest-allow.txt

bench: $(INSTALLED)
	$(bootstrap) bench
	$(VENV)/cmake --preset release -DPython3_EXECUTABLE=$(CURDIR)/$(VENV)/python
	$(VENV)/cmake --build --preset release --target bench
	$(VENV)/python benchmarks/compile/headers.py --strict

docs: $(INSTALLED)
	$(bootstrap) docs
	$(VENV)/python docs/build.py build/docs

# The figures equal those of R packages and of Python packages, on canonical and random tables. That the three faces give equal bits is a test of `make test`.
parity: setup-parity $(INSTALLED)
	.venv/peers/bin/python -m pytest tests/parity

fuzz: setup-test
	$(VENV)/cmake --preset fuzz -DCMAKE_CXX_COMPILER=$(CLANG) -DCMAKE_C_COMPILER=$(subst ++,,$(CLANG)) -DPython3_EXECUTABLE=$(CURDIR)/$(VENV)/python
	$(VENV)/cmake --build --preset fuzz --target fuzzers
	for target in build/fuzz/tests/fuzz/fuzz_*_random; do \
	    name=$$(basename "$$target" _random); mkdir -p build/fuzz/corpus/"$$name"; \
	    "$$target" -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 build/fuzz/corpus/"$$name" tests/fuzz/corpus/"$$name" || exit 1; \
	done

# The tests again under a sanitizer: asan-ubsan or tsan. MODULES="io core": only these folders of C++ tests, with all of C and the fuzz corpus.
sanitize: setup-test $(INSTALLED)
	$(VENV)/cmake --preset $(SANITIZER) -DPython3_EXECUTABLE=$(CURDIR)/$(VENV)/python "-DHEADWAY_TEST_MODULES=$(subst $(space),;,$(strip $(MODULES)))"
	$(VENV)/cmake --build --preset $(SANITIZER)
	$(VENV)/ctest --preset $(SANITIZER) -j $(JOBS)

clean:
	rm -rf build dist demo .venv .pytest_cache .mypy_cache
