#include <boost/test/unit_test.hpp>

#include <headway/io/detail/csv_scanner.hpp>

#include <random>
#include <string>
#include <vector>

using namespace headway::io::detail;

namespace {

/// Everything a record says, as text, so that two scanners can be compared.
std::string shown(const csv_record& r) {
  std::string out = std::to_string(static_cast<int>(r.kind)) + " line " + std::to_string(r.line) + " byte " + std::to_string(r.offset) + " breaks " + std::to_string(r.breaks);
  if (r.kind == record_kind::unclosed) { out += " quote " + std::to_string(r.quote_line); }
  if (r.kind != record_kind::complete) { out += " field " + std::to_string(r.field); }
  for (const auto field : r.fields) { out += "|" + std::string{field}; }
  for (const auto s : r.stray) { out += " stray " + std::to_string(s); }
  return out + " raw " + std::string{r.raw};
}

std::vector<std::string> scan(const std::string& text, find_specials_function find, std::size_t limit, std::size_t block, char separator = ',') {
  csv_scanner scanner{separator, limit, find};
  std::vector<std::string> out;
  const auto sink = [&](const csv_record& r) { out.push_back(shown(r)); };
  for (std::size_t i = 0; block != 0 && i < text.size(); i += block) { scanner.feed(std::string_view{text}.substr(i, block), false, sink); }
  scanner.feed(block == 0 ? std::string_view{text} : std::string_view{}, true, sink);
  out.push_back(std::to_string(scanner.ends().lf) + " " + std::to_string(scanner.ends().crlf) + " " + std::to_string(scanner.ends().cr));
  return out;
}

/// A plain reading of the same rules, one byte at a time: what the scanner is checked against.
std::vector<std::string> plain(const std::string& text) {
  std::vector<std::string> out;
  std::vector<std::string> fields(1);
  std::vector<std::uint32_t> stray;
  enum { start, bare, quoted, after } state = start;
  std::uint64_t line = 1, first_line = 1, quote_line = 0, breaks = 0;
  std::size_t begin = 0;
  bool odd = false;
  std::size_t lf = 0, crlf = 0, cr = 0;
  const auto end_field = [&] {
    if (odd) { stray.push_back(static_cast<std::uint32_t>(fields.size() - 1)); }
    odd = false;
    state = start;
  };
  const auto end_record = [&](std::size_t end) {
    end_field();
    std::string s = "0 line " + std::to_string(first_line) + " byte " + std::to_string(begin) + " breaks " + std::to_string(breaks);
    for (const auto& f : fields) { s += "|" + f; }
    for (const auto k : stray) { s += " stray " + std::to_string(k); }
    out.push_back(s + " raw " + text.substr(begin, end - begin));
    fields.assign(1, "");
    stray.clear();
    breaks = 0;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool crlf_here = c == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
    if (state == quoted) {
      if (c == '"') {
        state = after;
      } else {
        fields.back() += c;
        if ((c == '\n' && !(i > 0 && text[i - 1] == '\r' )) || c == '\r') { ++breaks; ++line; }
      }
      continue;
    }
    if (c == ',') {
      end_field();
      fields.emplace_back();
    } else if (c == '\n' || c == '\r') {
      end_record(i);
      (c == '\n' ? lf : crlf_here ? crlf : cr) += 1;
      i += crlf_here ? 1 : 0;
      ++line;
      first_line = line;
      begin = i + 1;
    } else if (c == '"' && state == start) {
      state = quoted;
      quote_line = line;
    } else if (c == '"' && state == after) {
      fields.back() += c;
      state = quoted;
    } else {
      odd = odd || c == '"' || state == after;
      fields.back() += c;
      state = bare;
    }
  }
  if (state == quoted) {
    out.push_back("2 line " + std::to_string(first_line) + " byte " + std::to_string(begin) + " breaks " + std::to_string(breaks) + " quote " + std::to_string(quote_line) + " field " +
                  std::to_string(fields.size() - 1) + " raw " + text.substr(begin).substr(0, 256));
  } else if (begin < text.size()) {
    end_record(text.size());
  }
  out.push_back(std::to_string(lf) + " " + std::to_string(crlf) + " " + std::to_string(cr));
  return out;
}

std::vector<find_specials_function> kernels() {
  std::vector<find_specials_function> out{&find_specials_portable};
#if HEADWAY_X86_KERNELS
  out.push_back(&find_specials_sse2);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")) { out.push_back(&find_specials_avx2); }
#endif
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(csv_scanner_test)

BOOST_AUTO_TEST_CASE(kernels_find_the_same_positions) {
  std::mt19937 random{7};
  for (int trial = 0; trial < 400; ++trial) {
    std::string text(random() % 400, ' ');
    for (char& c : text) { c = trial % 2 == 0 ? static_cast<char>(random() & 255) : ",;\t\n\r\"@ab,\0\x80\xFF"[random() % 13]; }
    for (const char separator : {',', ';', '\t'}) {
      std::vector<std::uint32_t> expected;
      bool high = false, nul = false;
      for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_special(text[i], separator)) { expected.push_back(static_cast<std::uint32_t>(i)); }
        high = high || static_cast<unsigned char>(text[i]) >= 0x80;
        nul = nul || text[i] == '\0';
      }
      for (const auto find : kernels()) {
        std::vector<std::uint32_t> out(text.size() + 16);
        special_flags seen;
        out.resize(find(text.data(), text.size(), separator, out.data(), seen));
        BOOST_TEST((out == expected));
        BOOST_TEST(seen.high == high);
        BOOST_TEST(seen.nul == nul);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(records_do_not_depend_on_kernel_or_block) {
  std::mt19937 random{11};
  const std::string letters = "ab,,,\"\"\n\n\r@x";
  for (int trial = 0; trial < 1500; ++trial) {
    std::string text(random() % 120, ' ');
    for (char& c : text) { c = letters[random() % letters.size()]; }
    const auto expected = plain(text);
    for (const auto find : kernels()) { BOOST_TEST((scan(text, find, 1 << 20, 0) == expected), "kernel, text " << text); }
    for (const std::size_t block : {1u, 2u, 3u, 7u, 50u}) { BOOST_TEST((scan(text, &find_specials_portable, 1 << 20, block) == expected), "block " << block << ", text " << text); }
  }
}

BOOST_AUTO_TEST_CASE(records_cross_windows) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) { text += std::to_string(i) + (i % 5 == 0 ? ",\"quoted, with \"\" and\nbreak\"" : ",plain") + (i % 3 == 0 ? "\r\n" : "\n"); }
  const auto expected = plain(text);
  for (const auto find : kernels()) { BOOST_TEST((scan(text, find, 1 << 20, 0) == expected)); }
  BOOST_TEST((scan(text, &find_specials_portable, 1 << 20, 4099) == expected));
}

BOOST_AUTO_TEST_CASE(records_over_the_limit_do_not_depend_on_blocks) {
  std::mt19937 random{13};
  for (int trial = 0; trial < 30; ++trial) {
    std::string text = "a,b\n";
    for (int k = 0; k < 3; ++k) {
      text += "x,";
      const std::size_t length = 60'000 + random() % 20'000;
      const bool quoted = random() % 2 == 0;
      if (quoted) { text += '"'; }
      for (std::size_t i = 0; i < length; ++i) { text += quoted && random() % 50 == 0 ? "\n" : random() % 9 == 0 ? "," : "y"; }
      if (quoted && (k < 2 || trial % 2 == 0)) { text += '"'; }
      text += random() % 2 == 0 ? "\r\n" : "\n";
      text += "good,row\n";
    }
    const auto whole = scan(text, &find_specials_portable, 100, 0);
    for (const std::size_t block : {1000u, 4096u, 70'001u}) { BOOST_TEST((scan(text, &find_specials_portable, 100, block) == whole)); }
    BOOST_TEST(whole.front().substr(0, 8) == "0 line 1");
  }
}

BOOST_AUTO_TEST_SUITE_END()
