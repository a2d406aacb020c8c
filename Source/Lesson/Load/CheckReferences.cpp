#include "Lesson/Answers/Experiment.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Texts.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Load/Loader.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <set>

namespace soma::lesson {
namespace {

class References {
  public:
    References(const Lesson& lesson, Report& report)
        : lesson_(lesson)
        , report_(report) {}

    void check() {
        for (const auto& [name, v] : lesson_.variables) check_variable(name, v);
        for (const auto& [name, cell] : lesson_.cells) settings("cells." + name + ".params", cell.params);
        for (const auto& [name, stimulus] : lesson_.stimuli) check_stimulus("stimuli." + name, stimulus);
        for (const auto& [name, sound] : lesson_.sounds) check_sound("sounds." + name, sound);
        check_controls("controls", lesson_.controls);
        for (const auto& [name, fact] : lesson_.facts) value("facts." + name, fact.value);
        for_each_text(lesson_, [&](const Words& words) { facts_exist(words); });
        std::set<std::string> ids;
        for (const Step& step : lesson_.steps) {
            step_ = step.id;
            if (!ids.insert(step.id).second) add("id", "two steps are called '" + step.id + "'");
            check_step(step);
        }
    }

  private:
    void add(const std::string& field, const std::string& message) { report_.add(step_, field, message); }

    template <class Map>
    static std::vector<std::string> names(const Map& map) {
        std::vector<std::string> out;
        for (const auto& [name, item] : map) out.push_back(name);
        return out;
    }

    template <class Map>
    void must_exist(const std::string& field, const std::string& name, const Map& map, const char* what) {
        if (!map.contains(name))
            add(field,
                std::string{"there is no "} + what + " '" + shortened(name) + "'" + suggestion(name, names(map)));
    }

    void sounds_exist(const std::string& field, const std::vector<std::string>& sounds) {
        for (std::size_t i = 0; i < sounds.size(); ++i)
            must_exist(field + "[" + std::to_string(i) + "]", sounds[i], lesson_.sounds, "sound");
        if (std::set<std::string>(sounds.begin(), sounds.end()).size() < sounds.size())
            add(field, "names a sound twice");
    }

    void facts_exist(const Words& words) {
        for (auto place = next_place(words.text, 0); place; place = next_place(words.text, place->end)) {
            if (lesson_.facts.contains(place->name) || lesson_.variables.contains(place->name)) continue;
            report_.add(std::string{words.step}, std::string{words.field},
                        "there is no fact or variable '" + shortened(place->name) + "'" +
                            suggestion(place->name, names(lesson_.facts)));
        }
    }

    void value(const std::string& field, const Value& v) {
        if (v.kind == Value::Kind::variable) must_exist(field, v.name, lesson_.variables, "variable");
        if (v.kind == Value::Kind::quantity && !lesson_.sounds.contains(v.of) && !lesson_.cells.contains(v.of))
            add(field, "there is no sound or cell '" + shortened(v.of) + "'");
        for (const Value& operand : v.operands) value(field, operand);
        arguments(field, v.args);
    }

    void arguments(const std::string& field, const Arguments& args) {
        for (const auto& [name, argument] : args)
            for (const Value& v : argument.value) value(field + ".args." + name, v);
    }

    void parameter_known(const std::string& field, const std::string& id) {
        if (!parameter_exists(id)) add(field, "there is no parameter '" + shortened(id) + "'");
    }

    void settings(const std::string& field, const Settings& settings) {
        for (const auto& [id, setting] : settings) {
            parameter_known(field, id);
            if (setting.word.empty()) value(field + "." + id, setting.value);
        }
    }

    void check_controls(const std::string& field, const Controls& controls) {
        static const std::set<std::string_view> readouts{"scope",     "scope.values", "spikeCounter", "rateReadout",
                                                         "vmReadout", "presetName",   "timebase",     "monitorLevels"};
        for (const auto& [item, visibility] : controls.items)
            if (!readouts.contains(item)) parameter_known(field + ".items", item);
    }

