#include "bind.hpp"
#include "marks.hpp"
#include "numbers.hpp"
#include "progress.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <headway/models/compare_fits.hpp>
#include <headway/models/cumulative_link.hpp>
#include <headway/models/linking.hpp>
#include <headway/models/many_facet.hpp>

namespace headway::python {

namespace {

using code_array = py::array_t<std::uint32_t, py::array::c_style | py::array::forcecast>;
using labels = std::vector<std::string>;

template <class Array> std::vector<typename Array::value_type> copied(const Array& array) { return {array.data(), array.data() + array.size()}; }

/// What every fit is told, in the order in which Python gives it.
struct how {
  std::int32_t link;
  std::int32_t thresholds;
  double threshold_prior;
  double confidence;
  std::size_t iterations;
  std::size_t threads;
  std::size_t quadrature;
  py::object progress;
};

models::fit_options options_of(const how& given) {
  models::fit_options out;
  out.model.link = static_cast<models::link_kind>(given.link);
  out.model.thresholds = static_cast<models::threshold_structure>(given.thresholds);
  out.model.threshold_prior = given.threshold_prior;
  out.model.threads = given.threads;
  out.model.quadrature = given.quadrature;
  out.search.iterations = given.iterations;
  out.progress = progress_of(given.progress);
  return out;
}

} // namespace

void bind_models(py::module_& module) {
  module.def(
      "cumulative_link",
      [](const py::array& scores, const std::vector<double>& levels, const number_array& terms, const labels& term_names, const number_array& scale, const labels& scale_names,
         const code_array& threshold_set, std::size_t threshold_sets, const std::vector<code_array>& groups, const labels& group_names, const std::vector<labels>& group_labels,
         const number_array& weights, std::int32_t link, std::int32_t thresholds, double threshold_prior, double confidence, std::size_t iterations, std::size_t threads,
         std::size_t quadrature, const py::object& progress) {
        models::model_rows rows;
        rows.levels = levels.size();
        rows.answer = marks_of(scores, levels, "cumulative_link", "scores").level;
        rows.weight = copied(weights);
        rows.fixed_terms = term_names.size();
        rows.fixed = copied(terms);
        rows.fixed_names = term_names;
        rows.scale_terms = scale_names.size();
        rows.scale = copied(scale);
        rows.scale_names = scale_names;
        rows.threshold_sets = threshold_sets;
        for (const std::uint32_t set : copied(threshold_set)) { rows.threshold_set.push_back(static_cast<std::uint16_t>(set)); }
        for (std::size_t g = 0; g < groups.size(); ++g) { rows.random.push_back({group_names[g], group_labels[g].size(), copied(groups[g]), {}, {}}); }
        models::cumulative_link_options options{options_of({link, thresholds, threshold_prior, confidence, iterations, threads, quadrature, progress}), confidence_level{confidence}, group_labels};
        const auto fit = unlocked([&] { return models::cumulative_link(rows, options); });
        return py::make_tuple(share(models::summary_table(fit)), share(models::coefficients_table(fit)), share(models::effects_table(fit)));
      },
      py::arg("scores"), py::arg("levels"), py::arg("terms"), py::arg("term_names"), py::arg("scale"), py::arg("scale_names"), py::arg("threshold_set"), py::arg("threshold_sets"),
      py::arg("groups"), py::arg("group_names"), py::arg("group_labels"), py::arg("weights"), py::arg("link"), py::arg("thresholds"), py::arg("threshold_prior"), py::arg("confidence"),
      py::arg("iterations"), py::arg("threads"), py::arg("quadrature"), py::arg("progress"), "An ordinal model of columns: its summary, parameters and effects.");
  module.def(
      "many_facet",
      [](const py::array& scores, const std::vector<double>& levels, const labels& names, const std::vector<labels>& element_labels, const std::vector<code_array>& elements,
         const std::vector<bool>& fixed, const std::vector<bool>& raises, const number_array& weights, std::int32_t thresholds, double threshold_prior, double confidence,
         std::size_t iterations, std::size_t threads, std::size_t quadrature, const py::object& progress) {
        std::vector<models::facet> facets;
        for (std::size_t f = 0; f < names.size(); ++f) {
          facets.push_back({names[f], element_labels[f], copied(elements[f]), fixed[f] ? models::facet_kind::fixed : models::facet_kind::drawn, raises[f]});
        }
        const auto link = static_cast<std::int32_t>(models::link_kind::adjacent_category);
        const models::many_facet_options options{options_of({link, thresholds, threshold_prior, confidence, iterations, threads, quadrature, progress}), confidence_level{confidence}};
        auto answer = marks_of(scores, levels, "many_facet", "scores").level;
        auto weight = copied(weights);
        const auto fit = unlocked([&] { return models::many_facet(std::move(answer), levels.size(), std::move(facets), std::move(weight), options); });
        return py::make_tuple(share(models::summary_table(fit.fit)), share(models::coefficients_table(fit.fit)), share(models::effects_table(fit.fit)),
                              share(models::measures_table(fit)), share(models::facets_table(fit)), share(models::steps_table(fit)));
      },
      py::arg("scores"), py::arg("levels"), py::arg("names"), py::arg("element_labels"), py::arg("elements"), py::arg("fixed"), py::arg("raises"), py::arg("weights"),
      py::arg("thresholds"), py::arg("threshold_prior"), py::arg("confidence"), py::arg("iterations"), py::arg("threads"), py::arg("quadrature"), py::arg("progress"),
      "The many-facet Rasch model: its summary, parameters, effects, measures, facets and steps.");
  module.def(
      "compare",
      [](const std::vector<shared_table>& summaries, const std::vector<shared_table>& parameters) {
        std::vector<models::compared_fit> fits;
        for (std::size_t i = 0; i < summaries.size(); ++i) { fits.push_back(models::compared(*summaries[i], *parameters.at(i))); }
        return share(models::comparison_table(fits));
      },
      py::arg("summaries"), py::arg("parameters"), "Models of the same rows side by side.");
  module.def(
      "linking_columns",
      [](const labels& names, const std::vector<labels>& element_labels, const std::vector<code_array>& elements) {
        std::vector<models::facet> facets;
        for (std::size_t f = 0; f < names.size(); ++f) { facets.push_back({names[f], element_labels[f], copied(elements[f]), {}, {}}); }
        return share(unlocked([&] { return models::linking_table(facets); }));
      },
      py::arg("names"), py::arg("element_labels"), py::arg("elements"), "What columns link.");
}

} // namespace headway::python
