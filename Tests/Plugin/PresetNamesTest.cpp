#include "Core/Utf8.h"
#include "Files/FileName.h"
#include "Files/WholeFile.h"
#include "Session/PresetFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>

namespace soma::test {
namespace {

namespace fs = std::filesystem;

/// An empty folder, gone with the test.
struct Scratch {
    const juce::File place = juce::File::createTempFile("");
    const fs::path presets = fs::path(place.getFullPathName().toStdString()) / "Presets";
    Scratch() { fs::create_directories(presets); }
    ~Scratch() { place.deleteRecursively(); }

    /// A preset of this file name, whatever bytes that holds, that can be told by its amplitude.
    void put(const std::string& file, double amplitude_pa) const {
        std::ofstream(presets / file) << preset_text(preset("", amplitude_pa));
    }
    static Preset preset(const std::string& name, double amplitude_pa) {
        Preset preset;
        preset.name = name;
        preset.values.set(Id::stim_amplitude_pa, amplitude_pa);
        return preset;
    }
    std::size_t count() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(presets), fs::directory_iterator()));
    }
};

double amplitude_pa(const host::PresetFolder& folder, const std::string& id) {
    return folder.load(id).values[Id::stim_amplitude_pa];
}

/// Names that files may have here: every printable character of ASCII but the slash, at either end and within, and what
/// else has been trouble.
std::vector<std::string> odd_names() {
    std::vector<std::string> names;
    for (char c = ' '; c <= '~'; ++c) {
        if (c == '/') continue;
        const std::string letter(1, c);
        names.push_back(letter + "front");
        names.push_back("in" + letter + "side");
        names.push_back("end" + letter);
        names.push_back(letter + letter);
    }
    for (const char* name :
         {"bass #1", "bass 1",     "Bass 1",    "BASS 1",  ".hidden", "...",     "~",      "~root", "~root.x",
          "a.json",  "trailing  ", "  leading", "µ−70 mV", "é",       "e\u0301", "日本語", "🧠",  "caf\xe9",
          "caf\xe8", "new\nline",  "tab\there", "-o",      "user",    "..x",     "a.b.c"})
        names.emplace_back(name);
    names.push_back(std::string(250, 'x')); // with ".json" as long as the system allows
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

TEST(PresetNames, AnEntryIsTheFileThatItWasReadFrom) {
    const Scratch scratch;
    const auto names = odd_names();
    for (std::size_t i = 0; i < names.size(); ++i) scratch.put(names[i] + ".json", 1.0 + static_cast<double>(i));
    scratch.put("in a.JSON", 1000.0); // another ending, the same name as one above
    host::PresetFolder folder(scratch.place);
    ASSERT_EQ(folder.presets().size(), names.size() + 1);

    std::map<std::string, double> expected; // by id, which is what the window gives back
    for (const auto& preset : folder.presets()) {
        EXPECT_TRUE(is_utf8(preset.id)) << "it is written into the session";
        EXPECT_TRUE(is_utf8(preset.name));
        const auto file = preset.file.getFileName().toStdString();
        const auto found = std::ranges::find(names, file.substr(0, file.size() - 5));
        const double value = file == "in a.JSON" ? 1000.0 : 1.0 + static_cast<double>(found - names.begin());
        EXPECT_TRUE(expected.emplace(preset.id, value).second) << preset.id << ": two entries of one id";
        EXPECT_EQ(amplitude_pa(folder, preset.id), value) << preset.id;
    }

    // A few are renamed, the others deleted, in any order: each time that file alone goes.
    std::mt19937 random(1);
    std::vector<std::string> ids;
    for (const auto& [id, value] : expected) ids.push_back(id);
    std::ranges::shuffle(ids, random);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto before = scratch.count();
        if (i % 3 == 0) {
            const auto renamed = folder.rename(ids[i], "Renamed " + std::to_string(i));
            EXPECT_EQ(amplitude_pa(folder, renamed), expected[ids[i]]) << ids[i];
            EXPECT_EQ(scratch.count(), before) << ids[i];
        } else {
            folder.remove(ids[i]);
            EXPECT_EQ(scratch.count(), before - 1) << ids[i];
        }
        EXPECT_THROW(folder.load(ids[i]), FormatError) << ids[i];
        for (std::size_t k = i + 1; k < ids.size(); k += 37)
            EXPECT_EQ(amplitude_pa(folder, ids[k]), expected[ids[k]]) << ids[i] << " took " << ids[k];
    }
}

TEST(PresetNames, TypedNamesRoundTrip) {
    const Scratch scratch;
    host::PresetFolder folder(scratch.place);
    auto typed = odd_names();
    typed.push_back(std::string(5000, 'y'));
    std::string brains;
    for (int i = 0; i < 120; ++i) brains += "🧠";
    typed.push_back(brains);
    double value = 1.0;
    for (const auto& name : typed) {
        value += 1.0;
        const auto before = folder.presets();
        if (std::ranges::find(before, as_utf8(name), &host::PresetFolder::Entry::name) != before.end())
            continue; // cleaned, another became this one
        std::string id;
        try {
            id = folder.save(Scratch::preset(as_utf8(name), value));
        } catch (const FormatError& error) { // nothing is left of it, or another preset has what is left
            EXPECT_THAT(error.what(),
                        testing::AnyOf(testing::HasSubstr("letter or digit"), testing::HasSubstr("already")));
            EXPECT_EQ(folder.presets().size(), before.size()) << name;
            continue;
        }
        EXPECT_EQ(folder.presets().size(), before.size() + 1) << name;
        EXPECT_EQ(amplitude_pa(folder, id), value) << name;
        host::PresetFolder another(scratch.place); // as a second instance sees it
        EXPECT_EQ(amplitude_pa(another, id), value) << name;
        EXPECT_EQ(another.presets().size(), folder.presets().size());
        EXPECT_EQ(folder.save(Scratch::preset(folder.load(id).name, value)), id) << "saved again, the same file";
    }
    for (const auto& entry : fs::directory_iterator(scratch.presets)) {
        const auto file = entry.path().filename().string();
        EXPECT_EQ(file.find_first_of("#@,;:<>*^|?\\\""), std::string::npos) << file;
        EXPECT_NE(file[0], '.') << file;
    }
}

