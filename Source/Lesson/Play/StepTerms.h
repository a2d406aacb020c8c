#pragma once

#include <string>

namespace soma::lesson {

class Session;

/// The meanings of the terms that stand in a step before it is answered (title, question, choices, sounds): "threshold:
/// the voltage at which …", a line for each. Empty when there are none. Any thread that may use the session.
std::string terms_of(const Session& session);

} // namespace soma::lesson
