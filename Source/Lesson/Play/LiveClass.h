#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace soma::lesson {

/// Where a live class is with its question.
enum class ClassPhase {
    lobby,    ///< no question yet: seats are taken
    listen,   ///< the question stands, nobody may answer yet
    open,     ///< answers are taken and may be changed
    closed,   ///< no more answers; the votes are still hidden
    tally,    ///< the votes of the rounds are shown
    discuss,  ///< neighbours talk; another round comes
    reveal,   ///< the right answer is shown
    finished, ///< after the last question
};
std::string_view name_of(ClassPhase phase);

/// Acts of a teacher on the running question.
enum class ClassAction { next, open, close, tally, discuss, reveal };

/// Which question: the step's id, and the trial in a step that has several (0 without).
struct QuestionKey {
    std::string step;
    int trial = 0;
    auto operator<=>(const QuestionKey&) const = default;
};

/// One round of votes on one question.
struct ClassRound {
    std::map<int, std::string> answers; ///< by seat, the last one that was taken
    std::vector<int> hands;             ///< raised hands that the teacher counted, by option
};

/// One question of a class and what was answered in its rounds, the first one first.
struct ClassRecord {
    QuestionKey key;
    ClassPhase phase = ClassPhase::listen;
    std::vector<ClassRound> rounds{1};
    bool asked = false; ///< false: a step that only tells or plays something
};

/// Seats, rounds and votes of one class that answers on its own devices. A value: it knows no socket, clock or thread,
/// and nothing of what is right. Any thread, one at a time.
class LiveClass {
  public:
    struct Seat {
        std::string name;   ///< as shown to the teacher; never empty
        int streams = 0;    ///< open connections of this seat
        bool named = false; ///< the student typed the name
    };

    enum class Reply { taken, no_such_seat, not_open, other_question, other_round, empty };

    explicit LiveClass(int most_seats = 60, int most_rounds = 2);

    // Seats. A seat is never taken away while it has a stream, an answer or a typed name.
    /// The number of a free seat, from 0; nothing when all are taken. Without a name the seat gets a pseudonym.
    std::optional<int> join(std::string_view name = {});
    /// A name that another seat has gets a number.
    void rename(int seat, std::string_view name);
    void connect(int seat);
    void disconnect(int seat);
    bool has(int seat) const { return seat >= 0 && seat < static_cast<int>(seats_.size()); }
    const std::vector<Seat>& seats() const { return seats_; }
    int most_seats() const { return most_seats_; }
    /// Seats that are connected or have answered in the running round.
    int present() const;
    /// Seats that have answered in the running round.
    int answered() const;

    // The teacher.
    /// Puts a question. One that was asked before comes back as it was left. `options`: how many a raised hand can
    /// choose from; `asked` false: there is nothing to answer.
    void ask(QuestionKey key, int options, bool asked);
    bool open();    ///< from listen or discuss; from discuss as the next round
    bool close();   ///< from open
    bool tally();   ///< from closed
    bool discuss(); ///< from closed or tally, while another round is allowed
    bool reveal();  ///< from any phase of a question
    void finish();
    bool another_round_allowed() const;
    /// The usual next act of a teacher: open, close, show the votes, reveal, go on.
    ClassAction usual() const;
    /// One raised hand more or less for option 1 …; ignored while the question is not open, and below 0.
    bool hand(int option, int change);

    // The students.
    /// Takes or replaces the answer of a seat. The question's number and the round say what the student saw.
    Reply answer(int seat, int question, int round, std::string_view value);
    std::string_view answer_of(int seat, int round) const;

    // Where it is.
    ClassPhase phase() const { return finished_ ? ClassPhase::finished : current_ ? now().phase : ClassPhase::lobby; }
    /// Number of the question, from 1 in the order of asking; 0 in the lobby.
    int question() const { return current_ ? static_cast<int>(*current_) + 1 : 0; }
    /// Number of the running round, from 1.
    int round() const { return current_ ? static_cast<int>(now().rounds.size()) : 0; }
    const ClassRecord* record() const { return current_ ? &now() : nullptr; }
    const std::vector<ClassRecord>& records() const { return records_; }
    /// May the votes be seen?
    bool votes_visible() const;

    /// Grows with each change that every student must see.
    std::uint64_t revision() const { return revision_; }

  private:
    ClassRecord& now() { return records_[*current_]; }
    const ClassRecord& now() const { return records_[*current_]; }
    bool move(std::initializer_list<ClassPhase> from, ClassPhase to);
    bool reusable(int seat) const;
    std::string pseudonym(int seat) const;

    int most_seats_, most_rounds_;
    std::vector<Seat> seats_;
    std::vector<ClassRecord> records_;
    std::vector<int> options_; ///< by record
    std::optional<std::size_t> current_;
    bool finished_ = false;
    std::uint64_t revision_ = 1;
};

} // namespace soma::lesson
