#include "Lesson/LessonSource.h"
#include "Lesson/Play/Journal.h"

#include <gmock/gmock.h>

namespace {

using namespace soma;
using namespace soma::test;
using lesson::Phase;
using lesson::Session;
using testing::HasSubstr;
using testing::Not;

lesson::SessionOptions options() {
    lesson::SessionOptions out;
    out.capabilities = {"model.lif", "speed"};
    out.student = "Ada Lovelace";
    out.class_seed = 11;
    return out;
}

Session start(const json& document) { return Session{load_small(document), quantities(), options()}; }

void hear_all(Session& s) {
    for (std::size_t i = 0; i < s.cards().size(); ++i)
        if (s.play(i, 0)) s.play_ended();
}

void go_to(Session& s, const std::string& id) {
    for (int guard = 0; s.step().id != id && guard < 200; ++guard) {
        if (s.step().kind == "listen") hear_all(s);
        if (!s.can_advance()) s.pass(0);
        ASSERT_TRUE(s.next(0)) << s.step().id;
    }
}

TEST(SessionMemory, APredictionIsNotMarkedAndComesBackOnceItWasHeard) {
    for (const int key : {1, 2}) {
        json d = small_lesson();
        d["steps"][1]["feedback"] = {{"correct", "B had more clicks."}};
        Session s = start(d);
        s.next(0);
        const auto outcome = s.answer_keys({key}, 0);
        EXPECT_TRUE(outcome.accepted && outcome.noted);
        EXPECT_FALSE(outcome.correct) << "a mark would tell before the sound does";
        EXPECT_EQ(outcome.text, "Noted. Now listen.");
        EXPECT_FALSE(s.recall());
        s.next(0);
        ASSERT_EQ(s.step().id, "hear");
        EXPECT_FALSE(s.recall()) << "nothing was heard yet";
        hear_all(s);
        ASSERT_TRUE(s.recall());
        EXPECT_THAT(*s.recall(), HasSubstr(key == 2 ? "You predicted: B. That is what you heard."
                                                    : "You predicted: A. You heard something else."));
        EXPECT_THAT(*s.recall(), HasSubstr("B had more clicks."));
        EXPECT_EQ(s.score(), 0.0);
    }
}

TEST(SessionMemory, AnOrderIsBlindAndItsLettersFollowTheSeed) {
    std::set<std::vector<std::string>> seen;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        auto set = options();
        set.class_seed = seed;
        Session s{load_small(small_lesson()), quantities(), set};
        go_to(s, "sort");
        seen.insert(s.sounds());
        const auto cards = s.cards();
        for (std::size_t i = 0; i < cards.size(); ++i) {
            EXPECT_EQ(cards[i].label, std::string(1, static_cast<char>('A' + i)));
            EXPECT_EQ(cards[i].alt, cards[0].alt) << "one text stands for all";
            EXPECT_EQ(cards[i].sound, s.sounds()[i]) << "the letter's key plays the letter's sound";
        }
        hear_all(s);
        const auto order = s.solution().order;
        EXPECT_TRUE(s.answer_order(order, 0).correct);
        // The answer names each sound by the letter that plays it and that the picture shows.
        for (const auto& card : s.cards())
            EXPECT_THAT(s.solution().text, HasSubstr(card.letter + " (" + card.label + ")"));
    }
    EXPECT_GE(seen.size(), 4u) << "of six orders";
}

