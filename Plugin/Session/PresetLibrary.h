#pragma once

#include "Session/HostParameters.h"
#include "Session/PresetFolder.h"
#include "Session/UndoHistory.h"

namespace soma::host {

/// Factory presets, the cells that come with the program, and a person's own, in one list.
class PresetLibrary final : public editor::Library {
  public:
    static constexpr const char* key = "library"; ///< in the session: id of the present entry

    PresetLibrary(SomaphoneProcessor& processor, HostParameters& parameters, UndoHistory& steps, juce::File place);

    std::vector<editor::LibraryEntry> entries() const override { return entries_; }
    std::uint64_t revision() const override { return revision_; }
    editor::LibraryEntry current() const override;
    bool dirty() const override;
    Failure load(std::string_view id) override;
    Failure step(int direction) override;
    Failure save_as(std::string_view name) override;
    Failure rename(std::string_view id, std::string_view name) override;
    Failure remove(std::string_view id) override;
    Failure import_file(const std::string& path) override;
    Failure export_file(std::string_view id, const std::string& path) override;
    std::string scale_name() const override;

    /// Now and then: another instance may have saved something.
    void poll_again();
    /// After a state of the host, undo or A/B: find out again what the present sound was made from. Changes no state.
    void adopt();

  private:
    /// Content of an entry. A cell is the neuron alone; the rest is as it is now. Throws FormatError.
    struct Content {
        Preset preset;
        bool neuron_only = false;
    };
    Content content(std::string_view id) const;
    const Cell* cell(std::string_view id) const;
    void list();
    void take_tuning(const juce::File& file);
    void now_is(std::string id, const Content& content);
    void remember(const Content& content);
    /// Id of the present entry according to the session, or of the cell that the neuron was made from.
    std::string present() const;
    const editor::LibraryEntry* entry(std::string_view id) const;

    SomaphoneProcessor& processor_;
    HostParameters& parameters_;
    UndoHistory& steps_;
    PresetFolder folder_;
    std::vector<editor::LibraryEntry> entries_;
    std::uint64_t revision_ = 0;
    Snapshot saved_; ///< what the present entry holds
    Tuning saved_tuning_;
    bool neuron_only_ = false;
};

} // namespace soma::host
