#pragma once

#include "Editor/Controls/Widget.h"

#include <memory>
#include <optional>

namespace soma::editor {

/// A thing that a person may save: where it is put first, and how it is written.
struct SaveJob {
    juce::String title;
    juce::File suggested;
    juce::String pattern; ///< "*.png"
    /// Writes the file; what went wrong, or nothing.
    std::function<std::optional<Message>(const juce::File&)> write;
};

/// A job that writes bytes made when the file is known.
SaveJob save_bytes(juce::String title, juce::File suggested, juce::String pattern,
                   std::function<juce::MemoryBlock()> bytes);

/// Asks for a file and writes it; where that fails, says why and offers to choose another.
class SaveDialog {
  public:
    explicit SaveDialog(Context& context)
        : context_(context) {}

    void ask(const SaveJob& job);
    /// Called once a file is chosen.
    void write(const SaveJob& job, const juce::File& file);

  private:
    Context& context_;
    std::unique_ptr<juce::FileChooser> chooser_; ///< the window is gone with it
    JUCE_DECLARE_WEAK_REFERENCEABLE(SaveDialog)
};

} // namespace soma::editor
