#pragma once

#include <array>
#include <cstddef>

namespace soma::membrane {

/// The smooth parts that V consists of within one advance, for the sound, which needs V between its ends. An integrator
/// adds its accepted steps, a closed form what a cubic cannot follow in one part. Together they last as long as the
/// advance; when there is at most one, the Segment says it all.
struct InnerSteps {
    struct Part {
        double ms;                                       ///< its length
        double begin_mv, begin_slope, end_mv, end_slope; ///< slopes in mV/ms
    };
    static constexpr std::size_t most = 160; ///< the fastest time scale asks for 80 steps of a sample of 48 kHz

    void clear() noexcept { count = 0; }

    /// Beyond `most` the last part grows.
    void add(const Part& part) noexcept {
        if (count < most) {
            parts[count++] = part;
            return;
        }
        auto& last = parts[most - 1];
        last.ms += part.ms;
        last.end_mv = part.end_mv;
        last.end_slope = part.end_slope;
    }

    std::size_t count = 0;
    std::array<Part, most> parts;
};

} // namespace soma::membrane
