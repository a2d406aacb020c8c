#pragma once

#include "Editor/Panels/SidePanel.h"
#include "Session/LessonController.h"

namespace soma::editor {

class NoteLine;
class TypedField;

/// Score, who and which questions, results, and the keys.
class ScorePanel final : public SidePanel {
  public:
    ScorePanel(Context& shared, LessonController& controller);
    ~ScorePanel() override;

    void refresh() override;
    void save_csv();
    void copy_code();
    /// Where the file goes when no dialogue is to ask; for tests.
    std::function<void(std::function<void(const juce::File&)>)> ask_for_file;

  protected:
    void lay_out() override;

  private:
    class Score;
    class Keys;
    void write(const juce::File& file);
    void take_seed(const juce::String& typed);
    void take_name();

    LessonController& controller_;
    Widget *score_, *keys_, *save_, *copy_, *pictures_, *class_;
    NoteLine *seed_note_, *results_note_;
    TypedField *name_, *seed_, *key_;
    bool asked_name_ = false, name_typed_ = false;
    std::unique_ptr<juce::FileChooser> chooser_;
    std::uint64_t seen_ = 0;
};

} // namespace soma::editor
