#include "Lesson/Play/Variants.h"

#include "Lesson/Format/StudentText.h"

#include <cmath>

namespace soma::lesson {

double draw(const Variable& v, SplitMix64& random) {
    switch (v.kind) {
    case Variable::Kind::choose:
        return v.values[random.below(v.values.size())];
    case Variable::Kind::uniform: {
        const double low = v.values[0], span = v.values[1] - low;
        if (v.step <= 0.0) return low + span * random.unit();
        const auto count = static_cast<std::uint64_t>(std::nearbyint(span / v.step)) + 1;
        return low + v.step * static_cast<double>(random.below(count));
    }
    case Variable::Kind::log_uniform:
        // The portable logarithm and exponential: the C library's differ in the last bit from system to system.
        return v.values[0] * portable::exp(portable::log(v.values[1] / v.values[0]) * random.unit());
    case Variable::Kind::adaptive:
        return 0.0;
    }
    return 0.0;
}

std::string normalised_name(std::string_view name) { return lower_case(single_spaces(name)); }

std::uint64_t student_seed(std::string_view name, std::uint64_t class_seed) {
    const std::uint64_t seed = fnv1a64(normalised_name(name)) ^ class_seed;
    return seed == 0 ? 1 : seed;
}

std::uint64_t seed_for(const Lesson& lesson, std::uint64_t class_seed, std::string_view student) {
    if (lesson.seed_mode == SeedMode::fixed) return lesson.seed;
    const std::uint64_t base = class_seed == 0 ? lesson.seed : class_seed;
    const bool own = lesson.seed_mode == SeedMode::student && !normalised_name(student).empty();
    return own ? student_seed(student, base) : base;
}

Variables base_variables(const Lesson& lesson, std::uint64_t seed) {
    Variables out;
    for (const auto& [name, variable] : lesson.variables) {
        SplitMix64 stream = stream_of(lesson.id, "var." + name, seed);
        out[name] = draw(variable, stream);
    }
    for (const Step& step : lesson.steps)
        if (const auto* choose = std::get_if<ChooseStep>(&step.body); choose && choose->adaptive)
            out[choose->adaptive->variable] = choose->adaptive->start;
    return out;
}

Variables step_variables(const Lesson& lesson, const Variables& base, SplitMix64& stream) {
    Variables out = base;
    for (const auto& [name, variable] : lesson.variables)
        if (variable.scope == Variable::Scope::step) out[name] = draw(variable, stream);
    return out;
}

} // namespace soma::lesson
