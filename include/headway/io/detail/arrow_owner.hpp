#pragma once

#include <utility>

#include <headway/io/arrow_abi.hpp>

namespace headway::io::detail {

/// Holds an Arrow structure and releases it once, however it is left. `Arrow` is ArrowSchema, ArrowArray or ArrowArrayStream.
template <class Arrow> class arrow_owner {
public:
  arrow_owner() noexcept = default;
  /// Takes what `from` holds; `from` is released as far as others can see.
  explicit arrow_owner(Arrow& from) noexcept : held_{from} { from.release = nullptr; }
  arrow_owner(arrow_owner&& other) noexcept : held_{std::exchange(other.held_, Arrow{})} {}
  arrow_owner& operator=(arrow_owner&& other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~arrow_owner() {
    if (held_.release != nullptr) { held_.release(&held_); }
  }

  [[nodiscard]] Arrow& operator*() noexcept { return held_; }
  [[nodiscard]] Arrow* operator->() noexcept { return &held_; }
  [[nodiscard]] const Arrow& operator*() const noexcept { return held_; }
  [[nodiscard]] const Arrow* operator->() const noexcept { return &held_; }
  [[nodiscard]] bool released() const noexcept { return held_.release == nullptr; }

private:
  Arrow held_{};
};

} // namespace headway::io::detail
