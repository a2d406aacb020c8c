#include "Lesson/Answers/EngineLessonContext.h"

#include "Engine/Engine.h"
#include "Lesson/Answers/Setup.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr double exact_rate_hz = 48000.0;
/// Long noisy runs are statistics: a sample much shorter than the noise's correlation time is enough.
constexpr double noisy_rate_hz = 16000.0;
constexpr int block = 512;

/// One sample is as long in the model as in real time, and nothing is mixed.
Snapshot silent(Snapshot values) {
    values.set(Id::time_scale, 1.0);
    for (const Id level : {Id::voltage_level_db, Id::spike_level_db, Id::stimulus_level_db, Id::pitch_level_db})
        values.set(level, parameter(level).min);
    return values;
}

struct Window {
    double from_ms, to_ms;
};

/// Second half of the stimulus, where the voltage has settled into what it goes on doing.
Window late_half(const Snapshot& values, double duration_ms) {
    const double onset = values[Id::stim_delay_ms], length = values[Id::stim_duration_ms];
    const double end = length > 0.0 ? std::min(duration_ms, onset + length) : duration_ms;
    return {0.5 * (onset + end), end};
}

} // namespace

Response Instrument::run(const Setup& setup, double duration_ms) const {
    const Snapshot values = silent(setup.values);
    const double rate_hz = values[Id::noise_pa] > 0.0 ? noisy_rate_hz : exact_rate_hz;
    const double ms_per_sample = 1000.0 / rate_hz;
    Engine engine;
    engine.prepare(rate_hz, block);
    engine.set(values);
    engine.set_initial(initial_of(setup));
    engine.reset();

    Response out;
    out.spikes_ms.resize(static_cast<std::size_t>(values.integer(Id::neurons)));
    const Window late = late_half(values, duration_ms);
    out.late_low_mv = 1e9;
    out.late_high_mv = -1e9;
    const auto samples = static_cast<long long>(std::ceil(duration_ms / ms_per_sample));
    for (long long at = 0; at < samples; at += block) {
        Block part;
        part.frames = static_cast<int>(std::min<long long>(block, samples - at));
        engine.process(part);
        for (const SpikeEvent& spike : engine.spikes()) {
            const double t = (static_cast<double>(at + spike.sample) + spike.offset) * ms_per_sample;
            if (t < duration_ms) out.spikes_ms[static_cast<std::size_t>(spike.neuron)].push_back(t);
        }
        const auto voltage = engine.voltage_mv();
        for (int k = 0; k < part.frames; ++k)
            if (const double t = static_cast<double>(at + k) * ms_per_sample; t >= late.from_ms && t < late.to_ms) {
                out.late_low_mv = std::min(out.late_low_mv, voltage[static_cast<std::size_t>(k)]);
                out.late_high_mv = std::max(out.late_high_mv, voltage[static_cast<std::size_t>(k)]);
            }
    }
    if (out.late_low_mv > out.late_high_mv) out.late_low_mv = out.late_high_mv = 0.0;
    return out;
}

} // namespace soma::lesson
