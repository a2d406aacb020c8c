#pragma once

#include "Lesson/Answers/Evaluator.h"
#include "Lesson/Answers/Experiment.h"
#include "Lesson/Answers/Reach.h"
#include "Lesson/Play/Posed.h"
#include "Lesson/Play/Presentation.h"
#include "Lesson/Play/Results.h"
#include "Lesson/Play/Staircase.h"
#include "Lesson/Play/Visibility.h"
#include "Lesson/Play/VoteCount.h"

#include <memory>
#include <optional>
#include <set>

namespace soma::lesson {

enum class Phase {
    ready,     ///< the question stands, nothing plays
    listening, ///< a sound plays
    answered,  ///< answered or nothing to answer: next() goes on
    finished,  ///< after the last step
};

struct SessionOptions {
    std::uint64_t class_seed = 0; ///< 0: the file's own
    std::string student, app_version, started_utc;
    std::string class_name;                          ///< stands in the results
    std::string class_key;                           ///< the teacher's secret behind the results' codes; stands nowhere
    std::set<std::string, std::less<>> capabilities; ///< what this program can do; see lesson format 2.10
    bool pictures = false;                           ///< raster and scope stand in for the ear
    bool time_limits = false;                        ///< an answer after a step's limit scores nothing
};

/// A sound that the student may play now. Its letter is the key that plays it, the name that pictures and texts give
/// it, and the only thing that a blind step says of it before the answer.
struct Card {
    std::string sound;  ///< name in the lesson; in a blind step it would tell the answer: never show it
    std::string letter; ///< "A" for the first card of the step, "B" for the second …
    std::string label;  ///< its label; in a blind step the letter alone until the answer is given
    std::string alt;    ///< what a listener would notice; with the answer once altAnswers are revealed
    int plays = 0;

    /// "A", or "A, 30 pA".
    std::string name() const { return label == letter ? letter : letter + ", " + label; }
};

/// Grade and feedback of an answer.
struct Outcome {
    bool accepted = false; ///< false: nothing was counted, `text` says why (no number, listen first …)
    bool correct = false;
    bool final = false; ///< false: another attempt is allowed
    bool noted = false; ///< a prediction: whether it is right is heard, not said
    std::string text;   ///< feedback for the student
};

/// One thing that the student did. Played again in order, the deeds of a session lead to where it stands: its questions
/// follow from the seed and its marks from the answers.
struct Deed {
    std::string act; ///< name of the member function: "play", "answer_keys" …
    double now_ms = 0.0, number = 0.0;
    std::vector<std::string> words;
};

/// The right answer, for the reveal and for instructors.
struct Solution {
    std::vector<int> keys;
    std::optional<double> number; ///< of numeric; of tune the position of the control
    std::vector<std::string> order;
    Named<double> fields; ///< of an experiment
    std::string text;     ///< as one would write it down
};

/// The given and the right answer of one step and its marks, for the reveal and the end.
struct Review {
    std::size_t step = 0;
    std::string given, right;
    double score = 0.0, points = 0.0;
};

/// One student, or one class, going through one lesson. Pure: sounds are played by the caller, who says when; time
/// comes in as milliseconds of any clock that does not run backwards. One thread at a time, not the audio thread.
class Session {
  public:
    Session(std::shared_ptr<const Lesson> lesson, Quantities& quantities, SessionOptions options);

    const Lesson& lesson() const { return *lesson_; }
    std::uint64_t seed() const { return seed_; }
    const SessionOptions& options() const { return options_; }

    // Where it is.
    Phase phase() const { return phase_; }
    std::size_t position() const { return position_; }
    const Step& step() const { return lesson_->steps[std::min(position_, lesson_->steps.size() - 1)]; }
    /// Progress ring of the list: 0 not begun, 1 begun, 2 done.
    int progress(std::size_t step) const;
    /// Shown but not asked: the step lacks a capability, `ifMissingText` is its text.
    bool replaced() const;
    std::string text() const;
    /// The words of the step's feedback with their numbers filled in.
    std::string filled(std::string_view text) const;
    /// The prediction of the step before and the sound heard since, in words; nothing until it was heard.
    std::optional<std::string> recall() const;
    std::vector<Card> cards() const;
    /// Names of the step's sounds in the order of its cards.
    std::vector<std::string> sounds() const;
    std::vector<Choice> choices() const;
    /// "Trial 3 of 15"; 0 of 0 outside trials. The second number of a staircase is the most it can take.
    std::pair<int, int> trial() const;
    bool can_play(std::size_t card) const;
    bool can_answer() const;
    bool can_advance() const;
    int attempts_left() const;
    int hints_left() const;
    Visibility visibility(std::string_view item) const;
    /// May the sounds of the step be seen on the scope: as the lesson says, and once the question is over. Whether its
    /// numbers may, is for visibility("scope.values").
    bool scope_shown() const;
    bool revealed(std::string_view what) const { return revealed_.contains(what); }

    /// Settings of the instrument for a card.
    Setup setup(std::size_t card);
    /// How far a control may be moved from where the lesson set it, so that every value the step asks for is within.
    Range reach(std::string_view control);

