#pragma once

#include "Core/Limits.h"
#include "Stimulus/Current.h"
#include "Stimulus/MidiNotes.h"

#include <array>
#include <span>

namespace soma::stimulus {

/// The order of the parameter midi_kernel.
enum class Kernel : std::uint8_t { step, pulse, synapse };

struct NoteDriveSettings {
    Kernel kernel = Kernel::step;
    double current_pa = 0.0;  ///< at full velocity; of a synapse: its peak
    double pressure_pa = 0.0; ///< added to a sounding note by full pressure
    double pulse_ms = 1.0;
    double rise_ms = 1.0, decay_ms = 20.0; ///< of a synapse, (e^(−t/decay) − e^(−t/rise)) with its peak scaled to 1
};

/// Notes as injected current. A note begins and ends at its sample; a pulse ends exactly; a synapse is given as its
/// exact mean over each sample. Times in model time. RT.
class NoteDrive {
  public:
    void set(const NoteDriveSettings& settings) noexcept { settings_ = settings; }
    /// Ends everything at once; bend ranges and zones stay.
    void reset() noexcept;
    /// While another mode has the notes.
    void follow(const MidiEvent& event) noexcept { board_.follow(event); }
    void add_to(Current& current, int frames, double step_ms, std::span<const MidiEvent> events) noexcept;

  private:
    void take(const MidiEvent& event) noexcept;
    void span(Current& current, int from, int to, double step_ms) noexcept;
    void silence(MidiChannels::Mask channels) noexcept;
    double held_pa() const noexcept;
    void add_synapse(Current& current, int from, int to, double step_ms) noexcept;

    NoteDriveSettings settings_;
    MidiNotes board_;
    std::array<double, limits::notes> pulse_left_ms_{};
    std::array<double, limits::notes> pulse_pa_{};
    /// The two exponentials of a channel's synapses together.
    struct Synapse {
        double rising = 0.0, decaying = 0.0;
    };
    std::array<Synapse, MidiChannels::count> synapses_{};
};

} // namespace soma::stimulus
