#include <headway/models/fit_rows.hpp>
#include <headway/version.hpp>

#include <cstdio>

// Marks of two groups, fitted: what this prints depends on Eigen being found.
int main() {
  headway::models::model_rows rows;
  rows.levels = 3;
  rows.answer = {0, 0, 1, 2, 0, 1, 1, 2, 2, 2};
  rows.fixed_terms = 1;
  rows.fixed = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  const auto fit = headway::models::fit_rows(headway::models::packed_rows{rows});
  std::printf("headway %s: %.3f\n", HEADWAY_VERSION, fit.coefficients.at(0));
  return fit.status == headway::status::ok ? 0 : 1;
}
