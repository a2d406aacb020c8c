#include "Lesson/Load/Inspection.h"

#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Variants.h"

#include <array>
#include <set>

namespace soma::lesson {
namespace {

constexpr std::array rules{
    Rule{"cards", "a step has at most five sounds, each with a label of its own that is no single letter"},
    Rule{"letters", "a text that says 'play B' has a second sound to play"},
    Rule{"titles", "every step has a title"},
    Rule{"hints", "every scored question has a hint, and a second attempt where more than two options stand"},
    Rule{"options", "a step says whether its options are shuffled"},
    Rule{"prediction", "a prediction scores nothing, says what is heard, and is followed by its sound"},
    Rule{"numbers", "a number with a unit is computed ({fact}), never typed"},
    Rule{"reading", "no step is harder to read than grade 10"},
    Rule{"shown answer", "an answer as it is shown is a right one, and no typical mistake"},
    Rule{"reach", "every value that is asked for can be set with the controls that the step offers"},
    Rule{"early", "no number on the page or in the controls is an answer that is still to be given"},
    Rule{"level",
         "a sound has -23 LUFS within 3 LU, or peaks between -5 and -2 dBTP; sounds of a step differ by 1 LU at "
         "most"},
    Rule{"tick", "a spike's click stands 10 dB above the tick of the stimulus"},
    Rule{"audible",
         "what is to be told apart or put in order differs by a just noticeable difference, in the order asked "
         "for"},
    Rule{"alike", "what is meant to sound alike does"},
    Rule{"counting", "nobody counts or taps faster than five a second"},
    Rule{"end", "a sound ends in silence"},
};

} // namespace

std::span<const Rule> inspection_rules() { return rules; }

Inspection::Inspection(const Lesson& reviewed, Quantities& quantities, std::uint64_t at_seed, Report& report)
    : lesson(reviewed)
    , evaluator(reviewed, quantities)
    , base(base_variables(reviewed, at_seed))
    , seed(at_seed)
    , report_(report) {
    quantities.renew_allowance();
}

void Inspection::add(const Step& step, const std::string& field, const std::string& message) {
    report_.add(step.id, field, message);
}

void Inspection::add(const std::string& field, const std::string& message) { report_.add({}, field, message); }

void Inspection::enter(const Step& step) {
    SplitMix64 stream = stream_of(lesson.id, step.id, seed);
    evaluator.set_variables(step_variables(lesson, base, stream));
}

const Heard* Inspection::heard(const std::string& sound) {
    const Setup& setup = evaluator.setup(sound);
    std::string key = sound;
    for (std::size_t i = 0; i < parameter_count; ++i) (key += '/') += std::to_string(setup.values[static_cast<Id>(i)]);
    const auto found = heard_.find(key);
    if (found != heard_.end()) return found->second ? &*found->second : nullptr;
    const bool outside = setup.live_input || !setup.audio_file.empty();
    const auto& kept = heard_.emplace(key, outside ? std::nullopt : std::optional{hear(setup)}).first->second;
    return kept ? &*kept : nullptr;
}

std::vector<Problem> inspect_lesson(const Lesson& lesson, Quantities& quantities, const std::string& file, int seeds) {
    std::vector<Problem> out;
    std::set<std::string> told;
    for (int i = 0; i < seeds; ++i) {
        Report report{file};
        Inspection inspection{lesson, quantities, lesson.seed + static_cast<std::uint64_t>(i), report};
        try {
            if (i == 0) inspection.check_words();
            inspection.check_answers();
            inspection.check_sounds();
        } catch (const LessonError& error) {
            report.add({}, "seed " + std::to_string(inspection.seed), error.what());
        }
        for (const Problem& problem : report.problems())
            if (told.insert(problem.step + "/" + problem.field).second) out.push_back(problem);
    }
    return out;
}

} // namespace soma::lesson
