#pragma once

#include "Lesson/Format/Document.h"

#include "State/JsonText.h"

namespace soma::lesson {

/// Builds the typed lesson from a document that the schema has already accepted; unknown properties are passed over.
Lesson read_document(const Json& document);

} // namespace soma::lesson
