#pragma once

#include "Lesson/Answers/EngineLessonContext.h"
#include "Lesson/Answers/Quantities.h"
#include "Lesson/Load/Loader.h"

#include <string>
#include <vector>

namespace soma::test {

std::string read_file(const std::string& path);

/// Paths of all lessons that ship, in order of their names.
std::vector<std::string> shipped_lessons();

/// The engine and the cells that ship.
const lesson::Instrument& instrument();

/// One for all tests, so that a run of the models is done once.
lesson::Quantities& quantities();

/// Loads a shipped lesson by the beginning of its file name ("05"); fails the test when it is refused.
std::shared_ptr<const lesson::Lesson> shipped(const std::string& number);

} // namespace soma::test
