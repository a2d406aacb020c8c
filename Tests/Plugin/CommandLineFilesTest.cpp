#include "CommandLineRun.h"

#include "SoundFile/SoundReader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <regex>
#include <set>

namespace soma::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

std::string bytes_of_source(const std::string& name) {
    std::ifstream file(project_path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

constexpr const char* lesson_text =
    R"({"format":"somaphone-lesson","formatVersion":"1.0","id":"s","version":1,"language":"en",
"title":"S","goals":["g"],"course":{"name":"c"},"minutes":5,"requires":["model.lif"],"seed":{"mode":"class","value":7},
"cells":{"one":{"preset":"allen/474626527"}},
"stimuli":{"said":{"kind":"audio","file":"01-A.wav","total_ms":20},"step":{"kind":"step","amplitude":{"value":60,"unit":"pA"},"total_ms":20}},
"sounds":{"A":{"cell":"one","stimulus":"said","alt":"A word, as clicks."},"B":{"cell":"one","stimulus":"step","alt":"A train of clicks."}},
"controls":{"default":"hidden"},"steps":[{"id":"t","kind":"listen","body":"w","sounds":["A","B"]}],"scoring":{"pass":0.5}})";

/// One way to give a command a file to read; its name goes in place of the percent sign.
struct Read {
    std::string command, option; ///< words before the outputs
    std::string content;
    const char* ending = ""; ///< of its name, where the program goes by it
};
struct Written {
    std::string option;

    friend void PrintTo(const Written& written, std::ostream* out) { *out << written.option; }
};

const std::vector<Written> render_outputs{{"-o"}, {"--spikes"}, {"--trace"}, {"--plot"}, {"--spectrogram"}, {"--midi"}};
const std::vector<Written> experiment_outputs{{"--csv"}, {"--plot"}};

std::vector<Read> reads(const std::string& command) {
    const auto cell = std::string(R"({"id": "given", "model": "rc", "parameters": {}})");
    const auto preset = bytes_of_source("Assets/Presets/03-squid-axon.json");
    std::vector<Read> all{
        {command, "--cell %", cell}, {command, "--cell %#given", cell}, {command, "--preset %", preset}};
    if (command != "render --duration 0.01") return all;
    all.push_back({command, "%", bytes_of_source("Tests/Fuzz/Corpus/Sound/pcm16.wav")});
    all.push_back({command, "%", current_table(std::vector<double>(100, 1.0)), ".csv"});
    all.push_back({command, "- <%", current_table(std::vector<double>(100, 1.0))});
    all.push_back({command, "- <%", bytes_of_source("Tests/Fuzz/Corpus/Sound/pcm16.wav")});
    return all;
}

std::string filled(std::string text, const std::string& name) {
    return text.replace(text.find('%'), 1, "'" + name + "'");
}

/// Other spellings of a file named `given` in the folder of the run, and links to it.
std::vector<std::string> spellings(CommandLine& line, const std::string& given) {
    const auto ending = fs::path(given).extension().string();
    fs::create_directory(line.path("sub"));
    fs::create_symlink(line.path(given), line.path("sym" + ending));
    fs::create_symlink("sym" + ending, line.path("symsym" + ending));
    fs::create_hard_link(line.path(given), line.path("hard" + ending));
    fs::create_directory_symlink(".", line.path("here"));
    return {given,          "./" + given,      "sub/../" + given, "here/" + given, line.path(given).string(),
            "sym" + ending, "symsym" + ending, "hard" + ending};
}

void expect_untouched(CommandLine& line, const std::string& arguments, const std::string& given,
                      const std::string& content) {
    const auto ran = line.run(arguments);
    EXPECT_EQ(ran.status, 2) << arguments << "\n" << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("is the input")) << arguments;
    EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << arguments << ran.err;
    EXPECT_TRUE(line.read(given) == content) << arguments << " destroyed its input";
}

class FilesTest : public testing::TestWithParam<std::pair<std::string, std::vector<Written>>> {};

