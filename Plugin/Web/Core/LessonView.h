#pragma once

#include "Web/Core/Course.h"

namespace soma::web {

/// All that the page draws of the step that stands; nothing that would tell an answer before it is given.
Json lesson_view(Course& course);

/// The setup of a card with what the student's knobs changed.
lesson::Setup setup_of_card(Course& course, std::size_t card);

/// The traces of the step's sounds, once they may be seen.
Json lesson_traces(Course& course);

} // namespace soma::web
