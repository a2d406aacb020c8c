#pragma once

#include "Lesson/Format/Problem.h"
#include "Session/ClassController.h"
#include "Session/LessonCatalogue.h"
#include "Session/LessonRecords.h"
#include "Session/LessonSound.h"

#include <juce_core/juce_core.h>

namespace soma::editor {

/// Answers and marks on the screen of one question, beside the session's own state.
struct Answering {
    std::vector<int> keys;             ///< chosen so far, or given
    std::vector<std::string> order;    ///< sounds, as they were put
    lesson::Named<std::string> fields; ///< typed so far, by field
    std::string typed;                 ///< of a number
    std::optional<lesson::Outcome> outcome;
    std::vector<std::string> hints;
    std::vector<lesson::Measured> measured;
    std::optional<lesson::MethodOfLimits> limits;
    lesson::Solution solution;       ///< once the question is over
    bool answer_shown = false;       ///< projector: by V
    std::optional<double> talk_from; ///< projector: the class talks since then, ms
    bool bars_wanted = false;
};

/// The lessons: which are there, which one runs, what is played and answered in it. It outlives the window, so that
/// closing it loses no answer; the instrument is the lesson's only while its view is open. Message thread.
class LessonController {
  public:
    /// `records`: the folder that keeps how far each lesson is; none: nothing is kept.
    explicit LessonController(EditorHost& host, juce::File records = {});
    ~LessonController();

    // The list.
    LessonCatalogue& catalogue();
    std::optional<std::size_t> chosen() const { return chosen_; }
    void open(std::size_t index);
    void open_file(const juce::File& file);
    /// The next (+1) or previous (−1) lesson of the list that can be played.
    void step_lesson(int direction);
    /// Share of a lesson's steps that are done, 0 … 1.
    double progress(std::size_t index);
    bool opening() const { return catalogue_ && catalogue_->loading(); }
    /// A file that was refused; shown until the next one is tried.
    const std::optional<Message>& refusal() const { return refusal_; }
    void dismiss_refusal();

    /// The view was opened or closed.
    void enter();
    void leave();
    /// Every frame.
    void refresh();
    /// Grows whenever something is to be drawn again.
    std::uint64_t revision() const { return revision_; }
    void changed() { ++revision_; }

    // The lesson that runs; null when none does.
    lesson::Session* session();
    const lesson::Session* session() const { return const_cast<LessonController*>(this)->session(); }
    CatalogueEntry* entry();
    Answering& answering() { return answering_; }
    LessonSound& sound() { return sound_; }
    bool finished() const;

    void play(std::size_t card);
    void play_all();
    /// One answer by its key, 1 … 9.
    void key(int number);
    void confirm();
    void back();
    void next();
    void hint();
    void cannot_tell();
    void reveal();
    void measure();
    void hand_in_number(const std::string& typed);
    void hand_in_fields();
    /// Position of the tune step's control.
    double tuned() const;
    void tune(double position);
    /// A parameter that the lesson lets the student move.
    void move(const std::string& parameter, double value);
    // Method of limits.
    void limits_step();
    void limits_changed();

    // The class: votes by key, in rounds.
    bool projected() const { return host_.session().projector; }
    bool voting() const;
    void vote(int option, int change);
    void toggle_bars();
    void toggle_answer();

    // The live class: students answer on their own devices.
    ClassController& live() { return live_; }
    const ClassController& live() const { return live_; }
    /// Does the usual next act: the first question, open, close, show the votes, reveal, the next question.
    void class_usual();
    void class_act(lesson::ClassAction action);

    // Who, and which questions.
    const std::string& student() const { return student_; }
    /// Answers without a name that were given since the program began are this student's now. Answers of anybody else
    /// stay under their name, and the lesson begins again for this one: then true.
    bool set_student(const std::string& name);
    /// The teacher's secret behind the codes, of a student's results and of a class's.
    void set_class_key(const std::string& key);
    /// The number that is shown and typed; a student's own questions also depend on the name.
    std::uint64_t seed() const { return seed_; }
    bool seed_is_fixed();
    /// Empty: a new one is drawn. Says why it was refused.
    std::optional<std::string> set_seed(const std::string& typed);
    void show_pictures();

    std::string csv() const;
    juce::String csv_name() const;
    /// "rest-two-ions v1, seed 2024, Ada: 9.5 / 12, KA86-G15F"
    std::string code_line() const;

    double now_ms() const;

  private:
    void begin_session(CatalogueEntry& entry);
    void take(const lesson::Outcome& outcome);
    void new_question();
    void settle_question();
    void follow_class();
    void forget_refused();
    bool left_to_class();
    bool hand_over(CatalogueEntry& entry);
    template <class Act>
    void guarded(Act&& act);

    EditorHost& host_;
    std::unique_ptr<LessonCatalogue> catalogue_;
    std::optional<std::size_t> chosen_, wanted_;
    LessonSound sound_;
    ClassController live_;
    LessonRecords records_;
    Answering answering_;
    std::optional<Message> refusal_;
    std::string student_;
    std::uint64_t seed_ = 0; ///< 0: not typed, each lesson has its own
    std::uint64_t revision_ = 1;
    bool shown_ = false;
};

/// An answer may need too much work to compute: this is said, not thrown.
template <class Act>
void LessonController::guarded(Act&& act) {
    if (session() == nullptr) return;
    try {
        act(*session());
    } catch (const lesson::LessonError& error) {
        answering_.outcome = lesson::Outcome{false, false, false, false, error.what()};
    }
    changed();
}

} // namespace soma::editor
