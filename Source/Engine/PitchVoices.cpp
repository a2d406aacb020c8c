#include "Engine/PitchVoices.h"

#include "Engine/Integrate.h"
#include "Sound/Loudness.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace soma {
namespace {

constexpr double tail_s = 0.25;
constexpr int a4_key = 69, c4_key = 60;
constexpr double least_rms_mv = 0.1; ///< no more than that is known of what hardly moves

/// Below sound::reference_rate_hz a spike's energy stays, and 27.5 Hz would be 5.6 LU quieter than 100 Hz. Half of that
/// is made up for: all other notes, by spikes and voltage, are 2.8 dB lower than a neuron that is no note, which is
/// also room for chords. Single spikes of the lowest key peak as they always do.
constexpr double lowest_key_hz = 27.5;
double note_gain(double frequency_hz) {
    return std::pow(lowest_key_hz / std::clamp(frequency_hz, lowest_key_hz, sound::reference_rate_hz), 0.25);
}
const double voltage_note_gain = note_gain(sound::reference_rate_hz);

} // namespace

void PitchVoices::prepare(double sample_rate_hz) {
    sample_rate_hz_ = sample_rate_hz;
    all_off();
}

void PitchVoices::all_off() noexcept {
    board_.all_off();
    for (auto& voice : voices_) voice.sounds = false;
    last_key_hz_ = 0.0;
}

void PitchVoices::set(const Snapshot& values, const membrane::Initial& initial) noexcept {
    values_ = values;
    initial_ = initial;
    board_.set_bend_range(values[Id::midi_bend_semitones]);
    if (const int wanted = values.integer(Id::unison); std::exchange(unison_, wanted) != wanted) {
        board_.set_most_notes(voices / unison_);
        all_off();
    }
    for (auto& voice : voices_) voice.step_ms = 0.0; // tuned again at the next block
}

void PitchVoices::set_reference(const PitchReference& reference) noexcept {
    reference_ = reference;
    for (auto& voice : voices_) voice.step_ms = 0.0;
}

void PitchVoices::set_keys(const KeyFrequencies& keys) noexcept {
    keys_ = keys;
    for (auto& voice : voices_) voice.step_ms = 0.0;
}

/// Without bend, detune and glide; 0: a key that the tuning leaves out.
double PitchVoices::key_hz(int key) const noexcept {
    constexpr double a4_hz = 440.0;
    if (keys_.equal_temperament) return values_[Id::tuning_hz] * std::exp2((key - a4_key) / 12.0);
    return values_[Id::tuning_hz] / a4_hz * keys_.hz[static_cast<std::size_t>(key)];
}

/// From 1 at the note's start to 0 at the glide's end, in steps at absolute samples.
double PitchVoices::glide_left(const Voice& voice, std::int64_t sample) const noexcept {
    if (voice.glide_semitones == 0.0) return 0.0;
    const auto passed = std::max<std::int64_t>(0, sample - sample % glide_grid - voice.started_at);
    const double glide_samples = 1e-3 * values_[Id::glide_ms] * sample_rate_hz_;
    return glide_samples > 0.0 ? std::max(0.0, 1.0 - static_cast<double>(passed) / glide_samples) : 0.0;
}

double PitchVoices::frequency_hz(const Voice& voice, const stimulus::Note& note, std::int64_t sample) const noexcept {
    const double moved_semitones =
        board_.bend_semitones(note) + voice.detune_semitones + glide_left(voice, sample) * voice.glide_semitones;
    if (keys_.equal_temperament)
        return values_[Id::tuning_hz] * std::exp2((note.key - a4_key + moved_semitones) / 12.0);
    return key_hz(note.key) * std::exp2(moved_semitones / 12.0);
}

void PitchVoices::start(int slot) noexcept {
    const double hz = key_hz(board_.notes()[static_cast<std::size_t>(slot)].key);
    if (hz <= 0.0) {
        for (int i = 0; i < unison_; ++i) voices_[static_cast<std::size_t>(slot * unison_ + i)].sounds = false;
        return;
    }
    const bool glides = last_key_hz_ > 0.0 && values_[Id::glide_ms] > 0.0;
    const double glide_semitones = glides ? 12.0 * std::log2(last_key_hz_ / hz) : 0.0;
    last_key_hz_ = hz;
    for (int i = 0; i < unison_; ++i) start_voice(slot, i, hz, glide_semitones);
}

