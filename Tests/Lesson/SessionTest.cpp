#include "Lesson/Play/Session.h"
#include "Lesson/LessonSource.h"

#include <gmock/gmock.h>

#include <sstream>

namespace {

using namespace soma;
using namespace soma::test;
using lesson::Phase;
using lesson::Session;
using lesson::SessionOptions;
using lesson::Visibility;

const std::set<std::string, std::less<>> everything{"model.lif", "speed"};

Session start(const json& document = small_lesson(), SessionOptions options = {}) {
    if (options.capabilities.empty()) options.capabilities = everything;
    return Session{load_small(document), quantities(), options};
}

void hear_all(Session& s) {
    for (std::size_t i = 0; i < s.cards().size(); ++i) {
        EXPECT_TRUE(s.play(i, 0)) << s.step().id;
        s.play_ended();
    }
}

/// Goes on, right answers all the way, until the step is reached.
void go_to(Session& s, const std::string& id) {
    for (int guard = 0; s.step().id != id && guard < 200; ++guard) {
        if (s.step().kind == "listen") hear_all(s);
        if (!s.can_advance()) s.pass(0);
        ASSERT_TRUE(s.next(0)) << s.step().id;
    }
    ASSERT_EQ(s.step().id, id);
}

TEST(Session, APredictionComesBeforeTheSound) {
    Session s = start();
    EXPECT_EQ(s.phase(), Phase::answered) << "a text asks nothing";
    ASSERT_TRUE(s.next(0));
    EXPECT_EQ(s.step().id, "guess");
    EXPECT_FALSE(s.can_play(0));
    EXPECT_FALSE(s.next(0)) << "not before it is answered";
    EXPECT_TRUE(s.answer_keys({1}, 10).accepted);
    EXPECT_TRUE(s.can_play(0));
    EXPECT_EQ(s.score(), 0.0);
    EXPECT_TRUE(s.next(20));
}

TEST(Session, CountsPlaysAndKeepsTheirLimits) {
    Session s = start();
    go_to(s, "hear");
    EXPECT_FALSE(s.can_advance());
    EXPECT_TRUE(s.play(0, 0));
    EXPECT_FALSE(s.can_advance()) << "B has not been heard";
    EXPECT_TRUE(s.play(1, 0));
    EXPECT_TRUE(s.can_advance());
    EXPECT_TRUE(s.play(0, 0));
    EXPECT_TRUE(s.play(0, 0));
    EXPECT_FALSE(s.play(0, 0)) << "three times at most";
    EXPECT_EQ(s.cards()[0].plays, 3);
    EXPECT_FALSE(s.play(7, 0));
}

TEST(Session, WrongAttemptsCostAndAreExplained) {
    Session s = start();
    go_to(s, "tau");
    EXPECT_FALSE(s.answer_text("a lot", 0).accepted);
    EXPECT_FALSE(s.answer_text("20 mV", 0).accepted) << "a wrong unit is said, not counted";
    EXPECT_EQ(s.attempts_left(), 3);
    EXPECT_EQ(s.answer_text("345", 0).text, "That is R.");
    EXPECT_EQ(s.answer_text("21", 0).text, "Close.");
    EXPECT_EQ(s.hint(), "R times C.");
    EXPECT_EQ(s.hint(), "345 times 0.0586.");
    EXPECT_EQ(s.hint(), std::nullopt);
    const auto right = s.answer_text("0,0202 s", 0);
    EXPECT_TRUE(right.correct && right.final);
    EXPECT_EQ(right.text, "Right.");
    EXPECT_DOUBLE_EQ(s.step_score(s.position()), 2 * (1 - 2 * 0.25));
    EXPECT_FALSE(s.answer_text("20.2", 0).accepted) << "answered once";
}

TEST(Session, AfterTheLastAttemptItIsOver) {
    Session s = start();
    go_to(s, "tau");
    s.answer_text("1", 0);
    s.answer_text("2", 0);
    const auto last = s.answer_text("3", 0);
    EXPECT_TRUE(last.final && !last.correct);
    EXPECT_EQ(last.text, "No.");
    EXPECT_EQ(s.solution().text, "20.2 ms");
    EXPECT_EQ(s.phase(), Phase::answered);
}

TEST(Session, TrialsAreHeardFirstShuffledAndCorrectedForChance) {
    Session s = start();
    go_to(s, "pairs");
    EXPECT_FALSE(s.answer_keys({1}, 0).accepted) << "not heard yet";
    int right = 0;
    for (int trial = 0; trial < 4; ++trial) {
        EXPECT_EQ(s.trial(), std::pair(trial + 1, 4));
        EXPECT_EQ(s.cards()[0].label, "A");
        EXPECT_EQ(s.cards()[0].alt, s.cards()[1].alt) << "the text must not tell which is which";
        hear_all(s);
        const int key = s.solution().keys[0];
        const auto longer = s.cards()[static_cast<std::size_t>(key - 1)].sound;
        EXPECT_EQ(longer, "A") << "20.2 ms against 4.3 ms";
        const bool answer_right = trial != 2;
        EXPECT_EQ(s.answer_keys({answer_right ? key : 3 - key}, 100).correct, answer_right);
        right += answer_right;
        EXPECT_FALSE(s.answer_keys({key}, 100).accepted);
        ASSERT_TRUE(s.next(200));
    }
    EXPECT_EQ(s.step().id, "knob");
    EXPECT_DOUBLE_EQ(s.step_score(4), 4 * (right / 4.0 - 0.5) / 0.5);
}

TEST(Session, TuningPlaysAndGradesTheKnob) {
    Session s = start();
    go_to(s, "knob");
    const auto rest = [&] { return s.setup(0).values[Id::rest_mv]; };
    EXPECT_DOUBLE_EQ(rest(), -65);
    s.tune(-71.3);
    EXPECT_DOUBLE_EQ(rest(), -71.5) << "on the grid of half a millivolt";
    s.tune(-200);
    EXPECT_DOUBLE_EQ(rest(), -90);
    const auto outcome = s.answer_tuned(-70.3, 0);
    EXPECT_TRUE(outcome.correct);
    EXPECT_EQ(s.visibility("rest_mv"), Visibility::visible);
}

TEST(Session, TheBenchShowsWhatIsAskedFor) {
    Session s = start();
    go_to(s, "table");
    std::map<std::string, std::string, std::less<>> typed;
    for (const auto& m : s.measured()) typed[m.field] = std::to_string(m.value) + " pA";
    EXPECT_EQ(typed.size(), 2u);
    EXPECT_TRUE(s.answer_fields(typed, 0).correct);
    Session again = start();
    go_to(again, "table");
    EXPECT_FALSE(again.answer_fields({{"rheobase_pA[0]", "29"}}, 0).accepted) << "one is missing";
    typed["rheobase_pA[1]"] = "99";
    const auto half = again.answer_fields(typed, 0);
    EXPECT_EQ(half.text, "Look again at: twice R. Look.");
    EXPECT_DOUBLE_EQ(again.score(), 2.0) << "half of the checks, half of the points";
}

TEST(Session, AListenerWhoHearsEveryClickFindsTheRheobase) {
    const auto lesson = shipped("07");
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        SessionOptions options;
        options.class_seed = seed;
        options.student = "Ada";
        options.capabilities = {"model.lif", "stimulus.step", "monitor.spikes", "monitor.pitch", "experiment"};
        Session s{lesson, quantities(), options};
        go_to(s, "limits");
        auto series = s.limits();
        const double first = series.value();
        const double edge = s.solution().fields.at("limits.mean_pA");
        while (!series.done())
            if ((series.value() >= edge) == series.ascending())
                series.changed();
            else
                series.step();
        EXPECT_TRUE(s.answer_fields({{"limits.mean_pA", std::to_string(series.mean())}}, 0).correct) << "seed " << seed;
        EXPECT_EQ(s.limits().value(), first) << "the same seed, the same series";
    }
}

