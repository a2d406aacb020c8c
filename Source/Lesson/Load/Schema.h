#pragma once

#include "State/JsonText.h"

#include <string>
#include <vector>

namespace soma::lesson {

/// One thing wrong in a document; where is a path such as "steps[2].trial.sounds[0]".
struct Complaint {
    std::string where, what;
};

struct SchemaReport {
    std::vector<Complaint> errors;
    std::vector<Complaint> unknown; ///< properties this version does not know; the loader decides what they mean
};

/// The text of Assets/Lessons/lesson.schema.json, built in.
std::string lesson_schema_text();

/// Checks a document against the lesson schema: the subset of JSON Schema 2020-12 which that file uses.
SchemaReport check_against_schema(const Json& document);

/// Does text have the form that the schema names by this pattern? For the test that every pattern is known here.
bool known_pattern(const std::string& pattern);

} // namespace soma::lesson
