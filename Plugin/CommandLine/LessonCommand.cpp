#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/LessonExport.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/LessonLanguage.h"
#include "CommandLine/LessonPlay.h"
#include "CommandLine/LessonSounds.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/Table.h"
#include "Embedded/BuiltInLessons.h"
#include "Lesson/Play/Variants.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Load/Inspection.h"
#include "Lesson/Load/Loader.h"
#include "Lesson/Load/PlainText.h"
#include "Lesson/Load/Translation.h"
#include "Lesson/Play/Posed.h"

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

/// Loudness and peak of each sound of a lesson, for authors who set the levels.
void print_levels(const lesson::Lesson& lesson, lesson::Quantities& quantities) {
    lesson::Report report{lesson.id};
    lesson::Inspection inspection{lesson, quantities, lesson.seed, report};
    inspection.evaluator.set_variables(inspection.base);
    Table table({"sound", "LUFS", "dBTP", "click dBFS", "tick dBFS", "clicks/s"});
    for (const auto& [name, sound] : lesson.sounds)
        if (const auto* heard = inspection.heard(name)) {
            const auto text = [](double x) { return lesson::number_text(x, 3); };
            const auto pace = lesson::cue_for("rate")->of(*heard);
            table.add({name, text(heard->loudness_lufs), text(heard->true_peak_db), text(heard->click_peak_db),
                       text(heard->tick_peak_db), pace ? text(*pace) : "-"});
        }
    std::cout << table.text();
}

struct CheckLessons {
    std::vector<std::string> files;
    int seeds = 3;
    bool levels = false;
};

void check(const CheckLessons& options) {
    std::size_t found_wrong = 0;
    for (const auto& file : options.files) {
        lesson::Quantities quantities{lesson_instrument()};
        FilesRead read;
        const auto found = find_lesson(file, read);
        if (lesson::is_translation(found.text)) {
            found_wrong += check_translation(found, read);
            continue;
        }
        const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
        if (options.levels) print_levels(*lesson, quantities);
        const auto problems = lesson::inspect_lesson(*lesson, quantities, found.name, options.seeds);
        for (const auto& problem : problems) std::cout << problem.text() << '\n';
        found_wrong += problems.size();
        std::cout << found.name << ": " << lesson->title << ": " << lesson->steps.size() << " steps, "
                  << lesson->sounds.size() << " sounds, " << points_of(*lesson) << " points; all keys computed, "
                  << (problems.empty() ? "no" : std::to_string(problems.size())) << " problems at " << options.seeds
                  << (options.seeds == 1 ? " seed\n" : " seeds\n");
    }
    if (found_wrong > 0) throw RunError(std::to_string(found_wrong) + " problems; see Writing a lesson, 'The rules'");
}

/// Whose numbers: as `lesson play` chooses them.
struct Whose {
    std::string student;
    std::shared_ptr<std::optional<double>> seed = std::make_shared<std::optional<double>>();

    std::uint64_t seed_of(const lesson::Lesson& lesson) const {
        return lesson::seed_for(lesson, static_cast<std::uint64_t>(seed->value_or(0.0)), student);
    }
    void add_to(CLI::App& command) {
        add_number(command, lesson_seed_option, seed, "Of the class; the file's own if not given");
        command.add_option("--name", student, "The student whose numbers they are; those of the seed if not given")
            ->type_name("NAME")
            ->check(given);
    }
};

struct PrintLesson {
    std::string file, language;
    bool teacher = false;
    Whose whose;
};

void print_text(const PrintLesson& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = in_language(find_lesson(options.file, read), options.language);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    std::cout << lesson::plain_text(*lesson, options.teacher ? lesson::Copy::teacher : lesson::Copy::student,
                                    quantities, options.whose.seed_of(*lesson));
}

