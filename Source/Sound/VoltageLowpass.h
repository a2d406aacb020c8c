#pragma once

#include "Sound/Biquad.h"
#include "Sound/VoltageModes.h"
#include "Sound/VoltageSegment.h"

#include <array>
#include <cstddef>
#include <span>

namespace soma::sound {

/// Anti-aliased voltage: a continuous-time elliptic low-pass of 11th order (0.02 dB ripple to 0.39 of the sample rate,
/// −110 dB from 0.55), fed with V as exact cubic segments in time, so that the jump of a reset and the bend behind it
/// are filtered before they are sampled. No latency has to be reported; the delay is 2.9 samples.
///
/// One sample, from its own instant to the next, is: any number of segments that together cover it, then `tick`. V
/// enters by its values (mV) and slopes (mV per sample) at both ends of a segment; for a cubic that is exact, for the
/// exponential of a membrane it is as good as exact. The low-pass is linear: segments of different neurons within one
/// sample may be added in any fixed order, and neurons without an event in it may be summed first and added once.
///
/// `process` does the same for many samples in vectors of modes, to the bit the same on every SIMD target.
///
/// Modal form: H(s) = Σ r/(s − p); a mode z obeys z' = p·z + r·V and the output is Σ Re z. Own derivation; the idea of
/// sums of one-poles in continuous time is Signalsmith's ("elliptic-blep").
/// Audio thread; nothing allocates.
/// V has to be finite: a low-pass that was given anything else must be reset.
class VoltageLowpass {
  public:
    VoltageLowpass() noexcept { reset(0.0); }

    /// As if V had been `v_mv` for ever.
    void reset(double v_mv) noexcept;

    /// Filtered V at the present sample's instant: before anything of this sample acts.
    double output() const noexcept { return output_; }

    /// V over the whole sample.
    void whole_sample(double v0, double slope0, double v1, double slope1) noexcept {
        const auto& c = constants_.whole;
        v0 += denormal_guard; // a mode that rings out at V = 0 stays a normal number
        auto &re = state_.re, &im = state_.im;
        for (unsigned k = 0; k < modes; ++k) {
            re[k] += (c.v0.re[k] * v0 + c.v1.re[k] * v1) + (c.slope0.re[k] * slope0 + c.slope1.re[k] * slope1);
            im[k] += (c.v0.im[k] * v0 + c.v1.im[k] * v1) + (c.slope0.im[k] * slope0 + c.slope1.im[k] * slope1);
        }
    }

    /// V over part of the sample: 0 ≤ start, 0 ≤ length, start + length ≤ 1, in samples.
    void segment(const VoltageSegment& segment) noexcept;

    /// Ends the sample. Returns filtered V at the next sample's instant.
    double tick() noexcept {
        if (bends_.any) filter_bends();
        const auto& re = state_.re;
        output_ = ((re[0] + re[1]) + (re[2] + re[3])) + (re[4] + re[5]);
        state_ = product(constants_.decay, state_);
        return output_;
    }

    /// V of some samples: the whole samples, summed over the neurons, a row for each; and the runs of
    /// segments, in order of their samples, which are counted from the first row.
    struct Input {
        std::span<const double> begin_mv, begin_slope, end_mv, end_slope;
        std::span<const SegmentRun> runs;
        std::span<const VoltageSegment> segments;
        std::span<const VoltageModes> filtered = {}; ///< none, or one a sample: sums that `filter` made
    };
    /// For each sample: its row is output(), then whole_sample, a segment for each segment of its runs, what was
    /// filtered before, and tick.
    void process(const Input& input, std::span<double> output) noexcept;
    /// Adds the response to a segment within one sample to a sum, for whoever cannot keep it.
    static void filter(const VoltageSegment&, VoltageModes& sum) noexcept;

  private:
    using Modes = VoltageModes;
    static constexpr unsigned modes = Modes::count;

    static Modes product(const Modes& a, const Modes& b) noexcept {
        Modes result;
        for (unsigned k = 0; k < modes; ++k) {
            result.re[k] = a.re[k] * b.re[k] - a.im[k] * b.im[k];
            result.im[k] = a.re[k] * b.im[k] + a.im[k] * b.re[k];
        }
        return result;
    }
    static void accumulate(Modes& sum, double weight, const Modes& value) noexcept {
        for (unsigned k = 0; k < modes; ++k) {
            sum.re[k] += weight * value.re[k];
            sum.im[k] += weight * value.im[k];
        }
    }
    template <std::size_t Terms>
    static Modes combine(const std::array<double, Terms>& weights, const std::array<Modes, Terms>& values) noexcept {
        Modes sum;
        for (unsigned k = 0; k < modes; ++k) {
            sum.re[k] = weights[0] * values[0].re[k];
            sum.im[k] = weights[0] * values[0].im[k];
        }
        for (std::size_t i = 1; i < Terms; ++i) accumulate(sum, weights[i], values[i]);
        return sum;
    }

    /// e^(p·(1 − instant)): what is left, at the sample's end, of a mode's state at `instant`.
    Modes remains(double instant) const noexcept;
    void bend(double instant, const VoltageBends::Terms& terms) noexcept;
    void filter(double instant, const VoltageBends::Terms& terms) noexcept;
    void filter_bends() noexcept;

    const VoltageConstants& constants_ = VoltageConstants::shared();
    Modes state_; ///< already decayed to the end of the present sample
    double output_ = 0.0;
    VoltageBends bends_;
};

} // namespace soma::sound
