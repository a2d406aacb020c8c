#pragma once

#include "Lesson/Format/Document.h"

#include <functional>
#include <optional>
#include <string_view>

/// The words of a lesson: where they stand, and the numbers in them that the model computes.
namespace soma::lesson {

/// One text, its place in the lesson, and whether it is read before the answer.
struct Words {
    std::string_view step;  ///< id; empty: of the whole lesson
    std::string_view field; ///< "prompt", "feedback.correct" …
    const std::string& text;
    bool before_the_answer = true; ///< a student reads it before the step is answered
};
using SeeWords = std::function<void(const Words&)>;

/// The texts of one step, or of all steps and sounds, in their order. Teacher's notes come too, as after the answer.
void for_each_text(const Step& step, const SeeWords& see);
void for_each_text(const Lesson& lesson, const SeeWords& see);

/// Where a text asks for a number: "{name}" with its unit, "{name#}" without.
struct Place {
    std::size_t begin = 0, end = 0; ///< of the braces
    std::string_view name;
    bool with_unit = true;
};
/// The first place at or after `from`; braces that hold anything else are part of the text.
std::optional<Place> next_place(std::string_view text, std::size_t from);

} // namespace soma::lesson