/// The neurons of a note differ in pitch, phase and place, and are together as loud as one.
void PitchVoices::start_voice(int slot, int of_note, double hz, double glide_semitones) noexcept {
    const int number = slot * unison_ + of_note;
    auto& voice = voices_[static_cast<std::size_t>(number)];
    const double place = unison_ > 1 ? of_note / (unison_ - 1.0) : 0.5; // 0: left
    const double share = 1.0 / std::sqrt(unison_);
    voice.neuron = make_neuron(values_, {}, 1.0, initial_);
    voice.resting_mv = voltage_of(voice.neuron);
    if (reference_.rate_hz > 0.0 && reference_.settled.index() == voice.neuron.index()) {
        // 0, 5/8, 2/8 … of an interval: no two or three neurons cancel each other's fundamental.
        const auto phase = static_cast<std::size_t>(5 * of_note) % PitchReference::phases;
        voice.neuron = phase == 0 ? reference_.settled : reference_.settled_at[phase];
    }
    voice.step_ms = 0.0;
    voice.sounds = voice.starts = true;
    voice.tail_samples = static_cast<int>(tail_s * sample_rate_hz_);
    voice.begins = true;
    voice.detune_semitones = 0.01 * values_[Id::unison_cents] * (place - 0.5);
    voice.glide_semitones = glide_semitones;
    voice.started_at = -1;
    const double velocity = note_of(number).velocity, rms_mv = reference_.loudness.rms_mv(hz);
    voice.voltage_gain = velocity * voltage_note_gain * share;
    if (rms_mv > least_rms_mv)
        voice.voltage_gain *= std::sqrt(sound::power_of(sound::source_lufs)) / (voltage_scale_per_mv(values_) * rms_mv);
    const double gain = velocity * note_gain(hz) * share;
    auto& spikes = places_[1 + static_cast<std::size_t>(number)];
    spikes = {static_cast<float>(gain), static_cast<float>(gain)};
    if (unison_ > 1) { // constant power, the centre at 1
        const double angle = 0.5 * std::numbers::pi * place;
        spikes = {static_cast<float>(gain * std::numbers::sqrt2 * std::cos(angle)),
                  static_cast<float>(gain * std::numbers::sqrt2 * std::sin(angle))};
    }
}

void PitchVoices::take(const MidiEvent& event) noexcept {
    const auto result = board_.take(event);
    if (result.change == stimulus::MidiNotes::Change::started) start(result.slot);
    if (result.change != stimulus::MidiNotes::Change::silenced) return;
    for (int number = 0; number < voices; ++number)
        if ((result.channels >> note_of(number).channel & 1) != 0)
            voices_[static_cast<std::size_t>(number)].sounds = false;
}

void PitchVoices::process(int frames, std::int32_t first_neuron, std::int64_t first_sample, const WorkBudget& budget,
                          bool voltage_heard, BlockTrace& block_trace, EngineStatus& status) noexcept {
    if (budget.on()) share_work(first_sample, budget);
    for (int slot = 0; slot < voices; ++slot) {
        auto& voice = voices_[static_cast<std::size_t>(slot)];
        if (!voice.sounds) continue;
        Account account;
        if (budget.on())
            account = {&voice.purse, allowance_, work_of_ns(model_cost(voice.neuron).step_ns), first_sample, &spent_};
        run(slot, frames, first_neuron + slot, first_sample, account, voltage_heard, block_trace, status);
    }
}

/// Every voice may cost the same; how much changes with their number.
void PitchVoices::share_work(std::int64_t first_sample, const WorkBudget& budget) noexcept {
    const auto sounding = static_cast<int>(std::ranges::count_if(voices_, [](const Voice& v) { return v.sounds; }));
    if (sounding != sharing_) {
        for (auto& voice : voices_) voice.purse.open(allowance_, first_sample);
        sharing_ = sounding;
        allowance_ = budget.allowance_of_notes(sounding);
    }
    for (auto& voice : voices_)
        if (std::exchange(voice.starts, false)) voice.purse.fill(allowance_, first_sample);
}

void PitchVoices::tune(Voice& voice, const stimulus::Note& note, std::int64_t sample) noexcept {
    const double base_hz =
        reference_.rate_hz > 0.0 ? reference_.rate_hz : values_[Id::tuning_hz] * std::exp2((c4_key - a4_key) / 12.0);
    const double step_ms = frequency_hz(voice, note, sample) / base_hz * 1000.0 / sample_rate_hz_;
    if (step_ms == voice.step_ms) return;
    retune(voice.neuron, values_, {}, step_ms, initial_);
    voice.prefix_scan.restart();
    voice.step_ms = step_ms;
}

void PitchVoices::run(int number, int frames_of_slice, std::int32_t neuron, std::int64_t first_sample,
                      const Account& account, bool voltage_heard, BlockTrace& block_trace,
                      EngineStatus& status) noexcept {
    auto& voice = voices_[static_cast<std::size_t>(number)];
    const auto& note = note_of(number);
    if (voice.started_at < 0) voice.started_at = first_sample;
    // A tail ends at its sample, however time is cut.
    const int frames = note.sounds ? frames_of_slice : std::min(frames_of_slice, voice.tail_samples);
    const double pa = note.sounds ? values_[Id::midi_current_pa] + values_[Id::holding_current_pa] +
                                        board_.pressure(note) * values_[Id::midi_pressure_pa]
                                  : 0.0;
    const std::span<double> current(current_pa_.data(), static_cast<std::size_t>(frames));
    std::fill(current.begin(), current.end(), pa);
    for (int first = 0; first < frames;) {
        const std::int64_t sample = first_sample + first;
        const bool glides = glide_left(voice, sample) > 0.0;
        const int length =
            glides ? std::min(frames - first, glide_grid - static_cast<int>(sample % glide_grid)) : frames - first;
        tune(voice, note, sample);
        Lane lane{neuron, voice.step_ms, first,
                  current.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(length))};
        lane.voltage_mv = voltage_mv_.data();
        lane.prefix_scan = &voice.prefix_scan;
        lane.gain = voice.voltage_gain;
        lane.offset_mv = voice.resting_mv;
        lane.account = account;
        lane.inner = voltage_heard ? &inner_ : nullptr;
        std::visit([&]<class M>(Neuron<M>& typed) { Integrator<M>(typed, lane, initial_, block_trace, status).run(); },
                   voice.neuron);
        first += length;
    }
    if (note.sounds) return;
    voice.tail_samples -= frames;
    voice.sounds = voice.tail_samples > 0;
}

} // namespace soma
