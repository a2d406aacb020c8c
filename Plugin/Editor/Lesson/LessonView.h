#pragma once

#include "Editor/Lesson/ClassCorner.h"
#include "Editor/Lesson/ClassPanel.h"
#include "Editor/Lesson/LessonList.h"
#include "Editor/Lesson/QuestionPage.h"
#include "Editor/Lesson/ScorePanel.h"
#include "Editor/Lesson/TeacherWindow.h"
#include "Editor/Panels/ScrollColumn.h"
#include "Editor/Panels/View.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// The course: list of lessons, the question, score and results. While it is open, the instrument is the lesson's.
class LessonView final : public View {
  public:
    explicit LessonView(Context& shared);
    ~LessonView() override;

    void refresh() override;
    void paint(juce::Graphics& g) override;
    void paintOverChildren(juce::Graphics& g) override;
    void resized() override;
    void restyle() override;
    void parentHierarchyChanged() override;

    std::vector<Reading> readings() override;
    LampWord lamp() override;
    std::optional<HeaderWords> header() override;
    bool step(int direction) override;
    bool handle_key(const juce::KeyPress& key) override;
    bool take_file(const juce::File& file) override;

    LessonController& controller() { return controller_; }
    ClassPanel& live() { return static_cast<ClassPanel&>(class_.panel()); }
    ScorePanel& score() { return static_cast<ScorePanel&>(score_.panel()); }
    QuestionPage& page() { return page_; }
    /// In the projector's mode, by N; null while it is closed.
    const TeacherWindow* teacher() const { return teacher_.get(); }
    void open_file();

  private:
    /// Holds the page where it scrolls.
    class Sheet;
    bool folded() const { return getWidth() <= 1000 || projected(); }
    bool handle_command(juce::juce_wchar letter);
    bool handle_class_key(const juce::KeyPress& key, juce::juce_wchar letter);
    void toggle_teacher();
    bool handle_letter(juce::juce_wchar letter);

    LessonController& controller_;
    ScrollColumn list_;
    QuestionPage page_;
    std::unique_ptr<Sheet> sheet_;
    ScrollColumn score_, class_;
    ClassCorner corner_;
    ScrollColumn& side_column() { return controller_.live().shown ? class_ : score_; }
    std::unique_ptr<TeacherWindow> teacher_;
    std::unique_ptr<juce::FileChooser> chooser_;
    bool score_shown_ = false; ///< folded: over the question, by O
    bool blank_ = false;
    std::uint64_t seen_ = 0;
    std::vector<Reading> readings_;
};

} // namespace soma::editor
