#include "Fuzz/Case.h"
#include "Fuzz/ScratchFolder.h"

#include "CommandLine/Program.h"

#include <array>
#include <iostream>
#include <sstream>
#include <vector>

namespace soma::fuzz {
namespace {

/// Words that lead deep into the program. Durations are short, so that a case is.
constexpr std::array words{"render",
                           "experiment",
                           "cells",
                           "params",
                           "lessons",
                           "lesson",
                           "check",
                           "text",
                           "steps",
                           "fi",
                           "rheobase",
                           "strength-duration",
                           "iv",
                           "impedance",
                           "rest",
                           "--json",
                           "--help",
                           "--version",
                           "--cell",
                           "--cells",
                           "--set",
                           "--seed",
                           "--rate",
                           "--block",
                           "--spikes",
                           "--trace",
                           "--midi",
                           "--plot",
                           "--spectrogram",
                           "-o",
                           "--csv",
                           "--branch",
                           "--teacher",
                           "-",
                           "given.csv",
                           "given.wav",
                           "given.json",
                           "out.csv",
                           "out.wav",
                           "out.png",
                           "out.mid",
                           "474626527",
                           "hh/squid",
                           "adex/tonic",
                           "glif",
                           "model=hh",
                           "model=glif5",
                           "stim_shape=2",
                           "stim_shape=train",
                           "neurons=7",
                           "noise_pa=50",
                           "rest_mv=-0,7V",
                           "threshold_mv",
                           "time_scale=10",
                           "stim_amplitude_pa=0.2 nA",
                           "--amplitudes",
                           "0,10,20",
                           "7",
                           "48000",
                           "0",
                           "--",
                           "sodium",
                           "--preset",
                           "--stems",
                           ""};

/// A command line and the content that stands in for its files and standard input.
struct Case {
    std::vector<std::string> arguments{"somaphone"};
    std::string content;
};

/// A byte below 128 chooses a word, others are followed by a text. Texts cannot lead out of the folder,
/// nor ask for a long run; after a zero word comes the content.
Case make_case(std::string_view bytes) {
    Case made;
    Bytes input(bytes);
    while (!input.empty() && made.arguments.size() < 24) {
        const auto choice = input.byte();
        if (choice == 0xff) break;
        if (choice < 128) {
            made.arguments.emplace_back(words[choice % words.size()]);
            continue;
        }
        std::string text(input.text(40));
        std::erase_if(text, [](char c) { return c == '/' || c == '\0'; });
        if (text.starts_with("--d")) continue;
        made.arguments.push_back(std::move(text));
    }
    while (!input.empty()) made.content += static_cast<char>(input.byte());
    if (made.arguments.size() > 1 && made.arguments[1] == "render")
        made.arguments.insert(made.arguments.end(), {"--duration", "0.003"});
    return made;
}

/// The program's streams for the length of a case.
class Streams {
  public:
    explicit Streams(const std::string& input)
        : in_(input)
        , kept_{std::cin.rdbuf(in_.rdbuf()), std::cout.rdbuf(out_.rdbuf()), std::cerr.rdbuf(error_.rdbuf())} {
        std::cin.clear();
        std::cout.clear();
    }
    ~Streams() {
        std::cin.rdbuf(kept_[0]);
        std::cout.rdbuf(kept_[1]);
        std::cerr.rdbuf(kept_[2]);
    }
    Streams(const Streams&) = delete;
    Streams& operator=(const Streams&) = delete;

    std::string errors() const { return error_.str(); }

  private:
    std::istringstream in_;
    std::ostringstream out_, error_;
    std::array<std::streambuf*, 3> kept_;
};

} // namespace

/// Whole command lines: done, or one line that says why not and no file half-written.
void run_case(std::string_view bytes) {
    static const ScratchFolder folder;
    folder.clear();
    std::filesystem::current_path(folder.path());
    const auto made = make_case(bytes);
    for (const auto* name : {"given.csv", "given.wav", "given.json"}) folder.write(name, made.content);

    std::vector<std::string> arguments = made.arguments;
    std::vector<char*> pointers;
    for (auto& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    int status = 0;
    std::string said;
    {
        const Streams streams(made.content);
        status = command::run_program(static_cast<int>(arguments.size()), pointers.data());
        said = streams.errors();
    }
    require(status >= 0 && status <= 2, "the exit status is 0, 1 or 2");
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        require(entry.path().filename().string().find(".partial-") == std::string::npos, "no file is half-written");
    if (status == 0) return;
    require(said.starts_with("somaphone: ") && said.ends_with('\n'),
            "an error begins with the program's name: " + said);
    require_complaint(std::string_view(said).substr(0, said.size() - 1));
    const auto files = std::distance(std::filesystem::directory_iterator(folder.path()), {});
    require(files == 3, "a failed run leaves no file");
}

} // namespace soma::fuzz
