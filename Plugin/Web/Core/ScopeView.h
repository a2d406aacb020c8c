#pragma once

#include "Scope/Scope.h"

#include <array>

namespace soma::web {

/// The scope of the page: it reads packets that came from another instance of this program, and lays its picture out
/// where JavaScript reads it.
class ScopeView {
  public:
    ScopeView()
        : scope_(tap_) {}

    scope::Scope& scope() { return scope_; }
    void add(const scope::TracePacket* packets, int count) noexcept {
        for (int i = 0; i < count; ++i) tap_.relay(packets[i]);
        scope_.update();
    }

    /// See frame_layout in Plugin/Web/Page/core/scope.ts, which reads it.
    const double* frame(int width_px);
    const double* statistics();
    const double* cursors(double first_s, double second_s);

  private:
    scope::TraceTap tap_;
    scope::Scope scope_;
    std::array<double, 64> frame_{};
    std::array<double, 8> numbers_{};
};

} // namespace soma::web