/// Every number that a lesson asks for, as CSV: for marking by other means, and for recomputing it.
void print_keys(const PrintLesson& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(options.file, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    const auto seed = options.whose.seed_of(*lesson);
    lesson::Evaluator evaluator{*lesson, quantities};
    const auto base = lesson::base_variables(*lesson, seed);
    std::cout << "step,field,key,unit\n";
    const auto row = [&](const lesson::Step& step, const std::string& field, const lesson::Value& answer,
                         lesson::Unit unit) {
        std::cout << step.id << ',' << field << ',' << lesson::number_text(evaluator.value(answer), 12) << ','
                  << lesson::name_of(unit) << '\n';
    };
    for (const auto& step : lesson->steps) {
        quantities.renew_allowance();
        lesson::pose(*lesson, step, base, seed, evaluator);
        if (const auto* numeric = std::get_if<lesson::NumericStep>(&step.body))
            row(step, "answer", numeric->answer, numeric->unit);
        if (const auto* tune = std::get_if<lesson::TuneStep>(&step.body))
            row(step, "target", tune->target, lesson::Unit::one);
        if (const auto* bench = std::get_if<lesson::ExperimentStep>(&step.body))
            for (const auto& check : bench->checks) row(step, check.field, check.answer, check.unit);
    }
}

struct RenderLesson {
    std::string file, folder;
    Whose whose;
    std::shared_ptr<std::optional<double>> rate_hz = std::make_shared<std::optional<double>>();
};

constexpr Number rate_option{"--rate", "Hz", 8000.0, 192000.0, true};

void render(const RenderLesson& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(options.file, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    render_lesson_sounds(*lesson, found.folder, quantities, options.whose.seed_of(*lesson),
                         options.rate_hz->value_or(48000.0), options.folder, read);
}

void list(bool as_json) {
    Table table({"no", "id", "minutes", "level", "title"});
    auto json = nlohmann::ordered_json::array();
    for (const auto& built_in : built_in_lessons()) {
        const auto lesson = accepted(lesson::read_lesson(built_in.text, built_in.file));
        table.add(
            {built_in.file.substr(0, 2), lesson->id, std::to_string(lesson->minutes), lesson->level, lesson->title});
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

    auto* command = app.add_subcommand("lesson", "Play a lesson, check it, print it, or make its sounds into files");
    command->require_subcommand(1);
    const char* file_help = "A lesson file, - for standard input, or the id of a built-in lesson";

    add_lesson_play(*command, file_help);
    auto* checking =
        command->add_subcommand("check", "Say what is wrong in a lesson or in its translation: file, step and field");
    auto checks = std::make_shared<CheckLessons>();
    checking->add_option("FILE", checks->files, file_help)->required()->check(given);
    add_number(*checking, {"--seeds", "", 1.0, 1000.0, true}, checks->seeds,
               "How many seeds to look at; 3 if not given");
    checking->add_flag("--levels", checks->levels, "Print loudness and peak of every sound");
    checking->callback([checks] { check(*checks); });

    auto* printing = command->add_subcommand("text", "Print a lesson as plain text");
    auto print = std::make_shared<PrintLesson>();
    printing->add_option("FILE", print->file, file_help)->required()->check(given);
    printing->add_flag("--teacher", print->teacher, "With answers, feedback and notes");
    print->whose.add_to(*printing);
    printing->add_option("--language", print->language, "In another language: de, es")->type_name("CODE")->check(given);
    printing->callback([print] { print_text(*print); });

    auto* translating =
        command->add_subcommand("translate", "Print a translation of a lesson to be filled in, as JSON");
    auto template_of = std::make_shared<PrintLesson>();
    translating->add_option("FILE", template_of->file, file_help)->required()->check(given);
    translating->add_option("--language", template_of->language, "Code of the language, as in de")
        ->type_name("CODE")
        ->required()
        ->check(given);
    translating->callback([template_of] { print_translation_template(template_of->file, template_of->language); });

    auto* keys = command->add_subcommand("keys", "Print every number that a lesson asks for, as CSV");
    auto keyed = std::make_shared<PrintLesson>();
    keys->add_option("FILE", keyed->file, file_help)->required()->check(given);
    keyed->whose.add_to(*keys);
    keys->callback([keyed] { print_keys(*keyed); });

    auto* rendering = command->add_subcommand("render", "Write all sounds of a lesson as WAV files, for handouts");
    auto options = std::make_shared<RenderLesson>();
    rendering->add_option("FILE", options->file, file_help)->required()->check(given);
    rendering->add_option("-o", options->folder, "Folder for the files; made when there is none")
        ->type_name("DIR")
        ->required()
        ->check(given);
    options->whose.add_to(*rendering);
    add_number(*rendering, rate_option, options->rate_hz, "Sample rate; 48000 if not given");
    rendering->callback([options] { render(*options); });

    add_lesson_export(*command);
}

} // namespace soma::command
