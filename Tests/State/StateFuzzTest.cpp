#include "State/StateMutation.h"

#include "Parameters/ParameterText.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <set>

namespace soma::test {
namespace {

/// Value that one parameter has to get, read off the rules: a usable value is held to its range, anything else leaves
/// the default.
double expected_value(const Parameter& row, const Json& values) {
    const auto found = values.find(std::string(row.id));
    if (found == values.end()) return row.default_value;
    if (row.scale == Scale::choice) {
        if (!found->is_string()) return row.default_value;
        const auto parsed = parse_value(row, found->get<std::string>());
        const auto* value = std::get_if<double>(&parsed);
        return value != nullptr ? *value : row.default_value;
    }
    if (!found->is_number() || !std::isfinite(found->get<double>())) return row.default_value;
    return accept(row, found->get<double>());
}

/// A state is taken whole exactly when these hold; all else in it may be damaged.
bool has_to_be_read(const Json& state) {
    return state.is_object() && state.value("format", Json()) == "somaphone-patch" && state.contains("version") &&
           state["version"].is_number_integer() && state["version"] >= 1 && state["version"] <= (1ull << 53) &&
           state.contains("parameters") && state["parameters"].is_object();
}

void expect_taken_whole(const Json& state, const LoadedPreset& loaded) {
    for (const auto& row : parameters())
        ASSERT_EQ(loaded.preset.values[*find_parameter(row.id)], expected_value(row, state["parameters"])) << row.id;
    const auto written = parse_json("written", preset_text(loaded.preset));
    for (const auto& [key, value] : state["parameters"].items())
        if (!find_parameter(key)) {
            ASSERT_EQ(written["parameters"][key], value) << "an unknown parameter is lost";
        }
    static const std::set<std::string, std::less<>> known{"format",     "version", "name",  "cell",
                                                          "parameters", "initial", "units", "session"};
    for (const auto& [key, value] : state.items())
        if (!known.contains(key)) {
            ASSERT_EQ(written.value(key, Json()), value) << key << " is lost";
        }
    for (const auto& note : loaded.notes) ASSERT_EQ(note.find('\n'), std::string::npos) << note;
    ASSERT_EQ(preset_text(read_preset("again", preset_text(loaded.preset)).preset), preset_text(loaded.preset));
}

TEST(StateFuzz, IsTakenWholeOrRefusedWithOneLine) {
    const int states = states_to_fuzz(6000);
    StateMutator mutator(20260101);
    int taken = 0, refused = 0, not_json = 0;
    for (int i = 0; i < states; ++i) {
        const auto state = mutator.damaged(mutator.whole());
        auto text = json_text(state);
        const bool is_tree = i % 4 != 0; // the fourth part is damaged as text too
        if (!is_tree) text = mutated(text, mutator.random());
        try {
            const auto loaded = read_preset("damaged", text);
            ++taken;
            if (is_tree) {
                ASSERT_TRUE(has_to_be_read(state)) << text;
                ASSERT_NO_FATAL_FAILURE(expect_taken_whole(state, loaded)) << text;
            }
            for (const auto& row : parameters()) {
                const double value = loaded.preset.values[*find_parameter(row.id)];
                ASSERT_EQ(value, accept(row, value)) << row.id;
            }
        } catch (const FormatError& error) {
            const std::string_view line = error.what();
            ASSERT_TRUE(line.starts_with("damaged: ")) << line;
            ASSERT_EQ(line.find('\n'), std::string_view::npos) << line;
            if (is_tree) {
                ASSERT_FALSE(has_to_be_read(state)) << line << "\n" << text;
            }
            ++(is_tree ? refused : not_json);
        }
    }
    EXPECT_GT(taken, states / 10);
    EXPECT_GT(refused, states / 10);
    std::printf("%d states: %d taken, %d refused, %d of them as text\n", states, taken, refused + not_json, not_json);
}

} // namespace
} // namespace soma::test
