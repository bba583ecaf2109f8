"""The guards themselves: each finds what it is there to find, and lets good code pass."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

import check_docs
import check_layout
import header_chains
from cpp_text import public_declarations, without_comments


class Chains(unittest.TestCase):
    def test_each_header_comes_after_nothing_but_what_it_includes(self) -> None:
        before = header_chains.closures(Path(__file__).parents[2] / "include")
        found = header_chains.chains(before)
        self.assertEqual(sorted(before), sorted(name for chain in found for name in chain))
        for chain in found:
            for position, name in enumerate(chain):
                self.assertLessEqual(set(chain[:position]), before[name])

    def test_as_few_as_can_be(self) -> None:
        # a first choice of d after a would leave c alone: the matching has to take it back
        before = {"a": set(), "b": set(), "c": {"a"}, "d": {"a", "b"}}
        self.assertEqual(2, len(header_chains.chains(before)))


class Layout(unittest.TestCase):
    def problems(self, name: str, text: str, *others: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for each in (*others, name):
                path = root / "include" / "headway" / each
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("#pragma once\n")
            (root / "include" / "headway" / name).write_text("#pragma once\n" + text)
            return "\n".join(check_layout.check(root))

    def test_order_of_folders(self) -> None:
        self.assertIn("core must not include numeric/", self.problems("core/x.hpp", "#include <headway/numeric/y.hpp>\n", "numeric/y.hpp"))
        self.assertIn("base must not include core/", self.problems("base/x.hpp", "#include <headway/core/y.hpp>\n", "core/y.hpp"))
        self.assertEqual("", self.problems("profile/x.hpp", "#include <headway/base/y.hpp>\n", "base/y.hpp"))

    def test_detail_is_private(self) -> None:
        self.assertIn("private to core/", self.problems("profile/x.hpp", "#include <headway/core/detail/y.hpp>\n", "core/detail/y.hpp"))
        self.assertEqual("", self.problems("core/x.hpp", "#include <headway/core/detail/y.hpp>\n", "core/detail/y.hpp"))

    def test_includes_that_are_not_there(self) -> None:
        self.assertIn("does not exist", self.problems("core/x.hpp", "#include <headway/base/y.hpp>\n"))
        self.assertIn("write <headway/...>", self.problems("core/x.hpp", '#include "y.hpp"\n'))

    def test_doors(self) -> None:
        self.assertIn("nothing but the standard library", self.problems("numeric/linalg.hpp", "#include <Eigen/Dense>\n"))
        self.assertIn("nothing but the standard library", self.problems("numeric/special.hpp", "#include <boost/math/distributions.hpp>\n"))
        self.assertIn("alone", self.problems("io/csv.hpp", "#include <sys/mman.h>\n"))
        self.assertEqual("", self.problems("io/detail/mapped_file.hpp", "#include <sys/mman.h>\n"))
        self.assertIn("static constructors", self.problems("io/csv.hpp", "#include <iostream>\n"))
        self.assertEqual("", self.problems("io/csv.hpp", "// #include <iostream>\n"))

    def test_mutable_state(self) -> None:
        self.assertIn("mutable state", self.problems("core/x.hpp", "inline int f() {\n  static int calls = 0;\n  return ++calls;\n}\n"))
        self.assertIn("mutable state", self.problems("core/x.hpp", "inline int counter = 0;\n"))
        self.assertIn("mutable state", self.problems("core/x.hpp", "thread_local int x;\n"))
        good = "inline constexpr int x = 0;\nstruct a {\n  static constexpr int n{1};\n  static int f(int x = 1);\n};\ninline int g() { return 1; }\n"
        self.assertEqual("", self.problems("core/x.hpp", good))

    def test_macros(self) -> None:
        self.assertIn("(std::min)", self.problems("core/x.hpp", "inline int f(int a, int b) { return std::min(a, b); }\n"))
        self.assertEqual("", self.problems("core/x.hpp", "inline int f(int a, int b) { return (std::min)(a, b); }\n"))
        self.assertIn("HEADWAY_", self.problems("core/x.hpp", "#define ANSWER 42\n"))


class Docs(unittest.TestCase):
    def names(self, text: str) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.hpp"
            path.write_text(text)
            return [problem.split(": ")[1].split(" has no")[0] for problem in check_docs.check(path)[1]]

    def test_public_names(self) -> None:
        self.assertEqual(["f"], self.names("namespace headway {\nint f(int x);\n}\n"))
        self.assertEqual([], self.names("namespace headway {\n/// Says what it is.\nint f(int x);\n}\n"))
        self.assertEqual(["f"], self.names("namespace headway {\n// Not a doc comment.\nint f(int x) { return x; }\n}\n"))
        self.assertEqual(["f"], self.names("template <class Real> requires(sizeof(Real) > 4)\nReal f(Real x);\n"))
        self.assertEqual(["small_number"], self.names("template <class Real>\nconcept small_number = requires(Real x) { x + x; };\n"))
        self.assertEqual(["s"], self.names("struct s {\n  int x{1};\n};\n"))

    def test_members(self) -> None:
        text = "/// A thing.\nclass c {\npublic:\n  explicit c(int x) : x_{x}, y_(x) {}\n  int get() const noexcept { return x_; }\n" \
               "private:\n  int secret();\n  int x_, y_;\n};\n"
        self.assertEqual(["get"], self.names(text))
        self.assertEqual([], self.names("/// A thing.\nstruct s {\n  s() = default;\n  ~s();\n  friend bool operator==(const s&, const s&) = default;\n};\n"))

    def test_neighbours_do_not_share_a_comment(self) -> None:
        text = "/// A thing.\nstruct s {\n  /// One.\n  [[nodiscard]] int one() const;\n  [[nodiscard]] int two() const;\n};\n"
        self.assertEqual(["two"], self.names(text))

    def test_what_needs_none(self) -> None:
        self.assertEqual([], self.names("namespace headway::detail {\nint f();\n}\nnamespace headway {\nnamespace detail {\nint g();\n}\nstruct s;\n}\n"))
        self.assertEqual([], self.names("inline int s::f() const { return 1; }\ninline constexpr int x = f(3);\n/// One.\nint f(int);\nint f(double);\n"))

    def test_scanner(self) -> None:
        self.assertEqual("f(      );", without_comments('f("a\\"b");'.replace('a\\"b', "aaaa")))
        self.assertEqual(["int f()", "int g()"], [each.text for each in public_declarations("int f() { if (true) { } }\nint g();")])
        self.assertEqual(["auto x = 1'000 + 2"], [each.text for each in public_declarations("auto x = 1'000 + 2;")])


if __name__ == "__main__":
    unittest.main()
