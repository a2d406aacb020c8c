#pragma once

#include "Core/Random.h"
#include "Lesson/Answers/Evaluator.h"

namespace soma::lesson {

struct Choice {
    int key;
    std::string label;
};

/// A step as one seed poses it: its numbers drawn, its options and sounds in this student's order.
struct Posed {
    Variables variables;
    std::vector<std::string> sounds; ///< names, in the order of the cards; trials draw their own
    std::vector<Choice> choices;     ///< keys 1, 2, … of the options
    std::vector<int> authored;       ///< for each choice, the key that the lesson's file gives it
    std::vector<int> correct_keys;
    SplitMix64 stream{0}; ///< for what the step draws later
};

/// Leaves the evaluator set to the step's variables.
Posed pose(const Lesson& lesson, const Step& step, const Variables& base, std::uint64_t seed, Evaluator& evaluator);

/// "A" for the first card of a step, "B" for the second …
inline std::string card_letter(std::size_t card) { return std::string(1, static_cast<char>('A' + card)); }

} // namespace soma::lesson
