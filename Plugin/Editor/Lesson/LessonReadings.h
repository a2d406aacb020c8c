#pragma once

#include "Editor/Panels/View.h"
#include "Look/Metrics.h"
#include "Session/LessonController.h"

namespace soma::editor {

/// Readings of the footer for the step's sounds: values that the lesson lets be seen, else the word "hidden". A value
/// that differs between the sounds of a trial is hidden, whatever the lesson says: it would tell which is which.
std::vector<Reading> lesson_readings(LessonController& controller, Metrics::Kind metrics);

} // namespace soma::editor
