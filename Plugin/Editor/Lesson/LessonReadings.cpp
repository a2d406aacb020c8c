#include "Editor/Lesson/LessonReadings.h"

#include "Editor/Lesson/LessonFields.h"
#include "Look/NumberFormat.h"

#include "Engine/Models.h"
#include "Lesson/Answers/Setup.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <array>

namespace soma::editor {

namespace {

struct Row {
    std::string_view id, unit;
    double factor;
    bool (*concerns)(const Snapshot&);
};

bool stimulated(const Snapshot& s) { return s[Id::stim_shape] > 0.5; }
bool single_leak(const Snapshot& s) {
    const auto model = s.choice<ModelId>(Id::model);
    return s[Id::leak] < 0.5 && model >= ModelId::r && model <= ModelId::glif5;
}
bool capacitive(const Snapshot& s) { return s.choice<ModelId>(Id::model) >= ModelId::rc; }
bool has_threshold(const Snapshot& s) {
    const auto model = s.choice<ModelId>(Id::model);
    return model >= ModelId::lif && model <= ModelId::glif5;
}

constexpr std::array rows{
    Row{"stim_amplitude_pa", "pA", 1.0, stimulated}, Row{"stim_duration_ms", "ms", 1.0, stimulated},
    Row{"membrane_resistance_mohm", "MΩ", 1.0, single_leak}, Row{"membrane_capacitance_nf", "pF", 1000.0, capacitive},
    Row{"threshold_above_rest_mv", "mV", 1.0, has_threshold}};

std::string value_text(lesson::Session& session, const LessonSound& sound, const Row& row, bool& concerns) {
    std::vector<std::string> labels, values;
    for (std::size_t i = 0; i < session.cards().size(); ++i) {
        const auto setup = sound.setup(session, i);
        if (!row.concerns(setup.values)) continue;
        labels.push_back(session.cards()[i].letter);
        values.push_back(significant(lesson::parameter_value(setup, row.id) * row.factor));
    }
    concerns = !values.empty();
    if (!concerns) return {};
    const bool same = std::all_of(values.begin(), values.end(), [&](const auto& v) { return v == values.front(); });
    const auto visibility = session.visibility(row.id);
    if (visibility == lesson::Visibility::hidden || (!same && is_blind(session.step()))) return "hidden";
    if (same) return values.front();
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(values.size(), most); ++i)
        text += (i > 0 ? ", " : "") + labels[i] + " " + values[i];
    return values.size() > most ? text + " …" : text;
}

} // namespace

std::vector<Reading> lesson_readings(LessonController& controller, Metrics::Kind metrics) {
    std::vector<Reading> list;
    auto* session = controller.session();
    if (session == nullptr || controller.finished()) return list;
    // A narrow footer has room for short values only.
    const std::size_t most = metrics == Metrics::Kind::desktop ? 5 : 4;
    try {
        for (const auto& row : rows) {
            bool concerns = false;
            auto text = value_text(*session, controller.sound(), row, concerns);
            if (!concerns) continue;
            const bool hidden = text == "hidden";
            list.push_back({lesson_label(row.id), std::move(text), hidden ? std::string() : std::string(row.unit),
                            hidden ? "Hidden by the lesson" : std::string(lesson::control_parameter(row.id).label)});
        }
    } catch (const lesson::LessonError&) {
        // A sound that cannot be computed has no numbers.
    }
    if (list.size() > most) list.resize(most);
    if (session->visibility("spikeCounter") == lesson::Visibility::visible && controller.sound().last())
        list.push_back({"Spikes", std::to_string(controller.sound().spikes()), "", "Of the last sound"});
    return list;
}

} // namespace soma::editor
