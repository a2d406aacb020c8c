#include "CommandLine/ClassLive.h"

#include "Class/ClassRun.h"
#include "Class/NetworkAddresses.h"
#include "Class/QrCode.h"
#include "CommandLine/Errors.h"
#include "CommandLine/LessonFile.h"
#include "CommandLine/Messages.h"
#include "CommandLine/OutputName.h"
#include "CommandLine/Outputs.h"
#include "CommandLine/TextFile.h"
#include "Embedded/BuiltInLessons.h"

#include "Lesson/Play/Visibility.h"

#include <juce_core/juce_core.h>

#include <csignal>
#include <iostream>

#ifndef _WIN32
#include <poll.h>
#include <unistd.h>
#endif

namespace soma::command {
namespace {

using namespace std::chrono_literals;

volatile std::sig_atomic_t stop_requested = 0;

void request_stop(int signal_number) {
    stop_requested = 1;
    std::signal(signal_number, SIG_DFL); // asked again, the program ends at once
}

#ifdef _WIN32
bool on_terminal() { return false; }
std::optional<std::string> typed_line() { return std::nullopt; }
#else
bool on_terminal() { return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0; }

/// A line that was typed meanwhile.
std::optional<std::string> typed_line() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    if (poll(&input, 1, 0) <= 0) return std::nullopt;
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line;
}
#endif

std::string chosen_address(const std::string& wanted) {
    if (!wanted.empty()) return wanted;
    const auto all = classroom::network_addresses();
    if (!all.empty()) return all.front();
    print_note("this machine is in no network, so only it can join; open a hotspot for phones");
    return "127.0.0.1";
}

/// The text of somaphone.html; empty where it is neither named nor installed.
std::string program_page(const std::string& named, FilesRead& read) {
    constexpr std::size_t largest_bytes = 4u << 20;
    std::string path = named;
    if (path.empty()) {
        const auto program = juce::File::getSpecialLocation(juce::File::currentExecutableFile).getLinkedTarget();
        const auto installed = program.getParentDirectory().getSiblingFile("share/somaphone/somaphone.html");
        if (!installed.existsAsFile()) return {};
        path = installed.getFullPathName().toStdString();
    }
    auto text = read_text_file(path, read);
    if (text.size() > largest_bytes || text.find("<title>Somaphone</title>") == std::string::npos)
        throw UsageError("--page: " + path + " is not somaphone.html");
    return text;
}

void say_how_to_join(classroom::ClassRun& run, const std::string& title) {
    const auto& server = run.server();
    std::cout << title << '\n';
    if (on_terminal()) std::cout << classroom::qr_terminal(classroom::qr_code(server.student_url()));
    std::cout << "Students:  " << server.student_url() << "   (code " << run.room().code() << ")\n"
              << "Teacher:   " << server.teacher_url() << '\n';
    if (!server.program_url().empty())
        std::cout << "Somaphone: " << server.program_url() << "   (in this computer's browser)\n";
    for (const auto& other : classroom::network_addresses())
        if (server.base_url().find(other) == std::string::npos)
            std::cout << "This machine also has the address " << other << " (--address)\n";
    if (on_terminal())
        std::cout << "Enter does what is usual next. Or type: open, close, tally, discuss, reveal, next, back, hand 2 "
                     "1, end\n";
    std::cout << std::flush;
}

} // namespace

void run_live_class(const LiveClassOptions& options) {
    lesson::Quantities quantities{lesson_instrument()};
    FilesRead read;
    const auto found = find_lesson(options.lesson, read);
    const auto lesson = accepted(lesson::load_lesson(found.text, found.name, quantities));

    Outputs outputs(read);
    auto* output = options.output.empty() ? nullptr : &outputs.add(options.output);
    if (!options.output.empty()) check_table_name("-o", options.output);

    lesson::SessionOptions session_options;
    session_options.class_seed = options.seed;
    session_options.capabilities = lesson::all_capabilities();
    classroom::RunOptions run_options;
    run_options.room = {options.seats, !options.room_only, !options.anonymous};
    run_options.server.address = chosen_address(options.address);
    run_options.server.port = options.port;
    run_options.server.program_page = program_page(options.page, read);
    run_options.header.app_version = SOMAPHONE_VERSION;
    run_options.header.class_name = options.class_name;
    run_options.header.class_key = options.class_key;
    const auto title = lesson->title;
    std::unique_ptr<classroom::ClassRun> run;
    try {
        run = std::make_unique<classroom::ClassRun>(lesson::Session{lesson, quantities, session_options}, run_options);
    } catch (const lesson::LessonError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw RunError(error.what());
    }
    if (const auto problem = run->server().test(); !problem.empty()) print_note(problem);
    say_how_to_join(*run, title);

    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
    std::string said;
    while (stop_requested == 0 && run->work(200ms)) {
        if (!on_terminal()) continue;
        if (const auto line = typed_line()) run->command(*line);
        if (auto now = run->status(); now != said) std::cout << now << '\n' << std::flush, said = now;
    }
    if (output == nullptr) return;
    const auto csv = run->csv();
    if (csv.empty()) throw RunError("nobody answered: no results were written");
    output->write(csv);
    outputs.commit();
}

} // namespace soma::command