TEST(Session, AnOrderEarnsPartialCredit) {
    Session s = start();
    go_to(s, "sort");
    hear_all(s);
    EXPECT_FALSE(s.answer_order({"A", "A", "C"}, 0).accepted);
    const auto best = s.solution().order;
    EXPECT_EQ(best.front(), "C");
    const auto outcome = s.answer_order({best[1], best[0], best[2]}, 0);
    EXPECT_FALSE(outcome.correct);
    EXPECT_DOUBLE_EQ(s.step_score(s.position()), 3 * 2.0 / 3.0);
}

TEST(Session, RevealingEarlyCostsThePoints) {
    Session s = start();
    go_to(s, "tau");
    s.reveal(5);
    EXPECT_EQ(s.phase(), Phase::answered);
    EXPECT_FALSE(s.answer_text("20.2", 10).accepted);
    EXPECT_TRUE(s.rows().back().revealed);
    json free = small_lesson();
    free["scoring"]["revealCostsPoints"] = false;
    Session kind = start(free);
    go_to(kind, "tau");
    kind.reveal(5);
    EXPECT_TRUE(kind.answer_text("20.2", 10).correct);
    EXPECT_DOUBLE_EQ(kind.score(), 2.0);
}

TEST(Session, HidesLocksAndShowsWhatTheLessonSays) {
    Session s = start();
    EXPECT_EQ(s.visibility("threshold_mv"), Visibility::locked);
    EXPECT_EQ(s.visibility("rest_mv"), Visibility::hidden);
    EXPECT_EQ(s.visibility("scope.values"), Visibility::hidden);
    json hidden = small_lesson();
    hidden["controls"]["default"] = "visible";
    hidden["cells"]["one"]["hidden"] = true;
    Session h = start(hidden);
    EXPECT_EQ(h.visibility("membrane_resistance_mohm"), Visibility::visible) << "the first step plays no hidden cell";
    go_to(h, "hear");
    for (const char* item : {"membrane_resistance_mohm", "presetName", "threshold_above_rest_mv", "model"})
        EXPECT_EQ(h.visibility(item), Visibility::hidden) << item;
    EXPECT_EQ(h.visibility("stim_amplitude_pa"), Visibility::visible);
    go_to(s, "end");
    EXPECT_EQ(s.visibility("rest_mv"), Visibility::locked) << "controls are revealed";
    EXPECT_EQ(s.visibility("scope"), Visibility::locked);
    EXPECT_EQ(s.cards()[0].alt, "About seventy a second.");
}

