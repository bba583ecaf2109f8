#!/bin/sh
# Compares the shared library with the description of a release, when libabigail is there.
#
#   compare.sh <library.so> <headway-N.abi>        fails on any change of a symbol or a type; new symbols are allowed
#   compare.sh <library.so> <headway-N.abi> --write   writes the description, once, when a release is made
#
# The library must have debug information (-g): without it abidiff sees no types and finds nothing. Its exit code is a bit field in which a
# changed type alone only gives 4 ("a human must look"), so anything but 0 fails here.
set -eu

library=$1
description=$2
headers=$(dirname "$0")/../include

if [ "${3:-}" = --write ]; then
    abidw --exported-interfaces-only --headers-dir "$headers" --drop-private-types --no-corpus-path --no-comp-dir-path \
        --out-file "$description" "$library"
    exit
fi
if ! command -v abidiff >/dev/null; then
    echo "abidiff is not installed (Debian: abigail-tools); symbols.txt and layout_asserts.c still hold"
    exit 77
fi
abidiff --no-added-syms --fail-no-debug-info --headers-dir2 "$headers" --drop-private-types "$description" "$library"
