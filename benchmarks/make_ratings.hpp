#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

namespace headway::benchmark {

/// The sizes of an invented data set: every row a random community, round, dimension and rater, so the rows are shuffled by nature.
struct data_shape {
  std::size_t communities = 5000;
  std::size_t rounds = 4;
  std::size_t dimensions = 10;
  std::size_t raters = 2000;
  std::size_t sectors = 4;
};

/// One row as 0-based codes; `level` 0 to 4.
struct data_row {
  std::uint32_t community;
  std::uint32_t round;
  std::uint32_t dimension;
  std::uint32_t rater;
  std::uint32_t sector;
  std::uint32_t level;
};

/// Rows of a data set, the same for the same seed.
class data_source {
public:
  explicit data_source(data_shape shape, std::uint64_t seed = 1) : shape_{shape}, state_{seed} {}

  data_row next() noexcept {
    const std::uint64_t a = draw();
    const std::uint64_t b = draw();
    data_row row{};
    row.community = below(a >> 40, shape_.communities);
    row.round = below((a >> 16) & 0xFFFFFFu, shape_.rounds);
    row.dimension = below((b >> 40) & 0xFFFFFFu, shape_.dimensions);
    row.rater = below((b >> 16) & 0xFFFFFFu, shape_.raters);
    row.sector = row.rater % static_cast<std::uint32_t>(shape_.sectors);
    // levels lean with community and round, so that cells differ
    const std::uint32_t lean = (row.community % 3 + row.round) % 3;
    const std::uint32_t u = static_cast<std::uint32_t>(a & 0xFFFFu) % 10u;
    constexpr std::uint32_t table[3][10] = {{0, 0, 1, 1, 1, 2, 2, 2, 3, 4}, {0, 1, 1, 2, 2, 2, 2, 3, 3, 4}, {0, 1, 2, 2, 3, 3, 3, 3, 4, 4}};
    row.level = table[lean][u];
    return row;
  }

private:
  static std::uint32_t below(std::uint64_t u24, std::size_t n) noexcept { return static_cast<std::uint32_t>((u24 * n) >> 24); }
  std::uint64_t draw() noexcept { // splitmix64
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  data_shape shape_;
  std::uint64_t state_;
};

/// Writes a data set as `community,round,dimension,rater,sector,score` with labels such as C0001,R1,D01,J0123,S1.
inline void write_csv(const std::string& path, std::size_t rows, data_shape shape = {}, std::uint64_t seed = 1) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) { throw std::runtime_error("cannot write " + path); }
  const auto labels = [](char letter, std::size_t n) {
    const std::size_t width = std::to_string(n).size();
    std::vector<std::string> out;
    for (std::size_t i = 1; i <= n; ++i) {
      std::string digits = std::to_string(i);
      out.push_back(letter + std::string(width - digits.size(), '0') + digits + ",");
    }
    return out;
  };
  const auto c = labels('C', shape.communities), r = labels('R', shape.rounds), d = labels('D', shape.dimensions), j = labels('J', shape.raters), s = labels('S', shape.sectors);
  std::vector<char> block(std::size_t{1} << 20);
  std::size_t used = 0;
  const auto put = [&](const std::string& text) {
    std::memcpy(block.data() + used, text.data(), text.size());
    used += text.size();
  };
  put("community,round,dimension,rater,sector,score\n");
  data_source source{shape, seed};
  for (std::size_t i = 0; i < rows; ++i) {
    if (used + 128 > block.size()) {
      std::fwrite(block.data(), 1, used, file);
      used = 0;
    }
    const data_row row = source.next();
    put(c[row.community]);
    put(r[row.round]);
    put(d[row.dimension]);
    put(j[row.rater]);
    put(s[row.sector]);
    block[used++] = static_cast<char>('1' + row.level);
    block[used++] = '\n';
  }
  std::fwrite(block.data(), 1, used, file);
  if (std::fclose(file) != 0) { throw std::runtime_error("cannot finish " + path); }
}

} // namespace headway::benchmark
