"""Puts the public headers into chains, so that compiling the chains compiles each header alone.

    python header_chains.py <include folder> <output folder>

Each header of a chain includes, itself or through others, all that stand before it. So when it is reached, nothing has been read that it would not read
itself, and whatever it forgot to include is as absent as in a file of its own. The chains are as few as can be (a largest matching; Dilworth 1950): each costs
about what its last header costs. Written is one file a chain, which includes everything twice; their names are printed, separated by semicolons.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cpp_text import includes, source_files
from list_headers import write_if_changed


def closures(root: Path) -> dict[str, set[str]]:
    """What each of headway's headers includes of the others, itself or through them; by their names under `root`."""
    direct = {path.relative_to(root).as_posix(): {target[1:-1] for _, target in includes(path.read_text(encoding="utf-8")) if target.startswith("<headway/")}
              for path in source_files(root / "headway", ".hpp")}
    found: dict[str, set[str]] = {}

    def closure(name: str) -> set[str]:
        if name not in found:
            found[name] = set()  # headers that include each other end here
            found[name] = direct.get(name, set()).union(*(closure(other) for other in direct.get(name, set())))
        return found[name]

    for name in direct:
        closure(name)
    return found


def chains(before: dict[str, set[str]]) -> list[list[str]]:
    """The names in the fewest chains in which all that stand before a name are in `before[name]`."""
    follower: dict[str, str] = {}  # of a name, the one that comes next
    leader: dict[str, str] = {}

    def take(name: str, tried: set[str]) -> bool:
        """Finds something to stand right before `name`, moving others where needed."""
        for other in sorted(before[name]):
            if other in tried or other not in before:
                continue
            tried.add(other)
            if other not in follower or take(follower[other], tried):
                follower[other] = name
                leader[name] = other
                return True
        return False

    for name in sorted(before):
        take(name, set())
    result = []
    for name in sorted(before):
        if name not in leader:
            chain = [name]
            while chain[-1] in follower:
                chain.append(follower[chain[-1]])
            result.append(chain)
    return result


if __name__ == "__main__":
    root, output = Path(sys.argv[1]), Path(sys.argv[2])
    output.mkdir(parents=True, exist_ok=True)
    public = {name: others for name, others in closures(root).items() if "/detail/" not in name}
    names = []
    for chain in chains(public):
        path = output / (chain[-1].replace("/", "-") + ".cpp")
        write_if_changed(path, [f"#include <{name}>" for name in chain * 2])
        names.append(path.as_posix())
    print(";".join(names), end="")
