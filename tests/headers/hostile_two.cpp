#include "foreign.hpp"

#include "hostile.hpp"

#include "own.hpp"

int other_unit() noexcept;

int other_unit() noexcept { return 0; }