    /// The name on the results. The questions stay those of the seed that the session began with.
    void set_student(std::string name) { options_.student = std::move(name); }
    const std::string& student() const { return options_.student; }
    /// The name that the session began with.
    const std::string& began_as() const { return began_as_; }
    /// The secret behind the results' codes; it changes no question.
    void set_class_key(std::string key) { options_.class_key = std::move(key); }
    /// From now on raster and scope stand in for the ear; the results say so.
    void show_pictures() {
        options_.pictures = true;
        did("show_pictures", 0.0);
    }
    bool pictures() const { return options_.pictures; }

    // Acts of the student.
    bool play(std::size_t card, double now_ms);
    void play_ended();
    Outcome answer_keys(const std::vector<int>& keys, double now_ms);
    /// A number, or an explanation.
    Outcome answer_text(std::string_view typed, double now_ms);
    Outcome answer_order(const std::vector<std::string>& sounds, double now_ms);
    /// Position of the tune step's control; held to its range and increment.
    Outcome answer_tuned(double position, double now_ms);
    /// Typed or measured values by field; all fields at once.
    Outcome answer_fields(const Named<std::string>& typed, double now_ms);
    /// "I cannot tell": no points, no penalty.
    Outcome pass(double now_ms);
    /// The next hint, or nothing when all are shown.
    std::optional<std::string> hint();
    /// Shows the answer before it was given.
    void reveal(double now_ms);
    /// The next trial, step, or the end. False while something is still to be done.
    bool next(double now_ms);
    bool back(double now_ms);
    /// Rows that the bench shows for an experiment step.
    std::vector<Measured> measured();
    /// Series of a method-of-limits step, from the step's own stream: the same for the same seed.
    MethodOfLimits limits();
    /// While tuning: the control's position, so that setup() plays it.
    void tune(double position);
    std::optional<double> tuned() const { return now().tuned; }

    Solution solution();
    /// The wrong numbers that the question has a text for, and that text; those that can be computed.
    std::vector<std::pair<double, std::string>> misconceptions();
    /// Threshold that a finished staircase found, 0 without one.
    double staircase_estimate() const;

    // Class mode.
    VoteCount& tally();

    // Results.
    double score() const;
    double step_score(std::size_t step) const;
    double maximum() const;
    bool passed() const;
    const std::vector<ResultRow>& rows() const { return rows_; }
    /// Of the steps that are over, in their order.
    std::vector<Review> review() const;
    /// Without the answers that would have been right: a reader of the file must not learn them from it.
    std::string csv() const;
    std::string code() const;

    // Putting aside and taking up again.
    const std::vector<Deed>& deeds() const { return deeds_; }
    /// Does all deeds of an earlier session with the same lesson, seed and name; this one must be fresh. False where
    /// one of them is not possible here: the session then stands before it.
    bool replay(const std::vector<Deed>& deeds, double now_ms);

  private:
    struct Progress {
        bool entered = false, done = false, skipped = false, revealed = false;
        bool foretold = false; ///< a prediction that came true
        int attempts = 0, hints = 0, trial = 0, trials_right = 0;
        double score = 0.0, begun_ms = 0.0;
        Posed posed; ///< in trials the choices and the key are those of the one that stands
        std::vector<int> plays;
        std::optional<Presentation> presentation;
        std::optional<Staircase> staircase;
        std::optional<double> tuned;
        std::optional<VoteCount> tally;
        std::string given, right; ///< for the review
    };
    struct Judged {
        double credit = 0.0; ///< share of the points
        bool correct = false;
        std::string text, answer, expected, unit, tolerance;
        std::string given; ///< as one would write it down
    };

    Progress& now() { return progress_[std::min(position_, progress_.size() - 1)]; }
    const Progress& now() const { return progress_[std::min(position_, progress_.size() - 1)]; }
    const ChooseStep* trial_step() const;
    Outcome judge_explanation(const ExplainStep& step, std::string_view typed, double now_ms);
    int authored_key(int key) const;
    void did(std::string act, double now_ms, double number = 0.0, std::vector<std::string> words = {});
    bool asks() const;
    void enter(double now_ms);
    void begin(Progress& progress);
    void prepare_trial(double now_ms);
    void set_variables();
    std::optional<Outcome> refusal() const;
    Outcome settle(const Judged& judged, double now_ms);
    Outcome settle_trial(const Judged& judged, double now_ms);
    void finish(double score);
    ResultRow row(const Judged& judged, double now_ms) const;
    std::string wrong_text(const std::string& option) const;
    std::string labels_of(const std::vector<int>& keys, std::string_view separator = " and ") const;
    std::string sound_labels(const std::vector<std::string>& sounds) const;
    bool everything_heard() const;
    bool late(double now_ms) const;

    std::shared_ptr<const Lesson> lesson_;
    Quantities* quantities_;
    SessionOptions options_;
    std::string began_as_;
    std::uint64_t seed_;
    mutable Evaluator evaluator_; ///< keeps what it has computed
    Variables base_;
    Phase phase_ = Phase::ready;
    std::size_t position_ = 0;
    std::vector<Progress> progress_;
    std::vector<ResultRow> rows_;
    std::vector<Deed> deeds_;
    Revealed revealed_;
};

} // namespace soma::lesson
