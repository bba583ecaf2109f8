#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <headway/base/text.hpp>
#include <headway/core/ratings.hpp>
#include <headway/io/detail/dictionary.hpp>
#include <headway/io/detail/issue.hpp>
#include <headway/io/detail/label_column.hpp>

/// \file
/// Which spellings are one name. Names that differ only in ASCII capitals or blanks are; nothing else is joined.

namespace headway::io::detail {

/// For every name of a column the spelling that stands for it: the most frequent of those alike, the first in order of bytes of equals.
[[nodiscard]] inline std::vector<std::uint32_t> settle_spellings(const label_column& names, const std::vector<std::uint64_t>& rows) {
  std::map<std::string, std::uint32_t> best;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (rows[i] == 0) { continue; }
    const auto [at, added] = best.emplace(loosened(names[i]), i);
    if (!added && (rows[i] > rows[at->second] || (rows[i] == rows[at->second] && names[i] < names[at->second]))) { at->second = i; }
  }
  std::vector<std::uint32_t> out(names.size());
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const auto at = best.find(loosened(names[i]));
    out[i] = at == best.end() ? i : at->second;
  }
  return out;
}

/// For every rare name (at most a fifth of the rows of the other) the frequent one it is close to, or `no_label`.
[[nodiscard]] inline std::vector<std::uint32_t> close_to_frequent(const label_column& names, const std::vector<std::uint64_t>& rows) {
  std::vector<std::uint32_t> out(names.size(), no_label);
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (rows[i] != 0) { order.push_back(i); }
  }
  if (order.size() > 200) { return out; } // no list of sectors any more
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return rows[a] != rows[b] ? rows[a] > rows[b] : names[a] < names[b]; });
  for (const std::uint32_t rare : order) {
    std::vector<std::string> frequent;
    std::vector<std::uint32_t> which;
    for (const std::uint32_t other : order) {
      if (rows[other] < 5 * rows[rare]) { break; }
      frequent.emplace_back(names[other]);
      which.push_back(other);
    }
    if (const auto near = text::nearest(names[rare], frequent)) { out[rare] = which[*near]; }
  }
  return out;
}

/// What the pairs (key, name) of the rows come to.
struct settled_communities {
  std::vector<community> communities{};
  std::vector<std::uint32_t> community_of{};  ///< by pair
  std::vector<bool> key_differs{};            ///< by pair: its key is written differently
  std::vector<std::uint8_t> name_differs{};   ///< by pair: 1 when its name is written differently, 2 when it is another name
};

