#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Sound/Coherence.h"
#include "Sound/DcBlock.h"
#include "Sound/Fade.h"
#include "Sound/Limiter.h"
#include "Sound/PitchMonitor.h"
#include "Sound/PopulationGain.h"
#include "Sound/Ramp.h"
#include "Sound/RmsMeter.h"
#include "Sound/SilenceReason.h"
#include "Sound/SpikeBus.h"
#include "Sound/SpikeVoice.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <span>

namespace soma::sound {

/// Full scale per mV of the voltage path at 0 dB where nothing else is known of the cell: −46 dBFS/mV, an action
/// potential peaks near −7 dBFS.
constexpr double full_scale_per_mv = 0.005;

/// How neurons are spread between left and right.
enum class Placement { population, channels };

/// Plain data; any value is accepted. A level at or below −100 dB is off.
struct MixSettings {
    double voltage_level_db = 0.0;
    double voltage_scale_per_mv = full_scale_per_mv; ///< evens out the models
    double spike_level_db = 0.0; ///< at 0 dB a neuron that fires 100 times a second is as loud as source_lufs
    double stimulus_level_db = off_db;
    double pitch_level_db = off_db; ///< at 0 dB the pitch monitor is as loud as source_lufs
    double output_level_db = -12.0;
    double stimulus_full_scale_pa = 100.0; ///< pA that make full scale at 0 dB
    bool muted = false;
    int neurons = 1; ///< how many the voltage is the sum of; sets the level law 1/√N and the places
    Placement placement = Placement::population;
    SpikeSound spike_sound = SpikeSound::click;
    SpikeSoundSettings spike_settings;

    bool operator==(const MixSettings&) const = default;
};

struct MixInput {
    std::span<const SpikeEvent> spikes; ///< sorted by time, sample counted from the block's start
    std::span<const double> voltage_mv; ///< row n: V at sample n, filtered by a VoltageLowpass, summed over the neurons
    std::span<const double> stimulus_pa;     ///< held over [n, n + 1)
    std::span<const StereoGain> places = {}; ///< by neuron, in place of the settings' placement; may be empty
    double variance_mv2 = 0.0;               ///< between the neurons' V, about now
};

struct MixOutput {
    std::span<float> left, right;
    std::span<float> spikes; ///< may be empty: band-limited unit impulses, before any level
};

/// Spikes, voltage, stimulus and pitch monitor become the main stereo output.
///
///     prepare(rate)                       allocates; message thread, audio stopped
///     set(settings)                       audio thread, before every block; cheap when nothing changed
///     restart()                           audio thread, when model, cell or preset changed: silence, fade in
///     jump()                              audio thread, before the first block: every level at its target
///     process({spikes, v, pa}, {l, r})    audio thread, one quantum: 1 to limits::quantum rows
///
/// The caller filters the summed V by VoltageLowpass::process, and resets that lowpass to the sum of the neurons' V
/// when the voltage begins to be heard or the neurons are others.
///
/// The chain: (spikes + voltage + stimulus + pitch) → DC guard · output level · fade → limiter. No source is meant to
/// carry a constant part; the guard sees to it that none reaches the limiter or a loudspeaker whatever a source does.
/// Every level moves along a line of 20 ms. An empty span of voltage or stimulus leaves that source out. Results do not
/// depend on the block size.
class Mixer {
  public:
    Mixer() { prepare(48000.0); }

    void prepare(double sample_rate_hz);
    void set(const MixSettings& settings);
    void restart() noexcept;
    void jump() noexcept;
    /// Audio thread, before process: the neuron begins with the next block, and its first interval runs from there.
    void start_neuron(std::int32_t neuron) noexcept { voice_.start(neuron); }
    /// Audio thread, after set: whether the next block's voltage is of use.
    bool hears_voltage() const noexcept { return !voltage_level_.off() || !pitch_level_.off(); }
    void process(const MixInput& input, const MixOutput& output) noexcept;

    /// Any thread.
    SilenceReason silence_reason() const noexcept { return silence_.load(std::memory_order_relaxed); }
    const RmsMeter& meter() const noexcept { return meter_; }
    /// Any thread: gain of the limiter at the end of the last block, 1 when it does nothing.
    float limiter_gain() const noexcept { return limiter_gain_.load(std::memory_order_relaxed); }
    /// Any thread: samples that were no finite numbers and became silence.
    std::uint64_t not_finite() const noexcept { return not_finite_.load(std::memory_order_relaxed); }

  private:
    using Rows = std::array<double, static_cast<std::size_t>(limits::quantum)>;

    void apply();
    void add_spikes(const MixInput& input, std::size_t frames) noexcept;
    void add_voltage(const MixInput& input, std::span<double> source) noexcept;
    void add_centre(Ramp& level, std::span<const double> source) noexcept;
    void finish(const MixOutput& output) noexcept;
    void add_parting(std::span<double> left, std::span<double> right) noexcept;
    SilenceReason reason() const noexcept;

    double sample_rate_hz_ = 48000.0;
    MixSettings settings_;
    Pan pan_;
    std::span<const StereoGain> places_;
    SpikeBus bus_;
    SpikeVoice voice_;
    DcBlock voltage_block_, stimulus_block_;
    DcBlock guard_left_, guard_right_;
    CoherenceGain voltage_coherence_;
    PitchMonitor pitch_;
    Ramp spike_level_, voltage_level_, stimulus_level_, pitch_level_, output_level_;
    Fade fade_;
    Limiter limiter_;
    RmsMeter meter_;

    Rows left_{}, right_{}, level_{}, source_{};
    double last_left_ = 0.0, last_right_ = 0.0;       ///< the last row before the limiter
    double parting_left_ = 0.0, parting_right_ = 0.0; ///< that row at the last restart, dying away
    double parting_keep_ = 0.0;
    std::int64_t since_sound_ = 0, since_spike_ = 0; ///< samples

    std::atomic<SilenceReason> silence_{SilenceReason::fading_in};
    std::atomic<float> limiter_gain_{1.0f};
    std::atomic<std::uint64_t> not_finite_{0};
};

} // namespace soma::sound
