#include "Host/PresetFolder.h"

#include <algorithm>

namespace soma::host {
namespace {

constexpr std::string_view prefix = "user/";

juce::String text(std::string_view utf8) { return juce::String::fromUTF8(utf8.data(), static_cast<int>(utf8.size())); }

std::string path(const juce::File& file) { return file.getFullPathName().toStdString(); }

std::string contents(const juce::File& file) {
    juce::MemoryBlock bytes;
    if (!file.existsAsFile()) throw FormatError(path(file) + ": there is no such file");
    if (!file.loadFileAsData(bytes)) throw FormatError(path(file) + ": cannot be read");
    return {static_cast<const char*>(bytes.getData()), bytes.getSize()};
}

std::string legal_name(std::string_view name) {
    auto legal = juce::File::createLegalFileName(text(name).trim()).trimCharactersAtStart(".");
    if (legal.isEmpty()) throw FormatError("A name needs at least one letter or digit.");
    return legal.toStdString();
}

bool is_patch(const Json& json) {
    if (!json.is_object()) return false;
    const auto format = json.find("format");
    return format != json.end() && format->is_string() && format->get_ref<const std::string&>() == "somaphone-patch";
}

} // namespace

juce::File PresetFolder::usual_place() {
    return juce::File::getSpecialLocation(juce::File::userApplicationDataDirectory).getChildFile("Somaphone");
}

PresetFolder::PresetFolder(juce::File place)
    : place_(std::move(place))
    , preset_place_(place_.getChildFile("Presets"))
    , cell_place_(place_.getChildFile("Cells")) {
    look_again();
}

/// A folder's own time changes when files come and go; a replaced file comes and goes.
juce::Time PresetFolder::newest() const {
    return std::max(preset_place_.getLastModificationTime(), cell_place_.getLastModificationTime());
}

bool PresetFolder::look_again() {
    const auto now = newest();
    if (now == seen_) return false;
    seen_ = now;
    presets_.clear();
    cells_ = {};
    for (const auto& file : preset_place_.findChildFiles(juce::File::findFiles, false, "*.json")) {
        const auto name = file.getFileNameWithoutExtension().toStdString();
        presets_.push_back({std::string(prefix) + name, name});
    }
    std::ranges::sort(presets_, {}, &Preset::name);
    for (const auto& file : cell_place_.findChildFiles(juce::File::findFiles, false, "*.json")) {
        try {
            cells_.add(path(file), contents(file));
        } catch (const FormatError&) { // what cannot be used is left out; importing said why
        }
    }
    return true;
}

juce::File PresetFolder::file_of(std::string_view id) const {
    return preset_place_.getChildFile(text(legal_name(id.substr(prefix.size()))) + ".json");
}

void PresetFolder::write(const juce::File& file, const std::string& text) {
    const auto folder = file.getParentDirectory().createDirectory();
    if (folder.failed())
        throw FormatError(path(file.getParentDirectory()) + ": " + folder.getErrorMessage().toStdString());
    juce::TemporaryFile temporary(file);
    if (!temporary.getFile().replaceWithData(text.data(), text.size()) || !temporary.overwriteTargetFileWithTemporary())
        throw FormatError(path(file) + ": cannot be written; is the folder writable and is there room?");
}

Patch PresetFolder::load(std::string_view id) const {
    const auto file = file_of(id);
    auto patch = read_patch(path(file), contents(file)).patch;
    patch.name = file.getFileNameWithoutExtension().toStdString();
    return patch;
}

std::string PresetFolder::save(const Patch& patch) {
    auto named = patch;
    named.name = legal_name(patch.name);
    named.session.clear(); // the window is not the sound
    write(preset_place_.getChildFile(text(named.name) + ".json"), patch_text(named));
    seen_ = {};
    look_again();
    return std::string(prefix) + named.name;
}

std::string PresetFolder::rename(std::string_view id, std::string_view name) {
    const auto legal = legal_name(name);
    const auto from = file_of(id), to = preset_place_.getChildFile(text(legal) + ".json");
    if (from == to) return std::string(id);
    if (to.exists()) throw FormatError("There is a preset named " + legal + " already.");
    auto patch = load(id);
    patch.name = legal;
    auto renamed = save(patch);
    remove(id);
    return renamed;
}

void PresetFolder::remove(std::string_view id) {
    const auto file = file_of(id);
    if (!file.existsAsFile()) throw FormatError(path(file) + ": there is no such preset");
    if (!file.deleteFile()) throw FormatError(path(file) + ": cannot be deleted");
    seen_ = {};
    look_again();
}

std::string PresetFolder::import_file(const juce::File& file) {
    const auto given = contents(file);
    if (is_patch(parse_json(path(file), given))) {
        auto patch = read_patch(path(file), given).patch;
        if (patch.name.empty()) patch.name = file.getFileNameWithoutExtension().toStdString();
        const auto wanted = legal_name(patch.name);
        patch.name = wanted;
        for (int n = 2; preset_place_.getChildFile(text(patch.name) + ".json").exists(); ++n)
            patch.name = wanted + " " + std::to_string(n);
        return save(patch);
    }
    const auto cells = read_cells(path(file), given);
    if (cells.empty()) throw FormatError(path(file) + ": holds no cell");
    CellLibrary both = cells_;
    both.add(path(file), given);
    write(cell_place_.getChildFile(file.getFileName()), given);
    seen_ = {};
    look_again();
    return cells.front().id;
}

} // namespace soma::host
