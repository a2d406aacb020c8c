#pragma once

#include "Lesson/Format/Problem.h"

#include <string>
#include <string_view>
#include <vector>

/// A lesson in another language. A translation is a separate JSON file: which lesson and version it belongs to, and a
/// list of texts, each with its place, its English wording and its translation. Everything else of the lesson (cells,
/// sounds, keys, seeds) stays the lesson's, so answers and codes are the same in every language.
///
///   {"format": "somaphone-translation", "lesson": "time-constant", "lessonVersion": 2, "language": "de",
///    "reviewed": false, "notice": "Noch nicht … geprüft.",
///    "texts": [{"at": "steps.intro.body", "en": "…", "text": "…"}]}
namespace soma::lesson {

/// Says whether a file is a translation, whatever else may be wrong in it.
bool is_translation(std::string_view text);

/// The id of the lesson that a translation is for; empty when it names none.
std::string translated_lesson_id(std::string_view translation);

struct Translated {
    std::string text; ///< the lesson's file in the other language; empty when the translation cannot be used
    std::vector<Problem> problems; ///< step by step: missing, unknown or outdated texts, and numbers left out
};

/// Puts a translation into the text of a lesson that the loader has accepted. With problems in single texts these stay
/// English. `file` names the translation in messages.
Translated translate(std::string_view lesson, std::string_view translation, std::string_view file);

/// A translation to be filled in: every text of the lesson, with empty translations.
std::string translation_template(std::string_view lesson, std::string_view language);

} // namespace soma::lesson
