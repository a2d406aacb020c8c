#include "CommandLine/LessonTerminal.h"
#include "CommandLine/LessonVoice.h"
#include "Embedded/BuiltInLessons.h"
#include "Student.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Load/Loader.h"
#include "Lesson/Play/Visibility.h"

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <istream>
#include <sstream>

/// Every lesson in the terminal player, line by line, by students of whom every answer is known.
namespace soma::test {
namespace {

using command::LessonTerminal;
using command::LessonVoice;
using lesson::Phase;

/// Lines that are made when they are asked for.
class Typing final : public std::streambuf {
  public:
    explicit Typing(std::function<std::string()> next)
        : next_(std::move(next)) {}

  private:
    int_type underflow() override {
        line_ = next_() + "\n";
        setg(line_.data(), line_.data(), line_.data() + line_.size());
        return traits_type::to_int_type(line_[0]);
    }
    std::function<std::string()> next_;
    std::string line_;
};

/// The words that a student types, made from what stands on the screen and what the session asks for.
class AtTheTerminal {
  public:
    AtTheTerminal(lesson::Session& session, Student student)
        : session_(session)
        , student_(std::move(student)) {}

    std::string next(std::string said) {
        check(flat(said));
        if (++lines_ > 4000) {
            ADD_FAILURE() << where() << "never ends";
            return "q";
        }
        if (!queue_.empty()) return take_queued();
        const bool predicts = session_.step().role == "predict" && session_.phase() != Phase::answered;
        if (!predicts && something_unheard()) return "s";
        if (session_.can_advance()) return "";
        if (limits_go_on(said)) return limits_line(said);
        return write(student_.answer(session_));
    }
    int answers() const { return answers_; }
    const Student& student() const { return student_; }

  private:
    std::string where() const {
        return session_.lesson().id + ", seed " + std::to_string(session_.seed()) + ", " + session_.step().id + ": ";
    }
    bool something_unheard() {
        const auto cards = session_.cards();
        for (std::size_t i = 0; i < cards.size(); ++i)
            if (cards[i].plays == 0 && session_.can_play(i)) return true;
        return false;
    }
    std::string take_queued() {
        auto line = queue_.front();
        queue_.pop_front();
        return line;
    }
    /// A method of limits goes up and down in series before its table can be filled in.
    bool limits_go_on(const std::string& said) const {
        const auto* bench = std::get_if<lesson::ExperimentStep>(&session_.step().body);
        return bench != nullptr && bench->by_hand && bench->experiment == "method-of-limits" &&
               said.find("All series are done") == said.npos && !limits_done_;
    }
    std::string limits_line(const std::string& said) {
        const auto going = said.rfind("Going ");
        if (going == said.npos) return "n";
        const bool up = said.compare(going, 8, "Going up") == 0;
        const double at = std::atof(said.c_str() + said.find(": ", going) + 2);
        const double wanted = session_.solution().fields.begin()->second;
        return student_.hears_change((at >= wanted) == up) ? "c" : "n";
    }
    std::string write(const Given& given) {
        expected_ = given;
        ++answers_;
        if (!given.keys.empty()) {
            std::string line;
            for (const int key : given.keys) line += (line.empty() ? "" : " ") + std::to_string(key);
            return line;
        }
        if (!given.order.empty()) {
            std::string line;
            const auto sounds = session_.sounds();
            for (const auto& sound : given.order)
                line += static_cast<char>('A' + (std::ranges::find(sounds, sound) - sounds.begin()));
            return line.size() == 1 ? line + " " : line;
        }
        if (given.tuned) {
            queue_.push_back("");
            return Student::typed_number(*given.tuned);
        }
        if (const auto* bench = std::get_if<lesson::ExperimentStep>(&session_.step().body)) {
            const bool limits = bench->by_hand && bench->experiment == "method-of-limits";
            for (std::size_t i = limits ? 1 : 0; i < bench->checks.size(); ++i)
                queue_.push_back(given.fields.at(bench->checks[i].field));
            if (limits) expected_->right = false; // the student's own number
            return "";
        }
        return given.typed;
    }
    /// The last answer was marked and answered as it should be.
    void check(const std::string& said) {
        limits_done_ |= said.find("All series are done") != said.npos;
        if (!queue_.empty() || !expected_) return;
        const auto given = *std::exchange(expected_, std::nullopt);
        if (given.right) {
            EXPECT_NE(said.find("Right."), said.npos) << where() << said;
        }
        if (given.wrong) {
            EXPECT_NE(said.find("Not right."), said.npos) << where() << said;
        }
        EXPECT_NE(said.find(flat(given.feedback)), said.npos)
            << where() << given.feedback << "\nbut was told: " << said;
    }

