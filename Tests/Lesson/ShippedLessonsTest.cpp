#include "Lesson/Answers/Experiment.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Load/PlainText.h"
#include "Lesson/Play/Session.h"
#include "Lesson/Play/Variants.h"
#include "Lesson/Play/Visibility.h"
#include "Support/LessonFiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace {

using namespace soma;
using namespace soma::test;
using lesson::Phase;
using lesson::Session;
using lesson::SessionOptions;

constexpr std::uint64_t seeds = 20;

struct Shipped {
    std::string name;
    std::shared_ptr<const lesson::Lesson> lesson;
};

/// Loaded once for all tests.
const std::vector<Shipped>& all() {
    static const std::vector<Shipped> lessons = [] {
        std::vector<Shipped> out;
        for (const std::string& path : shipped_lessons()) {
            const std::string name = std::filesystem::path{path}.filename().string();
            const auto loaded = lesson::load_lesson(read_file(path), name, quantities());
            for (const auto& problem : loaded.errors) ADD_FAILURE() << problem.text();
            EXPECT_TRUE(loaded.warnings.empty()) << name;
            if (loaded.lesson) out.push_back({name, loaded.lesson});
        }
        return out;
    }();
    return lessons;
}

std::string typed(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", x);
    return text;
}

void hear_what_can_play(Session& s) {
    for (std::size_t i = 0; i < s.cards().size(); ++i)
        if (s.can_play(i)) {
            s.play(i, 0);
            s.play_ended();
        }
}

/// Answers the step that stands with what the model says is right.
lesson::Outcome answer_right(Session& s) {
    const auto solution = s.solution();
    if (!solution.keys.empty()) {
        const auto* choose = std::get_if<lesson::ChooseStep>(&s.step().body);
        return s.answer_keys(choose->multiple ? solution.keys : std::vector{solution.keys[0]}, 0);
    }
    if (!solution.order.empty()) return s.answer_order(solution.order, 0);
    if (!solution.fields.empty()) {
        std::map<std::string, std::string, std::less<>> fields;
        for (const auto& [field, value] : solution.fields) fields[field] = typed(value);
        return s.answer_fields(fields, 0);
    }
    if (s.step().kind == "explain")
        return s.answer_text("The current charges the capacitor of the membrane until the voltage has come to its end.",
                             0);
    EXPECT_TRUE(solution.number) << s.step().id << " has no solution";
    return s.step().kind == "tune" ? s.answer_tuned(solution.number.value_or(0.0), 0)
                                   : s.answer_text(typed(solution.number.value_or(0.0)), 0);
}

/// … and with something that is wrong.
lesson::Outcome answer_wrong(Session& s) {
    const auto solution = s.solution();
    if (!solution.keys.empty()) {
        for (const auto& choice : s.choices())
            if (std::find(solution.keys.begin(), solution.keys.end(), choice.key) == solution.keys.end())
                return s.answer_keys({choice.key}, 0);
        ADD_FAILURE() << s.step().id << " has no wrong answer";
    }
    if (!solution.order.empty()) return s.answer_order({solution.order.rbegin(), solution.order.rend()}, 0);
    if (!solution.fields.empty()) {
        std::map<std::string, std::string, std::less<>> fields;
        for (const auto& [field, value] : solution.fields) fields[field] = typed(value * 7.3 + 11.0);
        return s.answer_fields(fields, 0);
    }
    if (s.step().kind == "explain") return s.answer_text("No idea.", 0);
    if (const auto* tune = std::get_if<lesson::TuneStep>(&s.step().body)) {
        const double low = tune->range->first, high = tune->range->second;
        return s.answer_tuned(std::abs(*solution.number - low) > std::abs(*solution.number - high) ? low : high, 0);
    }
    return s.answer_text(typed(*solution.number * 7.3 + 11.0), 0);
}

