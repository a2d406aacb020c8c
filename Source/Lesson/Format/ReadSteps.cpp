#include "Lesson/Format/ReadSteps.h"

#include "Lesson/Format/ReadParts.h"

namespace soma::lesson {
namespace {

TextStep read_text(const Json& node) {
    TextStep out;
    read(node, "body", out.body);
    read_word(node, "advance", "auto", out.automatic);
    return out;
}

ListenStep read_listen(const Json& node) {
    ListenStep out;
    read(node, "sounds", out.sounds);
    read(node, "body", out.body);
    read(node, "minPlays", out.min_plays);
    read(node, "maxPlays", out.max_plays);
    read_word(node, "layout", "toggle", out.toggle);
    return out;
}

Option read_option(const Json& node) {
    Option out;
    out.key = node.at("key").get_ref<const std::string&>().front() - '0';
    read(node, "label", out.label);
    read(node, "correct", out.correct);
    return out;
}

Trial read_trial(const Json& node) {
    Trial out;
    read(node, "mode", out.mode);
    read(node, "sounds", out.sounds);
    read(node, "property", out.property);
    read(node, "args", out.args);
    read_word(node, "correct", "smaller", out.smaller);
    read(node, "gap_ms", out.gap_ms);
    read(node, "shuffle", out.shuffle);
    if (const auto redraw = node.find("redrawUntil"); redraw != node.end()) read(*redraw, "minRatio", out.min_ratio);
    return out;
}

AdaptiveRule read_adaptive(const Json& node) {
    AdaptiveRule out;
    read(node, "variable", out.variable);
    out.down_after = node.at("rule").get_ref<const std::string&>()[3] - '0'; // "1up2down"
    read(node, "start", out.start);
    read(node, "about", out.about);
    read(node, "factor", out.factor);
    out.fine_factor = out.factor;
    read(node, "fineFactor", out.fine_factor);
    read(node, "coarseReversals", out.coarse_reversals);
    read(node, "floor", out.floor);
    out.ceiling = std::numeric_limits<double>::max();
    read(node, "ceiling", out.ceiling);
    read(node, "reversals", out.reversals);
    read(node, "useReversals", out.use_reversals);
    read(node, "maxTrials", out.max_trials);
    read_word(node, "report", "geometric-mean", out.geometric);
    return out;
}

ChooseStep read_choose(const Json& node) {
    ChooseStep out;
    read(node, "prompt", out.prompt);
    if (const auto options = node.find("options"); options != node.end())
        for (const Json& option : *options) out.options.push_back(read_option(option));
    read(node, "shuffleOptions", out.shuffle_options);
    read(node, "multiple", out.multiple);
    read(node, "tally", out.tally);
    read(node, "blind", out.blind);
    read(node, "sounds", out.sounds);
    if (const auto trial = node.find("trial"); trial != node.end()) out.trial = read_trial(*trial);
    read(node, "trials", out.trials);
    if (const auto rule = node.find("adaptive"); rule != node.end()) out.adaptive = read_adaptive(*rule);
    return out;
}

NumericStep read_numeric(const Json& node) {
    NumericStep out;
    read(node, "prompt", out.prompt);
    read(node, "show", out.show);
    read(node, "sounds", out.sounds);
    read(node, "answer", out.answer);
    read(node, "unit", out.unit);
    read(node, "acceptUnits", out.accept_units);
    read(node, "tolerance", out.tolerance);
    read(node, "expect", out.expect);
    return out;
}

TuneStep read_tune(const Json& node) {
    TuneStep out;
    read(node, "prompt", out.prompt);
    read(node, "control", out.control);
    read(node, "adjust", out.adjust);
    read(node, "reference", out.reference);
    read(node, "start", out.start);
    read(node, "range", out.range);
    read_word(node, "scale", "log", out.logarithmic);
    read(node, "increment", out.increment);
    read(node, "target", out.target);
    read(node, "tolerance", out.tolerance);
    if (const auto metric = node.find("metric"); metric != node.end()) {
        Metric& m = out.metric.emplace();
        read(*metric, "quantity", m.quantity);
        read(*metric, "args", m.args);
    }
    read(node, "expect", out.expect);
    read(node, "blind", out.blind);
    read(node, "showValue", out.show_value);
    return out;
}

Check read_check(const Json& node) {
    Check out;
    read(node, "field", out.field);
    out.label = out.field;
    read(node, "label", out.label);
    read(node, "answer", out.answer);
    read(node, "unit", out.unit);
    read(node, "tolerance", out.tolerance);
    read(node, "expect", out.expect);
    read(node, "points", out.points);
    return out;
}

ExperimentStep read_experiment(const Json& node) {
    ExperimentStep out;
    read(node, "prompt", out.prompt);
    read(node, "experiment", out.experiment);
    read(node, "of", out.of);
    read(node, "args", out.args);
    for (const Json& check : node.at("checks")) out.checks.push_back(read_check(check));
    read(node, "exportCsv", out.export_csv);
    read(node, "byHand", out.by_hand);
    return out;
}

OrderStep read_order(const Json& node) {
    OrderStep out;
    read(node, "prompt", out.prompt);
    read(node, "sounds", out.sounds);
    read(node, "by", out.by);
    read(node, "args", out.args);
    read_word(node, "direction", "descending", out.descending);
    read(node, "partialCredit", out.partial_credit);
    return out;
}

ExplainStep read_explain(const Json& node) {
    ExplainStep out;
    read(node, "prompt", out.prompt);
    read(node, "modelAnswer", out.model_answer);
    read(node, "leastWords", out.least_words);
    return out;
}

RevealStep read_reveal(const Json& node) {
    RevealStep out;
    read(node, "body", out.body);
    read(node, "shows", out.shows);
    read(node, "sounds", out.sounds);
    return out;
}

struct Kind {
    const char* name;
    StepBody (*read)(const Json&);
};
constexpr Kind step_kinds[] = {
    {"text", [](const Json& n) -> StepBody { return read_text(n); }},
    {"listen", [](const Json& n) -> StepBody { return read_listen(n); }},
    {"choose", [](const Json& n) -> StepBody { return read_choose(n); }},
    {"numeric", [](const Json& n) -> StepBody { return read_numeric(n); }},
    {"tune", [](const Json& n) -> StepBody { return read_tune(n); }},
    {"experiment", [](const Json& n) -> StepBody { return read_experiment(n); }},
    {"order", [](const Json& n) -> StepBody { return read_order(n); }},
    {"explain", [](const Json& n) -> StepBody { return read_explain(n); }},
    {"reveal", [](const Json& n) -> StepBody { return read_reveal(n); }},
};

} // namespace

Step read_step(const Json& node) {
    Step out;
    read(node, "id", out.id);
    read(node, "kind", out.kind);
    read(node, "title", out.title);
    read(node, "role", out.role);
    read(node, "teacherNote", out.teacher_note);
    read(node, "ifMissing", out.if_missing);
    read(node, "ifMissingText", out.if_missing_text);
    read(node, "points", out.points);
    read(node, "attempts", out.attempts);
    read(node, "controls", out.controls);
    read(node, "hints", out.hints);
    read(node, "requires", out.needs);
    read(node, "feedback", out.feedback);
    read(node, "timeLimit_s", out.time_limit_s);
    read(node, "alike", out.alike);
    read(node, "loudnessDiffers", out.loudness_differs);
    for (const Kind& kind : step_kinds)
        if (out.kind == kind.name) out.body = kind.read(node);
    return out;
}

} // namespace soma::lesson