    void check_variable(const std::string& name, const Variable& v) {
        const bool span = v.kind == Variable::Kind::uniform || v.kind == Variable::Kind::log_uniform;
        if (span && !(v.values[0] < v.values[1])) add("variables." + name, "the first end must lie below the second");
        if (span && v.step > 0.0 && (v.values[1] - v.values[0]) / v.step > 1e6)
            add("variables." + name, "has too many steps");
    }

    void check_stimulus(const std::string& field, const Stimulus& s) {
        static const std::set<std::string_view> needs_amplitude{"step", "pulse", "ramp", "train", "sine", "chirp"};
        static const std::set<std::string_view> needs_frequency{"sine", "chirp"};
        for (const auto* current : {&s.amplitude, &s.offset, &s.sigma})
            if (*current) value(field, (*current)->value);
        for (const auto* v : {&s.duration_ms, &s.freq_hz, &s.correlation})
            if (*v) value(field, **v);
        if (needs_amplitude.contains(s.kind) && !s.amplitude) add(field, "a " + s.kind + " needs an amplitude");
        if (needs_frequency.contains(s.kind) && !s.freq_hz) add(field, "a " + s.kind + " needs freq_Hz");
        if (s.kind == "noise" && !s.sigma && !s.amplitude) add(field, "noise needs sigma");
        if (s.kind == "train" && !s.interval_ms) add(field, "a train needs interval_ms");
        if (!s.file.empty() && s.kind != "audio") add(field + ".file", "only a stimulus of kind audio plays a file");
        if (!s.file.empty() && !safe_relative_path(s.file))
            add(field + ".file",
                "'" + shortened(s.file) + "' must stay inside the lesson's folder: relative, without '..'");
        if (s.total_ms && *s.total_ms < s.start_ms) add(field + ".total_ms", "ends before the stimulus starts");
    }

    void check_sound(const std::string& field, const Sound& s) {
        must_exist(field + ".cell", s.cell, lesson_.cells, "cell");
        must_exist(field + ".stimulus", s.stimulus, lesson_.stimuli, "stimulus");
        settings(field + ".set", s.set);
    }

    void check_step(const Step& step) {
        if (step.controls) check_controls("controls", *step.controls);
        if (step.if_missing == "text" && step.if_missing_text.empty()) add("ifMissingText", "is missing");
        if (step.role == "predict" && step.points > 0.0) add("points", "a prediction scores nothing");
        for (const Misconception& m : step.feedback.when_equals) value("feedback.whenEquals", m.answer);
        std::visit([&](const auto& body) { check_body(step, body); }, step.body);
    }

    void unscored(const Step& step) {
        if (step.points > 0.0) add("points", "a step of kind " + step.kind + " asks nothing and scores nothing");
    }

    void check_body(const Step& step, const TextStep&) { unscored(step); }
    void check_body(const Step& step, const ListenStep& s) {
        unscored(step);
        sounds_exist("sounds", s.sounds);
        if (s.max_plays > 0 && s.max_plays < s.min_plays) add("maxPlays", "is less than minPlays");
    }
    void check_body(const Step& step, const RevealStep& s) {
        unscored(step);
        sounds_exist("sounds", s.sounds);
    }

    void check_body(const Step&, const ExplainStep&) {}

    void check_body(const Step& step, const ChooseStep& s) {
        sounds_exist("sounds", s.sounds);
        std::vector<std::string> answers;
        if (!s.options.empty()) {
            std::set<int> keys;
            int correct = 0;
            for (const Option& option : s.options) {
                if (!keys.insert(option.key).second)
                    add("options", "the key " + std::to_string(option.key) + " is used twice");
                correct += option.correct;
                answers.push_back(std::to_string(option.key));
            }
            if (correct == 0) add("options", "none of the options is correct");
        }
        if (s.trial) check_trial(*s.trial, answers);
        if (s.adaptive) check_adaptive(*s.adaptive);
        if (s.adaptive && !s.trial) add("adaptive", "needs a trial");
        for (const auto& [answer, text] : step.feedback.by_option)
            if (std::find(answers.begin(), answers.end(), answer) == answers.end())
                add("feedback.byOption", "'" + shortened(answer) + "' is not an answer of this step");
    }

