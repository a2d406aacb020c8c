#include "Editor/Panels/StimulusShapes.h"

#include <array>

namespace soma::editor {

namespace {

constexpr Quantity plain(Id id) {
    Quantity quantity{};
    quantity.id = id;
    return quantity;
}

constexpr Quantity ranged(Id id, double min, double max) {
    auto quantity = plain(id);
    quantity.min = min;
    quantity.max = max;
    return quantity;
}

/// Onsets a second from the time between them.
constexpr Quantity rate() {
    auto quantity = ranged(Id::stim_period_ms, 0.001, 10000.0);
    quantity.form = Quantity::Form::reciprocal;
    quantity.factor = 1000.0;
    quantity.unit = "Hz";
    return quantity;
}

constexpr StimulusField amplitude{"Amplitude", "Stimulus amplitude", plain(Id::stim_amplitude_pa)};
constexpr StimulusField duration{"Duration", "Stimulus duration", plain(Id::stim_duration_ms)};
constexpr StimulusField delay{"Delay", "Stimulus delay", plain(Id::stim_delay_ms)};
constexpr StimulusField repeat{"Repeat", "Stimulus repeat period", plain(Id::stim_period_ms)};

constexpr std::array step{amplitude, duration, delay, repeat};
constexpr std::array pulse{
    amplitude, StimulusField{"Duration", "Stimulus duration", ranged(Id::stim_duration_ms, 0.01, 10.0)}, delay, repeat};
constexpr std::array ramp{StimulusField{"Start", "Stimulus ramp start", plain(Id::stim_start_pa)},
                          StimulusField{"End", "Stimulus ramp end", plain(Id::stim_amplitude_pa)}, duration, repeat};
constexpr std::array train{amplitude,
                           StimulusField{"Width", "Stimulus pulse width", ranged(Id::stim_duration_ms, 0.01, 1e4)},
                           StimulusField{"Rate", "Stimulus pulse rate", rate()},
                           StimulusField{"Count", "Stimulus pulse count", plain(Id::stim_count)}};
constexpr std::array chirp{amplitude, StimulusField{"From", "Stimulus start frequency", plain(Id::stim_frequency_hz)},
                           StimulusField{"To", "Stimulus end frequency", plain(Id::stim_end_frequency_hz)}, duration};
constexpr std::array noise{StimulusField{"Rms", "Stimulus noise rms", plain(Id::stim_amplitude_pa)},
                           StimulusField{"Correlation", "Stimulus correlation time", plain(Id::stim_tau_ms)},
                           StimulusField{"Seed", "Stimulus seed", plain(Id::stim_seed)}};
constexpr std::array sine{amplitude, StimulusField{"Frequency", "Stimulus frequency", plain(Id::stim_frequency_hz)},
                          duration, delay};

constexpr double without_end_ms = 1e7;
constexpr std::array long_values{UsualValue{Id::stim_duration_ms, 10.01, without_end_ms, 1000.0}};
constexpr std::array pulse_values{UsualValue{Id::stim_duration_ms, 0.01, 10.0, 2.0}};
constexpr std::array train_values{UsualValue{Id::stim_duration_ms, 0.01, 10.0, 2.0},
                                  UsualValue{Id::stim_period_ms, 20.0, 500.0, 50.0}};

constexpr std::array<StimulusShape, 8> shapes{{{0, "None", Icon::none, {}},
                                               {1, "Step", Icon::step, step, long_values},
                                               {2, "Short pulse", Icon::pulse, pulse, pulse_values},
                                               {3, "Ramp", Icon::ramp, ramp, long_values},
                                               {4, "Pulse train", Icon::train, train, train_values},
                                               {5, "Chirp", Icon::chirp, chirp, long_values},
                                               {6, "Noise", Icon::noise, noise},
                                               {7, "Sine", Icon::sine, sine, long_values}}};

constexpr std::array<MidiInputMode, 5> midi_modes{
    {{"Off", 0, -1}, {"Note = step", 1, 0}, {"Note = pulse", 1, 1}, {"Note = synapse", 1, 2}, {"Note = rate", 2, -1}}};

} // namespace

std::span<const StimulusShape> stimulus_shapes() { return shapes; }

const StimulusShape& stimulus_shape(int index) {
    for (const auto& shape : shapes)
        if (shape.index == index) return shape;
    return shapes[0];
}

std::span<const MidiInputMode> midi_input_modes() { return midi_modes; }

} // namespace soma::editor
