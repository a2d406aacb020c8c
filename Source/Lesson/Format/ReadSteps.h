#pragma once

#include "Lesson/Format/Document.h"

#include "State/JsonText.h"

namespace soma::lesson {

Step read_step(const Json& node);

} // namespace soma::lesson
