// Two translation units hold everything, after macros that do harm, and become one program: nothing depends on a macro's absence,
// and nothing is defined twice.
#include "foreign.hpp"

#include "hostile.hpp"

#include "own.hpp"

int other_unit() noexcept;

int main() { return other_unit(); }
