#include "CommandLine/LessonFile.h"

#include "CommandLine/Errors.h"
#include "CommandLine/Messages.h"
#include "CommandLine/TextFile.h"
#include "Embedded/BuiltInLessons.h"

#include "Core/Utf8.h"

namespace soma::command {

namespace fs = std::filesystem;

LessonText find_lesson(const std::string& wanted, FilesRead& read) {
    if (wanted == "-" || fs::exists(wanted))
        return {wanted == "-" ? "standard input" : wanted, read_text_file(wanted, read),
                wanted == "-" ? fs::current_path() : fs::absolute(wanted).parent_path()};
    return find_built_in_lesson(wanted);
}

LessonText find_built_in_lesson(const std::string& wanted) {
    for (const auto& built_in : built_in_lessons()) {
        const auto id = built_in.file.substr(built_in.file.find('-') + 1);
        if (built_in.file == wanted || id == wanted + ".lesson.json") return {built_in.file, built_in.text, {}};
    }
    throw UsageError(wanted + ": no such file, nor a built-in lesson; 'somaphone lessons' lists those");
}

std::shared_ptr<const lesson::Lesson> accepted(const lesson::Loaded& loaded) {
    constexpr std::size_t most_bytes = 400; // of a line that a person still reads
    std::vector<std::string> warnings;
    for (const auto& warning : loaded.warnings) warnings.push_back(warning.text());
    print_notes(warnings);
    std::string problems;
    std::size_t shown = 0;
    for (; shown < loaded.errors.size() && problems.size() < most_bytes; ++shown)
        problems += (shown > 0 ? " | " : "") + shortened(loaded.errors[shown].text(), most_bytes);
    if (shown < loaded.errors.size()) problems += " | and " + std::to_string(loaded.errors.size() - shown) + " more";
    if (!problems.empty()) throw RunError(problems);
    return loaded.lesson;
}

} // namespace soma::command
