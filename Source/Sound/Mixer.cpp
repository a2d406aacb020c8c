#include "Sound/Mixer.h"

#include "Sound/Loudness.h"

#include <algorithm>
#include <cmath>

namespace soma::sound {
namespace {

constexpr double inaudible = 1e-15;     // −300 dBFS: exact silence instead
constexpr double audible = 1e-4;        ///< −80 dBFS
constexpr double silence_after_s = 0.5; ///< without an audible sample
constexpr double no_spikes_after_s = 1.0;
constexpr double voltage_coherence_s = 0.1;
constexpr double parting_s = 0.005; // time constant of what is left of the sound before a restart
constexpr double smallest_full_scale_pa = 1e-6;
const double sine_peak = std::sqrt(2.0 * power_of(source_lufs));

} // namespace

void Mixer::prepare(double sample_rate_hz) {
    sample_rate_hz_ = sample_rate_hz;
    voice_.prepare(sample_rate_hz);
    for (DcBlock* block : {&voltage_block_, &stimulus_block_, &guard_left_, &guard_right_})
        block->prepare(sample_rate_hz);
    voltage_coherence_.prepare(sample_rate_hz, voltage_coherence_s);
    pitch_.prepare(sample_rate_hz);
    fade_.prepare(sample_rate_hz);
    limiter_.prepare(sample_rate_hz);
    meter_.prepare(sample_rate_hz);
    for (Ramp* level : {&spike_level_, &voltage_level_, &stimulus_level_, &pitch_level_, &output_level_})
        level->prepare(sample_rate_hz);
    last_left_ = last_right_ = 0.0;
    parting_keep_ = std::exp(-1.0 / (parting_s * sample_rate_hz));
    apply();
    restart();
    jump();
}

void Mixer::jump() noexcept {
    fade_.restart();
    for (Ramp* level : {&spike_level_, &voltage_level_, &stimulus_level_, &pitch_level_, &output_level_})
        level->reset(level->target());
}

void Mixer::set(const MixSettings& settings) {
    if (settings == settings_) return;
    settings_ = settings;
    apply();
}

void Mixer::apply() {
    const auto& settings = settings_;
    const double law = population_gain(settings.neurons);
    places_ = settings.placement == Placement::population ? pan_.population(settings.neurons)
                                                          : pan_.channels(settings.neurons);
    voice_.set(settings.spike_sound, settings.spike_settings);
    fade_.set_open(!settings.muted);

    const double voltage = level_gain(settings.voltage_level_db) * settings.voltage_scale_per_mv;
    const double full_scale_pa = settings.stimulus_full_scale_pa > smallest_full_scale_pa
                                     ? settings.stimulus_full_scale_pa
                                     : smallest_full_scale_pa;
    // A source that was off wakes up as if its present input had been there for ever.
    if (voltage_level_.off()) {
        voltage_block_.reset();
        voltage_coherence_.reset();
    }
    if (stimulus_level_.off()) stimulus_block_.reset();
    if (pitch_level_.off()) pitch_.reset();
    spike_level_.set_target(law * level_gain(settings.spike_level_db));
    voltage_level_.set_target(law * voltage);
    stimulus_level_.set_target(level_gain(settings.stimulus_level_db) / full_scale_pa);
    pitch_level_.set_target(sine_peak * level_gain(settings.pitch_level_db));
    output_level_.set_target(level_gain(settings.output_level_db));
}

void Mixer::restart() noexcept {
    bus_.reset();
    voice_.reset();
    for (DcBlock* block : {&voltage_block_, &stimulus_block_, &guard_left_, &guard_right_}) block->reset();
    voltage_coherence_.reset();
    pitch_.reset();
    fade_.restart();
    parting_left_ = last_left_;
    parting_right_ = last_right_;
    since_sound_ = since_spike_ = 0;
}

void Mixer::process(const MixInput& input, const MixOutput& output) noexcept {
    const std::size_t frames = output.left.size();
    bus_.render(input.spikes, static_cast<int>(frames));
    std::copy_n(bus_.rows().begin(), output.spikes.size(), output.spikes.begin());
    since_spike_ = input.spikes.empty() ? since_spike_ + static_cast<std::int64_t>(frames) : 0;

    std::fill_n(left_.begin(), frames, 0.0);
    std::fill_n(right_.begin(), frames, 0.0);
    add_spikes(input, frames);
    const auto source = std::span(source_).first(frames);
    if (!voltage_level_.off() && !input.voltage_mv.empty()) add_voltage(input, source);
    if (!stimulus_level_.off() && !input.stimulus_pa.empty()) {
        stimulus_block_.process(input.stimulus_pa, source);
        add_centre(stimulus_level_, source);
    }
    if (!pitch_level_.off() && !input.voltage_mv.empty()) {
        pitch_.process(input.voltage_mv, 1.0 / std::max(settings_.neurons, 1), source);
        add_centre(pitch_level_, source);
    }
    finish(output);

    silence_.store(reason(), std::memory_order_relaxed);
    limiter_gain_.store(static_cast<float>(limiter_.gain()), std::memory_order_relaxed);
    not_finite_.store(limiter_.not_finite(), std::memory_order_relaxed);
}

void Mixer::add_spikes(const MixInput& input, std::size_t frames) noexcept {
    const SpikeVoice::Input spikes{input.spikes, input.places.empty() ? places_ : input.places, settings_.neurons};
    if (spike_level_.off()) return voice_.pass(spikes, static_cast<int>(frames));
    spike_level_.fill(std::span(level_).first(frames));
    voice_.process(spikes, std::span(level_).first(frames), std::span(left_).first(frames),
                   std::span(right_).first(frames));
}

/// Neurons in step are as loud as independent ones. The power of independent neurons' sum is the sum of their powers:
/// what their mean does, and what each does beside it.
void Mixer::add_voltage(const MixInput& input, std::span<double> source) noexcept {
    voltage_block_.process(input.voltage_mv, source);
    if (settings_.neurons > 1) {
        const double neurons = settings_.neurons, share = 1.0 / neurons;
        for (double& value : source) {
            const double mean2 = value * share * (value * share);
            value *= voltage_coherence_.next(mean2, (mean2 + input.variance_mv2) * share, neurons);
        }
    }
    add_centre(voltage_level_, source);
}

void Mixer::add_centre(Ramp& level, std::span<const double> source) noexcept {
    level.fill(std::span(level_).first(source.size()));
    for (std::size_t n = 0; n < source.size(); ++n) {
        const double value = level_[n] * source[n];
        left_[n] += value;
        right_[n] += value;
    }
}

void Mixer::finish(const MixOutput& output) noexcept {
    const std::size_t frames = output.left.size();
    const auto level = std::span(level_).first(frames);
    const auto left = std::span(left_).first(frames), right = std::span(right_).first(frames);
    guard_left_.process(left, left);
    guard_right_.process(right, right);
    output_level_.fill(level);
    fade_.apply(level);
    for (std::size_t n = 0; n < frames; ++n) {
        left[n] *= level[n];
        right[n] *= level[n];
    }
    add_parting(left, right);
    last_left_ = left.back();
    last_right_ = right.back();
    limiter_.process(left, right);
    for (std::size_t n = 0; n < frames; ++n) {
        output.left[n] = static_cast<float>(std::abs(left[n]) < inaudible ? 0.0 : left[n]);
        output.right[n] = static_cast<float>(std::abs(right[n]) < inaudible ? 0.0 : right[n]);
    }
    meter_.process(output.left, output.right);
    float peak = 0.0f;
    for (std::size_t n = 0; n < frames; ++n)
        peak = std::max(peak, std::max(std::abs(output.left[n]), std::abs(output.right[n])));
    since_sound_ = peak > audible ? 0 : since_sound_ + static_cast<std::int64_t>(frames);
}

/// The sound that a restart cut off goes on from its last value and dies away, instead of jumping to 0.
void Mixer::add_parting(std::span<double> left, std::span<double> right) noexcept {
    if (parting_left_ == 0.0 && parting_right_ == 0.0) return;
    for (std::size_t n = 0; n < left.size(); ++n) {
        parting_left_ *= parting_keep_;
        parting_right_ *= parting_keep_;
        if (std::max(std::abs(parting_left_), std::abs(parting_right_)) < inaudible)
            parting_left_ = parting_right_ = 0.0;
        left[n] += parting_left_;
        right[n] += parting_right_;
    }
}

SilenceReason Mixer::reason() const noexcept {
    if (settings_.muted) return SilenceReason::muted;
    if (output_level_.target() == 0.0) return SilenceReason::output_off;
    const bool others_off =
        voltage_level_.target() == 0.0 && stimulus_level_.target() == 0.0 && pitch_level_.target() == 0.0;
    if (others_off && spike_level_.target() == 0.0) return SilenceReason::all_levels_off;
    if (fade_.rising()) return SilenceReason::fading_in;
    if (static_cast<double>(since_sound_) < silence_after_s * sample_rate_hz_) return SilenceReason::none;
    const bool fired = static_cast<double>(since_spike_) < no_spikes_after_s * sample_rate_hz_;
    return others_off && !fired ? SilenceReason::no_spikes : SilenceReason::at_rest;
}

} // namespace soma::sound
