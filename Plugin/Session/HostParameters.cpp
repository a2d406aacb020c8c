#include "Session/HostParameters.h"

#include <sstream>

namespace soma::host {
namespace {

constexpr int looks_to_rest = 15; // half a second

std::size_t index(Id id) { return static_cast<std::size_t>(id); }

} // namespace

HostParameters::HostParameters(SomaphoneProcessor& processor, UndoHistory& steps)
    : processor_(processor)
    , steps_(steps) {
    settle();
}

void HostParameters::begin(Id id, std::optional<Id> again) {
    if (held_[index(id)]) return;
    held_.set(index(id));
    steps_.begin(again);
    processor_.host_parameter(id).beginChangeGesture();
}

void HostParameters::set_value(Id id, double value) {
    if (locked(id) || !held_[index(id)]) return;
    processor_.host_parameter(id).set_from_editor(value);
    shown_.set(id, value);
}

void HostParameters::end_gesture(Id id) {
    if (!held_[index(id)]) return;
    held_.reset(index(id));
    processor_.host_parameter(id).endChangeGesture();
    steps_.end();
}

void HostParameters::set_locked(Id id, bool locked) {
    locked_.set(index(id), locked);
    write_locks();
}

void HostParameters::write_locks() {
    std::string text;
    for (const auto& row : parameters())
        if (locked(*find_parameter(row.id))) text += (text.empty() ? "" : " ") + std::string(row.id);
    processor_.with_description([&](Preset& description) {
        if (text.empty())
            description.session.erase(locks_key);
        else
            description.session[locks_key] = text;
    });
}

std::string HostParameters::unit_choice(Id id) const {
    return processor_.with_description([&](const Preset& description) {
        const auto found = description.units.find(parameter(id).id);
        return found == description.units.end() ? std::string() : found->second;
    });
}

void HostParameters::set_unit_choice(Id id, std::string_view unit) {
    steps_.begin();
    processor_.with_description([&](Preset& description) {
        const std::string key(parameter(id).id);
        if (unit.empty() || unit == parameter(id).unit)
            description.units.erase(key);
        else
            description.units[key] = unit;
    });
    steps_.end();
}

void HostParameters::forget_controller(Id id) {
    learn_.forget(id);
    write_controllers();
}

void HostParameters::write_controllers() {
    processor_.with_description([this](Preset& description) { learn_.write(description.session); });
}

void HostParameters::follow() {
    const auto waiting = learn_.learning();
    for (ControlChange change; processor_.pop(change);)
        learn_.take(change, [this](Id id, double position) {
            if (!locked(id)) processor_.host_parameter(id).set_from_editor(from_position(parameter(id), position));
        });
    if (waiting && !learn_.learning()) write_controllers();

    const auto live = processor_.store().snapshot();
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        rested_[i] = live[id] == last_[id] ? rested_[i] + 1 : 0;
        if (rested_[i] >= looks_to_rest) shown_.set(id, live[id]);
    }
    last_ = live;
}

void HostParameters::settle() {
    shown_ = last_ = processor_.store().snapshot();
    rested_.fill(0);
}

void HostParameters::read_session() {
    processor_.with_description([this](const Preset& description) {
        const auto& session = description.session;
        learn_.read(session);
        locked_.reset();
        const auto found = session.find(locks_key);
        if (found == session.end()) return;
        std::istringstream words(found->second);
        for (std::string word; words >> word;)
            if (const auto id = find_parameter(word)) locked_.set(index(*id));
    });
    settle();
}

Snapshot HostParameters::with_locks(Snapshot values) const {
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (locked_[i]) values.set(static_cast<Id>(i), processor_.store().get(static_cast<Id>(i)));
    return values;
}

} // namespace soma::host
