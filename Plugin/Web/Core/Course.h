#pragma once

#include "Bench/Outcome.h"
#include "Lesson/Answers/EngineLessonContext.h"
#include "Lesson/Play/Session.h"
#include "State/CellLibrary.h"
#include "State/JsonText.h"

namespace soma::web {

/// The state between two calls of JavaScript: cells, the outcome on the bench, the lesson in progress.
class Course {
  public:
    Course();

    CellLibrary cells;
    std::optional<bench::Outcome> outcome;

    lesson::Instrument instrument;
    std::unique_ptr<lesson::Quantities> quantities; ///< of the lesson that runs
    std::shared_ptr<const lesson::Lesson> lesson;
    std::unique_ptr<lesson::Session> session;
    lesson::Named<double> moved; ///< by the student's knobs, in this step
    std::optional<lesson::MethodOfLimits> limits;
    bool limits_heard = false;
};

/// A call answers JSON, or throws std::runtime_error with one line for a person.
using Call = Json (*)(Course&, const Json& given);

/// Null: there is no such call.
Call find_table_call(std::string_view name);
Call find_bench_call(std::string_view name);
Call find_lesson_call(std::string_view name);

/// Parameter values in the table's order, as calls give and take them.
Snapshot snapshot_from(const Json& values);
Json values_of(const Snapshot& values);
/// V in mV and the internal variables; null: not stated.
membrane::Initial initial_from(const Json& numbers);
Json numbers_of(const membrane::Initial& initial);

/// Shown by JavaScript to the person who waits: 0 … 1 of the work is done.
void report_progress(double share);

} // namespace soma::web
