#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Controls/SaveDialog.h"

namespace soma::editor {

/// Cells and presets: search, load, save, rename, delete, import, export.
class Browser final : public Widget, private juce::ListBoxModel, private juce::TextEditor::Listener {
  public:
    explicit Browser(Context& shared);
    ~Browser() override;

    void open();
    void close();
    void lookAndFeelChanged() override { style_boxes(); }
    void paintOverChildren(juce::Graphics& g) override;
    void refresh() override;
    void paint(juce::Graphics& g) override;
    void resized() override;
    bool keyPressed(const juce::KeyPress& key) override;

    /// Number of entries that the search leaves; for tests.
    std::size_t shown_entries() const;
    void search(const juce::String& text);

  private:
    enum class Asking { nothing, save, rename, remove };

    struct Line {
        std::string heading; ///< or
        std::size_t entry = 0;
    };

    int getNumRows() override { return static_cast<int>(lines_.size()); }
    void paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool selected) override;
    void listBoxItemClicked(int row, const juce::MouseEvent&) override;
    void returnKeyPressed(int row) override;
    void selectedRowsChanged(int row) override;
    juce::String getNameForRow(int row) override;

    void textEditorTextChanged(juce::TextEditor&) override;
    void textEditorReturnKeyPressed(juce::TextEditor&) override;
    void textEditorEscapeKeyPressed(juce::TextEditor&) override;

    void rebuild();
    void style_boxes();
    void load(int row);
    void load_any();
    const LibraryEntry* selected() const;
    void ask(Asking what);
    void answer();
    void remove_selected();
    void report(const Library::Failure& failure);
    void import_files();
    void export_selected();

    juce::TextEditor search_, name_;
    juce::ListBox list_;
    WordButton save_, rename_, remove_, import_, export_, random_;
    std::vector<LibraryEntry> entries_;
    std::vector<Line> lines_;
    std::uint64_t revision_ = 0;
    juce::Random dice_;
    bool auditions_ = false; ///< moving through the list plays what it passes
    Asking asking_ = Asking::nothing;
    std::unique_ptr<juce::FileChooser> importing_;
    SaveDialog exporting_;
};

} // namespace soma::editor
