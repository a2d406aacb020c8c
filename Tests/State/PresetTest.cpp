#include "State/Preset.h"

#include "State/Migration.h"
#include "State/Mutation.h"
#include "Support/Paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace soma::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

Snapshot random_values(SplitMix64& random) {
    Snapshot values;
    for (const auto& row : parameters())
        if (random.below(3) > 0) values.set(*find_parameter(row.id), from_position(row, random.unit()));
    return values;
}

Preset random_preset(SplitMix64& random) {
    Preset preset;
    preset.name = "Größe „1“ \\ \" / \t";
    preset.cell = "allen/474626527";
    preset.values = random_values(random);
    preset.initial = {{"voltage_mV", -70.0 + random.unit()}, {"m", random.unit()}};
    preset.session = {{"theme", "light"}, {"width", "1100"}};
    return preset;
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool in_range(const Snapshot& values) {
    for (const auto& row : parameters()) {
        const double value = values[*find_parameter(row.id)];
        if (value != accept(row, value)) return false;
    }
    return true;
}

TEST(Preset, reads_back_every_bit) {
    SplitMix64 random(1);
    for (int i = 0; i < 500; ++i) {
        const auto preset = random_preset(random);
        const auto text = preset_text(preset);
        const auto loaded = read_preset("state", text);
        EXPECT_THAT(loaded.notes, testing::IsEmpty());
        EXPECT_EQ(loaded.preset.values, preset.values);
        EXPECT_EQ(loaded.preset.initial, preset.initial);
        EXPECT_EQ(loaded.preset.session, preset.session);
        EXPECT_EQ(loaded.preset.name, preset.name);
        EXPECT_EQ(loaded.preset.cell, preset.cell);
        EXPECT_EQ(preset_text(loaded.preset), text);
    }
}

TEST(Preset, writes_every_parameter_and_choices_by_name) {
    const auto text = preset_text({});
    for (const auto& row : parameters()) EXPECT_THAT(text, HasSubstr("\"" + std::string(row.id) + "\": "));
    EXPECT_THAT(text, HasSubstr(R"("model": "lif")"));
    EXPECT_THAT(text, HasSubstr(R"("version": 1)"));
}

TEST(Preset, holds_values_to_their_range_and_says_so) {
    const auto loaded = read_preset("state", R"({"format": "somaphone-patch", "version": 1, "parameters": {
        "rest_mv": -9000, "neurons": 2.4, "model": "brain", "leak": 1, "threshold_mv": "high", "stim_count": 7},
        "initial": {"m": "x", "h": 0.5}, "session": {"theme": 3}, "name": 5})");
    EXPECT_EQ(loaded.preset.values[Id::rest_mv], -250.0);
    EXPECT_EQ(loaded.preset.values[Id::neurons], 2.0);
    EXPECT_EQ(loaded.preset.values[Id::model], parameter(Id::model).default_value);
    EXPECT_EQ(loaded.preset.values[Id::leak], parameter(Id::leak).default_value);
    EXPECT_EQ(loaded.preset.values[Id::threshold_mv], parameter(Id::threshold_mv).default_value);
    EXPECT_EQ(loaded.preset.values[Id::stim_count], 7.0);
    EXPECT_EQ(loaded.preset.initial, (InitialValues{{"h", 0.5}}));
    EXPECT_THAT(loaded.notes,
                ElementsAre(HasSubstr("rest_mv: -9000 became -250"), HasSubstr("neurons: 2.4 became 2"),
                            HasSubstr("'brain' is none of rest, r, rc"), HasSubstr("leak: 1 is not a value of it"),
                            HasSubstr("threshold_mv: 'high' is not a value"), HasSubstr("name was not text"),
                            HasSubstr("initial 'm' was not a number"), HasSubstr("session 'theme' was not text")));
}

TEST(Preset, keeps_what_a_newer_version_wrote) {
    const std::string newer = R"({"format": "somaphone-patch", "version": 99, "name": "n", "cell": "",
        "parameters": {"rest_mv": -71, "flux_tesla": 3.25}, "garden": {"flowers": [1, 2, {"red": true}]}})";
    const auto loaded = read_preset("state", newer);
    EXPECT_EQ(loaded.preset.values[Id::rest_mv], -71.0);
    EXPECT_THAT(loaded.notes, Contains(HasSubstr("made by a newer version")));
    EXPECT_THAT(loaded.notes, Contains("unknown parameters were left alone: 'flux_tesla'"));
    const auto written = parse_json("again", preset_text(loaded.preset));
    EXPECT_EQ(written["garden"].dump(), R"({"flowers":[1,2,{"red":true}]})");
    EXPECT_EQ(written["parameters"]["flux_tesla"], 3.25);
}

