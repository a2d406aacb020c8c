#include "CommandLine/ClassLive.h"
#include "CommandLine/ClassMerge.h"
#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/NonEmpty.h"
#include "CommandLine/NumberOption.h"

#include <memory>

namespace soma::command {
namespace {

constexpr double largest_class = 500.0;

void add_live(CLI::App& command) {
    auto options = std::make_shared<LiveClassOptions>();
    command.add_option("LESSON", options->lesson, "A lesson file, or the id of a built-in lesson")->check(given);
    add_number(command, {"--port", "", 0.0, 65535.0, true}, options->port,
               "Of the page; 8420 if not given, 0 for any free one");
    command.add_option("--address", options->address, "Of this machine, the only one that is listened to")
        ->type_name("IP")
        ->check(given);
    add_number(command, {"--seats", "", 1.0, largest_class, true}, options->seats,
               "Most devices that can join; 60 if not given");
    add_number(command, lesson_seed_option, options->seed, "Of the questions; the lesson's own if not given");
    command.add_flag("--room-only", options->room_only, "Sounds are heard in the room, not on the devices");
    command.add_flag("--anonymous", options->anonymous, "Nobody is asked for a name");
    command.add_option("--class-name", options->class_name, "Stands in the results")->type_name("TEXT")->check(given);
    command.add_option("--key", options->class_key, "The teacher's secret behind the results' codes")
        ->type_name("TEXT")
        ->check(given);
    command
        .add_option("--page", options->page,
                    "The program as a page for this computer's browser; share/somaphone/somaphone.html of this "
                    "installation if not given")
        ->type_name("somaphone.html")
        ->check(given);
    command.add_option("-o", options->output, "Write the results to this CSV file at the end")
        ->type_name("FILE")
        ->check(given);
    command.callback([options, &command] {
        if (!command.get_subcommands().empty()) return;
        if (options->lesson.empty())
            throw UsageError("class: name a lesson ('somaphone lessons' lists those), or merge or check");
        run_live_class(*options);
    });
}

void add_merge(CLI::App& command) {
    auto* merging = command.add_subcommand("merge", "Make one table of a class from result files");
    auto options = std::make_shared<MergeOptions>();
    merging->add_option("FILE", options->files, "Result files")->required()->check(given);
    merging->add_option("-o", options->output, "The table: a row for each student")
        ->type_name("FILE")
        ->required()
        ->check(given);
    merging->add_option("--questions", options->questions, "A second table: a row for each answer to each question")
        ->type_name("FILE")
        ->check(given);
    merging->add_option("--plot", options->plot, "A picture: a histogram of each question's numbers")
        ->type_name("FILE.png")
        ->check(given);
    merging->add_option("--key", options->class_key, "The secret that the codes were made with")
        ->type_name("TEXT")
        ->check(given);
    merging->callback([options] { merge_results(*options); });
}

void add_check(CLI::App& command) {
    auto* checking =
        command.add_subcommand("check", "Say whether result files or a one-line code are as they were made");
    auto options = std::make_shared<CheckOptions>();
    checking->add_option("FILE|CODE", options->what, "Result files, or the line that 'Copy one-line code' gives")
        ->required()
        ->check(given);
    checking->add_option("--key", options->class_key, "The secret that the codes were made with")
        ->type_name("TEXT")
        ->check(given);
    checking->callback([options] { check_results(*options); });
}

} // namespace

void add_class(CLI::App& app) {
    auto* command = app.add_subcommand("class", "Hold a live class: students answer on their own devices");
    command->require_subcommand(0, 1);
    add_live(*command);
    add_merge(*command);
    add_check(*command);
}

} // namespace soma::command
