#pragma once

#include "Lesson/Answers/LessonContext.h"
#include "Lesson/Format/Document.h"

#include <span>
#include <unordered_map>

namespace soma::lesson {

/// Arguments of a quantity with every value computed.
struct QuantityArguments {
    Named<double> numbers;
    Named<std::string> words;
    Named<std::vector<double>> lists;
};

/// One named quantity, for the documentation and the schema's test.
struct QuantityInfo {
    std::string_view name, unit, meaning;
};
std::span<const QuantityInfo> quantity_table();

/// Named quantities of a setup: closed forms where the model has them, else a run of the instrument. Results are kept,
/// and the work that one lesson may ask for is limited, so that a hostile file cannot occupy the machine for long. One
/// thread at a time.
class Quantities {
  public:
    explicit Quantities(const LessonContext& lesson_context)
        : lesson_context_(&lesson_context) {}

    /// Throws LessonError: unknown quantity, one that this model has not, missing argument, too much work.
    double value(std::string_view quantity, const Setup& setup, const QuantityArguments& given);

    const LessonContext& lesson_context() const { return *lesson_context_; }

    /// Starts a new allowance of work; the loader calls it for each lesson.
    void renew_allowance() { spent_ = 0.0; }

    /// Takes a run of this length from the allowance; throws LessonError when it is used up.
    void spend(const Setup& setup, double duration_ms);

    /// A run within the allowance, remembered. For the quantities themselves.
    const Response& run(const Setup& setup, double duration_ms);

  private:
    const LessonContext* lesson_context_;
    std::unordered_map<std::string, double> values_;
    std::unordered_map<std::string, Response> runs_;
    double spent_ = 0.0;
};

} // namespace soma::lesson