/// Every file that a command reads, however it is spelled, against every file that it writes, however that is spelled.
TEST_P(FilesTest, NoOutputTakesThePlaceOfAnInput) {
    const auto& [command, outputs] = GetParam();
    for (const auto& read : reads(command)) {
        CommandLine line;
        const auto given = "given" + std::string(read.ending);
        line.write(given, read.content);
        const auto names = spellings(line, given);
        for (const auto& output : outputs) {
            if (*read.ending != 0 && (output.option == "-o" || output.option == "--plot" ||
                                      output.option == "--spectrogram" || output.option == "--midi"))
                continue; // refused by its ending
            for (const auto& target : names)
                expect_untouched(
                    line, filled(read.command + " " + read.option, given) + " " + output.option + " '" + target + "'",
                    given, read.content);
            for (const auto& source : names)
                expect_untouched(line,
                                 filled(read.command + " " + read.option, source) + " " + output.option + " " + given,
                                 given, read.content);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(CommandLine, FilesTest,
                         testing::Values(std::pair("render --duration 0.01", render_outputs),
                                         std::pair("experiment fi --currents 0,10 --duration 20", experiment_outputs),
                                         std::pair("experiment iv", experiment_outputs)));

TEST(CommandLineFiles, StemsDoNotTakeThePlaceOfAnInputEither) {
    CommandLine line;
    const auto content = bytes_of_source("Tests/Fuzz/Corpus/Sound/pcm16.wav");
    for (const auto* stem : {"voltage", "spikes", "stimulus"}) {
        const auto given = "take-" + std::string(stem) + ".wav";
        line.write(given, content);
        for (const auto* prefix : {"take", "./take"})
            expect_untouched(line, "render " + given + " --stems " + prefix, given, content);
        fs::remove(line.path(given));
    }
}

TEST(CommandLineFiles, ALessonsSoundsDoNotTakeThePlaceOfWhatItReads) {
    CommandLine line;
    const auto sound = bytes_of_source("Tests/Fuzz/Corpus/Sound/pcm16.wav");
    const auto rate =
        " --rate " + std::to_string(static_cast<int>(sound_file::SoundReader::of_bytes(sound, "x").rate_hz()));
    line.write("l.json", lesson_text);
    line.write("01-A.wav", sound);
    fs::create_directory_symlink(".", line.path("here"));
    for (const auto* folder : {".", "here", "./."})
        expect_untouched(line, "lesson render l.json -o " + std::string(folder) + rate, "01-A.wav", sound);
    line.write("sounds.txt", lesson_text);
    fs::create_directory(line.path("other"));
    fs::create_hard_link(line.path("sounds.txt"), line.path("other/sounds.txt"));
    expect_untouched(line, "lesson render sounds.txt -o other" + rate, "sounds.txt", lesson_text);
    EXPECT_EQ(line.run("lesson render l.json -o new" + rate).status, 0);
    EXPECT_EQ(line.read("01-A.wav"), sound);
}

TEST(CommandLineFiles, TablesOfAClassAndBanksDoNotTakeThePlaceOfWhatTheyAreMadeFrom) {
    CommandLine line;
    line.write("l.json", lesson_text);
    fs::create_hard_link(line.path("l.json"), line.path("hard"));
    for (const auto* target : {"l.json", "./l.json", "hard"}) {
        expect_untouched(line, "lesson export l.json --format moodle -o " + std::string(target), "l.json", lesson_text);
        expect_untouched(line, "class l.json --port 0 -o " + std::string(target), "l.json", lesson_text);
    }
    const std::string results = "app,lesson_id\n"; // what is in it is not looked at before it is known to be kept
    line.write("r.csv", results);
    for (const auto* target : {"r.csv", "./r.csv"}) {
        EXPECT_NE(line.run("class merge r.csv -o " + std::string(target)).status, 0);
        EXPECT_EQ(line.read("r.csv"), results);
    }
}

TEST(CommandLineFiles, TwoOutputsOfOneFileAreRefused) {
    CommandLine line;
    fs::create_directory_symlink(".", line.path("here"));
    for (const auto* other : {"a", "./a", "here/a"}) {
        const auto ran = line.run("render --duration 0.01 --spikes a --trace " + std::string(other));
        EXPECT_EQ(ran.status, 2) << other;
        EXPECT_THAT(ran.err, HasSubstr("is asked for twice"));
    }
    EXPECT_THAT(line.files(), testing::IsEmpty());
}

/// The table above is whole: no command has another option that names a file.
TEST(CommandLineFiles, EveryOptionThatNamesAFileIsTested) {
    CommandLine line;
    std::set<std::string> found;
    for (const auto* command :
         {"render", "experiment fi", "experiment iv", "experiment rest", "cells", "params", "presets", "lessons",
          "lesson check", "lesson text", "lesson render", "lesson export", "class", "class merge"}) {
        const auto help = line.run(std::string(command) + " --help").out;
        const std::regex option(R"(\n  (\S+)(?:,\S+)? (?:\S*FILE\S*|OUT\S*|PREFIX|DIR|INPUT))");
        for (std::sregex_iterator at(help.begin(), help.end(), option), end; at != end; ++at) found.insert((*at)[1]);
    }
    EXPECT_THAT(found, testing::ElementsAre("--cell", "--csv", "--midi", "--plot", "--preset", "--questions",
                                            "--spectrogram", "--spikes", "--stems", "--trace", "-o"));
}

} // namespace
} // namespace soma::test
