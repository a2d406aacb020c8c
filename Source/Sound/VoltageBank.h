#pragma once

#include "Sound/Biquad.h"

#include <array>

namespace soma::sound {

/// Anti-aliased voltage: a continuous-time elliptic low-pass of 11th order (0.02 dB ripple to 0.39 of the sample rate,
/// −110 dB from 0.55), fed with V as exact cubic segments in time, so that the jump of a reset and the bend behind it
/// are filtered before they are sampled. No latency has to be reported; the delay is 2.9 samples.
///
/// One sample, from its own instant to the next, is: any number of segments that together cover it, then `tick`. V
/// enters by its values (mV) and slopes (mV per sample) at both ends of a segment; for a cubic that is exact, for the
/// exponential of a membrane it is as good as exact. The bank is linear: segments of different neurons within one
/// sample may be added in any fixed order, and neurons without an event in it may be summed first and added once.
///
/// Modal form: H(s) = Σ r/(s − p); a mode z obeys z' = p·z + r·V and the output is Σ Re z. Own derivation; the idea of
/// sums of one-poles in continuous time is Signalsmith's ("elliptic-blep").
/// Audio thread; nothing allocates.
class VoltageBank {
  public:
    VoltageBank() noexcept { reset(0.0); }

    /// As if V had been `v_mv` for ever.
    void reset(double v_mv) noexcept;

    /// Filtered V at the present sample's instant: before anything of this sample acts.
    double output() const noexcept { return output_; }

    /// V over the whole sample.
    void whole_sample(double v0, double slope0, double v1, double slope1) noexcept {
        const auto& c = constants_.whole;
        v0 += denormal_guard; // a mode that rings out at V = 0 stays a normal number
        for (unsigned k = 0; k < modes; ++k) {
            re_[k] += (c.v0.re[k] * v0 + c.v1.re[k] * v1) + (c.slope0.re[k] * slope0 + c.slope1.re[k] * slope1);
            im_[k] += (c.v0.im[k] * v0 + c.v1.im[k] * v1) + (c.slope0.im[k] * slope0 + c.slope1.im[k] * slope1);
        }
    }

    /// V over part of the sample: 0 ≤ start, 0 ≤ length, start + length ≤ 1, in samples.
    void segment(double start, double length, double v0, double slope0, double v1, double slope1) noexcept;

    /// A constant V over part of the sample: a clamped or refractory membrane.
    void hold(double start, double length, double v) noexcept;

    /// Ends the sample. Returns filtered V at the next sample's instant.
    double tick() noexcept {
        const auto& decay = constants_.decay;
        output_ = ((re_[0] + re_[1]) + (re_[2] + re_[3])) + (re_[4] + re_[5]);
        for (unsigned k = 0; k < modes; ++k) {
            const double re = decay.re[k] * re_[k] - decay.im[k] * im_[k];
            im_[k] = decay.re[k] * im_[k] + decay.im[k] * re_[k];
            re_[k] = re;
        }
        return output_;
    }

  private:
    /// One real pole and the upper half of five pairs, whose residues are doubled.
    static constexpr unsigned modes = 6;
    struct alignas(16) Modes {
        std::array<double, modes> re{}, im{};
    };
    /// What V and its slope at both ends of a whole sample add to each mode.
    struct Whole {
        Modes v0, slope0, v1, slope1;
    };
    static constexpr unsigned grid = 64; ///< instants a sample at which e^(p·d) is tabulated
    struct Constants {
        Constants();
        Modes pole, residue, inverse_pole, decay, rest;
        Whole whole;
        std::array<Modes, grid + 1> exponential;
    };
    static const Constants& shared_constants();

    using Cubic = std::array<double, 4>; ///< V(u)·length = Σ c_m·uᵐ, u = 0 … 1 within a segment

    static Modes product(const Modes& a, const Modes& b) noexcept;
    Modes brief_cubic(double length, const Cubic& c) const noexcept;
    Modes long_cubic(double length, const Cubic& c, const Modes& from, const Modes& to) const noexcept;
    void add(const Modes& kick) noexcept;

    /// e^(p·(1 − instant)): what is left, at the sample's end, of a mode's state at `instant`.
    const Modes& remains(double instant) noexcept;

    const Constants& constants_ = shared_constants();
    alignas(16) std::array<double, modes> re_{}; ///< state, already decayed to the end of the present sample
    alignas(16) std::array<double, modes> im_{};
    double output_ = 0.0;

    /// The last two instants asked for: the event that ends one segment starts the next.
    std::array<Modes, 2> remains_;
    std::array<double, 2> instant_{-1.0, -1.0};
    unsigned newest_ = 0;
};

} // namespace soma::sound
