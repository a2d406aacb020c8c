#pragma once

#include "Support/StimulusSegments.h"

#include <array>
#include <functional>

namespace soma::test {

/// An independent integration to compare with: plain Runge–Kutta 4 in long double with tiny steps (about 1 µs), the
/// crossing of a level located on true steps. It shares no code with Source/Membrane.
template <std::size_t N>
struct Oracle {
    using Real = long double;
    using Vector = std::array<Real, N>;

    std::function<Vector(const Vector&, Real current_pa)> slope;
    Real level_mv;
    std::function<void(Vector&)> jump; ///< at the crossing; none: the model has no reset
    std::function<Real(const Vector&)> step_ms;

    std::vector<double> spikes_ms{};
    Vector y{};

    void run(const std::vector<HeldCurrent>& drive) {
        for (const auto& segment : drive) advance(segment.begin_ms, segment.duration_ms, segment.current_pa);
    }

    void advance(double begin_ms, Real duration_ms, Real current_pa) {
        Real done_ms = 0;
        while (done_ms < duration_ms) {
            const Real left_ms = duration_ms - done_ms, ms = std::min(step_ms(y), left_ms);
            Vector next = stepped(y, current_pa, ms);
            if (y[0] < level_mv && !(next[0] < level_mv)) {
                const Real spike_ms = locate(current_pa, ms, next);
                spikes_ms.push_back(static_cast<double>(begin_ms + done_ms + spike_ms));
                if (jump) {
                    jump(next);
                    done_ms += spike_ms;
                } else {
                    next = stepped(y, current_pa, ms);
                    done_ms += ms;
                }
            } else {
                done_ms = ms == left_ms ? duration_ms : done_ms + ms;
            }
            y = next;
        }
    }

  private:
    Vector stepped(const Vector& from, Real current_pa, Real ms) const {
        const auto moved = [&](const Vector& k, Real share) {
            Vector to;
            for (std::size_t i = 0; i < N; ++i) to[i] = from[i] + share * ms * k[i];
            return to;
        };
        const Vector k1 = slope(from, current_pa), k2 = slope(moved(k1, 0.5L), current_pa);
        const Vector k3 = slope(moved(k2, 0.5L), current_pa), k4 = slope(moved(k3, 1.0L), current_pa);
        Vector to;
        for (std::size_t i = 0; i < N; ++i) to[i] = from[i] + ms / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        return to;
    }

    Real locate(Real current_pa, Real ms, Vector& at) const {
        Real low = 0, high = ms;
        for (int i = 0; i < 50; ++i) {
            const Real middle = (low + high) / 2;
            at = stepped(y, current_pa, middle);
            (at[0] < level_mv ? low : high) = middle;
        }
        at = stepped(y, current_pa, high);
        return high;
    }
};

} // namespace soma::test