TEST(Session, ShowsTheSoundsOnTheScopeWhenTheQuestionIsOver) {
    Session s = start();
    go_to(s, "guess");
    EXPECT_FALSE(s.scope_shown());
    s.answer_keys({1}, 0);
    EXPECT_FALSE(s.scope_shown()) << "a prediction is about what will be heard";
    hear_all(s);
    EXPECT_TRUE(s.scope_shown());
    EXPECT_EQ(s.visibility("scope.values"), Visibility::hidden) << "its numbers are the lesson's to show";
    go_to(s, "pairs");
    hear_all(s);
    EXPECT_FALSE(s.scope_shown());
    s.answer_keys({1}, 0);
    EXPECT_TRUE(s.scope_shown()) << "each trial by itself";
    ASSERT_TRUE(s.next(0));
    EXPECT_FALSE(s.scope_shown());
    s.show_pictures();
    EXPECT_TRUE(s.scope_shown());
    EXPECT_TRUE(s.can_answer()) << "the eye stands in for the ear";
}

TEST(Session, LooksBackAtWhatWasGivenAndWhatIsRight) {
    Session s = start();
    go_to(s, "tau");
    s.answer_text("0,03 s", 0);
    s.answer_text("20.2", 0);
    go_to(s, "sort");
    hear_all(s);
    const auto order = s.solution().order;
    s.answer_order({order[1], order[0], order[2]}, 0);
    const auto review = s.review();
    ASSERT_EQ(review.size(), 6u) << "guess, tau, pairs, knob, table, sort";
    EXPECT_EQ(review[0].given, "cannot tell");
    EXPECT_EQ(review[0].right, "2 B");
    EXPECT_EQ(review[1].given, "20.2 ms");
    EXPECT_EQ(review[1].right, "20.2 ms");
    EXPECT_DOUBLE_EQ(review[1].score, 1.5);
    EXPECT_EQ(review[2].given, "0 of 4 right");
    EXPECT_THAT(review[5].right, testing::HasSubstr("(C), "));
    EXPECT_NE(review[5].given, review[5].right);
}

TEST(Session, TheNameMayComeLateTheSeedStays) {
    Session s = start();
    const auto seed = s.seed();
    s.set_student("Ada Lovelace");
    EXPECT_EQ(s.seed(), seed);
    EXPECT_NE(s.csv().find("Ada Lovelace"), std::string::npos);
}

