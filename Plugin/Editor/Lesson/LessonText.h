#pragma once

#include "Lesson/Play/Session.h"

#include <string>

/// Words of a lesson's steps as the editor shows and speaks them.
namespace soma::editor {

const std::string& prompt_of(const lesson::Step& step);
bool is_question(const lesson::Step& step);
/// "3" of the lesson's questions; empty for a step that asks nothing.
std::string question_number(const lesson::Session& session, std::size_t step);
/// "Question 3 of 10, trial 2 of 6", "Listen", "Read", "Reveal".
std::string step_words(const lesson::Session& session);
/// All that the screen says of the step, for speech and for the key L.
std::string spoken_step(const lesson::Session& session);

} // namespace soma::editor
