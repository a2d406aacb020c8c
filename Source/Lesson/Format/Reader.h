#pragma once

#include "Lesson/Format/Document.h"

#include <nlohmann/json_fwd.hpp>

namespace soma::lesson {

/// Builds the typed lesson from a document that the schema has already accepted; unknown properties are passed over.
Lesson read_document(const nlohmann::json& document);

} // namespace soma::lesson
