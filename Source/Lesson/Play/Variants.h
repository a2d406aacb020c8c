#pragma once

#include "Core/Random.h"
#include "Lesson/Answers/Evaluator.h"
#include "Lesson/Play/Variants.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Seeded variants, the same on every platform. The rules are part of the lesson format (2.6): changing one changes
/// what every class gets.
namespace soma::lesson {

/// The stream of one step: FNV1a64(lessonId + "/" + stepId) xor seed. For a lesson variable the step is "var.NAME".
inline SplitMix64 stream_of(std::string_view lesson, std::string_view step, std::uint64_t seed) {
    return SplitMix64{fnv1a64(std::string{lesson} + "/" + std::string{step}) ^ seed};
}

/// Fisher–Yates from the end.
template <class T>
void shuffle(std::vector<T>& items, SplitMix64& random) {
    for (std::size_t i = items.size(); i-- > 1;) std::swap(items[i], items[random.below(i + 1)]);
}

/// A choose, uniform or log-uniform variable; an adaptive one has no draw and gives 0.
double draw(const Variable& variable, SplitMix64& random);

/// Lower case, single spaces, none at the ends.
std::string normalised_name(std::string_view name);

/// Of a student's own variant: FNV-1a of the normalised name, xor the class value. Never 0.
std::uint64_t student_seed(std::string_view name, std::uint64_t class_seed);

/// The seed that a lesson is played, printed and rendered with: the class value, or else the file's own. A name makes
/// it the student's own where the lesson asks for that; without a name it stays as it is.
std::uint64_t seed_for(const Lesson& lesson, std::uint64_t class_seed, std::string_view student);

/// All variables of a lesson as they stand outside trials: each drawn from the stream "var.NAME"; an adaptive one
/// starts where its rule starts.
Variables base_variables(const Lesson& lesson, std::uint64_t seed);

/// The same within a step: variables of scope step are drawn again from the step's stream, in order of their names.
Variables step_variables(const Lesson& lesson, const Variables& base, SplitMix64& stream);

} // namespace soma::lesson