    void check_trial(const Trial& trial, std::vector<std::string>& answers) {
        sounds_exist("trial.sounds", trial.sounds);
        for (const std::string& name : trial.sounds)
            if (const auto sound = lesson_.sounds.find(name); sound != lesson_.sounds.end())
                answers.push_back(sound->second.label);
        if (trial.mode == "compare" && trial.property.empty())
            add("trial.property", "is missing: it decides who is right");
        if (trial.mode == "identify" && std::set<std::string>(answers.begin(), answers.end()).size() < answers.size())
            add("trial.sounds", "two sounds have the same label");
        arguments("trial", trial.args);
    }

    void check_adaptive(const AdaptiveRule& rule) {
        must_exist("adaptive.variable", rule.variable, lesson_.variables, "variable");
        if (const auto v = lesson_.variables.find(rule.variable);
            v != lesson_.variables.end() && v->second.kind != Variable::Kind::adaptive)
            add("adaptive.variable", "'" + rule.variable + "' is not an adaptive variable");
        if (!(rule.about < rule.floor && rule.floor <= rule.start && rule.start <= rule.ceiling))
            add("adaptive", "needs about < floor <= start <= ceiling");
        if (rule.use_reversals > rule.reversals) add("adaptive.useReversals", "is more than reversals");
    }

    void check_body(const Step&, const NumericStep& s) {
        sounds_exist("sounds", s.sounds);
        value("answer", s.answer);
        for (const Unit unit : s.accept_units)
            if (!convert(1.0, unit, s.unit))
                add("acceptUnits", std::string{name_of(unit)} + " does not measure what " +
                                       std::string{name_of(s.unit)} + " measures");
    }

    void check_body(const Step&, const TuneStep& s) {
        must_exist("adjust", s.adjust, lesson_.sounds, "sound");
        if (!s.reference.empty()) must_exist("reference", s.reference, lesson_.sounds, "sound");
        parameter_known("control", s.control);
        value("target", s.target);
        if (s.start) value("start", *s.start);
        if (!s.range) return add("range", "is missing");
        if (!(s.range->first < s.range->second)) add("range", "the first end must lie below the second");
        if (s.logarithmic && s.range->first <= 0.0) add("range", "a log scale must begin above 0");
        if (s.increment > 0.0 && (s.range->second - s.range->first) / s.increment > 1e6)
            add("increment", "is too small");
        if (s.metric) arguments("metric", s.metric->args);
    }

    void check_body(const Step&, const ExperimentStep& s) {
        sounds_exist("of", s.of);
        arguments("", s.args);
        for (const char* id : {"control", "vary"})
            if (const auto argument = s.args.find(id); argument != s.args.end())
                parameter_known(std::string{"args."} + id, argument->second.word);
        std::set<std::string> fields;
        for (std::size_t i = 0; i < s.checks.size(); ++i) {
            const std::string field = "checks[" + std::to_string(i) + "]";
            value(field + ".answer", s.checks[i].answer);
            if (!fields.insert(s.checks[i].field).second) add(field, "'" + s.checks[i].field + "' is checked twice");
            const std::string column = s.checks[i].field.substr(0, s.checks[i].field.find('['));
            const auto known = fields_of(s.experiment);
            if (std::find(known.begin(), known.end(), column) == known.end())
                add(field + ".field",
                    "the experiment " + s.experiment + " has no field '" + column + "'" + suggestion(column, known));
        }
    }

    void check_body(const Step&, const OrderStep& s) {
        sounds_exist("sounds", s.sounds);
        arguments("", s.args);
    }

    const Lesson& lesson_;
    Report& report_;
    std::string step_;
};

} // namespace

void check_references(const Lesson& lesson, Report& report) { References{lesson, report}.check(); }

} // namespace soma::lesson
