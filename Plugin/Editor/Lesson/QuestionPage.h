#pragma once

#include "Editor/Controls/Button.h"
#include "Editor/Lesson/Answers.h"
#include "Editor/Lesson/FeedbackCard.h"
#include "Editor/Lesson/LessonFields.h"
#include "Editor/Lesson/PlayerCard.h"
#include "Editor/Lesson/ReviewTable.h"
#include "Editor/Lesson/VoteBars.h"
#include "Look/Paragraph.h"

#include "Lesson/Format/Glossary.h"

namespace soma::editor {

/// One step of a lesson, top to bottom: how far it is, what is asked, the sounds, the answers, what came of it.
class QuestionPage final : public Widget, public juce::TooltipClient {
  public:
    QuestionPage(Context& shared, LessonController& controller);
    ~QuestionPage() override;

    void refresh() override;
    /// The meaning of the term under the mouse.
    juce::String getTooltip() override;
    juce::String meaning_at(juce::Point<float> place) const;
    void paint(juce::Graphics& g) override;
    void resized() override;
    /// The height it takes at this width, given what the window has.
    int lay_out(int width, int room);
    /// A key that only the answers know.
    bool take_key(const juce::KeyPress& key) { return answers_ && answers_->take_key(key); }

    /// Its height may be another; true: it is another page.
    std::function<void(bool)> changed;

    void reveal_by_key() { feedback_.reveal_by_key(); }

    bool texts_shown() const { return texts_shown_; }
    void show_texts(bool wanted);
    /// The meanings of the terms on this page.
    bool terms_shown() const { return terms_shown_; }
    void show_terms(bool wanted);

  private:
    void rebuild();
    void lay_out_players(int x, int& y, int width);
    struct Marked {
        juce::Rectangle<float> box;
        const lesson::Term* term;
    };
    void mark_terms(const Paragraph& paragraph, float x, float y);
    void paint_progress(juce::Graphics& g, float x, float y, float width);
    std::string which() const;

    LessonController& controller_;
    std::vector<std::unique_ptr<PlayerCard>> players_;
    std::unique_ptr<LessonFields> fields_;
    std::unique_ptr<Answers> answers_;
    std::unique_ptr<VoteBars> tally_;
    std::unique_ptr<ReviewTable> review_;
    FeedbackCard feedback_;
    TitleWord hint_, cannot_tell_, read_, terms_word_;
    Paragraph heading_, body_, hints_, terms_;
    float heading_y_ = 0.0f, body_y_ = 0.0f, hints_y_ = 0.0f, terms_y_ = 0.0f;
    std::vector<Marked> marked_; ///< words that the glossary explains
    std::string built_for_;
    std::uint64_t seen_ = 0;
    bool texts_shown_ = false, terms_shown_ = false;
};

} // namespace soma::editor