    lesson::Session& session_;
    Student student_;
    std::deque<std::string> queue_;
    std::optional<Given> expected_;
    int lines_ = 0, answers_ = 0;
    bool limits_done_ = false;
};

struct Result {
    double score = 0.0, maximum = 0.0;
    int answers = 0, mistakes = 0;
};

Result play_in_terminal(const std::shared_ptr<const lesson::Lesson>& lesson, lesson::Quantities& quantities,
                        LessonVoice& voice, std::uint64_t seed, Student::Kind kind, std::size_t mistake = 0) {
    lesson::SessionOptions options;
    options.class_seed = seed;
    options.student = "Student " + std::to_string(seed);
    options.capabilities = lesson::all_capabilities();
    options.capabilities.erase("stimulus.audio"); // as in the terminal
    lesson::Session session{lesson, quantities, options};
    AtTheTerminal student{session, Student{kind, seed, mistake}};
    std::ostringstream out;
    Typing typing{[&] {
        auto said = out.str();
        out.str("");
        return student.next(std::move(said));
    }};
    std::istream in{&typing};
    LessonTerminal terminal{session, voice, in, out, [] {}};
    EXPECT_TRUE(terminal.run()) << lesson->id << " does not come to its end";
    const auto said = flat(out.str());
    EXPECT_NE(said.find("Score " + lesson::number_text(session.score()) + " of "), said.npos) << lesson->id << said;
    EXPECT_NE(said.find("Code " + session.code()), said.npos) << lesson->id;
    return {session.score(), session.maximum(), student.answers(), student.student().mistakes_made()};
}

class StudentsInTerminal : public testing::TestWithParam<std::size_t> {};

TEST_P(StudentsInTerminal, AreMarkedAsTheyDeserve) {
    const auto& file = built_in_lessons()[GetParam()];
    lesson::Quantities quantities{lesson_instrument()};
    const auto loaded = lesson::load_lesson(file.text, file.file, quantities);
    ASSERT_TRUE(loaded.lesson);
    LessonVoice voice{"none", "", {}};
    constexpr std::size_t most_mistakes = 8;
    int answers = 0, mistakes = 0, students = 0;
    double guessed = 0.0, possible = 0.0;
    for (std::uint64_t seed = 1; seed <= student_seeds(); ++seed) {
        const auto right = play_in_terminal(loaded.lesson, quantities, voice, seed, Student::Kind::right);
        EXPECT_NEAR(right.score, right.maximum, 1e-9) << file.file << ", seed " << seed;
        for (std::size_t mistake = 0; mistake < most_mistakes; ++mistake) {
            const auto mistaken =
                play_in_terminal(loaded.lesson, quantities, voice, seed, Student::Kind::mistaken, mistake);
            ++students;
            answers += mistaken.answers;
            mistakes += mistaken.mistakes;
            if (mistaken.mistakes == 0) break;
            EXPECT_LT(mistaken.score, right.score + 1e-9) << file.file << ", seed " << seed;
        }
        const auto guesser = play_in_terminal(loaded.lesson, quantities, voice, seed, Student::Kind::guesser);
        EXPECT_LT(guesser.score, right.score) << file.file << ", seed " << seed;
        guessed += guesser.score;
        possible += guesser.maximum;
        students += 2;
        answers += right.answers + guesser.answers;
    }
    // One guesser may be lucky; twenty together are not.
    if (student_seeds() >= 20) {
        EXPECT_LT(guessed / possible, loaded.lesson->scoring.pass) << "guessing passes " << file.file;
    }
    std::printf("%s: %d students, %d answers, %d mistakes, guessers %.0f %%\n", file.file.c_str(), students, answers,
                mistakes, 100.0 * guessed / possible);
}

INSTANTIATE_TEST_SUITE_P(Lessons, StudentsInTerminal, testing::Range(std::size_t{0}, built_in_lessons().size()),
                         [](const auto& tested) { return "No" + built_in_lessons()[tested.param].file.substr(0, 2); });

} // namespace
} // namespace soma::test
