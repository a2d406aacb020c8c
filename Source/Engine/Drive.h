#pragma once

#include "Core/Limits.h"
#include "Engine/Block.h"
#include "Engine/SettingsMap.h"
#include "Stimulus/NoteDrive.h"
#include "Stimulus/StimulusRun.h"

#include <array>
#include <span>

namespace soma {

/// Everything that becomes current: holding current, audio input, sidechain, exact inputs, stimulator and notes; and
/// the conductance of the dynamic clamp. RT after prepare.
class Drive {
  public:
    void prepare();

    void set(const Snapshot&) noexcept;
    /// The stimulator's settings follow the host's tempo, so they are for one block.
    void begin_block(const Snapshot&, const Transport&) noexcept;
    /// From here on a sample lasts so many ms of model time.
    void set_step(double step_ms) noexcept;

    /// Stimulus and noise from their beginning; no note sounds.
    void restart(double step_ms) noexcept;
    /// The stimulator by hand: see Engine::run_stimulus and Engine::send_stimulus.
    void run_stimulus(bool wanted) noexcept;
    void send_stimulus(double delay_ms) noexcept;

    stimulus::NoteDrive& notes() noexcept { return notes_; }

    /// Adds everything up for one quantum, in which a sample lasts step_ms for the notes. With a neuron for each
    /// channel of the input there are as many currents as channels, else one. Returns how many samples of the inputs
    /// were no usable number and count as 0.
    std::uint64_t gather(const Snapshot&, const Quantum&, std::size_t channels, double step_ms,
                         std::span<const MidiEvent>) noexcept;

    /// The result of gather, until the next call: in pA, one for each channel; and the conductance in nS, null without
    /// clamp.
    std::span<const stimulus::Current> currents() const noexcept { return std::span(currents_).first(rows_); }
    const double* conductance_ns() const noexcept { return clamped_ ? conductance_ns_.data() : nullptr; }

    /// So many samples are over.
    void advance(int frames) noexcept;

  private:
    stimulus::StimulusRun stimulus_run_;
    stimulus::Stimulator stimulator_;
    stimulus::NoteDrive notes_;
    std::array<stimulus::Current, limits::channels> currents_;
    std::array<double, limits::quantum> conductance_ns_{};
    std::size_t rows_ = 1;
    bool clamped_ = false;
};

} // namespace soma
