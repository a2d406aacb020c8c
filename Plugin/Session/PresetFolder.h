#pragma once

#include "State/CellLibrary.h"
#include "State/Preset.h"

#include <juce_core/juce_core.h>

#include <optional>
#include <string>
#include <vector>

namespace soma::host {

/// A person's own presets and cells, one file each, in a folder that several instances share. A function that fails
/// throws FormatError with one line that says what failed and why; then nothing has changed.
class PresetFolder {
  public:
    /// Where they are kept: the system's folder for settings, Somaphone/.
    static juce::File usual_place();

    explicit PresetFolder(juce::File place);

    /// The file decides: it is loaded, renamed and deleted, whatever its name holds.
    struct Entry {
        std::string id;   ///< "user/" and the file's name
        std::string name; ///< UTF-8 also where the file's name is not
        juce::File file;
    };
    const std::vector<Entry>& presets() const { return presets_; }
    const CellLibrary& cells() const { return cells_; }
    /// Looks again where another instance may have written; true when something changed. Files that cannot be read are
    /// left out.
    bool poll_again();

    /// Notes of what had to be changed are dropped: this program wrote the file.
    Preset load(std::string_view id) const;
    /// Returns the id. A preset of exactly that name is replaced, in its file. A new name is cleaned, and refused where
    /// another preset has the cleaned one.
    std::string save(const Preset& saved);
    std::string rename(std::string_view id, std::string_view name);
    void remove(std::string_view id);
    /// Copies a preset or cell file that was made elsewhere, beside what is there; returns the preset's or the cell's
    /// id.
    std::string import_file(const juce::File& file);

    static void write(const juce::File& file, const std::string& text);
    static std::string read(const juce::File& file);

  private:
    const Entry& preset(std::string_view id) const;
    juce::File new_file(std::string_view name) const;
    void list_presets();
    std::string write_preset(const juce::File& file, Preset saved);
    juce::Time newest() const;

    juce::File place_, preset_place_, cell_place_;
    juce::Time seen_;
    std::vector<Entry> presets_;
    CellLibrary cells_;
};

} // namespace soma::host
