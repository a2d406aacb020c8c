#include "Lesson/Load/Inspection.h"

#include "Lesson/Format/ReadingLevel.h"
#include "Lesson/LessonSource.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>

namespace {

using namespace soma;
using namespace soma::test;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A lesson that keeps every rule, to be broken in one place.
json good_lesson() {
    return json::parse(R"({
 "format": "somaphone-lesson", "formatVersion": "1.1", "id": "good", "version": 1, "language": "en", "title": "Good",
 "goals": ["Keep the rules"], "course": {"name": "Tests"}, "minutes": 5, "requires": ["model.lif"],
 "seed": {"mode": "student", "value": 7},
 "cells": {"one": {"preset": "allen/474626527"},
           "low": {"model": "rc", "params": {"membrane_resistance_mohm": 100, "membrane_capacitance_nf": 0.1, "rest_mv": -70}},
           "high": {"model": "rc", "params": {"membrane_resistance_mohm": 100, "membrane_capacitance_nf": 0.1, "rest_mv": -60}}},
 "stimuli": {"none": {"kind": "none"},
             "pulse": {"kind": "pulse", "amplitude": {"value": 0.1, "unit": "nA"}, "start_ms": 60, "duration_ms": 10, "total_ms": 300}},
 "sounds": {
  "Low": {"label": "low one", "cell": "low", "stimulus": "none", "monitor": {"pitch_level_db": 1.3}, "alt": "A steady tone."},
  "High": {"label": "high one", "cell": "high", "stimulus": "none", "monitor": {"pitch_level_db": 1.2}, "alt": "A steady tone."},
  "Pulse": {"label": "a pulse", "cell": "one", "stimulus": "pulse", "monitor": {"spike_level_db": 14.5, "stimulus_level_db": -24}, "alt": "A click, if it fires."}},
 "facts": {"rest": {"value": {"quantity": "v_rest", "of": "low"}, "unit": "mV"}, "other": {"value": -60, "unit": "mV"}},
 "controls": {"default": "hidden"},
 "steps": [
  {"id": "guess", "kind": "choose", "role": "predict", "title": "Guess", "prompt": "Which is higher?", "shuffleOptions": true,
   "options": [{"key": "1", "label": "The first", "correct": true}, {"key": "2", "label": "The second"}], "feedback": {"correct": "One was higher."}},
  {"id": "hear", "kind": "listen", "title": "Hear", "sounds": ["Low", "High"], "minPlays": 1, "body": "Listen. Then play B again."},
  {"id": "rest", "kind": "numeric", "title": "Rest", "points": 1, "prompt": "Where does the low one rest? The other rests at {other}.",
   "answer": {"quantity": "v_rest", "of": "low"}, "unit": "mV", "tolerance": {"abs": 0.5}, "hints": ["Below the other."],
   "feedback": {"correct": "It rests at {rest}.", "wrong": "Listen again.",
                "whenEquals": [{"answer": -60, "text": "That is the other."}]}},
  {"id": "pairs", "kind": "choose", "title": "Pairs", "points": 1, "trials": 2, "prompt": "Which is higher?", "hints": ["Listen."],
   "trial": {"mode": "compare", "sounds": ["Low", "High"], "property": "v_rest", "correct": "greater"}},
  {"id": "table", "kind": "experiment", "title": "Table", "points": 1, "experiment": "strength-duration", "of": ["Pulse"], "byHand": true,
   "args": {"durations_ms": [10, 0.02]}, "prompt": "Find both currents.", "hints": ["Double it."],
   "controls": {"default": "hidden", "items": {"stim_amplitude_pa": "visible", "stim_duration_ms": "visible"}},
   "checks": [{"field": "threshold_nA[0]", "label": "long", "answer": {"quantity": "threshold_current", "of": "Pulse", "args": {"duration_ms": 10}}, "unit": "nA", "tolerance": {"rel": 0.03}},
              {"field": "threshold_nA[1]", "label": "short", "answer": {"quantity": "threshold_current", "of": "Pulse", "args": {"duration_ms": 0.02}}, "unit": "nA", "tolerance": {"rel": 0.03}}]},
  {"id": "end", "kind": "reveal", "title": "End", "body": "Done."}],
 "scoring": {"pass": 0.5}})");
}

