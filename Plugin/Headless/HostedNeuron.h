#pragma once

#include "Headless/PitchTuner.h"
#include "Headless/Sounds.h"
#include "Osc/SpikeRate.h"

#include "Core/Limits.h"
#include "Engine/Engine.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace soma::headless {

/// The signals of one block, `frames` values each; null where there is none. Inputs and outputs may be the same memory.
struct Signals {
    int frames = 0;

    const float* input[2] = {nullptr, nullptr}; ///< sound: full scale ±1 is input_scale_pa
    const float* sidechain = nullptr;           ///< full scale ±1, as sidechain_mode says
    const float* current_pa = nullptr;
    const float* conductance_ns = nullptr; ///< of the dynamic clamp, towards clamp_reversal_mv
    std::span<const MidiEvent> midi;       ///< sorted by sample
    Transport transport;

    float* main[2] = {nullptr, nullptr}; ///< what the plugin plays: the mix
    float* voltage_mv = nullptr;         ///< of the first neuron, at each sample's instant
    float* spikes = nullptr;             ///< band-limited pulses of area 1, of all neurons
    float* stimulus_pa = nullptr;        ///< total current into the first neuron, the mean over each sample
};

/// The whole instrument for hosts that are no plugin hosts of JUCE's: Pure Data, SuperCollider, small LV2 hosts. It
/// takes blocks of any size, changes by parameter or by name, and gives exact spikes.
///
/// Threads: the constructor, the destructor and prepare allocate and may take long; everything else is for the audio
/// thread and neither allocates, locks, waits nor calls the system. One thread at a time.
class HostedNeuron {
  public:
    HostedNeuron();

    /// Before the first block, and again for another sample rate, which starts the neuron again.
    void prepare(double sample_rate_hz);
    bool prepared() const noexcept { return sample_rate_hz_ > 0.0; }

    /// A host that renders without a clock waits for everything: all is computed, and notes are in tune from the first
    /// on. Then `process` may take long. False at first.
    void set_offline(bool offline) noexcept { offline_ = offline; }

    // From the next block on.
    void set(Id, double value) noexcept;
    /// All of a preset; the neuron starts again.
    void use(const ReadyPreset&) noexcept;
    /// Another neuron with the same stimulus, input and sound; it starts again.
    void use(const Cell&, const membrane::Initial& start) noexcept;
    /// To rest, time to 0, the stimulus and noise from their beginning.
    void reset() noexcept { restarts_ = true; }
    /// The stimulator by hand.
    void run_stimulus(bool wanted) noexcept { engine_.run_stimulus(wanted); }
    void send_stimulus() noexcept { engine_.send_stimulus(); }
    void end_notes() noexcept;

    void process(const Signals&) noexcept;

    double value(Id id) const noexcept { return values_[id]; }
    /// Spikes of the last block in order of time.
    std::span<const SpikeEvent> spikes() const noexcept { return spikes_; }
    /// Notes for the last block's spikes, sorted (parameter midi_out).
    std::span<const MidiEvent> midi_out() const noexcept { return midi_out_; }
    /// Spikes a second of model time, the mean over the neurons and the last half second.
    double rate_hz() const noexcept { return rate_.per_s(); }
    double model_time_ms() const noexcept { return engine_.model_time_ms(); }
    EngineStatus status() const noexcept { return engine_.status(); }

  private:
    static constexpr std::size_t most_spikes = 1 << 14, most_notes = 1 << 12, most_midi = 1 << 10;

    void take_changes() noexcept;
    membrane::Initial start() const noexcept; ///< another model than the preset's or the cell's starts at its own rest
    void follow_pitch() noexcept;
    /// Blocks are cut to limits::quantum, as the engine cuts them itself.
    void process_quantum(const Signals&, int from, int frames) noexcept;
    std::span<const MidiEvent> midi_of(const Signals&, int from, int frames) noexcept;

    Engine engine_;
    PitchTuner tuner_;
    osc::SpikeRate rate_;
    double sample_rate_hz_ = 0.0;
    bool offline_ = false;

    Snapshot values_;
    membrane::Initial start_; ///< as the preset or cell states it
    KeyFrequencies keys_;     ///< of the preset, in pitch mode
    double start_model_ = -1; ///< the model that this is for
    bool changed_ = true, restarts_ = true, begins_ = true;
    Snapshot tuned_; ///< what the last pitch reference was asked for
    bool asked_to_tune_ = false;

    std::array<double, limits::quantum> current_pa_{}, conductance_ns_{};
    std::vector<MidiEvent> midi_in_, midi_out_;
    std::vector<SpikeEvent> spikes_;
};

} // namespace soma::headless
