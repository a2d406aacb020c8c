#include "CommandLine/Program.h"

#include "CommandLine/Commands.h"
#include "CommandLine/Errors.h"
#include "CommandLine/Messages.h"

#include "Core/Utf8.h"

#include <iostream>
#include <new>
#include <string>

namespace {

constexpr int run_failed = 1, bad_usage = 2;

int complain(const std::string& message, int status) {
    soma::command::print_message(message);
    return status;
}

std::string command_names(const CLI::App& app) {
    std::string names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names += (names.empty() ? "" : ", ") + command->get_name();
    return names;
}

int run(int argument_count, char** arguments) {
    CLI::App app{"Somaphone: patch-clamp any sound. The input is a current in pA, the output is a neuron's "
                 "voltage and its spikes.",
                 "somaphone"};
    app.set_version_flag("--version", "somaphone " SOMAPHONE_VERSION);
    app.footer("Exit status: 0 done, 1 the run failed (nothing is left half-written), 2 the command line is wrong.");
    app.require_subcommand(1);
    soma::command::add_render(app);
    soma::command::add_cells(app);
    soma::command::add_params(app);
    soma::command::add_presets(app);
    soma::command::add_lessons(app);
    soma::command::add_class(app);
    soma::command::add_experiment(app);
    soma::command::add_recording(app);
    soma::command::add_fit(app);
    for (int i = 1; i < argument_count; ++i)
        if (!soma::is_utf8(arguments[i]))
            return complain("argument " + std::to_string(i) + ", " + soma::in_quotes(arguments[i]) +
                                ", is not UTF-8 text; names of files and values have to be",
                            bad_usage);
    try {
        app.parse(argument_count, arguments);
        if (!std::cout.flush()) return complain("standard output could not be written", run_failed);
        return 0;
    } catch (const CLI::RequiredError&) {
        return complain((argument_count > 1 ? "unknown command '" + std::string(arguments[1]) + "'; " : "") +
                            "a command is needed: " + command_names(app) + " (see somaphone --help)",
                        bad_usage);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
        return complain(std::string(error.what()) + " (see somaphone --help)", bad_usage);
    } catch (const soma::command::UsageError& error) {
        return complain(error.what(), bad_usage);
    }
}

} // namespace

int soma::command::run_program(int argument_count, char** arguments) {
    try {
        return run(argument_count, arguments);
    } catch (const std::bad_alloc&) {
        return complain("there is not enough memory", run_failed);
    } catch (const std::exception& error) {
        return complain(error.what(), run_failed);
    }
}
