#include "Engine/Engine.h"
#include "Lesson/Answers/Setup.h"
#include "Web/Core/Fields.h"
#include "Web/Core/LessonView.h"

#include <algorithm>

namespace soma::web {
namespace {

constexpr double rate_hz = 48000.0, longest_ms = 2000.0, usual_ms = 500.0, short_ms = 50.0;
constexpr std::size_t most_traces = 6, columns = 400;
constexpr int block = 512;
constexpr double drawn_peak_mv = 10.0; ///< of models that reset without one

/// Model time around the stimulus, in ms.
struct Window {
    double from, to;
};
Window window_of(const Snapshot& values, double total_ms) {
    const bool stimulated = values[Id::stim_shape] > 0.5;
    const double onset = stimulated ? values[Id::stim_delay_ms] : 0.0;
    double length = stimulated ? values[Id::stim_duration_ms] : 0.0;
    if (stimulated && length < short_ms) length = short_ms; // a pulse is followed by what it sets off
    if (length <= 0.0) length = total_ms > onset ? total_ms - onset : usual_ms;
    length = std::min(length, longest_ms);
    return {onset - std::min(0.1 * length, onset), onset + 1.1 * length};
}

Json trace_of(const lesson::Setup& setup, const std::string& name) {
    auto values = setup.values;
    values.set(Id::time_scale, 1.0);
    const auto window = window_of(values, setup.total_ms);
    const auto model = values.choice<ModelId>(Id::model);
    const bool peaks = model >= ModelId::lif && model <= ModelId::glif5;
    const double step_ms = 1000.0 / rate_hz;
    std::vector<double> low(columns, 1e9), high(columns, -1e9), spikes_ms;
    const auto column_of = [&](double time_ms) {
        const double share = (time_ms - window.from) / (window.to - window.from);
        return static_cast<std::size_t>(std::clamp(share * columns, 0.0, static_cast<double>(columns - 1)));
    };
    const auto add = [&](double time_ms, double mv) {
        auto& least = low[column_of(time_ms)];
        auto& most = high[column_of(time_ms)];
        least = std::min(least, mv);
        most = std::max(most, mv);
    };
    Engine engine;
    engine.prepare(rate_hz, block);
    engine.set(values);
    engine.set_initial(lesson::initial_of(setup));
    engine.reset();
    for (double at_ms = 0.0; at_ms < window.to; at_ms += block * step_ms) {
        Block part;
        part.frames = block;
        engine.process(part);
        for (int k = 0; k < block; ++k)
            if (const double time_ms = at_ms + k * step_ms; time_ms >= window.from && time_ms <= window.to)
                add(time_ms, engine.voltage_mv()[static_cast<std::size_t>(k)]);
        for (const auto& spike : engine.spikes()) {
            const double time_ms = at_ms + (spike.sample + spike.offset) * step_ms;
            if (spike.neuron != 0 || time_ms < window.from || time_ms > window.to) continue;
            spikes_ms.push_back(time_ms);
            if (peaks) add(time_ms, drawn_peak_mv);
        }
    }
    return Fields()("name", name)("from_ms", window.from)("to_ms", window.to)("low_mv", low)("high_mv", high)(
        "spikes_ms", spikes_ms);
}

} // namespace

Json lesson_traces(Course& course) {
    auto list = Json::array();
    auto& session = *course.session;
    if (session.phase() == lesson::Phase::finished || !session.scope_shown()) return list;
    const auto cards = session.cards();
    for (std::size_t i = 0; i < std::min(cards.size(), most_traces); ++i) {
        const auto setup = setup_of_card(course, i);
        if (!setup.live_input && setup.audio_file.empty()) list.push_back(trace_of(setup, cards[i].name()));
    }
    return Fields()("traces", list)("numbers", session.visibility("scope.values") != lesson::Visibility::hidden);
}

} // namespace soma::web
