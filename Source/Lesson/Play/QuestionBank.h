#pragma once

#include "Lesson/Play/ClassQuestion.h"

namespace soma::lesson {

/// One question of a bank for a learning platform: a question of a lesson with the numbers of one seed and, unlike in
/// class, all that is right.
struct BankQuestion {
    struct Option {
        std::string label, feedback;
        bool right = false;
    };
    /// A typed number and what it earns and gets said.
    struct Number {
        double value = 0.0, tolerance = 0.0; ///< accepted within value ± tolerance
        std::string feedback;
    };
    struct Card {
        std::string label, alt;
        Setup setup;
    };
    std::string name; ///< lesson, step, trial and variant: the same in every export
    std::string title, text, right_text, wrong_text;
    double points = 1.0, penalty = 0.0; ///< share of the points lost by a wrong attempt
    AnswerForm::Kind kind = AnswerForm::Kind::none;
    std::vector<Option> options;
    std::string unit;
    Number number;
    std::vector<Number> misconceptions;
    std::vector<std::string> order; ///< labels in the right order
    std::vector<std::string> hints;
    std::vector<Card> cards;
};

/// All questions of a lesson that a platform can mark, for `variants` seeds from the given one on: choices, numbers,
/// orders, and each number of a table. Left out is what needs the instrument (tuning, staircases) or a reader
/// (explanations). Throws
/// LessonError.
std::vector<BankQuestion> question_bank(std::shared_ptr<const Lesson> lesson, Quantities& quantities,
                                        std::uint64_t seed, int variants);

} // namespace soma::lesson
