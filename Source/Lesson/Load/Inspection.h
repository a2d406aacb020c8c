#pragma once

#include "Lesson/Answers/Hearing.h"
#include "Lesson/Load/LessonChecks.h"

#include <unordered_map>

/// Is a lesson fit for a class? The loader says whether it can be played; this says whether its questions can be heard
/// and answered, whether its words and pictures agree, and whether anything tells an answer too early.
namespace soma::lesson {

/// One of the rules, for the guide.
struct Rule {
    std::string_view name, says;
};
std::span<const Rule> inspection_rules();

/// A lesson at one seed, with everything that the rules look at. One thread at a time.
class Inspection {
  public:
    Inspection(const Lesson& lesson, Quantities& quantities, std::uint64_t seed, Report& report);

    /// Words, controls, keys.
    void check_words();
    void check_answers();
    /// The rendered sounds; takes a second or more.
    void check_sounds();

    const Lesson& lesson;
    Evaluator evaluator;
    const Variables base;
    const std::uint64_t seed;

    void add(const Step& step, const std::string& field, const std::string& message);
    void add(const std::string& field, const std::string& message);
    /// Sets the variables of a step.
    void enter(const Step& step);
    /// Null for a sound that needs an input, or cannot be computed.
    const Heard* heard(const std::string& sound);

  private:
    Report& report_;
    std::unordered_map<std::string, std::optional<Heard>> heard_;
};

/// All rules at `seeds` seeds from the lesson's own on. Problems that repeat are told once.
std::vector<Problem> inspect_lesson(const Lesson& lesson, Quantities& quantities, const std::string& file, int seeds);

} // namespace soma::lesson
