#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/Given.h"
#include "CommandLine/LessonExport.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/LessonSounds.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/Table.h"
#include "Embedded/BuiltInLessons.h"

#include "Lesson/PlainText.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace soma::command {
namespace {

double points_of(const lesson::Lesson& lesson) {
    double points = 0.0;
    for (const auto& step : lesson.steps) points += step.points;
    return points;
}

void check(const std::vector<std::string>& files) {
    for (const auto& file : files) {
        lesson::Quantities quantities{lesson_instrument()};
        FilesRead read;
        const auto found = find_lesson(file, read);
        const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
        std::cout << found.name << ": " << lesson->title << ": " << lesson->steps.size() << " steps, "
                  << lesson->sounds.size() << " sounds, " << points_of(*lesson) << " points; all keys computed\n";
    }
}

void print_text(const std::string& file, bool teacher) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(file, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    std::cout << lesson::plain_text(*lesson, teacher ? lesson::Copy::teacher : lesson::Copy::student, quantities);
}

struct RenderLesson {
    std::string file, folder;
    std::shared_ptr<std::optional<double>> seed = std::make_shared<std::optional<double>>();
    std::shared_ptr<std::optional<double>> rate_hz = std::make_shared<std::optional<double>>();
};

constexpr Number seed_option{"--seed", "", 1.0, 9007199254740991.0, true};
constexpr Number rate_option{"--rate", "Hz", 8000.0, 192000.0, true};

void render(const RenderLesson& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(options.file, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    const auto seed = *options.seed ? static_cast<std::uint64_t>(**options.seed) : lesson->seed;
    render_lesson_sounds(*lesson, found.folder, quantities, seed, options.rate_hz->value_or(48000.0), options.folder,
                         read);
}

void list(bool as_json) {
    Table table({"id", "minutes", "level", "title"});
    auto json = nlohmann::ordered_json::array();
    for (const auto& built_in : built_in_lessons()) {
        const auto lesson = accepted(lesson::read_lesson(built_in.text, built_in.file));
        table.add({lesson->id, std::to_string(lesson->minutes), lesson->level, lesson->title});
        json.push_back({{"id", lesson->id},
                        {"file", built_in.file},
                        {"title", lesson->title},
                        {"level", lesson->level},
                        {"minutes", lesson->minutes},
                        {"version", lesson->version},
                        {"goals", lesson->goals},
                        {"requires", lesson->needs},
                        {"prerequisites", lesson->prerequisites},
                        {"steps", lesson->steps.size()},
                        {"points", points_of(*lesson)}});
    }
    std::cout << (as_json ? json.dump(2) + "\n" : table.text());
}

} // namespace

void add_lessons(CLI::App& app) {
    auto* lessons = app.add_subcommand("lessons", "List the built-in lessons");
    auto as_json = std::make_shared<bool>(false);
    lessons->add_flag("--json", *as_json, "As a JSON array");
    lessons->callback([as_json] { list(*as_json); });

    auto* command = app.add_subcommand("lesson", "Check a lesson file, print it, or make its sounds into files");
    command->require_subcommand(1);
    const char* file_help = "A lesson file, - for standard input, or the id of a built-in lesson";

    auto* checking = command->add_subcommand("check", "Say what is wrong in a lesson: file, step and field");
    auto files = std::make_shared<std::vector<std::string>>();
    checking->add_option("FILE", *files, file_help)->required()->check(given);
    checking->callback([files] { check(*files); });

    auto* printing = command->add_subcommand("text", "Print a lesson as plain text");
    auto file = std::make_shared<std::string>();
    auto teacher = std::make_shared<bool>(false);
    printing->add_option("FILE", *file, file_help)->required()->check(given);
    printing->add_flag("--teacher", *teacher, "With answers, feedback and notes");
    printing->callback([file, teacher] { print_text(*file, *teacher); });

    auto* rendering = command->add_subcommand("render", "Write all sounds of a lesson as WAV files, for handouts");
    auto options = std::make_shared<RenderLesson>();
    rendering->add_option("FILE", options->file, file_help)->required()->check(given);
    rendering->add_option("-o", options->folder, "Folder for the files; made when there is none")
        ->type_name("DIR")
        ->required()
        ->check(given);
    add_number(*rendering, seed_option, options->seed, "Of the variants; the file's own if not given");
    add_number(*rendering, rate_option, options->rate_hz, "Sample rate; 48000 if not given");
    rendering->callback([options] { render(*options); });

    add_lesson_export(*command);
}

} // namespace soma::command