TEST(SessionMemory, ShuffledOptionsKeepTheirOwnFeedbackAndTheirNumbersInTheFile) {
    json d = small_lesson();
    d["steps"][4] = json::parse(
        R"({"id": "pick", "kind": "choose", "points": 2, "attempts": 2, "prompt": "Which?", "shuffleOptions": true,
      "options": [{"key": "1", "label": "one", "correct": true}, {"key": "2", "label": "two"}, {"key": "3", "label": "three"}],
      "feedback": {"correct": "Yes.", "wrong": "No.", "byOption": {"2": "Two is wrong.", "3": "Three is wrong."}}})");
    std::set<int> places;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        auto set = options();
        set.class_seed = seed;
        Session s{load_small(d), quantities(), set};
        go_to(s, "pick");
        const auto key_of = [&](const std::string& label) {
            for (const auto& choice : s.choices())
                if (choice.label == label) return choice.key;
            return 0;
        };
        places.insert(key_of("one"));
        EXPECT_EQ(s.answer_keys({key_of("three")}, 0).text, "Three is wrong.");
        EXPECT_THAT(s.csv(), HasSubstr(",3,,"));
        EXPECT_TRUE(s.answer_keys({key_of("one")}, 0).correct);
        EXPECT_EQ(s.rows().back().answer, "1") << "files speak of the option as the lesson numbers it";
    }
    EXPECT_EQ(places.size(), 3u);
}

TEST(SessionMemory, TheFileOfAStudentHoldsNoAnswers) {
    Session s = start(small_lesson());
    go_to(s, "tau");
    s.answer_text("3", 0);
    EXPECT_EQ(s.rows().back().expected, "20.2") << "the session knows";
    EXPECT_THAT(s.csv(), Not(HasSubstr("20.2")));
}

TEST(SessionMemory, AnExplanationIsKeptAndAModelAnswerStandsBesideIt) {
    json d = small_lesson();
    d["steps"][4] = json::parse(R"({"id": "why", "kind": "explain", "points": 1, "prompt": "Why?", "leastWords": 4,
                                    "modelAnswer": "Because tau is {tau}."})");
    d["facts"] = {{"tau", {{"value", {{"quantity", "tau"}, {"of", "one"}}}, {"unit", "ms"}}}};
    Session s = start(d);
    go_to(s, "why");
    EXPECT_FALSE(s.answer_text("No idea", 0).accepted);
    const auto outcome = s.answer_text("  Charge needs\ttime to flow. ", 0);
    EXPECT_TRUE(outcome.correct);
    EXPECT_EQ(outcome.text, "One good answer: Because tau is 20.2 ms.");
    EXPECT_EQ(s.rows().back().answer, "Charge needs time to flow.");
    EXPECT_EQ(s.score(), 1.0);
}

TEST(SessionMemory, AShownAnswerIsRightAndNoMistake) {
    json d = small_lesson();
    d["steps"][3]["answer"] = -59.801;
    d["steps"][3]["unit"] = "mV";
    d["steps"][3]["acceptUnits"] = {"mV"};
    d["steps"][3]["tolerance"] = {{"abs", 0.0005}};
    d["steps"][3]["expect"] = -59.801;
    d["steps"][3]["feedback"]["whenEquals"] = {
        {{"answer", -59.8}, {"tolerance", {{"abs", 0.0003}}}, {"text", "The leak."}}};
    Session s = start(d);
    go_to(s, "tau");
    EXPECT_EQ(s.solution().text, "-59.801 mV");
    EXPECT_EQ(s.answer_text("-59.8", 0).text, "The leak.");
    EXPECT_TRUE(s.answer_text("-59.801", 0).correct);
}

/// A control must reach whatever the step asks for: 29 nA where the sound begins with 0.1.
TEST(SessionMemory, AControlReachesEveryValueThatIsAskedFor) {
    json d = small_lesson();
    d["steps"][6] = json::parse(
        R"({"id": "table", "kind": "experiment", "points": 1, "experiment": "strength-duration", "of": ["A"],
      "byHand": true, "args": {"durations_ms": [10, 0.02]}, "prompt": "Both.", "checks": [
       {"field": "threshold_nA[0]", "answer": {"quantity": "threshold_current", "of": "A", "args": {"duration_ms": 10}}, "unit": "nA", "tolerance": {"rel": 0.03}},
       {"field": "threshold_nA[1]", "answer": {"quantity": "threshold_current", "of": "A", "args": {"duration_ms": 0.02}}, "unit": "nA", "tolerance": {"rel": 0.03}}]})");
    Session s = start(d);
    go_to(s, "table");
    EXPECT_GE(s.reach("stim_amplitude_pa").high, 29300.0);
    EXPECT_LE(s.reach("stim_duration_ms").low, 0.02);
}

