#pragma once

#include "Core/Random.h"
#include "Lesson/Answers/Evaluator.h"

namespace soma::lesson {

/// One presentation of a choose step: what is played and what the keys mean.
struct Presentation {
    std::vector<std::string> sounds;  ///< names in playing order; the student sees A, B, C
    std::vector<std::string> choices; ///< label of key 1, 2, …
    int correct = 0;                  ///< the right key
    std::string told_by;              ///< key into feedback.byOption: the label that was played
    Variables variables;              ///< of scope trial, as drawn (or set by the staircase)
};

/// How many answers a trial of this mode offers: the k of the chance correction.
int alternatives(const Trial& trial);

/// Draws the trial's variables in order of their names, then the sounds, from the step's stream, and computes the key.
/// Leaves the evaluator set to the trial's variables. A pair whose property differs by less than the trial asks for is
/// drawn again; throws LessonError when no pair can be told apart.
Presentation present(const Lesson& lesson, const ChooseStep& step, const Variables& outer, const Variables& adaptive,
                     Evaluator& evaluator, SplitMix64& random);

} // namespace soma::lesson