/// Plays a lesson to its end.
template <class Answer>
void play(Session& s, Answer&& answer) {
    for (int guard = 0; s.phase() != Phase::finished; ++guard) {
        ASSERT_LT(guard, 3000) << s.lesson().id << ": " << s.step().id << " never ends";
        if (s.step().role != "predict") hear_what_can_play(s);
        if (s.phase() != Phase::answered) answer();
        hear_what_can_play(s);
        if (s.phase() == Phase::answered) {
            ASSERT_TRUE(s.next(0)) << s.lesson().id << ": " << s.step().id;
        }
    }
}

SessionOptions options_for(std::uint64_t seed) {
    SessionOptions options;
    options.class_seed = seed;
    options.student = "Student " + std::to_string(seed);
    options.capabilities = lesson::all_capabilities();
    return options;
}

TEST(ShippedLessons, CoverTheCourse) {
    std::set<std::string> ids;
    for (const auto& [name, lesson] : all()) {
        EXPECT_TRUE(ids.insert(lesson->id).second) << name;
        EXPECT_EQ(lesson->seed_mode, lesson::SeedMode::student) << name << ": own numbers for every student";
        EXPECT_FALSE(lesson->variables.empty()) << name;
        EXPECT_EQ(name.substr(3), lesson->id + ".lesson.json") << "the file is named after the lesson";
    }
    EXPECT_GE(ids.size(), 12u);
    for (const auto& [name, lesson] : all())
        for (const std::string& before : lesson->prerequisites)
            EXPECT_TRUE(ids.contains(before)) << name << ": " << before;
}

TEST(ShippedLessons, PredictListenExplainAndAnswerMistakes) {
    for (const auto& [name, lesson] : all()) {
        bool listens = false, explains = false;
        for (const auto& step : lesson->steps) {
            listens |= !lesson::sounds_of(step).empty();
            explains |= step.kind == "reveal";
            const bool asks = step.points > 0.0;
            if (asks && step.kind != "experiment" && step.kind != "explain") {
                EXPECT_FALSE(step.feedback.correct.empty() && step.feedback.wrong.empty() && step.id != "count")
                    << name << ": " << step.id;
            }
        }
        EXPECT_TRUE(listens && explains) << name;
        EXPECT_FALSE(lesson->teacher.empty()) << name;
    }
}

TEST(ShippedLessons, AStudentWhoIsRightGetsFullMarksAtEverySeed) {
    for (const auto& shipped : all())
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            Session s{shipped.lesson, quantities(), options_for(seed)};
            play(s, [&] {
                const auto outcome = answer_right(s);
                EXPECT_TRUE(outcome.accepted && (outcome.correct || outcome.noted))
                    << shipped.name << ", seed " << seed << ", " << s.step().id << ": " << outcome.text;
                if (!s.step().feedback.correct.empty() && !outcome.noted) {
                    EXPECT_EQ(outcome.text, s.filled(s.step().feedback.correct));
                }
                if (!outcome.accepted) s.pass(0);
            });
            EXPECT_NEAR(s.score(), s.maximum(), 1e-9) << shipped.name << ", seed " << seed;
            EXPECT_TRUE(s.passed());
            if (HasFailure()) return;
        }
}

TEST(ShippedLessons, AStudentWhoIsWrongGetsTheWrittenFeedbackAtEverySeed) {
    for (const auto& shipped : all())
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            Session s{shipped.lesson, quantities(), options_for(seed)};
            play(s, [&] {
                const auto outcome = answer_wrong(s);
                if (s.step().kind == "explain") {
                    EXPECT_FALSE(outcome.accepted);
                    s.pass(0);
                    return;
                }
                EXPECT_TRUE(outcome.accepted)
                    << shipped.name << ", seed " << seed << ", " << s.step().id << ": " << outcome.text;
                EXPECT_FALSE(outcome.correct) << shipped.name << ", seed " << seed << ", " << s.step().id;
                const auto& f = s.step().feedback;
                std::set<std::string> written{s.filled(f.wrong), s.filled(f.near)};
                for (const auto& [option, text] : f.by_option) written.insert(s.filled(text));
                for (const auto& m : f.when_equals) written.insert(s.filled(m.text));
                if (outcome.noted) return;
                bool said = written.contains(outcome.text);
                for (const auto& text : written) said |= !text.empty() && outcome.text.ends_with(text);
                EXPECT_TRUE(said || s.step().kind == "experiment")
                    << shipped.name << ", " << s.step().id << " said: " << outcome.text;
                if (!outcome.accepted) s.pass(0);
            });
            double earned = 0.0; // staircases earn their points for finishing; an order turned round may keep ties
            for (std::size_t i = 0; i < shipped.lesson->steps.size(); ++i) {
                const auto* choose = std::get_if<lesson::ChooseStep>(&shipped.lesson->steps[i].body);
                if (!choose || !choose->adaptive) earned += s.step_score(i);
            }
            EXPECT_EQ(earned, 0.0) << shipped.name << ", seed " << seed;
            if (HasFailure()) return;
        }
}

