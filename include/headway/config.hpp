#pragma once

/// \file
/// Compiler differences, in one place. Nothing here changes what a function means.

#if defined(__GNUC__) || defined(__clang__)
#define HEADWAY_LIKELY(x) __builtin_expect(!!(x), 1)
#define HEADWAY_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define HEADWAY_NOINLINE __attribute__((noinline))
#define HEADWAY_ALWAYS_INLINE inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define HEADWAY_LIKELY(x) (x)
#define HEADWAY_UNLIKELY(x) (x)
#define HEADWAY_NOINLINE __declspec(noinline)
#define HEADWAY_ALWAYS_INLINE __forceinline
#else
#define HEADWAY_LIKELY(x) (x)
#define HEADWAY_UNLIKELY(x) (x)
#define HEADWAY_NOINLINE
#define HEADWAY_ALWAYS_INLINE inline
#endif
