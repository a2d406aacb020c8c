#include "Session/PresetFolder.h"

#include "Core/Utf8.h"
#include "Files/FileName.h"
#include "Files/WholeFile.h"

#include <algorithm>

namespace soma::host {
namespace {

constexpr std::string_view prefix = "user/";
constexpr const char* ending = ".json";

juce::String text(std::string_view utf8) { return juce::String::fromUTF8(utf8.data(), static_cast<int>(utf8.size())); }

std::string path(const juce::File& file) { return as_utf8(file.getFullPathName().toStdString()); }

/// The file's name in its own bytes, ".json" left out.
std::string bytes_of_name(const juce::File& file) {
    const auto name = file.getFileName().toStdString();
    return name.substr(0, name.rfind('.'));
}

std::string name_of(const juce::File& file) { return as_utf8(bytes_of_name(file)); }

/// "user/" and the file's name. No file's name holds a slash: one marks what a name alone would not tell apart, an
/// ending in capitals and bytes that are not UTF-8.
std::string id_of(const juce::File& file) {
    const auto name = bytes_of_name(file);
    const bool plain = is_utf8(name);
    std::string id(prefix);
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain || byte < 0x80)
            id += c;
        else
            id += "/" + juce::String::toHexString(byte).toStdString();
    }
    return file.getFileName().endsWith(ending) ? id : id + "/" + file.getFileExtension().toStdString();
}

bool is_patch(const Json& json) {
    if (!json.is_object()) return false;
    const auto format = json.find("format");
    return format != json.end() && format->is_string() && format->get_ref<const std::string&>() == "somaphone-patch";
}

/// The first name of "one", "one 2", "one 3" … that no file has.
juce::File unused(const juce::File& folder, const juce::String& name) {
    auto file = file_in(folder, name + ending);
    for (int n = 2; file.exists(); ++n) file = file_in(folder, name + " " + juce::String(n) + ending);
    return file;
}

} // namespace

juce::File PresetFolder::usual_place() {
    return juce::File::getSpecialLocation(juce::File::userApplicationDataDirectory).getChildFile("Somaphone");
}

PresetFolder::PresetFolder(juce::File place)
    : place_(std::move(place))
    , preset_place_(place_.getChildFile("Presets"))
    , cell_place_(place_.getChildFile("Cells")) {
    poll_again();
}

/// A folder's own time changes when files come and go; a replaced file comes and goes.
juce::Time PresetFolder::newest() const {
    return std::max(preset_place_.getLastModificationTime(), cell_place_.getLastModificationTime());
}

bool PresetFolder::poll_again() {
    const auto now = newest();
    if (now == seen_) return false;
    seen_ = now;
    list_presets();
    cells_ = {};
    for (const auto& file : cell_place_.findChildFiles(juce::File::findFiles, false, juce::String("*") + ending)) {
        try {
            cells_.add(path(file), read(file));
        } catch (const FormatError&) { // what cannot be used is left out; importing said why
        }
    }
    return true;
}

void PresetFolder::list_presets() {
    presets_.clear();
    auto files = preset_place_.findChildFiles(juce::File::findFiles, false, juce::String("*") + ending);
    std::sort(files.begin(), files.end());
    for (const auto& file : files) presets_.push_back({id_of(file), name_of(file), file});
    std::ranges::sort(presets_, {}, &Entry::name);
}

const PresetFolder::Entry& PresetFolder::preset(std::string_view id) const {
    const auto found = std::ranges::find(presets_, id, &Entry::id);
    if (found == presets_.end())
        throw FormatError("There is no preset named " + in_quotes(id.substr(prefix.size())) + " any more.");
    return *found;
}

juce::File PresetFolder::new_file(std::string_view name) const {
    const auto legal = legal_file_name(text(name));
    if (legal.isEmpty()) throw FormatError("A name needs at least one letter or digit.");
    const auto file = file_in(preset_place_, legal + ending);
    if (file.exists()) throw FormatError("There is a preset named " + legal.toStdString() + " already.");
    return file;
}

std::string PresetFolder::read(const juce::File& file) {
    juce::MemoryBlock bytes;
    if (!file.existsAsFile()) throw FormatError(path(file) + ": there is no such file");
    if (!file.loadFileAsData(bytes)) throw FormatError(path(file) + ": cannot be read");
    return {static_cast<const char*>(bytes.getData()), bytes.getSize()};
}

void PresetFolder::write(const juce::File& file, const std::string& text) {
    try {
        write_whole_file(file, text);
    } catch (const std::runtime_error& error) {
        throw FormatError(as_utf8(error.what()));
    }
}

Preset PresetFolder::load(std::string_view id) const {
    const auto& own = preset(id);
    auto saved = read_preset(path(own.file), read(own.file)).preset;
    saved.name = own.name;
    return saved;
}

std::string PresetFolder::write_preset(const juce::File& file, Preset saved) {
    saved.name = name_of(file);
    saved.session.clear(); // the window is not the sound
    write(file, preset_text(saved));
    seen_ = {};
    poll_again();
    return id_of(file);
}

std::string PresetFolder::save(const Preset& saved) {
    const auto same = std::ranges::find(presets_, saved.name, &Entry::name);
    return write_preset(same != presets_.end() ? same->file : new_file(saved.name), saved);
}

std::string PresetFolder::rename(std::string_view id, std::string_view name) {
    const auto old = preset(id);
    if (old.name == name) return old.id;
    const auto file = new_file(name);
    const auto renamed = write_preset(file, load(id));
    if (old.file.deleteFile()) {
        seen_ = {};
        poll_again();
        return renamed;
    }
    file.deleteFile();
    seen_ = {};
    poll_again();
    throw FormatError(path(old.file) + ": cannot be renamed; is the folder writable?");
}

void PresetFolder::remove(std::string_view id) {
    const auto file = preset(id).file;
    if (!file.existsAsFile()) throw FormatError(path(file) + ": there is no such preset");
    if (!file.deleteFile()) throw FormatError(path(file) + ": cannot be deleted");
    seen_ = {};
    poll_again();
}

std::string PresetFolder::import_file(const juce::File& file) {
    const auto given = read(file);
    seen_ = {};
    poll_again(); // another instance may have imported a moment ago
    if (is_patch(parse_json(path(file), given))) {
        auto saved = read_preset(path(file), given).preset;
        auto name = legal_file_name(text(saved.name));
        if (name.isEmpty()) name = legal_file_name(text(name_of(file)));
        if (name.isEmpty()) name = "Imported";
        return write_preset(unused(preset_place_, name), std::move(saved));
    }
    const auto cells = read_cells(path(file), given);
    if (cells.empty()) throw FormatError(path(file) + ": holds no cell");
    CellLibrary both = cells_;
    both.add(path(file), given);
    const auto name = legal_file_name(text(name_of(file)));
    write(unused(cell_place_, name.isEmpty() ? juce::String("Imported") : name), given);
    seen_ = {};
    poll_again();
    return cells.front().id;
}

} // namespace soma::host