TEST(Session, StepsThatCannotBePlayedLeaveTheTotal) {
    json document = small_lesson();
    document["steps"][4]["requires"] = {"population"};
    document["steps"][4]["ifMissing"] = "skip";
    document["steps"][3]["requires"] = {"population"};
    document["steps"][3]["ifMissing"] = "text";
    document["steps"][3]["ifMissingText"] = "Ask your neighbour.";
    Session s = start(document);
    go_to(s, "tau");
    EXPECT_TRUE(s.replaced());
    EXPECT_EQ(s.text(), "Ask your neighbour.");
    EXPECT_TRUE(s.choices().empty());
    ASSERT_TRUE(s.next(0));
    EXPECT_EQ(s.step().id, "knob") << "pairs is skipped";
    EXPECT_DOUBLE_EQ(s.maximum(), 10.0);
    ASSERT_TRUE(s.back(0));
    EXPECT_EQ(s.step().id, "tau");
    EXPECT_EQ(lesson::missing_capabilities(s.lesson(), {"model.lif"}), std::vector<std::string>{});
    document["steps"][3]["ifMissing"] = "block";
    EXPECT_EQ(lesson::missing_capabilities(*load_small(document), {}),
              (std::vector<std::string>{"model.lif", "population"}));
}

TEST(Session, TimeLimitsCountOnlyWhenAskedFor) {
    json document = small_lesson();
    document["steps"][3]["timeLimit_s"] = 10;
    for (const bool limits : {false, true}) {
        SessionOptions options;
        options.time_limits = limits;
        Session s = start(document, options);
        go_to(s, "tau");
        EXPECT_TRUE(s.answer_text("20.2", 11000).correct);
        EXPECT_DOUBLE_EQ(s.score(), limits ? 0.0 : 2.0);
    }
}

TEST(Session, PicturesStandInForTheEarAndTheCsvSaysSo) {
    SessionOptions options;
    options.pictures = true;
    Session s = start(small_lesson(), options);
    go_to(s, "pairs");
    EXPECT_TRUE(s.can_answer());
    EXPECT_TRUE(s.answer_keys({s.solution().keys[0]}, 0).correct);
    EXPECT_NE(s.csv().find(",0,1,"), std::string::npos);
}

TEST(Session, ResultsAddUpToTheSummaryAndHoldTheVotes) {
    SessionOptions options;
    options.student = "Ada Lovelace";
    options.class_key = "tuesday";
    options.app_version = "0.1";
    options.started_utc = "2026-11-23T15:00:00Z";
    Session s = start(small_lesson(), options);
    go_to(s, "guess");
    s.tally().vote(2);
    s.tally().vote(2);
    for (int guard = 0; s.phase() != Phase::finished && guard < 100; ++guard) {
        if (s.phase() != Phase::answered) {
            if (s.step().role != "predict") hear_all(s);
            const auto solution = s.solution();
            if (!solution.keys.empty()) s.answer_keys({solution.keys[0]}, 50);
            if (s.step().id == "tau") s.answer_text("3", 50), s.answer_text("20.2", 60);
            if (s.step().id == "knob") s.answer_tuned(*solution.number, 50);
            if (s.step().id == "table") s.pass(50);
            if (s.step().id == "sort") s.answer_order(solution.order, 50);
        }
        if (s.step().kind == "listen") hear_all(s);
        ASSERT_TRUE(s.next(100)) << s.step().id;
    }
    EXPECT_DOUBLE_EQ(s.score(), 1.5 + 4 + 3 + 0 + 3);
    EXPECT_TRUE(s.passed());
    double sum = 0.0, summary = 0.0;
    std::istringstream lines{s.csv()};
    std::string line, last;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        std::vector<std::string> fields{""};
        for (const char c : line)
            if (c == ',')
                fields.emplace_back();
            else
                fields.back() += c;
        ASSERT_EQ(fields.size(), lesson::result_columns().size()) << line;
        const double score = fields[19].empty() ? 0.0 : std::stod(fields[19]);
        (fields[9] == "summary" ? summary : sum) += score;
        last = line;
    }
    EXPECT_DOUBLE_EQ(sum, summary);
    EXPECT_DOUBLE_EQ(summary, s.score());
    EXPECT_NE(last.find(s.code()), std::string::npos);
    EXPECT_NE(s.csv().find("guess,tally,,1,,,1=0;2=2,"), std::string::npos) << s.csv();
    EXPECT_FALSE(s.next(0));
    EXPECT_EQ(s.step().id, "end");
}

} // namespace
