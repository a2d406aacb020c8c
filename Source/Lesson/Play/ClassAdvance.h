#pragma once

#include "Lesson/Play/Session.h"

namespace soma::lesson {

/// Goes on as a class does: sounds count as heard, a question that the session itself was not given an answer to is
/// passed, a staircase or a series of one person is left out. False at the end. Throws LessonError.
bool advance_class(Session& session);

} // namespace soma::lesson
