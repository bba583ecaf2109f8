#pragma once

#include <string>
#include <utility>
#include <vector>

#include <headway/base/error.hpp>
#include <headway/io/options.hpp>

#include "bind.hpp"

namespace headway::python {

/// Asks Python now and then whether somebody pressed Ctrl-C; called without the interpreter's lock.
inline bool nobody_interrupted() {
  const py::gil_scoped_acquire lock;
  return PyErr_CheckSignals() == 0;
}

/// What every reader may be told. \param mode what rows are that say nothing of it: "individual", "consensus" or "then_test"
inline io::read_options read_options_of(const std::string& community, const std::string& round, const std::vector<std::pair<std::string, std::string>>& mapping,
                                         const std::string& mode) {
  io::read_options out;
  out.community = community;
  out.round = round;
  for (const auto& [header, role] : mapping) { out.mapping.push_back({header, role}); }
  for (const score_mode each : {score_mode::individual, score_mode::consensus, score_mode::then_test}) {
    if (name(each) == mode) { out.mode = each; }
  }
  out.progress = [](double) { return nobody_interrupted(); };
  return out;
}

/// Calls `read`; where it was stopped by a signal, what Python made of the signal is raised, e.g. KeyboardInterrupt.
template <class Read> auto interruptible(Read&& read) {
  try {
    return std::forward<Read>(read)();
  } catch (const error& e) {
    if (e.category() == error_category::cancelled && PyErr_Occurred() != nullptr) { throw py::error_already_set{}; }
    throw;
  }
}

} // namespace headway::python
