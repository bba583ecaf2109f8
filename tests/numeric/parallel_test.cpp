#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <headway/numeric/parallel.hpp>
#include <headway/numeric/random.hpp>

namespace hn = headway::numeric;

BOOST_AUTO_TEST_SUITE(parallel_test)

BOOST_AUTO_TEST_CASE(parts_cover_every_position_once_and_in_order) {
  for (const std::size_t count : {0u, 1u, 2u, 7u, 100u}) {
    for (const std::size_t parts : {1u, 2u, 3u, 7u, 13u}) {
      std::size_t next = 0;
      for (std::size_t part = 0; part < parts; ++part) {
        const hn::index_range range = hn::part_of(count, parts, part);
        BOOST_TEST(range.first == next);
        BOOST_TEST((range.size() == count / parts || range.size() == count / parts + 1));
        next = range.last;
      }
      BOOST_TEST(next == count);
    }
  }
}

BOOST_AUTO_TEST_CASE(every_position_is_called_once) {
  for (const std::size_t threads : {0u, 1u, 2u, 5u, 64u}) {
    std::vector<std::atomic<int>> calls(23);
    hn::parallel_for(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
    for (const auto& each : calls) { BOOST_TEST(each == 1); }
  }
  hn::parallel_for(0, 4, [](std::size_t) { BOOST_TEST(false, "nothing to call"); });
}

BOOST_AUTO_TEST_CASE(one_thread_means_this_thread) {
  const auto here = std::this_thread::get_id();
  hn::parallel_for(10, 1, [&](std::size_t) { BOOST_TEST_REQUIRE((std::this_thread::get_id() == here)); });
  std::mutex lock;
  std::set<std::thread::id> ids;
  hn::parallel_parts(10, 3, [&](std::size_t, hn::index_range) {
    const std::lock_guard guard{lock};
    ids.insert(std::this_thread::get_id());
  });
  BOOST_TEST(ids.size() == 3u);
  BOOST_TEST(ids.count(here) == 1u);
}

BOOST_AUTO_TEST_CASE(random_results_do_not_depend_on_the_number_of_threads) {
  const auto simulate = [](std::size_t threads) {
    std::vector<std::uint64_t> out(50);
    hn::parallel_for(out.size(), threads, [&](std::size_t i) {
      hn::random_stream random{headway::seed{11}, i};
      for (std::size_t j = 0; j <= i % 5; ++j) { out[i] += random(); }
    });
    return out;
  };
  const auto alone = simulate(1);
  BOOST_TEST((simulate(2) == alone));
  BOOST_TEST((simulate(7) == alone));
}

BOOST_AUTO_TEST_CASE(the_lowest_exception_reaches_the_caller_after_all_have_ended) {
  for (const std::size_t threads : {1u, 2u, 4u}) {
    std::atomic<int> ended{0};
    const auto work = [&](std::size_t i) {
      if (i == 2 || i == 7) { throw std::runtime_error{"position " + std::to_string(i)}; }
      ++ended;
    };
    BOOST_CHECK_EXCEPTION(hn::parallel_for(8, threads, work), std::runtime_error, [](const auto& e) { return std::string{e.what()} == "position 2"; });
    BOOST_TEST(ended >= 2);
  }
}

BOOST_AUTO_TEST_CASE(number_of_threads) {
  BOOST_TEST(hn::thread_count(0, 1000) >= 1u);
  BOOST_TEST(hn::thread_count(8, 3) == 3u);
  BOOST_TEST(hn::thread_count(8, 0) == 1u);
  BOOST_TEST(hn::thread_count(1, 1000) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
