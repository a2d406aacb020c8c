#include "CommandLine/LessonFile.h"

#include "CommandLine/Errors.h"
#include "CommandLine/TextFile.h"
#include "Embedded/BuiltInLessons.h"

#include <algorithm>
#include <iostream>

namespace soma::command {

namespace fs = std::filesystem;

LessonText find_lesson(const std::string& wanted, FilesRead& read) {
    if (wanted == "-" || fs::exists(wanted))
        return {wanted == "-" ? "standard input" : wanted, read_text_file(wanted, read),
                wanted == "-" ? fs::current_path() : fs::absolute(wanted).parent_path()};
    for (const auto& built_in : built_in_lessons()) {
        const auto id = built_in.file.substr(built_in.file.find('-') + 1);
        if (built_in.file == wanted || id == wanted + ".lesson.json") return {built_in.file, built_in.text, {}};
    }
    throw UsageError(wanted + ": no such file, nor a built-in lesson; 'somaphone lessons' lists those");
}

std::shared_ptr<const lesson::Lesson> accepted(const lesson::Loaded& loaded) {
    constexpr std::size_t shown_at_most = 8;
    for (const auto& warning : loaded.warnings) std::cerr << "somaphone: note: " << warning.text() << '\n';
    std::string problems;
    for (std::size_t i = 0; i < std::min(loaded.errors.size(), shown_at_most); ++i)
        problems += (i > 0 ? " | " : "") + loaded.errors[i].text();
    if (loaded.errors.size() > shown_at_most)
        problems += " | and " + std::to_string(loaded.errors.size() - shown_at_most) + " more";
    if (!problems.empty()) throw RunError(problems);
    return loaded.lesson;
}

} // namespace soma::command