TEST(SessionMemory, ALessonIsTakenUpWhereItWasLeft) {
    const auto lesson = load_small(small_lesson());
    Session s{lesson, quantities(), options()};
    go_to(s, "tau");
    s.hint();
    s.answer_text("0,03 s", 100);
    s.answer_text("20.2", 200);
    s.next(300);
    for (int trial = 0; trial < 2; ++trial) {
        hear_all(s);
        s.answer_keys({1}, 400);
        s.next(500);
    }
    hear_all(s);
    const std::string text = lesson::to_text(lesson::journal_of(s));
    const auto read = lesson::read_journal(text);
    ASSERT_TRUE(std::holds_alternative<lesson::Journal>(read));
    auto bare = options();
    bare.student = {};
    bare.class_seed = 0;
    const auto again = lesson::resume(std::get<lesson::Journal>(read), lesson, quantities(), bare, 9000);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->csv(), s.csv()) << "every row, also how long each answer took";
    EXPECT_EQ(again->position(), s.position());
    EXPECT_EQ(again->trial(), s.trial());
    EXPECT_EQ(again->cards()[0].plays, s.cards()[0].plays);
    EXPECT_EQ(again->student(), "Ada Lovelace");
    EXPECT_EQ(again->score(), s.score());
    // Both go on alike.
    EXPECT_EQ(again->answer_keys({2}, 9100).correct, s.answer_keys({2}, 600).correct);
}

TEST(SessionMemory, ANameThatIsTypedAfterAnswersLeavesTheQuestionsAsTheyWere) {
    json d = small_lesson();
    d["seed"]["mode"] = "student";
    const auto lesson = load_small(d);
    auto unnamed = options();
    unnamed.student = {};
    int other_questions = 0;
    for (const std::string name : {"Ada", "Bo", "Cy", "Di"}) {
        Session s{lesson, quantities(), unnamed};
        go_to(s, "pairs");
        for (int trial = 0; trial < 3; ++trial) {
            hear_all(s);
            s.answer_keys({1}, 0);
            s.next(0);
        }
        s.set_student(name);
        const auto read = lesson::read_journal(lesson::to_text(lesson::journal_of(s)));
        const auto again = lesson::resume(std::get<lesson::Journal>(read), lesson, quantities(), options(), 0);
        ASSERT_TRUE(again);
        EXPECT_EQ(again->student(), name);
        EXPECT_EQ(again->csv(), s.csv());
        EXPECT_EQ(again->began_as(), "");
        auto named = unnamed;
        named.student = name;
        other_questions += Session(lesson, quantities(), named).seed() != s.seed();
    }
    EXPECT_EQ(other_questions, 4) << "else the name would not matter";
}

TEST(SessionMemory, ABrokenJournalIsRefusedInOneLine) {
    const auto lesson = load_small(small_lesson());
    Session s{lesson, quantities(), options()};
    s.next(0);
    const std::string text = lesson::to_text(lesson::journal_of(s));
    for (std::size_t cut = 0; cut < text.size() - 2; cut += 7) {
        const auto read = lesson::read_journal(std::string_view(text).substr(0, cut));
        ASSERT_TRUE(std::holds_alternative<std::string>(read)) << cut;
        EXPECT_EQ(std::get<std::string>(read).find('\n'), std::string::npos);
    }
    auto journal = std::get<lesson::Journal>(lesson::read_journal(text));
    journal.lesson_version = 2;
    EXPECT_EQ(lesson::resume(journal, lesson, quantities(), options(), 0), nullptr) << "another version of the lesson";
    journal.lesson_version = lesson->version;
    journal.deeds.push_back({"answer_keys", 0, 0, {"99", "x"}});
    journal.deeds.push_back({"fly", 0, 1e300, {}});
    journal.deeds.push_back({"play", 0, -1e300, {}});
    const auto odd = lesson::resume(journal, lesson, quantities(), options(), 0);
    ASSERT_TRUE(odd) << "what is not possible ends it early";
    EXPECT_EQ(odd->step().id, "guess");
}

} // namespace
