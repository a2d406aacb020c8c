#pragma once

#include "Stimulus/Clock.h"
#include "Stimulus/Current.h"
#include "Stimulus/OrnsteinUhlenbeck.h"

#include <cstdint>

namespace soma::stimulus {

/// The order of the parameter stim_shape.
enum class Shape : std::uint8_t { off, step, pulse, ramp, train, chirp, noise, sine };

/// Times in ms of model time, currents in pA, frequencies in Hz of model time.
struct StimulatorSettings {
    Shape shape = Shape::off;
    double amplitude_pa = 0.0; ///< of noise: rms
    double start_pa = 0.0;     ///< of a ramp
    double delay_ms = 0.0;
    double duration_ms = 0.0; ///< 0: without end
    double period_ms = 0.0;   ///< 0: once
    int count = 0;            ///< onsets; 0: without end
    double frequency_hz = 0.0;
    double end_frequency_hz = 0.0; ///< of a chirp, which moves linearly
    double tau_ms = 1.0;           ///< of noise
    std::uint64_t seed = 1;

    bool operator==(const StimulatorSettings&) const = default;
};

/// The built-in stimulus generator. Onsets and ends are exact in time, to 1e-9 of a sample; what changes continuously
/// (ramp, sine, chirp) is given as its exact mean over each sample, so that its charge is exact; noise is one exact
/// Ornstein–Uhlenbeck number a sample. The noise of a seed depends on the sample rate, but not on the platform.
/// Real-time safe.
class Stimulator {
  public:
    Stimulator() { restart(); }

    /// New settings act at once, in the time that has passed since the start.
    void set(const StimulatorSettings& settings) noexcept;

    /// Noise from its beginning. Time is the caller's clock.
    void restart() noexcept {
        noise_ = OrnsteinUhlenbeck(settings_.seed);
        noted_onset_ms_ = -1.0;
    }

    /// Adds this block's current; the block starts at the clock's present instant.
    void add_to(Current& current, int frames, const Clock& clock) noexcept;

    /// The instant at which the last onset ends, in ms; 0 when off, infinity without end. For the length of a render.
    double end_ms() const noexcept;

  private:
    struct Window {
        bool active;
        double onset_ms; ///< of the present window when active
        double next_edge_ms;
    };
    Window window_at(double time_ms) const noexcept;
    /// Mean over [from, to), which lies within one window; relative to the window's onset.
    double mean_pa(double from_ms, double to_ms) const noexcept;
    double phase(double ms) const noexcept;
    double next_noise(double step_ms) noexcept;
    void note_onset(const Window& window, int sample, double offset, Current& current) noexcept;

    StimulatorSettings settings_;
    OrnsteinUhlenbeck noise_{1};
    double noted_onset_ms_ = -1.0; ///< the last one that was told
};

} // namespace soma::stimulus
