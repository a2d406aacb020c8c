#include "Lesson/LessonSource.h"
#include "Lesson/Play/ClassView.h"

namespace {

using namespace soma;
using namespace soma::test;
using lesson::AnswerForm;
using lesson::ClassLesson;
using lesson::ClassPhase;
using lesson::Session;

Session start(const json& document = small_lesson()) {
    lesson::SessionOptions options;
    options.capabilities = {"model.lif", "speed"};
    return Session{load_small(document), quantities(), options};
}

/// As a teacher goes on: what was not answered by the session is passed.
void advance(Session& session) {
    for (std::size_t i = 0; i < session.cards().size(); ++i) session.play(i, 0.0), session.play_ended();
    if (!session.can_advance()) session.pass(0.0);
    ASSERT_TRUE(session.next(0.0)) << session.step().id;
}

void go_to(Session& session, const std::string& id) {
    for (int guard = 0; session.step().id != id && guard < 50; ++guard) advance(session);
    ASSERT_EQ(session.step().id, id);
}

/// With a question that is answered in own words.
json with_explanation() {
    auto document = small_lesson();
    document["steps"].insert(document["steps"].begin() + 1, json::parse(R"({
        "id": "why", "kind": "explain", "points": 1, "prompt": "Why?", "leastWords": 4,
        "modelAnswer": "The membrane leaks."})"));
    return document;
}

struct Class {
    Session session;
    ClassLesson lesson;
    explicit Class(const std::string& step, int seats = 4, const json& document = small_lesson())
        : session(start(document))
        , lesson(session, 40) {
        for (int i = 0; i < seats; ++i) lesson.live().connect(lesson.live().join().value());
        go_to(session, step);
        lesson.show(session);
    }
    std::string answer(int seat, std::vector<std::string> parts) {
        return lesson.answer(seat, lesson.live().question(), lesson.live().round(), parts);
    }
};

TEST(ClassLesson, EachKindOfQuestionHasItsForm) {
    const std::vector<std::pair<std::string, AnswerForm::Kind>> kinds{
        {"hello", AnswerForm::Kind::none},   {"guess", AnswerForm::Kind::choice}, {"tau", AnswerForm::Kind::number},
        {"pairs", AnswerForm::Kind::choice}, {"knob", AnswerForm::Kind::none},    {"table", AnswerForm::Kind::fields},
        {"sort", AnswerForm::Kind::order},   {"end", AnswerForm::Kind::none}};
    Session session = start();
    for (const auto& [id, kind] : kinds) {
        go_to(session, id);
        EXPECT_EQ(lesson::class_question(session).form.kind, kind) << id;
    }
}

TEST(ClassLesson, AnswersAreJudgedAsTheSessionWould) {
    Class c{"tau"};
    c.lesson.live().open();
    EXPECT_EQ(c.answer(0, {"20,2 ms"}), "");
    EXPECT_EQ(c.answer(1, {"0.0202 s"}), "");
    EXPECT_EQ(c.answer(2, {"345"}), "") << "the resistance, a listed misconception";
    EXPECT_NE(c.answer(3, {"20 mV"}), "") << "another unit is refused, not counted";
    EXPECT_NE(c.answer(3, {"a lot"}), "");
    EXPECT_EQ(c.lesson.result_of(0), nullptr) << "nothing is told before the reveal";
    c.lesson.close();
    EXPECT_EQ(c.lesson.result_of(0), nullptr);
    c.lesson.reveal();
    ASSERT_NE(c.lesson.result_of(0), nullptr);
    EXPECT_TRUE(c.lesson.result_of(0)->correct);
    EXPECT_TRUE(c.lesson.result_of(1)->correct);
    EXPECT_FALSE(c.lesson.result_of(2)->correct);
    EXPECT_EQ(c.lesson.result_of(2)->feedback, "That is R.");
    EXPECT_EQ(c.lesson.result_of(3), nullptr) << "gave none";
    EXPECT_TRUE(c.session.rows().empty() || c.session.rows().back().step_id != "tau")
        << "the session itself is untouched";
}

TEST(ClassLesson, AnOrderIsSentByPositionsAndEarnsItsShare) {
    Class c{"sort"};
    c.lesson.live().open();
    EXPECT_EQ(c.answer(0, {"1", "2", "3"}), "");
    EXPECT_NE(c.answer(1, {"1", "1", "3"}), "");
    EXPECT_NE(c.answer(1, {"1", "2"}), "");
    EXPECT_EQ(c.answer(1, {"3", "1", "2"}), "");
    EXPECT_EQ(c.answer(2, {"?"}), "");
    c.lesson.reveal();
    int right = 0;
    for (int seat = 0; seat < 2; ++seat) right += c.lesson.result_of(seat)->correct;
    EXPECT_LE(right, 1) << "two orders cannot both be right";
    EXPECT_EQ(c.lesson.result_of(2)->share, 0.0);
}

TEST(ClassLesson, AnExplanationIsKeptAsItWasWrittenAndShownToTheTeacherAlone) {
    Class c{"why", 4, with_explanation()};
    EXPECT_EQ(c.lesson.question().form.kind, AnswerForm::Kind::text);
    c.lesson.live().open();
    EXPECT_EQ(c.answer(0, {"Because  the\nmembrane; leaks <b>charge</b>"}), "");
    EXPECT_NE(c.answer(1, {"No idea"}), "") << "shorter than the lesson asks for";
    EXPECT_NE(c.answer(1, {"four words", "in two parts"}), "");
    EXPECT_EQ(c.answer(1, {"?"}), "");
    EXPECT_EQ(c.answer(2, {"The charge leaks away \xE2\x80\x94 slowly"}), "");
    std::string endless = "a b c ";
    while (endless.size() < 3000) endless += "\xC3\xA9";
    EXPECT_EQ(c.answer(3, {endless}), "");
    EXPECT_LE(c.lesson.live().answer_of(3, 1).size(), 2000u);
    EXPECT_EQ(c.lesson.live().answer_of(3, 1).back(), '\xA9') << "no letter is cut in two";
    EXPECT_EQ(lesson::class_explanations_json(c.lesson), "[]") << "not while the vote is open";
    c.lesson.close();
    c.lesson.live().tally();
    const auto bars = c.lesson.bars();
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_EQ(bars[0].votes, std::vector<int>{3});
    const auto shared = lesson::class_state_json(c.lesson, {});
    EXPECT_EQ(shared.find("membrane; leaks"), std::string::npos) << "no phone gets what another one wrote";
    EXPECT_EQ(json::parse(lesson::class_explanations_json(c.lesson)).size(), 3u);
    c.lesson.reveal();
    ASSERT_NE(c.lesson.solution(), nullptr);
    EXPECT_EQ(c.lesson.solution()->text, "The membrane leaks.");
    EXPECT_EQ(c.lesson.result_of(0)->share, 1.0);
    EXPECT_EQ(c.lesson.result_of(1)->share, 0.0);
    EXPECT_NE(c.lesson.csv({}).find("Because the membrane; leaks <b>charge</b>"), std::string::npos);
}

TEST(ClassLesson, BothRoundsStandSideBySideWithTheHands) {
    Class c{"guess"};
    auto& live = c.lesson.live();
    live.open();
    c.answer(0, {"1"});
    c.answer(1, {"1"});
    live.hand(2, 1);
    c.lesson.close();
    live.tally();
    live.discuss();
    live.open();
    c.answer(0, {"2"});
    c.answer(1, {"1"});
    c.lesson.close();
    const auto bars = c.lesson.bars();
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_EQ(bars[0].votes, (std::vector<int>{2, 1}));
    EXPECT_EQ(bars[1].votes, (std::vector<int>{1, 1}));
}

TEST(ClassLesson, NumbersThatAreEqualShareABar) {
    Class c{"tau"};
    c.lesson.live().open();
    c.answer(0, {"20.2"});
    c.answer(1, {"0.0202 s"});
    c.answer(2, {"345 ms"});
    const auto bars = c.lesson.bars();
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_EQ(bars[0].label, "20.2 ms");
    EXPECT_EQ(bars[0].votes, std::vector<int>{2});
}

/// Whatever is sent to devices before the reveal is the same whichever option is right.
TEST(ClassLesson, NothingSentBeforeTheRevealDependsOnWhatIsRight) {
    auto first = small_lesson(), second = small_lesson();
    second["steps"][1]["options"][0]["correct"] = true;
    second["steps"][1]["options"][1].erase("correct");
    const auto sent = [](const json& document) {
        Session session = start(document);
        ClassLesson lesson{session, 4};
        const int seat = lesson.live().join().value();
        std::vector<std::string> all;
        const auto note = [&] {
            all.push_back(lesson::class_state_json(lesson, {}) + lesson::seat_state_json(lesson, seat) +
                          lesson::class_count_json(lesson.live()) + lesson::class_seats_json(lesson.live()));
        };
        note();
        session.next(0.0);
        lesson.show(session);
        note();
        lesson.live().open();
        note();
        lesson.answer(seat, 1, 1, {"2"});
        note();
        lesson.close();
        note();
        lesson.live().tally();
        note();
        lesson.live().discuss();
        note();
        lesson.live().open();
        lesson.answer(seat, 1, 2, {"2"});
        note();
        lesson.close();
        note();
        lesson.live().tally();
        note();
        const auto before = all;
        lesson.reveal();
        note();
        return std::pair{before, all.back()};
    };
    const auto a = sent(first), b = sent(second);
    EXPECT_EQ(a.first, b.first);
    EXPECT_NE(a.second, b.second) << "the reveal does tell";
}

TEST(ClassLesson, TheResultFileHasARowForEachRoundAndCountsTheLast) {
    Class c{"tau", 2};
    c.lesson.live().open();
    c.answer(0, {"5"});
    c.lesson.close();
    c.lesson.live().tally();
    c.lesson.live().discuss();
    c.lesson.live().open();
    c.answer(0, {"20.2"});
    c.lesson.close();
    c.lesson.reveal();
    lesson::ResultHeader header;
    header.lesson_id = "small";
    header.seed = 7;
    const auto csv = c.lesson.csv(header);
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4) << csv; // names, two rounds, the seat's summary
    EXPECT_NE(csv.find("summary"), std::string::npos);
    EXPECT_NE(csv.find(",2,2,2,"), std::string::npos) << "2 of 2 points in round 2: " << csv;
}

TEST(ClassLesson, ComingBackFindsTheVotesAsTheyWere) {
    Class c{"tau", 2};
    c.lesson.live().open();
    c.answer(0, {"20.2"});
    c.lesson.reveal();
    Session later = c.session;
    advance(later);
    c.lesson.show(later);
    EXPECT_EQ(c.lesson.live().phase(), ClassPhase::listen);
    EXPECT_EQ(c.lesson.solution(), nullptr);
    c.lesson.show(c.session);
    EXPECT_EQ(c.lesson.live().phase(), ClassPhase::reveal);
    EXPECT_TRUE(c.lesson.result_of(0)->correct);
}

} // namespace