std::vector<std::string> problems_of(const json& document) {
    const auto lesson = load_small(document);
    std::vector<std::string> out;
    if (!lesson) return {"refused"};
    for (const auto& problem : lesson::inspect_lesson(*lesson, quantities(), "good", 2)) out.push_back(problem.text());
    return out;
}

struct Broken {
    const char* rule;
    std::function<void(json&)> breaks;
    const char* said;
};

json& step(json& d, const std::string& id) {
    for (json& each : d["steps"])
        if (each["id"] == id) return each;
    throw std::out_of_range(id);
}

TEST(Inspection, ALessonThatKeepsTheRulesHasNoProblems) {
    for (const auto& problem : problems_of(good_lesson())) ADD_FAILURE() << problem;
}

TEST(Inspection, EveryRuleFindsItsBrokenLesson) {
    const Broken broken[] = {
        {"cards: a letter", [](json& d) { d["sounds"]["Low"]["label"] = "B"; }, "the label 'B' is a single letter"},
        {"cards: twice", [](json& d) { d["sounds"]["High"]["label"] = "low one"; }, "two sounds are called 'low one'"},
        {"letters", [](json& d) { step(d, "hear")["body"] = "Play C."; }, "names the sound C"},
        {"titles", [](json& d) { step(d, "hear").erase("title"); }, "title: is missing"},
        {"hints", [](json& d) { step(d, "rest").erase("hints"); }, "needs a hint"},
        {"options",
         [](json& d) {
             step(d, "guess").erase("shuffleOptions");
             step(d, "guess")["options"].push_back({{"key", "3"}, {"label", "Both"}});
         },
         "shuffleOptions: say true, or false"},
        {"prediction: nothing heard", [](json& d) { step(d, "guess").erase("feedback"); }, "say what is heard"},
        {"prediction: no sound", [](json& d) { d["steps"].erase(1); }, "the next step has no sound"},
        {"numbers", [](json& d) { step(d, "rest")["feedback"]["correct"] = "It rests at -70 mV."; },
         "'70 mV' is typed"},
        {"reading",
         [](json& d) {
             step(d, "hear")["body"] =
                 "Notwithstanding the considerable methodological heterogeneity characterising contemporary "
                 "electrophysiological investigations, depolarisation-dependent inactivation unquestionably "
                 "necessitates "
                 "interdisciplinary reconsideration of traditional terminological conventions.";
         },
         "is grade "},
        {"shown answer",
         [](json& d) {
             step(d, "rest")["feedback"]["whenEquals"][0] = {
                 {"answer", -70.4}, {"tolerance", {{"abs", 0.5}}}, {"text", "You forgot the leak."}};
             step(d, "rest")["tolerance"]["abs"] = 0.3;
         },
         "is shown as -70, and that counts as the mistake"},
        {"reach: no control", [](json& d) { step(d, "table")["controls"]["items"].erase("stim_amplitude_pa"); },
         "no control of the step"},
        {"reach: durations", [](json& d) { step(d, "table")["controls"]["items"].erase("stim_duration_ms"); },
         "the durations of the table cannot be set"},
        {"early: a text", [](json& d) { step(d, "hear")["body"] = "One rests at {rest}."; },
         "step 'hear' tells it before"},
        {"early: the footer",
         [](json& d) {
             d["controls"]["items"]["rest_mv"] = "locked";
             step(d, "rest")["controls"] = {{"default", "hidden"}};
         },
         "step 'hear' shows it before, as rest_mv"},
        {"level: too soft", [](json& d) { d["sounds"]["Low"]["monitor"]["pitch_level_db"] = -12; }, "is too soft"},
        {"level: together", [](json& d) { d["sounds"]["Low"]["monitor"]["pitch_level_db"] = -0.4; },
         "differ in loudness"},
        {"tick", [](json& d) { d["sounds"]["Pulse"]["monitor"]["stimulus_level_db"] = -3; }, "masks the spike"},
        {"audible",
         [](json& d) {
             d["sounds"]["High"]["monitor"] = {{"voltage_level_db", 0}};
         },
         "nothing of v_rest is in the sound High"},
        {"alike", [](json& d) { step(d, "hear")["alike"] = true; }, "are meant to sound alike, but differ in pitch"},
        {"counting",
         [](json& d) {
             d["stimuli"]["pulse"]["duration_ms"] = 200;
             d["stimuli"]["pulse"]["kind"] = "step";
             step(d, "table")["prompt"] = "Count the clicks.";
         },
         "asks to count or tap at "},
    };
    for (const Broken& each : broken) {
        json document = good_lesson();
        each.breaks(document);
        EXPECT_THAT(problems_of(document), Contains(HasSubstr(each.said))) << each.rule;
    }
}

