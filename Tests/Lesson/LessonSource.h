#pragma once

#include "Lesson/Load/Loader.h"
#include "Support/LessonFiles.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace soma::test {

using nlohmann::json;

/// A small complete lesson with one step of each kind, to be broken in tests.
inline json small_lesson() {
    return json::parse(R"({
 "format": "somaphone-lesson", "formatVersion": "1.0", "id": "small", "version": 3, "language": "en", "title": "Small",
 "goals": ["Try everything"], "course": {"name": "Tests"}, "minutes": 5, "requires": ["model.lif"],
 "seed": {"mode": "class", "value": 7},
 "cells": {"one": {"preset": "allen/474626527"}, "two": {"preset": "allen/558474375"}, "three": {"preset": "allen/320466776"},
           "passive": {"model": "rc", "params": {"membrane_resistance_mohm": 100, "membrane_capacitance_nf": 0.2, "rest_mv": -65}}},
 "stimuli": {"step": {"kind": "step", "amplitude": {"value": 60, "unit": "pA"}, "start_ms": 100, "duration_ms": 500, "total_ms": 700}},
 "sounds": {
  "A": {"cell": "one", "stimulus": "step", "monitor": {"spike_level_db": -12}, "alt": "A train of clicks.", "altAnswer": "About seventy a second."},
  "B": {"cell": "two", "stimulus": "step", "alt": "Another train of clicks."},
  "C": {"cell": "three", "stimulus": "step", "alt": "Nothing, or a train of clicks."},
  "P": {"cell": "passive", "stimulus": "step", "set": {"membrane_capacitance_nf": {"var": "c"}}, "alt": "A glide of the tone."}},
 "variables": {"c": {"scope": "lesson", "choose": [0.3, 0.5, 0.8]}, "w": {"scope": "trial", "adaptive": true}},
 "controls": {"default": "hidden", "items": {"scope": "hidden", "threshold_mv": "locked"}},
 "steps": [
  {"id": "hello", "kind": "text", "body": "Welcome."},
  {"id": "guess", "kind": "choose", "role": "predict", "prompt": "Which is faster?", "sounds": ["A", "B"],
   "options": [{"key": "1", "label": "A"}, {"key": "2", "label": "B", "correct": true}], "tally": true},
  {"id": "hear", "kind": "listen", "sounds": ["A", "B"], "minPlays": 1, "maxPlays": 3, "body": "Listen."},
  {"id": "tau", "kind": "numeric", "points": 2, "attempts": 3, "prompt": "tau?", "answer": {"quantity": "tau", "of": "one"},
   "unit": "ms", "acceptUnits": ["ms", "s"], "tolerance": {"rel": 0.02}, "expect": 20.2, "hints": ["R times C.", "345 times 0.0586."],
   "feedback": {"correct": "Right.", "wrong": "No.", "near": "Close.",
                "whenEquals": [{"answer": {"quantity": "r_in", "of": "one"}, "text": "That is R."}]}},
  {"id": "pairs", "kind": "choose", "points": 4, "trials": 4, "prompt": "Which has the longer time constant?",
   "trial": {"mode": "compare", "sounds": ["A", "C"], "property": "tau", "correct": "greater"},
   "feedback": {"correct": "Yes.", "wrong": "No."}},
  {"id": "knob", "kind": "tune", "points": 3, "prompt": "Rest at -70.", "control": "rest_mv", "adjust": "P", "start": -65,
   "range": [-90, -40], "increment": 0.5, "metric": {"quantity": "v_rest"}, "target": -70, "tolerance": {"abs": 0.6},
   "feedback": {"correct": "Good.", "wrong": "Further."}},
  {"id": "table", "kind": "experiment", "points": 4, "experiment": "rheobase", "of": ["A"], "byHand": false,
   "args": {"duration_ms": 1000, "vary": "membrane_resistance_mohm", "by": 2}, "prompt": "Read both.",
   "checks": [
    {"field": "rheobase_pA[0]", "label": "as is", "answer": {"quantity": "rheobase", "of": "one"}, "unit": "pA", "tolerance": {"abs": 0.2}},
    {"field": "rheobase_pA[1]", "label": "twice R", "answer": {"quantity": "rheobase", "of": "one", "times": 0.5}, "unit": "pA", "tolerance": {"abs": 0.2}}],
   "feedback": {"correct": "Both.", "wrong": "Look."}},
  {"id": "sort", "kind": "order", "points": 3, "prompt": "Sort by tau.", "sounds": ["A", "C", "P"], "by": "tau",
   "direction": "ascending", "partialCredit": true, "feedback": {"correct": "Sorted.", "wrong": "Not sorted."}},
  {"id": "end", "kind": "reveal", "body": "Done.", "shows": ["answers", "controls", "scope", "altAnswers", "score"], "sounds": ["A"]}],
 "scoring": {"pass": 0.5, "wrongAttemptPenalty": 0.25, "chanceCorrected": true, "revealCostsPoints": true}
})");
}

inline lesson::Loaded load_text(const std::string& text) {
    return lesson::load_lesson(text, "small.lesson.json", quantities());
}

inline std::shared_ptr<const lesson::Lesson> load_small(const json& document) {
    const auto loaded = load_text(document.dump());
    for (const auto& problem : loaded.errors) ADD_FAILURE() << problem.text();
    return loaded.lesson;
}

} // namespace soma::test
