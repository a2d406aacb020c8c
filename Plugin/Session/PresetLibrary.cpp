#include "Session/PresetLibrary.h"

#include "Embedded/BuiltInCells.h"
#include "Session/FactoryPresets.h"

#include <algorithm>

namespace soma::host {
namespace {

using editor::LibraryEntry;
using editor::Message;

/// Does the action; an exception becomes the two lines that the editor prints.
template <class Action>
editor::Library::Failure attempt(const char* title, const Action& action) {
    try {
        action();
        return std::nullopt;
    } catch (const FormatError& error) {
        return Message{title, error.what()};
    }
}

struct Heading {
    std::string_view prefix, group;
};
constexpr Heading headings[] = {{"allen/", "Allen cells"},
                                {"glif/", "Allen GLIF fits"},
                                {"hh/", "Hodgkin–Huxley"},
                                {"izhikevich/", "Izhikevich"},
                                {"adex/", "AdEx"}};

LibraryEntry entry_of(const Cell& cell, bool factory) {
    LibraryEntry entry{cell.id, cell.name, std::string(cell.model_name()), factory ? "Cells" : "My cells", factory};
    for (const auto& heading : headings)
        if (factory && cell.id.starts_with(heading.prefix)) entry.group = heading.group;
    return entry;
}

/// "bass" becomes "Bass".
std::string heading_of(std::string category) {
    if (!category.empty() && category[0] >= 'a' && category[0] <= 'z') category[0] += 'A' - 'a';
    return category;
}

bool is_user_preset(std::string_view id) { return id.starts_with("user/"); }

} // namespace

PresetLibrary::PresetLibrary(SomaphoneProcessor& processor, HostParameters& parameters, UndoHistory& steps,
                             juce::File place)
    : processor_(processor)
    , parameters_(parameters)
    , steps_(steps)
    , folder_(std::move(place)) {
    list();
    adopt();
}

void PresetLibrary::list() {
    entries_.clear();
    for (const auto& preset : factory_presets())
        entries_.push_back({preset.id, preset.preset.name,
                            std::string(choice_name(parameter(Id::model), preset.preset.values[Id::model])),
                            heading_of(preset.preset.category), true});
    for (const auto& own : folder_.presets()) entries_.push_back({own.id, own.name, "my preset", "My presets", false});
    for (const auto& one : folder_.cells().cells()) entries_.push_back(entry_of(one, false));
    for (const auto& one : built_in_cells().cells()) entries_.push_back(entry_of(one, true));
    ++revision_;
}

const LibraryEntry* PresetLibrary::entry(std::string_view id) const {
    const auto found = std::ranges::find(entries_, id, &LibraryEntry::id);
    return found == entries_.end() ? nullptr : &*found;
}

const Cell* PresetLibrary::cell(std::string_view id) const {
    const auto* found = built_in_cells().look_up(id);
    return found != nullptr ? found : folder_.cells().look_up(id);
}

PresetLibrary::Content PresetLibrary::content(std::string_view id) const {
    if (is_user_preset(id)) return {folder_.load(id), false};
    const auto preset = std::ranges::find(factory_presets(), id, &FactoryPreset::id);
    if (preset != factory_presets().end()) return {preset->preset, false};
    const auto* neuron = cell(id);
    if (neuron == nullptr) throw FormatError("There is no preset or cell named " + std::string(id) + " any more.");
    auto saved = processor_.preset();
    apply(*neuron, saved.values);
    saved.name = neuron->name;
    saved.cell = neuron->id;
    saved.initial = neuron->initial;
    return {saved, true};
}

void PresetLibrary::now_is(std::string id, const Content& content) {
    processor_.with_description([&](Preset& description) { description.session[key] = std::move(id); });
    remember(content);
}

void PresetLibrary::remember(const Content& content) {
    saved_ = content.preset.values;
    saved_tuning_ = content.preset.tuning;
    neuron_only_ = content.neuron_only;
}

std::string PresetLibrary::present() const {
    return processor_.with_description([](const Preset& description) {
        const auto found = description.session.find(key);
        return found == description.session.end() || found->second.empty() ? description.cell : found->second;
    });
}

void PresetLibrary::adopt() {
    try {
        remember(content(present()));
    } catch (const FormatError&) { // made elsewhere, or deleted since: the sound itself is what there is
        remember({processor_.preset(), false});
    }
}

LibraryEntry PresetLibrary::current() const {
    if (const auto* known = entry(present())) return *known;
    const auto name = processor_.with_description([](const Preset& description) { return description.name; });
    return {"", name.empty() ? "Unnamed" : name, "not saved", "", false};
}

bool PresetLibrary::dirty() const {
    const bool retuned =
        processor_.with_description([&](const Preset& description) { return description.tuning != saved_tuning_; });
    if (retuned && !neuron_only_) return true;
    const auto now = processor_.store().snapshot();
    return std::ranges::any_of(parameters(), [&](const Parameter& row) {
        const auto id = static_cast<Id>(&row - parameters().data());
        return id != Id::mute && (!neuron_only_ || belongs_to_cell(row)) && now[id] != saved_[id];
    });
}

editor::Library::Failure PresetLibrary::load(std::string_view id) {
    return attempt("Could not read the preset", [&] {
        const std::lock_guard whole(processor_.state_mutex());
        const std::string wanted(id); // the entry may be the list's own
        auto fresh = content(wanted);
        steps_.begin();
        const auto saved = fresh;
        fresh.preset.values = parameters_.with_locks(fresh.preset.values);
        fresh.preset.session = processor_.preset().session;
        processor_.load(fresh.preset);
        now_is(wanted, saved);
        parameters_.settle();
        steps_.end();
    });
}

editor::Library::Failure PresetLibrary::step(int direction) {
    if (entries_.empty()) return std::nullopt;
    const auto count = static_cast<int>(entries_.size());
    const auto* now = entry(current().id);
    const int at = now == nullptr ? (direction > 0 ? -1 : 0) : static_cast<int>(now - entries_.data());
    return load(entries_[static_cast<std::size_t>(((at + direction) % count + count) % count)].id);
}

editor::Library::Failure PresetLibrary::save_as(std::string_view name) {
    return attempt("Could not save the preset", [&] {
        const auto same = std::ranges::find(folder_.presets(), name, &PresetFolder::Entry::name);
        if (same != folder_.presets().end() && same->id != current().id)
            throw FormatError("There is a preset named " + std::string(name) +
                              " already. Choose another name, or delete that preset first.");
        auto saved = processor_.preset();
        saved.name = name;
        auto id = folder_.save(saved);
        list();
        saved.name = entry(id)->name;
        processor_.with_description([&](Preset& description) { description.name = saved.name; });
        now_is(std::move(id), {saved, false});
    });
}

editor::Library::Failure PresetLibrary::rename(std::string_view id, std::string_view name) {
    return attempt("Could not rename the preset", [&] {
        if (!is_user_preset(id)) throw FormatError("Built-in entries keep their names; save a copy instead.");
        const bool is_current = current().id == id;
        auto renamed = folder_.rename(id, name);
        list();
        if (!is_current) return;
        processor_.with_description([&](Preset& description) {
            description.name = entry(renamed)->name;
            description.session[key] = std::move(renamed);
        });
    });
}

editor::Library::Failure PresetLibrary::remove(std::string_view id) {
    return attempt("Could not delete the preset", [&] {
        if (!is_user_preset(id)) throw FormatError("Built-in entries cannot be deleted.");
        folder_.remove(std::string(id));
        list();
    });
}

editor::Library::Failure PresetLibrary::import_file(const std::string& path) {
    return attempt("Could not read the file", [&] {
        const juce::File file(juce::String::fromUTF8(path.c_str()));
        if (file.hasFileExtension("scl;kbm")) return take_tuning(file);
        const auto id = folder_.import_file(file);
        list();
        if (const auto failure = load(id)) throw FormatError(failure->line);
    });
}

/// A scale or a keyboard mapping becomes part of the present sound.
void PresetLibrary::take_tuning(const juce::File& file) {
    const auto name = file.getFullPathName().toStdString();
    const std::lock_guard whole(processor_.state_mutex());
    auto preset = processor_.preset();
    (file.hasFileExtension("scl") ? preset.tuning.scale : preset.tuning.keyboard) = as_utf8(PresetFolder::read(file));
    key_frequencies(preset.tuning, name, name);
    steps_.begin();
    processor_.load(preset);
    parameters_.settle();
    steps_.end();
}

std::string PresetLibrary::scale_name() const {
    const auto tuning = processor_.with_description([](const Preset& description) { return description.tuning; });
    if (tuning.scale.empty()) return tuning.keyboard.empty() ? "" : "keyboard mapping";
    return read_scale("scale", tuning.scale).description;
}

editor::Library::Failure PresetLibrary::export_file(std::string_view id, const std::string& path) {
    return attempt("Could not save to that folder", [&] {
        auto saved = id.empty() || id == current().id ? processor_.preset() : content(id).preset;
        saved.session.clear();
        PresetFolder::write(juce::File(juce::String::fromUTF8(path.c_str())), preset_text(saved));
    });
}

void PresetLibrary::poll_again() {
    if (folder_.poll_again()) list();
}

} // namespace soma::host
