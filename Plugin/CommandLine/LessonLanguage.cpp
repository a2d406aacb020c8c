#include "CommandLine/LessonLanguage.h"

#include "CommandLine/Errors.h"
#include "Embedded/BuiltInLessons.h"
#include "Embedded/EmbeddedAssets.h"

#include "Lesson/Answers/Quantities.h"
#include "Lesson/Load/Translation.h"

#include <algorithm>
#include <iostream>

namespace soma::command {
namespace {

constexpr std::string_view folder = "Lessons/Languages/";

/// "de, es": the languages into which a lesson is translated.
std::string languages_of(const std::string& id) {
    std::string found;
    for (const auto& path : assets::list(folder))
        if (path.ends_with("/" + id + ".json"))
            found += (found.empty() ? "" : ", ") + path.substr(folder.size(), path.rfind('/') - folder.size());
    return found;
}

std::string id_of(const LessonText& lesson) {
    const auto read = accepted(lesson::read_lesson(lesson.text, lesson.name));
    return read->id;
}

/// The lesson of a translation: in the same folder, or a built-in one.
LessonText lesson_of(const LessonText& translation, FilesRead& read) {
    const auto id = lesson::translated_lesson_id(translation.text);
    std::error_code none;
    for (const auto& each : std::filesystem::directory_iterator(translation.folder, none)) {
        const auto path = each.path().string();
        if (!path.ends_with(".lesson.json")) continue;
        auto found = find_lesson(path, read);
        const auto known = lesson::read_lesson(found.text, found.name);
        if (known.lesson && known.lesson->id == id) return found;
    }
    try {
        return find_lesson(id, read);
    } catch (const UsageError&) {
        throw UsageError(translation.name + ": the lesson '" + id + "' is neither in the same folder nor built in");
    }
}

} // namespace

LessonText in_language(LessonText lesson, const std::string& language) {
    if (language.empty() || language == "en") return lesson;
    const auto id = id_of(lesson);
    const auto path = std::string{folder} + language + "/" + id + ".json";
    const auto known = assets::list(folder);
    if (std::find(known.begin(), known.end(), path) == known.end()) {
        const auto there = languages_of(id);
        throw UsageError("--language " + language + ": the lesson " + id + " is there in " +
                         (there.empty() ? "English alone" : "en, " + there));
    }
    const auto translated = lesson::translate(lesson.text, assets::read(path), path);
    if (translated.text.empty()) throw RunError(translated.problems.front().text());
    lesson.text = translated.text;
    return lesson;
}

std::size_t check_translation(const LessonText& translation, FilesRead& read) {
    const auto lesson = lesson_of(translation, read);
    const auto translated = lesson::translate(lesson.text, translation.text, translation.name);
    for (const auto& problem : translated.problems) std::cout << problem.text() << '\n';
    if (!translated.text.empty()) {
        lesson::Quantities quantities{lesson_instrument()};
        const auto whole = accepted(lesson::load_lesson(translated.text, translation.name, quantities));
        std::cout << translation.name << ": " << whole->title << ": " << whole->steps.size() << " steps compared with "
                  << lesson.name << ", "
                  << (translated.problems.empty() ? "no" : std::to_string(translated.problems.size())) << " problems\n";
    }
    return translated.problems.size();
}

void print_translation_template(const std::string& wanted, const std::string& language) {
    FilesRead read;
    const auto lesson = find_lesson(wanted, read);
    id_of(lesson); // refuses what is no lesson
    std::cout << lesson::translation_template(lesson.text, language);
}

} // namespace soma::command
