#include "Session/ProcessorHost.h"

#include "Osc/OscHost.h"

namespace soma::host {
namespace {

constexpr int polls_per_s = 30;
constexpr const char* osc_host_key = "osc_host";

/// Notice to the person about a state that was not taken as it is.
std::optional<editor::Message> message_of(const std::vector<std::string>& notes, bool refused) {
    if (notes.empty()) return std::nullopt;
    if (refused) return editor::Message{"Could not read the file", notes[0] + ". The current sound is kept."};
    const bool newer = notes[0].starts_with("made by a newer version");
    std::string line = newer ? "Unknown settings were left at default" : notes[0];
    for (std::size_t i = 1; i < notes.size(); ++i) line += (i == 1 && newer ? ": " : "; ") + notes[i];
    return editor::Message{newer ? "Made by a newer version" : "Some settings were changed", line};
}

} // namespace

ProcessorHost::ProcessorHost(SomaphoneProcessor& processor, juce::File place)
    : processor_(processor)
    , steps_({[this] { return sound(); }, [this](const Sound& wanted) { set_sound(wanted); }})
    , parameters_(processor, steps_)
    , monitor_(processor)
    , stimulator_(processor)
    , library_(processor, parameters_, steps_, place)
    , lesson_player_(processor)
    , lessons_(*this, place.getChildFile("Lessons"))
    , follower_(polls_per_s, [this] { follow(); }) {}

Sound ProcessorHost::sound() const {
    const auto preset = processor_.preset();
    const auto entry = preset.session.find(PresetLibrary::key);
    return {entry == preset.session.end() ? "" : entry->second,
            preset.name,
            preset.cell,
            preset.values,
            preset.initial,
            preset.units,
            preset.tuning,
            preset.category};
}

void ProcessorHost::set_sound(const Sound& wanted) {
    const std::lock_guard whole(processor_.state_mutex());
    auto preset = processor_.preset();
    const bool same_start =
        preset.initial == wanted.initial && preset.cell == wanted.cell && preset.tuning == wanted.tuning;
    preset.session[PresetLibrary::key] = wanted.entry;
    preset.name = wanted.name;
    preset.cell = wanted.cell;
    preset.initial = wanted.initial;
    preset.units = wanted.units;
    preset.tuning = wanted.tuning;
    preset.category = wanted.category;
    preset.values = parameters_.with_locks(wanted.values);
    if (same_start) {
        processor_.with_description([&](Preset& description) { description = preset; });
        processor_.set_values(preset.values);
    } else {
        processor_.load(preset);
    }
    parameters_.settle();
    library_.adopt();
}

editor::Session ProcessorHost::session() const {
    return processor_.with_description([](const Preset& description) { return read_session(description.session); });
}

void ProcessorHost::set_session(const editor::Session& session) {
    processor_.with_description([&](Preset& description) { write_session(session, description.session); });
}

std::optional<std::string> ProcessorHost::set_osc_host(std::string_view host) {
    if (auto wrong = osc::wrong_host(host)) return wrong;
    processor_.with_description([&](Preset& description) { description.session[osc_host_key] = host; });
    processor_.osc_sender().set_host(std::string(host));
    return std::nullopt;
}

bool ProcessorHost::osc_unreachable() const {
    return processor_.store().get(Id::osc_out) > 0.5 && processor_.osc_sender().unreachable();
}

void ProcessorHost::take_state() {
    states_seen_ = processor_.states_given();
    message_ = message_of(processor_.load_notes(), processor_.state_refused());
    if (processor_.state_refused()) return;
    steps_.forget();
    parameters_.read_session();
    library_.adopt();
    const auto host = processor_.with_description([](const Preset& description) {
        const auto found = description.session.find(osc_host_key);
        const bool usable = found != description.session.end() && !osc::wrong_host(found->second);
        return usable ? found->second : std::string(osc::default_host);
    });
    processor_.osc_sender().set_host(host);
}

void ProcessorHost::follow() {
    const std::unique_lock lock(processor_.state_mutex(), std::try_to_lock);
    if (!lock) return; // the next look is soon
    if (states_seen_ != processor_.states_given()) take_state();
    parameters_.follow();
    if (++looks_ % polls_per_s == 0) library_.poll_again();
}

} // namespace soma::host
