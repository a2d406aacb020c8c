#include "Fuzz/PresetRules.h"
#include "Fuzz/ScratchFolder.h"

#include "Session/PresetFolder.h"

namespace soma::fuzz {
namespace {

std::size_t count_files(const std::filesystem::path& folder) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) count += entry.is_regular_file();
    return count;
}

void use_preset(host::PresetFolder& folder, const std::string& id) {
    auto preset = folder.load(id);
    require_in_range(preset.values);
    require(folder.presets().size() == 1 && folder.presets().front().id == id, "an imported preset is listed");
    const auto saved = folder.save(preset);
    require(saved == id, "saving keeps the name");
    require(same(folder.load(saved), preset), "what is saved is loaded as the same");
    const auto renamed = folder.rename(saved, "Another name");
    preset.name = "Another name";
    require(same(folder.load(renamed), preset), "renaming changes the name alone");
    folder.remove(renamed);
    require(folder.presets().empty(), "a removed preset is gone");
}

} // namespace

/// Files that a person drops on the window: a preset or cells that are there afterwards, or a complaint and nothing.
void run_case(std::string_view bytes) {
    static const ScratchFolder scratch;
    scratch.clear();
    const auto given = scratch.write("given.json", bytes);
    const auto place = scratch.path() / "library";
    host::PresetFolder folder{juce::File(place.string())};
    std::string id;
    try {
        id = folder.import_file(juce::File(given));
    } catch (const FormatError& error) {
        require_complaint(error.what());
        return require(!std::filesystem::exists(place) || count_files(place) == 0, "a refused file leaves nothing");
    }
    if (id.starts_with("user/"))
        use_preset(folder, id);
    else
        require(folder.cells().look_up(id) != nullptr, "an imported cell is there");
}

} // namespace soma::fuzz
