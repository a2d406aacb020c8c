#include "Lesson/Format/Reader.h"

#include "Lesson/Format/ReadParts.h"
#include "Lesson/Format/ReadSteps.h"

namespace soma::lesson {
namespace {

Cell read_cell(const Json& node) {
    Cell out;
    read(node, "preset", out.preset);
    read(node, "model", out.model);
    read(node, "label", out.label);
    read(node, "params", out.params);
    read(node, "count", out.count);
    read(node, "hidden", out.hidden);
    return out;
}

Stimulus read_stimulus(const Json& node) {
    Stimulus out;
    read(node, "kind", out.kind);
    read(node, "amplitude", out.amplitude);
    read(node, "offset", out.offset);
    read(node, "sigma", out.sigma);
    read(node, "start_ms", out.start_ms);
    read(node, "duration_ms", out.duration_ms);
    read(node, "total_ms", out.total_ms);
    read(node, "tau_ms", out.tau_ms);
    read(node, "freq_Hz", out.freq_hz);
    read(node, "toFreq_Hz", out.to_freq_hz);
    read(node, "count", out.count);
    read(node, "interval_ms", out.interval_ms);
    read(node, "noiseSeed", out.noise_seed);
    read(node, "correlation", out.correlation);
    read(node, "gain_pA_FS", out.input_scale_pa);
    read(node, "file", out.file);
    return out;
}

Sound read_sound(const std::string& name, const Json& node) {
    Sound out;
    out.label = name;
    read(node, "label", out.label);
    read(node, "cell", out.cell);
    read(node, "stimulus", out.stimulus);
    read(node, "set", out.set);
    read(node, "monitor", out.monitor_db);
    read(node, "speed", out.speed);
    read(node, "loop", out.loop);
    read(node, "alt", out.alt);
    read(node, "altAnswer", out.alt_answer);
    return out;
}

Variable read_variable(const Json& node) {
    Variable out;
    const Json& scope = node.at("scope");
    out.scope = scope == "lesson" ? Variable::Scope::lesson
                : scope == "step" ? Variable::Scope::step
                                  : Variable::Scope::trial;
    const std::pair<const char*, Variable::Kind> kinds[] = {{"choose", Variable::Kind::choose},
                                                            {"uniform", Variable::Kind::uniform},
                                                            {"logUniform", Variable::Kind::log_uniform},
                                                            {"adaptive", Variable::Kind::adaptive}};
    for (const auto& [key, kind] : kinds)
        if (node.contains(key)) {
            out.kind = kind;
            if (kind != Variable::Kind::adaptive) read(node, key, out.values);
        }
    read(node, "step", out.step);
    return out;
}

Scoring read_scoring(const Json& node) {
    Scoring out;
    read(node, "pass", out.pass);
    read(node, "showScore", out.show_score);
    read(node, "wrongAttemptPenalty", out.wrong_attempt_penalty);
    read(node, "chanceCorrected", out.chance_corrected);
    read(node, "revealCostsPoints", out.reveal_costs_points);
    return out;
}

Classroom read_classroom(const Json& node) {
    Classroom out;
    read(node, "tallyRounds", out.vote_rounds);
    read(node, "discuss_s", out.discuss_s);
    read(node, "showBars", out.show_bars);
    read(node, "hideAnswersUntil", out.hide_answers_until);
    return out;
}

} // namespace

Lesson read_document(const Json& node) {
    Lesson out;
    read(node, "formatVersion", out.format_version);
    read(node, "id", out.id);
    read(node, "version", out.version);
    read(node, "language", out.language);
    read(node, "title", out.title);
    read(node, "summary", out.summary);
    read(node, "goals", out.goals);
    read(node, "level", out.level);
    read(node, "minutes", out.minutes);
    const Json& course = node.at("course");
    read(course, "name", out.course);
    read(course, "url", out.course_url);
    read(course, "links", out.course_links);
    read(node, "prerequisites", out.prerequisites);
    read(node, "authors", out.authors);
    read(node, "license", out.license);
    read(node, "requires", out.needs);
    const Json& seed = node.at("seed");
    const Json& mode = seed.at("mode");
    out.seed_mode = mode == "student" ? SeedMode::student : mode == "class" ? SeedMode::class_seed : SeedMode::fixed;
    read(seed, "value", out.seed);
    for (const auto& [name, cell] : node.at("cells").items()) out.cells.emplace(name, read_cell(cell));
    for (const auto& [name, stimulus] : node.at("stimuli").items()) out.stimuli.emplace(name, read_stimulus(stimulus));
    for (const auto& [name, sound] : node.at("sounds").items()) out.sounds.emplace(name, read_sound(name, sound));
    if (const auto variables = node.find("variables"); variables != node.end())
        for (const auto& [name, variable] : variables->items()) out.variables.emplace(name, read_variable(variable));
    if (const auto facts = node.find("facts"); facts != node.end()) read(*facts, out.facts);
    read(node, "controls", out.controls);
    for (const Json& step : node.at("steps")) out.steps.push_back(read_step(step));
    out.scoring = read_scoring(node.at("scoring"));
    if (const auto classroom = node.find("classroom"); classroom != node.end())
        out.classroom = read_classroom(*classroom);
    read(node, "teacher", out.teacher);
    return out;
}

} // namespace soma::lesson
