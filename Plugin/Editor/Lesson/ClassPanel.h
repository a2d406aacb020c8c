#pragma once

#include "Editor/Controls/LevelField.h"
#include "Editor/Lesson/ClassQr.h"
#include "Editor/Lesson/NoteLine.h"
#include "Editor/Panels/SidePanel.h"
#include "Session/LessonController.h"

namespace soma::editor {

class TypedField;

/// The live class for the teacher: start and stop it, choose and test the address, lead the question, who is here.
class ClassPanel final : public SidePanel {
  public:
    ClassPanel(Context& shared, LessonController& controller);
    ~ClassPanel() override;

    void refresh() override;
    void save_csv();
    /// Where the file goes when no dialogue is to ask; for tests.
    std::function<void(std::function<void(const juce::File&)>)> ask_for_file;

  protected:
    void lay_out() override;

  private:
    void write(const juce::File& file);
    void start_or_stop();
    void follow();
    /// The votes, once they may be seen.
    std::string answers_text() const;

    LessonController& controller_;
    ToggleRow *address_, *devices_;
    WordButton *start_, *usual_, *again_, *reveal_, *test_, *save_, *back_;
    TypedField *name_, *key_;
    NoteLine *about_, *how_, *count_, *answers_, *here_, *note_;
    ClassQr* qr_;
    std::unique_ptr<juce::FileChooser> chooser_;
    std::uint64_t seen_ = 0;
    bool was_running_ = false, asked_to_stop_ = false;
};

} // namespace soma::editor
