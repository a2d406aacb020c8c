#include "Lesson/Play/Posed.h"

#include "Lesson/Format/Problem.h"
#include "Lesson/Play/Variants.h"
#include "Lesson/Play/Visibility.h"

namespace soma::lesson {
namespace {

/// The loader has filled every text at several seeds: one that cannot be filled is not met with in a lesson.
std::string filled(Evaluator& evaluator, const std::string& text) {
    try {
        return evaluator.filled(text);
    } catch (const LessonError&) {
        return text;
    }
}

} // namespace

Posed pose(const Lesson& lesson, const Step& step, const Variables& base, std::uint64_t seed, Evaluator& evaluator) {
    Posed out;
    out.stream = stream_of(lesson.id, step.id, seed);
    out.variables = step_variables(lesson, base, out.stream);
    evaluator.set_variables(out.variables);
    out.sounds = sounds_of(step);
    // In an order the letters must not follow the author's list, which everybody has.
    if (std::holds_alternative<OrderStep>(step.body)) shuffle(out.sounds, out.stream);
    const auto* choose = std::get_if<ChooseStep>(&step.body);
    if (!choose) return out;
    std::vector<Option> options = choose->options;
    if (choose->shuffle_options.value_or(false)) shuffle(options, out.stream);
    for (std::size_t i = 0; i < options.size(); ++i) {
        const int key = choose->options[i].key; // keys stay in order; what they stand for is shuffled
        out.choices.push_back({key, filled(evaluator, options[i].label)});
        out.authored.push_back(options[i].key);
        if (options[i].correct) out.correct_keys.push_back(key);
    }
    return out;
}

} // namespace soma::lesson