TEST(ShippedLessons, EveryWrittenMistakeIsAnsweredWithItsOwnText) {
    for (const auto& shipped : all()) {
        Session s{shipped.lesson, quantities(), options_for(shipped.lesson->seed)};
        lesson::Evaluator evaluator{*shipped.lesson, quantities()};
        play(s, [&] {
            const auto* numeric = std::get_if<lesson::NumericStep>(&s.step().body);
            if (numeric && s.attempts_left() == s.step().attempts) {
                std::size_t tried = 0;
                for (const auto& m : s.step().feedback.when_equals) {
                    if (s.attempts_left() <= 1) break;
                    evaluator.set_variables(lesson::base_variables(*shipped.lesson, s.seed()));
                    const double value = evaluator.value(m.answer);
                    const auto outcome = s.answer_text(typed(value), 0);
                    EXPECT_EQ(outcome.text, s.filled(m.text)) << shipped.name << ": " << s.step().id << " at " << value;
                    ++tried;
                }
            }
            answer_right(s);
        });
    }
}

TEST(ShippedLessons, ReadAsPlainTextWithoutGivingAnswersAway) {
    for (const auto& [name, lesson] : all()) {
        const auto student = plain_text(*lesson, lesson::Copy::student, quantities(), lesson->seed);
        const auto teacher = plain_text(*lesson, lesson::Copy::teacher, quantities(), lesson->seed);
        EXPECT_GT(teacher.size(), student.size()) << name;
        EXPECT_NE(teacher.find(lesson->teacher), std::string::npos);
        EXPECT_EQ(student.find(lesson->teacher), std::string::npos);
        for (const auto& [id, sound] : lesson->sounds)
            if (!sound.alt_answer.empty()) {
                EXPECT_EQ(student.find(sound.alt_answer), std::string::npos) << name << ": " << id;
            }
        for (const auto& step : lesson->steps)
            if (!step.feedback.correct.empty() && step.feedback.correct.size() > 8) {
                EXPECT_EQ(student.find("If right"), std::string::npos) << name;
            }
    }
}

TEST(ShippedLessons, EverySoundIsOneTheInstrumentCanPlay) {
    for (const auto& [name, lesson] : all()) {
        lesson::Evaluator evaluator{*lesson, quantities()};
        evaluator.set_variables(lesson::base_variables(*lesson, lesson->seed));
        for (const auto& [id, sound] : lesson->sounds) {
            const auto& setup = evaluator.setup(id);
            EXPECT_GE(setup.values[Id::time_scale], parameter(Id::time_scale).min) << name << ": " << id;
            const bool heard = setup.values[Id::spike_level_db] > parameter(Id::spike_level_db).min ||
                               setup.values[Id::voltage_level_db] > parameter(Id::voltage_level_db).min ||
                               setup.values[Id::pitch_level_db] > parameter(Id::pitch_level_db).min;
            if (setup.values[Id::stim_shape] != 0.0) {
                EXPECT_GE(setup.values[Id::stim_delay_ms] / setup.values[Id::time_scale], 59.9)
                    << name << ": " << id << " begins within the fade-in";
            }
            EXPECT_TRUE(heard) << name << ": " << id << " has no monitor";
        }
    }
}

} // namespace
