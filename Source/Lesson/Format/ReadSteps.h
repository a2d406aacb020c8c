#pragma once

#include "Lesson/Format/Document.h"

#include <nlohmann/json_fwd.hpp>

namespace soma::lesson {

Step read_step(const nlohmann::json& node);

} // namespace soma::lesson
