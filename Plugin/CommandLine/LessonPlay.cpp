#include "CommandLine/LessonPlay.h"

#include "CommandLine/Errors.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/LessonLanguage.h"
#include "CommandLine/LessonTerminal.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"
#include "CommandLine/Outputs.h"
#include "Embedded/BuiltInLessons.h"
#include "Session/PresetFolder.h"

#include "Lesson/Play/Journal.h"
#include "Lesson/Play/Visibility.h"

#include <iostream>

namespace soma::command {
namespace {

struct PlayLesson {
    std::string file, student, class_key, player, sounds, progress, csv, language;
    std::uint64_t seed = 0;
    bool fresh = false;
};

juce::File progress_folder(const PlayLesson& options) {
    if (options.progress.empty()) return host::PresetFolder::usual_place().getChildFile("Lessons");
    return juce::File::getCurrentWorkingDirectory().getChildFile(juce::String::fromUTF8(options.progress.c_str()));
}

/// The session as it was left, or a new one.
std::unique_ptr<lesson::Session> begin(const PlayLesson& options, const juce::File& journal,
                                       std::shared_ptr<const lesson::Lesson> lesson, lesson::Quantities& quantities) {
    lesson::SessionOptions set;
    set.class_seed = options.seed;
    set.student = options.student;
    set.class_key = options.class_key;
    set.app_version = SOMAPHONE_VERSION;
    set.started_utc = juce::Time::getCurrentTime().toISO8601(true).toStdString();
    set.capabilities = lesson::all_capabilities();
    set.capabilities.erase("stimulus.audio"); // no microphone here
    const double now_ms = juce::Time::getMillisecondCounterHiRes();
    if (!options.fresh && journal.existsAsFile()) {
        const auto path = journal.getFullPathName().toStdString();
        const auto read = lesson::read_journal(journal.loadFileAsString().toStdString());
        if (const auto* wrong = std::get_if<std::string>(&read))
            throw RunError(path + ": " + *wrong + "; --fresh begins again");
        auto resumed = lesson::resume(std::get<lesson::Journal>(read), lesson, quantities, set, now_ms);
        if (!resumed) throw RunError(path + ": is of another version of this lesson; --fresh begins again");
        if (resumed->phase() != lesson::Phase::finished && resumed->position() > 0)
            std::cout << "The lesson goes on where you stopped.\n";
        return resumed;
    }
    return std::make_unique<lesson::Session>(std::move(lesson), quantities, set);
}

void play(const PlayLesson& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = in_language(find_lesson(options.file, read), options.language);
    if (options.file == "-")
        throw UsageError("lesson play: standard input is where the answers come from; give a file");
    const auto loaded = accepted(lesson::load_lesson(found.text, found.name, quantities));
    const auto folder = progress_folder(options);
    if (const auto made = folder.createDirectory(); made.failed())
        throw RunError(folder.getFullPathName().toStdString() + ": is not a folder and cannot be made one");
    const auto journal = folder.getChildFile(
        juce::String::fromUTF8(lesson::journal_name(loaded->id, options.student, options.seed).c_str()));
    const auto session = begin(options, journal, loaded, quantities);
    LessonVoice voice(options.player, options.sounds, found.folder);
    LessonTerminal terminal(*session, voice, std::cin, std::cout, [&] {
        const auto text = lesson::to_text(lesson::journal_of(*session));
        if (!journal.replaceWithData(text.data(), text.size()))
            throw RunError(journal.getFullPathName().toStdString() + ": cannot be written");
    });
    const bool finished = terminal.run();
    if (!finished) std::cout << "Stopped. The same command goes on from here.\n";
    if (options.csv.empty()) return;
    Outputs outputs(read);
    outputs.add(options.csv).write(session->csv());
    outputs.commit();
}

} // namespace

void add_lesson_play(CLI::App& command, const char* file_help) {
    auto* playing = command.add_subcommand("play", "Play a lesson in the terminal: text, sounds, answers, marks");
    auto options = std::make_shared<PlayLesson>();
    playing->add_option("FILE", options->file, file_help)->required()->check(given);
    playing->add_option("--name", options->student, "The student; own numbers follow from the name")
        ->type_name("NAME")
        ->check(given);
    playing->add_option("--class", options->class_key, "A word of the class, which the code depends on")
        ->type_name("WORD")
        ->check(given);
    add_number(*playing, {"--seed", "", 1.0, 999999.0, true}, options->seed,
               "Of the class; the file's own if not given");
    playing
        ->add_option("--player", options->player,
                     "Command that plays a WAV file, or none; pw-play, paplay, aplay, play or afplay if not given")
        ->type_name("CMD")
        ->check(given);
    playing->add_option("--sounds", options->sounds, "Folder that keeps the sounds as WAV files")
        ->type_name("DIR")
        ->check(given);
    playing
        ->add_option("--progress", options->progress,
                     "Folder that keeps how far you are; the application's own if not given")
        ->type_name("DIR")
        ->check(given);
    playing->add_option("--language", options->language, "In another language: de, es")
        ->type_name("CODE")
        ->check(given);
    playing->add_option("--csv", options->csv, "Write the results there when you stop")
        ->type_name("FILE")
        ->check(given);
    playing->add_flag("--fresh", options->fresh, "Begin again, whatever was done before");
    playing->callback([options] { play(*options); });
}

} // namespace soma::command
