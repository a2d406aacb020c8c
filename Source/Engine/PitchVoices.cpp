#include "Engine/PitchVoices.h"

#include "Engine/Integrate.h"
#include "Sound/Loudness.h"

#include <algorithm>
#include <cmath>
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
}

void PitchVoices::set(const Snapshot& values, const membrane::Initial& initial) noexcept {
    values_ = values;
    initial_ = initial;
    board_.set_bend_range(values[Id::midi_bend_semitones]);
    for (auto& voice : voices_) voice.step_ms = 0.0; // tuned again at the next block
}

void PitchVoices::set_reference(const PitchReference& reference) noexcept {
    reference_ = reference;
    for (auto& voice : voices_) voice.step_ms = 0.0;
}

double PitchVoices::frequency_hz(const stimulus::Note& note) const noexcept {
    const double semitones = note.key - a4_key + board_.bend_semitones(note);
    return values_[Id::tuning_hz] * std::exp2(semitones / 12.0);
}

void PitchVoices::start(int slot) noexcept {
    auto& voice = voices_[static_cast<std::size_t>(slot)];
    voice.neuron = make_neuron(values_, {}, 1.0, initial_);
    voice.resting_mv = voltage_of(voice.neuron);
    if (reference_.rate_hz > 0.0 && reference_.settled.index() == voice.neuron.index())
        voice.neuron = reference_.settled;
    voice.step_ms = 0.0;
    voice.sounds = voice.starts = true;
    voice.tail_samples = static_cast<int>(tail_s * sample_rate_hz_);
    voice.begins = true;
    const auto& note = board_.notes()[static_cast<std::size_t>(slot)];
    const double hz = frequency_hz(note), rms_mv = reference_.loudness.rms_mv(hz);
    voice.voltage_gain = note.velocity * voltage_note_gain;
    if (rms_mv > least_rms_mv)
        voice.voltage_gain *= std::sqrt(sound::power_of(sound::source_lufs)) / (voltage_scale_per_mv(values_) * rms_mv);
    spike_gains_[static_cast<std::size_t>(slot)] = static_cast<float>(note.velocity * note_gain(hz));
}

void PitchVoices::take(const MidiEvent& event) noexcept {
    const auto result = board_.take(event);
    if (result.change == stimulus::MidiNotes::Change::started) start(result.slot);
    if (result.change != stimulus::MidiNotes::Change::silenced) return;
    for (std::size_t slot = 0; slot < voices_.size(); ++slot)
        if ((result.channels >> board_.notes()[slot].channel & 1) != 0) voices_[slot].sounds = false;
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
        run(slot, frames, first_neuron + slot, account, voltage_heard, block_trace, status);
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

void PitchVoices::run(int slot, int frames_of_slice, std::int32_t neuron, const Account& account, bool voltage_heard,
                      BlockTrace& block_trace, EngineStatus& status) noexcept {
    const auto index = static_cast<std::size_t>(slot);
    auto& voice = voices_[index];
    // A tail ends at its sample, however time is cut.
    const int frames = board_.notes()[index].sounds ? frames_of_slice : std::min(frames_of_slice, voice.tail_samples);
    const auto& note = board_.notes()[index];
    const double base_hz =
        reference_.rate_hz > 0.0 ? reference_.rate_hz : values_[Id::tuning_hz] * std::exp2((c4_key - a4_key) / 12.0);
    const double step_ms = frequency_hz(note) / base_hz * 1000.0 / sample_rate_hz_;
    if (step_ms != voice.step_ms) {
        retune(voice.neuron, values_, {}, step_ms, initial_);
        voice.prefix_scan.restart();
        voice.step_ms = step_ms;
    }

    const double pa = note.sounds ? values_[Id::midi_current_pa] + values_[Id::holding_current_pa] +
                                        board_.pressure(note) * values_[Id::midi_pressure_pa]
                                  : 0.0;
    const std::span<double> current(current_pa_.data(), static_cast<std::size_t>(frames));
    std::fill(current.begin(), current.end(), pa);
    Lane lane{neuron, step_ms, 0, current};
    lane.voltage_mv = voltage_mv_.data();
    lane.prefix_scan = &voice.prefix_scan;
    lane.gain = voice.voltage_gain;
    lane.offset_mv = voice.resting_mv;
    lane.account = account;
    lane.inner = voltage_heard ? &inner_ : nullptr;
    lane.inner_room =
        BlockTrace::inner_room(1); // notes at high pitches take many steps a sample, and few notes sound at once
    std::visit([&]<class M>(Neuron<M>& typed) { Integrator<M>(typed, lane, initial_, block_trace, status).run(); },
               voice.neuron);
    if (note.sounds) return;
    voice.tail_samples -= frames;
    voice.sounds = voice.tail_samples > 0;
}

} // namespace soma
