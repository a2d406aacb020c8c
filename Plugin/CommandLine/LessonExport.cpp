#include "CommandLine/LessonExport.h"

#include "Class/BankFiles.h"
#include "CommandLine/Errors.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/Messages.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Outputs.h"
#include "Embedded/BuiltInLessons.h"

#include "Lesson/Format/Problem.h"

#include <juce_core/juce_core.h>

namespace soma::command {
namespace {

constexpr int compression = 6; ///< of zlib: sounds halve
constexpr double most_variants = 50.0;

struct ExportOptions {
    std::string lesson, format, output;
    std::uint64_t seed = 0;
    int variants = 1;
};

void write_zip(Output& output, const std::map<std::string, std::string>& files) {
    juce::ZipFile::Builder zip;
    for (const auto& [name, bytes] : files)
        // One time for all, so that the same lesson gives the same bytes.
        zip.addEntry(new juce::MemoryInputStream(bytes.data(), bytes.size(), false), compression, name,
                     juce::Time{2020, 0, 1, 0, 0});
    juce::MemoryOutputStream bytes;
    if (!zip.writeToStream(bytes, nullptr)) throw RunError(output.target() + ": could not be written");
    output.write({static_cast<const char*>(bytes.getData()), bytes.getDataSize()});
}

void export_lesson(const ExportOptions& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(options.lesson, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));
    Outputs outputs(read);
    auto& output = outputs.add(options.output);
    check_name("-o", options.output, options.format == "moodle" ? ".xml" : ".zip");
    const auto seed = options.seed == 0 ? lesson->seed : options.seed;
    const auto bank = lesson::question_bank(lesson, quantities, seed, options.variants);
    if (bank.empty()) throw RunError(found.name + ": has no question that a learning platform can mark");
    if (options.format == "moodle")
        output.write(classroom::moodle_xml(bank, lesson->title));
    else
        write_zip(output, classroom::qti_package(bank));
    outputs.commit();
    print_note(std::to_string(bank.size()) + " questions");
}

} // namespace

void add_lesson_export(CLI::App& lesson) {
    auto* exporting =
        lesson.add_subcommand("export", "Write a question bank with the sounds inside, for a learning platform");
    auto options = std::make_shared<ExportOptions>();
    exporting
        ->add_option("FILE", options->lesson, "A lesson file, - for standard input, or the id of a built-in lesson")
        ->required()
        ->check(given);
    exporting->add_option("--format", options->format, "moodle (XML) or qti (IMS QTI 2.1, a zip)")
        ->type_name("NAME")
        ->required()
        ->check(CLI::IsMember({"moodle", "qti"}));
    exporting->add_option("-o", options->output, "Where to write it")->type_name("FILE")->required()->check(given);
    add_number(*exporting, lesson_seed_option, options->seed, "Of the first variant; the file's own if not given");
    add_number(*exporting, {"--variants", "", 1.0, most_variants, true}, options->variants,
               "Of each question, with the numbers of as many seeds; 1 if not given");
    exporting->callback([options] { export_lesson(*options); });
}

} // namespace soma::command
