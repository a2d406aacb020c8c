#include "Host/EditSteps.h"

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
    return now;
}

bool differ_only_in(Id id, Sound before, const Sound& after) {
    before.values.set(id, after.values[id]);
    return before == after;
}

} // namespace

void EditSteps::begin(std::optional<Id> again) {
    if (depth_++ > 0) return;
    auto& [sound, undo, redo] = slot();
    if (again && !undo.empty() && redo.empty() && differ_only_in(*again, undo.back().before, undo.back().after)) {
        before_ = std::move(undo.back().before);
        undo.pop_back();
    } else {
        before_ = access_.get();
    }
}

void EditSteps::end() {
    if (depth_ == 0 || --depth_ > 0) return;
    auto after = access_.get();
    if (after == before_) return;
    auto& steps = slot().undo;
    if (steps.size() == most_steps) steps.erase(steps.begin());
    steps.push_back({std::move(before_), std::move(after)});
    slot().redo.clear();
}

void EditSteps::forget() {
    slots_ = {};
    chosen_ = 0;
}

void EditSteps::go(std::vector<Step>& from, std::vector<Step>& to, bool back) {
    if (from.empty() || depth_ > 0) return;
    const auto step = std::move(from.back());
    from.pop_back();
    access_.set(back ? moved(access_.get(), step.after, step.before) : moved(access_.get(), step.before, step.after));
    to.push_back(step);
}

void EditSteps::undo() { go(slot().undo, slot().redo, true); }
void EditSteps::redo() { go(slot().redo, slot().undo, false); }

void EditSteps::choose_slot(int wanted) {
    const auto next = static_cast<std::size_t>(wanted != 0);
    if (next == chosen_ || depth_ > 0) return;
    slot().sound = access_.get();
    chosen_ = next;
    if (slot().sound) access_.set(*slot().sound);
}

void EditSteps::copy_to_other_slot() {
    auto& other = slots_[1 - chosen_];
    other.sound = access_.get();
    other.undo.clear();
    other.redo.clear();
}

} // namespace soma::host
