#pragma once

#include "Lesson/Play/ClassLesson.h"

/// The state of a class as JSON, for pages. Nothing of what is right is in it before the reveal.
namespace soma::lesson {

/// The part that all devices share: phase, question, options, and once they may be seen the votes and the answer.
/// `sounds`: an address for each card of the question; empty where the sound stays in the room.
std::string class_state_json(const ClassLesson& lesson, const std::vector<std::string>& sounds);

/// One seat's own part: its name, its answer of the running round and, once revealed, what came of it.
std::string seat_state_json(const ClassLesson& lesson, int seat);

/// "answered", "present" and "seats": what changes with every answer.
std::string class_count_json(const LiveClass& live);

/// The explanations of the running round once its votes may be seen, without names. For the teacher.
std::string class_explanations_json(const ClassLesson& lesson);

/// Who is here: name, connected, answered in the running round. For the teacher.
std::string class_seats_json(const LiveClass& live);

} // namespace soma::lesson
