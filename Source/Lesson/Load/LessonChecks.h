#pragma once

#include "Core/Random.h"
#include "Lesson/Answers/Evaluator.h"
#include "Lesson/Format/Problem.h"

namespace soma::lesson {

/// Collects problems of one file.
class Report {
  public:
    explicit Report(std::string file)
        : file_(std::move(file)) {}

    void add(const std::string& step, const std::string& field, const std::string& message) {
        if (problems_.size() < most) problems_.push_back({file_, step, field, message});
    }
    const std::vector<Problem>& problems() const { return problems_; }

  private:
    static constexpr std::size_t most = 50;
    std::string file_;
    std::vector<Problem> problems_;
};

/// Checks beyond the schema: names that must exist, options that must have a right one, ranges that must hold their
/// start. Needs no model.
void check_references(const Lesson& lesson, Report& report);

/// Computes every setup, key, misconception and order at the file's own seed, compares the canaries and finds questions
/// that could not be answered; then once more at other seeds when the lesson has variables.
void check_keys(const Lesson& lesson, Quantities& quantities, Report& report);

} // namespace soma::lesson
