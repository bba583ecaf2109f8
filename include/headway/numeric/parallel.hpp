#pragma once

/// \file
/// Work split over threads so that nothing depends on how many there are.

#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace headway::numeric {

/// A run of consecutive positions, `last` excluded. Since 0.1.
struct index_range {
  std::size_t first{};
  std::size_t last{};
  /// Number of positions.
  [[nodiscard]] constexpr std::size_t size() const noexcept { return last - first; }
  friend constexpr bool operator==(const index_range&, const index_range&) = default;
};

/// Which positions one of several parts has: consecutive runs, the first count % parts of them one longer than the rest.
/// \param count positions in all \param parts at least 1 \param part less than `parts`
/// Cost: constant. Threads: safe. Since 0.1. Checked by `parallel_test`.
[[nodiscard]] constexpr index_range part_of(std::size_t count, std::size_t parts, std::size_t part) noexcept {
  const std::size_t each = count / parts;
  const std::size_t longer = count % parts;
  const std::size_t first = part * each + (part < longer ? part : longer);
  return {first, first + each + (part < longer ? 1 : 0)};
}

/// How many threads a call will use.
/// \param asked 0 for as many as the machine runs at once \param count pieces of work \return at least 1, at most `count` where that is not 0
/// Cost: one question to the system. Threads: safe. Since 0.1. Checked by `parallel_test`.
[[nodiscard]] inline std::size_t thread_count(std::size_t asked, std::size_t count) noexcept {
  std::size_t threads = asked != 0 ? asked : std::thread::hardware_concurrency();
  if (threads == 0) { threads = 1; }
  if (threads > count) { threads = count; }
  return threads == 0 ? 1 : threads;
}

namespace detail {

using part_function = void (*)(const void* work, std::size_t part, index_range range);

// Not a template: threads for every function there is would be compiled over and over.
inline void run_parts(std::size_t count, std::size_t parts, const void* work, part_function call) {
  std::vector<std::exception_ptr> failed(parts);
  const auto run = [&](std::size_t part) noexcept {
    try {
      call(work, part, part_of(count, parts, part));
    } catch (...) { failed[part] = std::current_exception(); }
  };
  std::vector<std::thread> others;
  others.reserve(parts - 1);
  std::size_t started = 1;
  try {
    for (; started < parts; ++started) { others.emplace_back(run, started); }
  } catch (...) {} // no more threads to be had: the parts not started follow below
  run(0);
  for (std::size_t part = started; part < parts; ++part) { run(part); }
  for (std::thread& other : others) { other.join(); }
  for (const std::exception_ptr& each : failed) {
    if (each) { std::rethrow_exception(each); }
  }
}

} // namespace detail

/// Calls f(part, range) once for every part of 0 .. count - 1, each on a thread of its own, the first on the caller's.
/// Definition: part p has the positions `part_of(count, parts, p)`, parts being `thread_count(threads, count)`. For one result whatever the
/// number of threads, combine what the parts give by an operation that is exact and associative (whole numbers, counts), or write results
/// by position.
/// Missing and edge cases: count = 0 calls nothing. With one part everything runs on the caller's thread and no thread is started. A thread that
/// the system refuses is not missed: the caller does its part.
/// \param threads 0 for as many as the machine runs at once \param f called concurrently with itself
/// \throws whatever f throws: of several parts that throw, the exception of the lowest part, after all parts have ended
/// Cost: one thread start a part beyond the first, some 20 microseconds. Threads: safe. Since 0.1. Checked by `parallel_test`.
template <class F> void parallel_parts(std::size_t count, std::size_t threads, F&& f) {
  if (count == 0) { return; }
  const std::size_t parts = thread_count(threads, count);
  if (parts == 1) {
    f(std::size_t{0}, index_range{0, count});
    return;
  }
  const auto call = [&f](std::size_t part, index_range range) { f(part, range); };
  detail::run_parts(count, parts, &call, [](const void* work, std::size_t part, index_range range) { (*static_cast<const decltype(call)*>(work))(part, range); });
}

/// Calls f(i) for i = 0 .. count - 1, split over threads as in `parallel_parts`. The order is that of i within a part and unspecified across parts.
/// \param threads 0 for as many as the machine runs at once, 1 to stay on this thread \param f called concurrently with itself
/// \throws the exception of the lowest part that throws; that part's later positions are then not called
/// Cost and threads: as `parallel_parts`. Since 0.1. Checked by `parallel_test`.
template <class F> void parallel_for(std::size_t count, std::size_t threads, F&& f) {
  parallel_parts(count, threads, [&f](std::size_t, index_range range) {
    for (std::size_t i = range.first; i < range.last; ++i) { f(i); }
  });
}

} // namespace headway::numeric
