#include "Editor/Lesson/TeacherWindow.h"

#include "Editor/Lesson/LessonText.h"

#include "Lesson/Format/Problem.h"

namespace soma::editor {

namespace {

constexpr int width = 520, height = 420;
constexpr float text_px = 16.0f;

} // namespace

TeacherWindow::TeacherWindow(Context& shared, LessonController& controller, std::function<void()> closed)
    : DocumentWindow("Teacher's notes", (*shared.theme)[Token::panel], DocumentWindow::closeButton, false)
    , controller_(controller)
    , closed_(std::move(closed)) {
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    page_.setTitle("Teacher's notes");
    page_.setMultiLine(true);
    page_.setReadOnly(true);
    page_.setFont(font(Face::regular, text_px));
    page_.setColour(juce::TextEditor::backgroundColourId, (*shared.theme)[Token::panel]);
    page_.setColour(juce::TextEditor::textColourId, (*shared.theme)[Token::text]);
    page_.setColour(juce::TextEditor::outlineColourId, juce::Colours::transparentBlack);
    page_.setSize(width, height);
    setContentNonOwned(&page_, true);
    refresh();
}

void TeacherWindow::closeButtonPressed() {
    const auto closed = closed_; // which deletes this window
    closed();
}

void TeacherWindow::refresh() {
    if (seen_ == controller_.revision()) return;
    seen_ = controller_.revision();
    const auto now = notes();
    if (now != page_.getText()) page_.setText(now, false);
}

juce::String TeacherWindow::notes() {
    auto* session = controller_.session();
    if (session == nullptr) return {};
    juce::String text = utf8(session->lesson().title) + "\n";
    if (!controller_.finished()) {
        text << "\n" << utf8(step_words(*session)) << ": " << utf8(session->text()) << "\n";
        try {
            if (const auto answer = session->solution().text; !answer.empty())
                text << "The answer: " << utf8(answer) << "\n";
        } catch (const lesson::LessonError& error) {
            text << error.what() << "\n";
        }
        if (!session->step().teacher_note.empty()) text << utf8(session->step().teacher_note) << "\n";
    }
    return text + "\n" + utf8(session->lesson().teacher);
}

} // namespace soma::editor
