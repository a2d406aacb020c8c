#include "Session/UndoHistory.h"

#include "Parameters/ParameterText.h"

namespace soma::host {
namespace {

using Units = decltype(Sound::units);

Units moved(Units now, const Units& from, const Units& to) {
    for (const auto& [id, unit] : from)
        if (!to.contains(id)) now.erase(id);
    for (const auto& [id, unit] : to) {
        const auto before = from.find(id);
        if (before == from.end() || before->second != unit) now[id] = unit;
    }
    return now;
}

/// `now`, with all that differs between `from` and `to` as it is in `to`.
Sound moved(Sound now, const Sound& from, const Sound& to) {
    if (from.entry != to.entry) now.entry = to.entry;
    if (from.name != to.name) now.name = to.name;
    if (from.cell != to.cell) now.cell = to.cell;
    if (from.initial != to.initial) now.initial = to.initial;
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        if (from.values[id] != to.values[id]) now.values.set(id, to.values[id]);
    }
    now.units = moved(std::move(now.units), from.units, to.units);
    if (from.tuning != to.tuning) now.tuning = to.tuning;
    if (from.category != to.category) now.category = to.category;
    return now;
}

bool differ_only_in(Id id, Sound before, const Sound& after) {
    before.values.set(id, after.values[id]);
    return before == after;
}

/// Name of the person's act: the chosen sound, or a value moved from here to there.
std::string name_of(const Sound& before, const Sound& after) {
    if (before.entry != after.entry) return after.name;
    std::vector<Id> moved_ids;
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (const auto id = static_cast<Id>(i); before.values[id] != after.values[id]) moved_ids.push_back(id);
    if (moved_ids.empty() && before.tuning != after.tuning) return "Scale";
    if (moved_ids.empty()) return before.units != after.units ? "Unit" : "State";
    const auto& row = parameter(moved_ids.front());
    const auto label = std::string(row.label);
    if (moved_ids.size() > 1) return label + " and " + std::to_string(moved_ids.size() - 1) + " more";
    return label + " " + display_text(row, before.values[moved_ids.front()]) + " → " +
           display_text(row, after.values[moved_ids.front()]);
}

} // namespace

void UndoHistory::begin(std::optional<Id> again) {
    if (depth_++ > 0) return;
    auto& [sound, undo, redo] = slot();
    if (again && !undo.empty() && redo.empty() && differ_only_in(*again, undo.back().before, undo.back().after)) {
        before_ = std::move(undo.back().before);
        undo.pop_back();
    } else {
        before_ = access_.get();
    }
}

void UndoHistory::end() {
    if (depth_ == 0 || --depth_ > 0) return;
    auto after = access_.get();
    if (after == before_) return;
    auto& steps = slot().undo;
    if (steps.size() == most_steps) steps.erase(steps.begin());
    steps.push_back({std::move(before_), std::move(after)});
    slot().redo.clear();
}

void UndoHistory::forget() {
    slots_ = {};
    chosen_ = 0;
}

void UndoHistory::go(std::vector<Step>& from, std::vector<Step>& to, bool back) {
    if (from.empty() || depth_ > 0) return;
    const auto step = std::move(from.back());
    from.pop_back();
    access_.set(back ? moved(access_.get(), step.after, step.before) : moved(access_.get(), step.before, step.after));
    to.push_back(step);
}

void UndoHistory::undo() { go(slot().undo, slot().redo, true); }
void UndoHistory::redo() { go(slot().redo, slot().undo, false); }

std::string UndoHistory::undo_name() const {
    return can_undo() ? name_of(slot().undo.back().before, slot().undo.back().after) : std::string();
}

std::string UndoHistory::redo_name() const {
    return can_redo() ? name_of(slot().redo.back().before, slot().redo.back().after) : std::string();
}

void UndoHistory::choose_slot(int wanted) {
    const auto next = static_cast<std::size_t>(wanted != 0);
    if (next == chosen_ || depth_ > 0) return;
    slot().sound = access_.get();
    chosen_ = next;
    if (slot().sound) access_.set(*slot().sound);
}

void UndoHistory::copy_to_other_slot() {
    auto& other = slots_[1 - chosen_];
    other.sound = access_.get();
    other.undo.clear();
    other.redo.clear();
}

} // namespace soma::host
