#include <cstdio>
#include <headway/headway.hpp>

int main(int count, char** arguments) {
  const char* path = count > 1 ? arguments[1] : "data/samples/scores_long.csv";
  const auto rubric = headway::rubrics::system_maturity();        // rubric<9, 5>: sizes known to the compiler
  auto reading = headway::io::read_ratings(path, rubric);         // rows and problems; never throws for row content
  for (const auto& p : reading.problems.kept()) {
    std::printf("%s:%llu: %s: %s\n", p.source.c_str(), static_cast<unsigned long long>(p.line), p.code.c_str(), p.message.c_str());
  }
  const auto study = headway::study_builder{rubric}.add(std::move(reading)).build();
  const auto profile = headway::profile::profile(study, {.community = "Alderwick", .round = "R3"});
  const headway::table table = to_table(profile);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::printf("%s: n = %lld, spread %.2f\n", table.at("dimension").texts()[row].c_str(), static_cast<long long>(table.at("n").integers()[row]),
                table.at("dispersion").reals()[row]);
  }
}