/// Joins pairs into communities: by key where there is one, otherwise by name; a name without a key belongs to the only key that has it.
/// Key and name are the most frequent spellings, the first in order of bytes of equals.
[[nodiscard]] inline settled_communities settle_community_spellings(const pair_dictionary& pairs, const label_column& keys, const label_column& names, const std::vector<std::uint64_t>& rows) {
  settled_communities out;
  out.community_of.resize(pairs.size());
  out.key_differs.resize(pairs.size());
  out.name_differs.resize(pairs.size());
  std::map<std::string, std::uint32_t> by_key;
  std::map<std::string, std::vector<std::uint32_t>> keyed_by_name;
  std::map<std::string, std::uint32_t> by_name;
  struct group {
    std::map<std::string_view, std::uint64_t> keys;
    std::map<std::string_view, std::uint64_t> names;
  };
  std::vector<group> groups;
  const auto count = [&](std::uint32_t p, std::uint32_t g) {
    const auto& [key, name] = pairs[p];
    out.community_of[p] = g;
    if (key != no_label) { groups[g].keys[keys[key]] += rows[p]; }
    if (name != no_label) { groups[g].names[names[name]] += rows[p]; }
  };
  const auto join = [&](std::map<std::string, std::uint32_t>& known, std::string word) {
    const auto [at, added] = known.emplace(std::move(word), static_cast<std::uint32_t>(groups.size()));
    if (added) { groups.emplace_back(); }
    return at->second;
  };
  for (std::uint32_t p = 0; p < pairs.size(); ++p) {
    const auto& [key, name] = pairs[p];
    if (rows[p] == 0 || key == no_label) { continue; }
    const std::uint32_t g = join(by_key, loosened(keys[key]));
    count(p, g);
    if (name != no_label) {
      auto& with_name = keyed_by_name[loosened(names[name])];
      if (std::find(with_name.begin(), with_name.end(), g) == with_name.end()) { with_name.push_back(g); }
    }
  }
  for (std::uint32_t p = 0; p < pairs.size(); ++p) {
    const auto& [key, name] = pairs[p];
    if (rows[p] == 0 || key != no_label) { continue; }
    const std::string loose = loosened(names[name]);
    const auto keyed = keyed_by_name.find(loose);
    count(p, keyed != keyed_by_name.end() && keyed->second.size() == 1 ? keyed->second.front() : join(by_name, loose));
  }
  const auto most = [](const std::map<std::string_view, std::uint64_t>& of) {
    std::string_view best;
    std::uint64_t n = 0;
    for (const auto& [word, times] : of) {
      if (times > n) {
        n = times;
        best = word;
      }
    }
    return std::string{best};
  };
  for (const group& g : groups) {
    community c{most(g.keys), most(g.names)};
    if (c.key.empty()) { c.key = c.name; }
    if (c.name.empty()) { c.name = c.key; }
    out.communities.push_back(std::move(c));
  }
  for (std::uint32_t p = 0; p < pairs.size(); ++p) {
    if (rows[p] == 0) { continue; }
    const auto& [key, name] = pairs[p];
    const community& kept = out.communities[out.community_of[p]];
    out.key_differs[p] = key != no_label && keys[key] != kept.key;
    if (name != no_label && names[name] != kept.name) { out.name_differs[p] = loosened(names[name]) == loosened(kept.name) ? 1 : 2; }
  }
  return out;
}

/// The text with accents taken off Latin letters, whether written as one character or with a combining mark; says whether there was a combining mark.
[[nodiscard]] inline std::string without_accents(std::string_view bytes, bool& combined) {
  // the letters under U+00C0 to U+017F
  static constexpr std::string_view letters = "AAAAAAACEEEEIIIIDNOOOOO*OUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
  std::string out;
  combined = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto u = static_cast<unsigned char>(bytes[i]);
    const auto next = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0u;
    if ((u == 0xCC || (u == 0xCD && next < 0xB0)) && next >= 0x80) { // U+0300 to U+036F
      combined = true;
      ++i;
    } else if (u >= 0xC3 && u <= 0xC5 && next >= 0x80) {
      const std::size_t index = (u - 0xC3) * std::size_t{64} + (next - 0x80);
      out += index < letters.size() ? letters[index] : bytes[i];
      ++i;
    } else {
      out += bytes[i];
    }
  }
  return out;
}

/// For every name the one it looks like although it is written with combining marks where the other is not, or `no_label`.
[[nodiscard]] inline std::vector<std::uint32_t> lookalikes(const std::vector<std::string>& names) {
  std::vector<std::uint32_t> out(names.size(), no_label);
  std::map<std::string, std::uint32_t> plain;
  bool any = false;
  std::vector<std::pair<std::string, std::uint32_t>> marked;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    if (std::any_of(names[i].begin(), names[i].end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
      bool combined = false;
      std::string bare = without_accents(names[i], combined);
      if (combined) {
        marked.emplace_back(std::move(bare), i);
        any = true;
      } else {
        plain.emplace(std::move(bare), i);
      }
    }
  }
  if (any) {
    for (const auto& [bare, i] : marked) {
      if (const auto at = plain.find(bare); at != plain.end()) { out[i] = at->second; }
    }
  }
  return out;
}

} // namespace headway::io::detail
