#pragma once

#include "Lesson/Format/LessonUnits.h"
#include "Lesson/Format/Value.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// A lesson as its file says it, checked and typed. Plain data: built by the loader, never changed afterwards, read
/// from any thread.
namespace soma::lesson {

template <class T>
using Named = std::map<std::string, T, std::less<>>;
using Settings = Named<Setting>;

struct Cell {
    std::string preset, model, label;
    Settings params;
    int count = 1;
    bool hidden = false;
};

struct Dimensioned {
    Value value;
    Unit unit{};
};

struct Stimulus {
    std::string kind; ///< none, step, pulse, ramp, train, noise, sine, chirp, audio
    std::optional<Dimensioned> amplitude, offset, sigma;
    std::optional<Value> duration_ms, freq_hz, correlation;
    double start_ms = 0.0;
    std::optional<double> total_ms, tau_ms, to_freq_hz, interval_ms, input_scale_pa;
    int count = 0; ///< of the pulses of a train; 0: as many as fit
    std::uint64_t noise_seed = 1;
    std::string file; ///< relative to the lesson's own folder
};

struct Sound {
    std::string label, cell, stimulus;
    Settings set;
    Named<double> monitor_db; ///< by parameter id
    double speed = 1.0;
    bool loop = false;
    std::string alt, alt_answer;
};

struct Variable {
    enum class Scope { lesson, step, trial };
    enum class Kind { choose, uniform, log_uniform, adaptive };
    Scope scope = Scope::lesson;
    Kind kind = Kind::choose;
    std::vector<double> values; ///< the choices, or the two ends
    double step = 0.0;          ///< grid of a uniform draw; 0: none
};

/// A number that the model computes for a text: "{name}" stands for it with its unit, "{name#}" without.
struct Fact {
    Value value;
    Unit unit{};
    int digits = 3; ///< significant ones
};

enum class Visibility { hidden, locked, visible };

struct Controls {
    Visibility otherwise = Visibility::visible;
    Named<Visibility> items;
};

/// Accept when |x − k| ≤ abs, or ≤ rel·|k|, or max(x/k, k/x) ≤ ratio: the most generous that is given.
struct Tolerance {
    double abs = 0.0, rel = 0.0, ratio = 1.0;
};

struct Misconception {
    Value answer;
    std::optional<Tolerance> tolerance; ///< the question's own when absent
    std::string text;
};

struct Feedback {
    std::string correct, wrong, near;
    Named<std::string> by_option;
    std::vector<Misconception> when_equals;
};

struct Option {
    int key = 0;
    std::string label;
    bool correct = false;
};

struct Trial {
    std::string mode; ///< compare, identify, odd-one-out, match-to-sample
    std::vector<std::string> sounds;
    std::string property;
    Arguments args;
    bool smaller = false; ///< compare: the smaller property is right
    double gap_ms = 500.0;
    bool shuffle = true;
    double min_ratio = 1.0; ///< redraw until the compared values differ by more than this
};

struct AdaptiveRule {
    std::string variable;
    int down_after = 2; ///< right answers in a row that make it harder
    double start = 1.0, about = 0.0, factor = 2.0, fine_factor = 2.0;
    int coarse_reversals = 2;
    double floor = 0.0, ceiling = 0.0;
    int reversals = 8, use_reversals = 6, max_trials = 40;
    bool geometric = true;
};

struct Check {
    std::string field, label;
    Value answer;
    Unit unit{};
    Tolerance tolerance;
    std::optional<double> expect;
    std::optional<double> points;
};

struct TextStep {
    std::string body;
    bool automatic = false;
};
struct ListenStep {
    std::vector<std::string> sounds;
    std::string body;
    int min_plays = 0, max_plays = 0; ///< 0: no limit
    bool toggle = false;
};
struct ChooseStep {
    std::string prompt;
    std::vector<Option> options;
    std::optional<bool> shuffle_options; ///< as the file says; nothing: the options stand as they are written
    bool multiple = false, tally = false;
    bool blind = false; ///< the sounds are called A, B, C until the question is over
    std::vector<std::string> sounds;
    std::optional<Trial> trial;
    int trials = 1;
    std::optional<AdaptiveRule> adaptive;
};
struct NumericStep {
    std::string prompt, show;
    std::vector<std::string> sounds;
    Value answer;
    Unit unit{};
    std::vector<Unit> accept_units;
    Tolerance tolerance;
    std::optional<double> expect;
};
struct Metric {
    std::string quantity;
    Arguments args;
};
struct TuneStep {
    std::string prompt, control, adjust, reference;
    std::optional<Value> start;
    std::optional<std::pair<double, double>> range;
    bool logarithmic = false;
    double increment = 0.0; ///< 0: continuous
    Value target;
    Tolerance tolerance;
    std::optional<Metric> metric;
    std::optional<double> expect;
    bool blind = false, show_value = false;
};
struct ExperimentStep {
    std::string prompt, experiment;
    std::vector<std::string> of;
    Arguments args;
    std::vector<Check> checks;
    bool export_csv = false, by_hand = false;
};
struct OrderStep {
    std::string prompt, by;
    std::vector<std::string> sounds;
    Arguments args;
    bool descending = false, partial_credit = false;
};
/// An explanation in the student's own words; a model answer stands beside it afterwards.
struct ExplainStep {
    std::string prompt, model_answer;
    int least_words = 6;
};
struct RevealStep {
    std::string body;
    std::vector<std::string> shows, sounds;
};

using StepBody = std::variant<TextStep, ListenStep, ChooseStep, NumericStep, TuneStep, ExperimentStep, OrderStep,
                              ExplainStep, RevealStep>;

struct Step {
    std::string id, kind, title, role, teacher_note, if_missing_text;
    std::string if_missing = "block"; ///< skip, text, block
    double points = 0.0;
    int attempts = 1;
    std::optional<Controls> controls;
    std::vector<std::string> hints, needs;
    Feedback feedback;
    double time_limit_s = 0.0;     ///< 0: none
    bool alike = false;            ///< its sounds are meant to be the same to the ear
    bool loudness_differs = false; ///< loudness is what the step is about
    StepBody body;
};

struct Scoring {
    double pass = 0.7, wrong_attempt_penalty = 0.0;
    std::string show_score = "end"; ///< step, end, never
    bool chance_corrected = false, reveal_costs_points = false;
};

struct Classroom {
    int vote_rounds = 2, discuss_s = 90;
    std::string show_bars = "after-round", hide_answers_until = "reveal";
};

enum class SeedMode { fixed, class_seed, student };

struct Lesson {
    std::string format_version, id, language, title, summary, level, course, course_url, license, teacher;
    int version = 1, minutes = 1;
    std::vector<std::string> goals, course_links, prerequisites, authors, needs;
    SeedMode seed_mode = SeedMode::fixed;
    std::uint64_t seed = 1;
    Named<Cell> cells;
    Named<Stimulus> stimuli;
    Named<Sound> sounds;
    Named<Variable> variables;
    Named<Fact> facts;
    Controls controls;
    std::vector<Step> steps;
    Scoring scoring;
    Classroom classroom;
};

} // namespace soma::lesson
