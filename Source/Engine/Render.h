#pragma once

#include "Core/Limits.h"
#include "Engine/Drive.h"
#include "Engine/PitchVoices.h"
#include "Engine/Population.h"
#include "Engine/RateController.h"
#include "Engine/SpikeNotes.h"
#include "Engine/TimeScale.h"
#include "Engine/TraceFeed.h"
#include "Sound/VoltageLowpass.h"
#include "Stimulus/Clock.h"

#include <array>
#include <span>
#include <vector>

namespace soma {

/// The instrument from quantum to quantum: the stages, what they hand to each other, and what the present block gave.
/// Engine cuts time and calls. RT after prepare.
class Render {
  public:
    void prepare(double sample_rate_hz, int max_block, bool record_variables);
    void set(const Snapshot&) noexcept;
    void set_initial(const membrane::Initial& initial) noexcept { initial_ = initial; }
    /// All neurons to rest, time to zero.
    void restart() noexcept;
    /// Every level stands where it is set.
    void jump_to_levels() noexcept;
    void end_notes() noexcept;

    /// Before the quanta of a block.
    void begin_block(const Block&) noexcept;
    /// Samples from `from` to where time has to be cut, or to the end of the block.
    int frames_ahead(const Block&, int from) const noexcept;
    void process(const Quantum&) noexcept;
    /// After them.
    void end_block(const Block&) noexcept;

    // Results of the block: see Engine.
    std::span<const SpikeEvent> spikes() const noexcept { return spikes_; }
    std::span<const double> voltage_mv() const noexcept { return {voltage_mv_.data(), frames() + 1}; }
    std::span<const double> current_pa() const noexcept { return {current_pa_.data(), frames()}; }
    std::span<const double> variables() const noexcept;
    std::span<const MidiEvent> midi_out() const noexcept { return midi_out_; }
    const EngineStatus& status() const noexcept { return status_; }
    std::int64_t samples() const noexcept { return samples_; }
    double model_time_ms() const noexcept { return clock_.now_ms(); }
    double block_model_ms() const noexcept { return clock_.now_ms() - block_begin_ms_; }

    const Snapshot& values() const noexcept { return values_; }
    Drive& drive() noexcept { return drive_; }
    Population& population() noexcept { return population_; }
    PitchVoices& voices() noexcept { return voices_; }
    SpikeNotes& spike_notes() noexcept { return spike_notes_; }
    TraceFeed& feed() noexcept { return feed_; }
    const sound::Mixer& mixer() const noexcept { return mixer_; }

  private:
    double step_ms() const noexcept { return time_scale_.now() * 1000.0 / sample_rate_hz_; }
    bool may_tune() const noexcept;
    void tune() noexcept;
    void take_midi(const Quantum&) noexcept;
    void run_neurons(const Quantum&) noexcept;
    void take_spikes(const Quantum&) noexcept;
    void write_sound(const Quantum&) noexcept;
    void write_traces(const Quantum&) noexcept;
    std::span<const sound::StereoGain> note_places() const noexcept;
    void merge_midi_out() noexcept;
    std::size_t frames() const noexcept { return static_cast<std::size_t>(frames_); }
    std::size_t variable_count() const noexcept;

    // The settings, and whether the neurons still have older ones.
    double sample_rate_hz_ = 48000.0;
    int max_block_ = 0;
    bool record_variables_ = false;
    Snapshot values_;
    membrane::Initial initial_;
    sound::MixSettings mix_;
    std::size_t channels_ = 1; ///< of the input that have a neuron each
    bool retune_ = true, waits_to_tune_ = false;
    std::int64_t may_tune_at_ = 0; ///< absolute sample, when work is bounded

    // Time.
    TimeScale time_scale_;
    double tuned_scale_ = 1.0; ///< the time scale that the neurons have
    stimulus::Clock clock_;
    std::int64_t samples_ = 0;
    double block_begin_ms_ = 0.0;
    bool was_playing_ = false;

    // The stages, in the order in which a sample passes them.
    std::vector<MidiEvent> midi_in_; ///< of the present quantum
    Drive drive_;
    Population population_;
    PitchVoices voices_;
    BlockTrace block_trace_;
    sound::VoltageLowpass lowpass_;
    std::array<double, limits::quantum> filtered_mv_{};
    bool voltage_heard_ = false, restart_sound_ = true;
    double variance_mv2_ = 0.0; ///< between the neurons' V, looked at on a grid of absolute samples
    sound::Mixer mixer_;
    std::array<float, limits::quantum> unheard_{}; ///< stands in for a bus that the host left out
    TraceFeed feed_;
    SpikeNotes spike_notes_;
    RateController rate_controller_;

    // Results of the block so far.
    int frames_ = 0;
    std::vector<SpikeEvent> spikes_;
    std::vector<MidiEvent> midi_out_;
    std::vector<double> voltage_mv_, current_pa_, variables_;
    EngineStatus status_;
};

} // namespace soma