TEST(Preset, refuses_what_is_not_a_state) {
    const std::pair<const char*, const char*> bad[] = {
        {"", "not JSON"},
        {"\0\0\0", "not JSON"},
        {"<?xml version=\"1.0\"?>", "line 1, column 1: not JSON"},
        {"{}", "its format must be 'somaphone-patch'"},
        {"[1]", "its format must be 'somaphone-patch'"},
        {R"({"format": "somaphone-patch"})", "the field 'version' is missing"},
        {R"({"format": "somaphone-patch", "version": 0, "parameters": {}})", "version 0 never existed"},
        {R"({"format": "somaphone-patch", "version": "1", "parameters": {}})", "must be a whole number"},
        {R"({"format": "somaphone-patch", "version": 1})", "the field 'parameters' is missing"},
        {R"({"format": "somaphone-patch", "version": 1, "parameters": 4})", "parameters: is a number"},
    };
    for (const auto& [text, complaint] : bad) {
        try {
            read_preset("my.preset", text);
            ADD_FAILURE() << text;
        } catch (const FormatError& error) {
            EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("my.preset: "), HasSubstr(complaint)));
        }
    }
}

TEST(Preset, migrates_through_every_later_step_in_order) {
    const MigrationStep steps[] = {
        {1, [](Json& state) { state["trail"] = state.value("trail", "") + "1"; }},
        {2, [](Json& state) { state["trail"] = state.value("trail", "") + "2"; }},
        {3, [](Json& state) { state["trail"] = state.value("trail", "") + "3"; }},
    };
    const std::pair<int, const char*> cases[] = {{1, "123"}, {2, "23"}, {3, "3"}, {4, ""}};
    for (const auto& [version, trail] : cases) {
        Json state = Json::object();
        migrate(state, version, steps);
        EXPECT_EQ(state.value("trail", ""), trail);
    }
}

TEST(Preset, steps_cover_every_version_once) {
    int version = 1;
    for (const auto& step : migration_steps()) EXPECT_EQ(step.from, version++);
    EXPECT_EQ(version, current_preset_version());
}

// A state of every version that was ever written; what each must mean stands beside it in expected.json.
TEST(Preset, old_states_still_mean_what_they_meant) {
    const std::filesystem::path folder = project_path("Tests/State/Old");
    const auto expected = parse_json("expected.json", text_of_file(folder / "expected.json"));
    std::size_t seen = 0;
    for (const auto& [file, what] : expected.items()) {
        const auto loaded = read_preset(file, text_of_file(folder / file));
        for (const auto& [id, value] : what["parameters"].items()) {
            ASSERT_TRUE(find_parameter(id)) << id;
            const auto& row = parameter(*find_parameter(id));
            const double loaded_value = loaded.preset.values[*find_parameter(id)];
            if (value.is_string())
                EXPECT_EQ(choice_name(row, loaded_value), value.get<std::string>()) << file << " " << id;
            else
                EXPECT_EQ(loaded_value, value.get<double>()) << file << " " << id;
        }
        EXPECT_EQ(loaded.preset.cell, what.value("cell", "")) << file;
        EXPECT_EQ(loaded.notes.size(), what["notes"].get<std::size_t>()) << file;
        ++seen;
    }
    EXPECT_EQ(seen + 1, static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {})));
    EXPECT_GE(static_cast<int>(seen), current_preset_version());
}

TEST(Preset, survives_damage) {
    SplitMix64 random(20240607);
    const auto text = preset_text(random_preset(random));
    // Without the long list of parameters most damage hits the structure.
    const std::string brief_text = R"({"format": "somaphone-patch", "version": 1, "name": "n", "cell": "c",
        "parameters": {"model": "hh", "rest_mv": -70.5, "neurons": 3}, "initial": {"m": 0.5},
        "session": {"a": "b"}, "later": [1, {"x": null}]})";
    int read = 0, refused = 0;
    for (int i = 0; i < 100000; ++i) {
        const auto damaged = mutated(i % 50 == 0 ? text : brief_text, random);
        try {
            const auto loaded = read_preset("damaged", damaged);
            ASSERT_TRUE(in_range(loaded.preset.values)) << damaged;
            const auto again = preset_text(loaded.preset);
            ASSERT_EQ(preset_text(read_preset("again", again).preset), again) << damaged;
            ++read;
        } catch (const FormatError& error) {
            ASSERT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(read, 1000);
    EXPECT_GT(refused, 1000);
}

TEST(Cells, survive_damage) {
    SplitMix64 random(77);
    const std::string text = R"({"format": "somaphone-cells", "version": 1, "cells": [{"id": "a/b", "name": "B",
        "model": "lif", "parameters": {"rest_mv": "-70 mV", "refractory_ms": 1}, "initial": {"voltage_mV": -65},
        "published_stimulus": [[0, 1, 2, 3]]}]})";
    int read = 0;
    for (int i = 0; i < 100000; ++i) {
        try {
            for (const auto& cell : read_cells("damaged", mutated(text, random))) {
                Snapshot values;
                apply(cell, values);
                ASSERT_TRUE(in_range(values));
                for (const auto& [id, value] : cell.parameters) ASSERT_EQ(value, accept(parameter(id), value));
                ++read;
            }
        } catch (const FormatError& error) {
            ASSERT_EQ(std::string_view(error.what()).find('\n'), std::string_view::npos) << error.what();
        }
    }
    EXPECT_GT(read, 1000);
}

} // namespace
} // namespace soma::test
