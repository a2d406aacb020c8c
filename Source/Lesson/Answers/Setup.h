#pragma once

#include "Lesson/Answers/LessonContext.h"
#include "Lesson/Format/Document.h"
#include "Membrane/Model.h"

#include <functional>

namespace soma::lesson {

/// Named quantities that a lesson may set and show beside the table's own ids, and what they mean in them:
///   threshold_above_rest_mv    threshold_mv = rest_mv + value; reset_mv keeps its distance to the threshold
///   reset_below_threshold_mv   reset_mv = threshold_mv − value
///   area_um2                   membrane_capacitance_nf at 1 µF/cm²
std::vector<std::string_view> derived_parameters();

/// Is it an id of the table or a derived one?
bool parameter_exists(std::string_view id);

/// Label, unit and range of a table's id or of a derived one, as a student sees them. Throws LessonError for an unknown
/// id.
const Parameter& control_parameter(std::string_view id);

/// Reads a table id or a derived one. Throws LessonError for an unknown id.
double parameter_value(const Setup& setup, std::string_view id);

/// Sets one number, as the student's knob does. Throws LessonError for an unknown id or a value outside the range.
void set_parameter(Setup& setup, std::string_view id, double value);

using Evaluate = std::function<double(const Value&)>;

/// Builds the setup of a cell alone.
Setup setup_of_cell(const LessonContext& lesson_context, const Cell& cell, const Evaluate& evaluate);

/// Adds stimulus, overrides, monitor levels and speed of a sound to the setup of its cell.
Setup setup_of_sound(Setup cell, const Sound& sound, const Stimulus& stimulus, const Evaluate& evaluate);

/// Where its neurons start. Throws LessonError for a name that the model has not.
membrane::Initial initial_of(const Setup& setup);

/// Does a lesson's setup decide this parameter? The others (output level, mute, spikes
/// out …) stay as the user has them.
bool set_by_lessons(Id id);

enum class Ion { sodium, potassium, chloride, extra };
std::optional<Ion> ion_named(std::string_view name);

/// The rows of the table that describe one membrane path.
struct IonIds {
    std::string_view name;
    Id leak, resistance, reversal, inside, outside;
};
const IonIds& ids_of(Ion ion);
constexpr Ion all_ions[] = {Ion::sodium, Ion::potassium, Ion::chloride, Ion::extra};

} // namespace soma::lesson