TEST(PresetNames, ANewNameReplacesNoOtherPreset) {
    const Scratch scratch;
    scratch.put("bass 1.json", 11.0);
    scratch.put("bass #1.json", 22.0);
    host::PresetFolder folder(scratch.place);
    EXPECT_EQ(amplitude_pa(folder, "user/bass #1"), 22.0);
    EXPECT_THROW(folder.save(Scratch::preset("bass: 1", 33.0)), FormatError) << "cleaned, it is bass 1";
    EXPECT_THROW(folder.rename("user/bass #1", "bass, 1"), FormatError);
    folder.save(Scratch::preset("bass #1", 44.0)); // as it is listed: its own file
    EXPECT_EQ(amplitude_pa(folder, "user/bass #1"), 44.0);
    EXPECT_EQ(amplitude_pa(folder, "user/bass 1"), 11.0);
    folder.remove("user/bass #1");
    EXPECT_TRUE(fs::exists(scratch.presets / "bass 1.json"));
    EXPECT_EQ(scratch.count(), 1U);
}

TEST(PresetNames, AnImportReplacesNothing) {
    const Scratch scratch;
    host::PresetFolder folder(scratch.place);
    const auto cell = [](const char* id) {
        return std::string(R"({"id": ")") + id + R"(", "name": "A", "model": "rc", "parameters": {"rest_mv": -55}})";
    };
    const auto one = scratch.place.getChildFile("one/cells.somaphone"),
               two = scratch.place.getChildFile("two/cells.json");
    write_whole_file(one, cell("mine/one"));
    write_whole_file(two, cell("mine/two"));
    EXPECT_EQ(folder.import_file(one), "mine/one");
    EXPECT_EQ(folder.import_file(two), "mine/two");
    const host::PresetFolder again(scratch.place);
    EXPECT_NE(again.cells().look_up("mine/one"), nullptr) << "another ending, and another file of the same name";
    EXPECT_NE(again.cells().look_up("mine/two"), nullptr);
}

/// Two windows of the program keep the same folder; neither has looked since the other one imported.
TEST(PresetNames, AnImportIsRefusedWhereAnotherInstanceHasImportedTheSameCell) {
    const Scratch scratch;
    host::PresetFolder here(scratch.place), there(scratch.place);
    const auto cell = [](const char* rest) {
        return std::string(R"({"id": "mine/one", "name": "A", "model": "rc", "parameters": {"rest_mv": )") + rest +
               "}}";
    };
    const auto one = scratch.place.getChildFile("one/cells.json"), two = scratch.place.getChildFile("two/cells.json");
    write_whole_file(one, cell("-55"));
    write_whole_file(two, cell("-44"));
    EXPECT_EQ(here.import_file(one), "mine/one");
    try {
        there.import_file(two);
        ADD_FAILURE() << "one of the two cells would never be seen again";
    } catch (const FormatError& error) {
        EXPECT_NE(std::string(error.what()).find("mine/one"), std::string::npos) << error.what();
    }
    const host::PresetFolder again(scratch.place);
    ASSERT_NE(again.cells().look_up("mine/one"), nullptr);
    EXPECT_EQ(again.cells().cells().size(), 1u);
}

TEST(FileNames, AreFoundAsACommandGivesThem) {
    const auto here = juce::File::getCurrentWorkingDirectory();
    EXPECT_EQ(file_from_argument("a.wav"), here.getChildFile("a.wav"));
    EXPECT_EQ(file_from_argument("~a.wav").getFullPathName(), here.getFullPathName() + "/~a.wav");
    EXPECT_EQ(file_from_argument("../a.wav"), here.getParentDirectory().getChildFile("a.wav"));
    EXPECT_EQ(file_from_argument("/tmp/x y+z.wav").getFullPathName(), "/tmp/x y+z.wav");
    EXPECT_EQ(file_from_argument("file:///tmp/x%20y+z%23%3F%25.wav").getFullPathName(), "/tmp/x y+z#?%.wav");
    EXPECT_EQ(file_from_argument("file:///tmp/%C3%A9.wav").getFullPathName(), juce::String::fromUTF8("/tmp/é.wav"));
    EXPECT_EQ(file_from_argument("file://localhost/tmp/a.wav").getFullPathName(), "/tmp/a.wav");
}

TEST(WholeFile, IsThereWholeOrNotAtAll) {
    const Scratch scratch;
    const auto file = scratch.place.getChildFile("new folder/a.txt");
    write_whole_file(file, "one");
    write_whole_file(file, "two");
    EXPECT_EQ(file.loadFileAsString(), "two");
    EXPECT_EQ(file.getParentDirectory().getNumberOfChildFiles(juce::File::findFilesAndDirectories), 1)
        << "nothing else";
    for (const char* path : {"/proc/none/a.txt", "/dev/null/a.txt", "/proc"}) try {
            write_whole_file(juce::File(path), "x");
            ADD_FAILURE() << path;
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), testing::StartsWith(path));
        }
}

} // namespace
} // namespace soma::test
