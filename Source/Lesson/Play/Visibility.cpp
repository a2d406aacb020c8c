#include "Lesson/Play/Visibility.h"

#include "Lesson/Answers/Setup.h"

#include <algorithm>
#include <array>

namespace soma::lesson {
namespace {

struct Shown {
    std::string_view by;
    bool (*covers)(std::string_view item);
};

/// Of a neuron, not of what is done to it: the groups of the table that describe the cell.
bool describes_cell(std::string_view item) {
    constexpr std::array<std::string_view, 8> groups{"Model",   "Membrane",       "Ions",       "GLIF",
                                                     "Channel", "Hodgkin–Huxley", "Izhikevich", "AdEx"};
    if (item == "presetName") return true;
    if (const auto id = find_parameter(item))
        return std::find(groups.begin(), groups.end(), parameter(*id).group) != groups.end();
    const auto derived = derived_parameters();
    return std::find(derived.begin(), derived.end(), item) != derived.end();
}

constexpr std::array shown{
    Shown{"scope", [](std::string_view item) { return item.starts_with("scope"); }},
    Shown{"cells", describes_cell},
    Shown{"controls", [](std::string_view item) { return parameter_exists(item); }},
};

bool plays_hidden_cell(const Lesson& lesson, const Step& step) {
    const auto sounds = sounds_of(step);
    return std::any_of(sounds.begin(), sounds.end(), [&](const std::string& name) {
        const auto sound = lesson.sounds.find(name);
        return sound != lesson.sounds.end() && lesson.cells.find(sound->second.cell)->second.hidden;
    });
}

} // namespace

Visibility visibility(const Lesson& lesson, const Step& step, std::string_view item, const Revealed& revealed) {
    if (const auto* tune = std::get_if<TuneStep>(&step.body); tune && tune->control == item) return Visibility::visible;
    const Controls& controls = step.controls ? *step.controls : lesson.controls;
    const auto listed = controls.items.find(item);
    const Visibility set = listed == controls.items.end() ? controls.otherwise : listed->second;
    for (const Shown& s : shown)
        if (revealed.contains(s.by) && s.covers(item)) return std::max(set, Visibility::locked);
    if (describes_cell(item) && plays_hidden_cell(lesson, step)) return Visibility::hidden;
    return set;
}

std::vector<std::string> sounds_of(const Step& step) {
    struct Collect {
        std::vector<std::string> operator()(const TextStep&) const { return {}; }
        std::vector<std::string> operator()(const ListenStep& s) const { return s.sounds; }
        std::vector<std::string> operator()(const ChooseStep& s) const { return s.trial ? s.trial->sounds : s.sounds; }
        std::vector<std::string> operator()(const NumericStep& s) const { return s.sounds; }
        std::vector<std::string> operator()(const TuneStep& s) const {
            return s.reference.empty() ? std::vector{s.adjust} : std::vector{s.reference, s.adjust};
        }
        std::vector<std::string> operator()(const ExperimentStep& s) const { return s.of; }
        std::vector<std::string> operator()(const OrderStep& s) const { return s.sounds; }
        std::vector<std::string> operator()(const ExplainStep&) const { return {}; }
        std::vector<std::string> operator()(const RevealStep& s) const { return s.sounds; }
    };
    return std::visit(Collect{}, step.body);
}

bool is_blind(const Step& step) {
    if (std::holds_alternative<OrderStep>(step.body)) return true;
    const auto* choose = std::get_if<ChooseStep>(&step.body);
    return choose != nullptr && (choose->blind || choose->trial.has_value());
}

std::set<std::string, std::less<>> all_capabilities() {
    return {"model.rest",    "model.r",        "model.rc",         "model.lif",      "model.glif",
            "model.channel", "model.hh",       "model.izhikevich", "model.adex",     "monitor.spikes",
            "monitor.vm",    "monitor.stim",   "monitor.pitch",    "stimulus.step",  "stimulus.pulse",
            "stimulus.ramp", "stimulus.noise", "stimulus.sine",    "stimulus.audio", "speed",
            "population",    "experiment"};
}

bool lacks(const std::vector<std::string>& needs, const std::set<std::string, std::less<>>& have) {
    return std::any_of(needs.begin(), needs.end(), [&](const std::string& need) { return !have.contains(need); });
}

std::vector<std::string> missing_capabilities(const Lesson& lesson, const std::set<std::string, std::less<>>& have) {
    std::set<std::string> needs(lesson.needs.begin(), lesson.needs.end());
    for (const Step& step : lesson.steps)
        if (step.if_missing == "block") needs.insert(step.needs.begin(), step.needs.end());
    std::vector<std::string> missing;
    for (const std::string& need : needs)
        if (!have.contains(need)) missing.push_back(need);
    return missing;
}

} // namespace soma::lesson