/// The two sides of a threshold are 5 % away: a student who takes the middle has the answer.
TEST(Inspection, AnAnswerBetweenTwoShownValuesIsGivenAway) {
    json d = good_lesson();
    const auto level = [](double times) {
        return json{
            {"kind", "step"},
            {"amplitude", {{"value", {{"quantity", "rheobase"}, {"of", "one"}, {"times", times}}}, {"unit", "pA"}}},
            {"start_ms", 100},
            {"duration_ms", 1000},
            {"total_ms", 1200}};
    };
    d["stimuli"]["over"] = level(1.05);
    d["stimuli"]["under"] = level(0.95);
    d["sounds"]["Over"] = {{"label", "over"},
                           {"cell", "one"},
                           {"stimulus", "over"},
                           {"monitor", {{"spike_level_db", 14}}},
                           {"alt", "Clicks or none."}};
    d["sounds"]["Under"] = {{"label", "under"},
                            {"cell", "one"},
                            {"stimulus", "under"},
                            {"monitor", {{"spike_level_db", 14}}},
                            {"alt", "Clicks or none."}};
    step(d, "hear")["sounds"] = {"Under", "Over"};
    step(d, "rest")["answer"] = {{"quantity", "rheobase"}, {"of", "one"}};
    step(d, "rest")["unit"] = "pA";
    step(d, "rest")["feedback"].erase("whenEquals");
    EXPECT_THAT(problems_of(d), Not(Contains(HasSubstr("on both sides")))) << "hidden, it tells nothing";
    d["controls"]["items"]["stim_amplitude_pa"] = "visible";
    EXPECT_THAT(problems_of(d), Contains(HasSubstr("on both sides")));
}

TEST(Inspection, TheGuideNamesEveryRule) {
    const auto guide = read_file(project_path("Assets/Guide/WritingALesson.md"));
    for (const auto& rule : lesson::inspection_rules())
        EXPECT_THAT(guide, HasSubstr("| " + std::string{rule.name} + " |"));
}

TEST(ReadingLevel, KnowsEasyFromHard) {
    const char* easy =
        "The cat sat on the mat. It saw a bird. The bird flew up. The cat ran to the tree. It did not get the bird.";
    const char* hard =
        "The electrophysiological characterisation of heterogeneous neuronal populations necessitates methodological "
        "considerations regarding instrumentation, experimental preparation, statistical interpretation and "
        "interdisciplinary communication of unavoidable uncertainties.";
    EXPECT_LT(lesson::reading_grade(easy), 3.0);
    EXPECT_GT(lesson::reading_grade(hard), 20.0);
    EXPECT_EQ(lesson::reading_grade("Too short."), 0.0);
}

} // namespace
