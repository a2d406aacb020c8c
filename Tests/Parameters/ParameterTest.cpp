#include "Parameters/ParameterText.h"
#include "Parameters/Snapshot.h"
#include "Support/Paths.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace soma::test {
namespace {

double value_of(Id id, std::string_view text) {
    const auto parsed = parse_value(parameter(id), text);
    EXPECT_TRUE(std::holds_alternative<double>(parsed)) << std::get<TextError>(parsed).message;
    return std::holds_alternative<double>(parsed) ? std::get<double>(parsed) : 0.0;
}

std::string error_of(Id id, std::string_view text) {
    const auto parsed = parse_value(parameter(id), text);
    return std::holds_alternative<TextError>(parsed) ? std::get<TextError>(parsed).message : "";
}

// States, scripts and automation hold these ids for years. A failure here means: restore the id, or migrate and
// document.
TEST(Parameters, ids_are_frozen) {
    std::ifstream frozen(project_path("Tests/Parameters/FrozenIds.txt"));
    std::set<std::string> now;
    for (const auto& row : parameters())
        now.insert(std::string(row.id) + (row.choices.empty() ? "" : " " + std::string(row.choices)));
    std::string line;
    int count = 0;
    while (std::getline(frozen, line)) {
        EXPECT_TRUE(now.contains(line)) << "gone or changed: " << line;
        ++count;
    }
    EXPECT_EQ(count, static_cast<int>(parameter_count)) << "add the new parameter's line to FrozenIds.txt";
}

TEST(Parameters, every_row_is_consistent) {
    for (const auto& row : parameters()) {
        EXPECT_LT(row.min, row.max) << row.id;
        EXPECT_EQ(accept(row, row.default_value), row.default_value) << row.id;
        EXPECT_TRUE(row.help.ends_with('.')) << row.id;
        if (row.scale == Scale::choice) {
            EXPECT_EQ(row.max, static_cast<double>(choice_count(row) - 1)) << row.id;
        }
        if (row.scale == Scale::symmetric) {
            EXPECT_EQ(row.min, -row.max) << row.id;
        }
    }
}

TEST(Parameters, positions_and_texts_read_back_as_the_same_value) {
    for (const auto& row : parameters())
        for (double p = 0.0; p <= 1.0; p += 0.0625) {
            const double value = from_position(row, p);
            EXPECT_GE(value, row.min);
            EXPECT_LE(value, row.max);
            EXPECT_NEAR(from_position(row, to_position(row, value)), value, 1e-9 * std::max(1.0, std::abs(value)))
                << row.id;
            EXPECT_EQ(value_of(*find_parameter(row.id), exact_text(row, value)), value) << row.id;
        }
}

TEST(Parameters, typed_values_take_units_and_prefixes) {
    EXPECT_EQ(value_of(Id::stim_amplitude_pa, "200"), 200.0);
    EXPECT_EQ(value_of(Id::stim_amplitude_pa, "0.2 nA"), 200.0);
    EXPECT_EQ(value_of(Id::stim_amplitude_pa, " 0,2nA "), 200.0);
    EXPECT_EQ(value_of(Id::stim_amplitude_pa, "−50 pA"), -50.0);
    EXPECT_EQ(value_of(Id::membrane_capacitance_nf, "58.6 pF"), 0.0586);
    EXPECT_EQ(value_of(Id::membrane_resistance_mohm, "0.345 Gohm"), 345.0);
    EXPECT_EQ(value_of(Id::refractory_ms, "500 µs"), 0.5);
    EXPECT_EQ(value_of(Id::model, "lif"), 3.0);
    EXPECT_EQ(value_of(Id::spike_level_db, "off"), -60.0);
    EXPECT_EQ(value_of(Id::hh_ttx_percent, "25 %"), 25.0);
}

TEST(Parameters, wrong_values_are_named_with_what_would_be_right) {
    EXPECT_EQ(error_of(Id::membrane_resistance_mohm, "345 pA"),
              "membrane_resistance_mohm: 'pA' is not its unit, which is MΩ");
    EXPECT_EQ(error_of(Id::neurons, "9000"), "neurons: 9000 is outside its range, 1 to 4096");
    EXPECT_EQ(error_of(Id::neurons, "1.5"), "neurons: '1.5' is not a whole number");
    EXPECT_EQ(error_of(Id::rest_mv, "abc"), "rest_mv: 'abc' is not a number in mV");
    EXPECT_EQ(error_of(Id::rest_mv, "nan"), "rest_mv: 'nan' is not a number in mV");
    EXPECT_EQ(error_of(Id::midi_mode, "on"), "midi_mode: 'on' is none of off, current, pitch");
    EXPECT_NE(error_of(Id::rest_mv, "--5"), "");
    EXPECT_NE(error_of(Id::rest_mv, ""), "");
}

TEST(Parameters, complaints_are_one_line_of_utf8_whatever_was_typed) {
    EXPECT_EQ(error_of(Id::spike_level_db, "loud\r\nor\x01not"),
              "spike_level_db: 'loud  or not' is not a number in dB");
    EXPECT_EQ(error_of(Id::rest_mv, "5 m\nV"), "rest_mv: 'm V' is not its unit, which is mV");
    // 59 bytes and then a character of two: the cut at 60 must not halve it.
    EXPECT_TRUE(
        error_of(Id::model, std::string(59, 'x') + "µµ").starts_with("model: '" + std::string(59, 'x') + "…' is"));
}

TEST(Parameters, displayed_values_have_three_digits_and_their_unit) {
    EXPECT_EQ(display_text(parameter(Id::rest_mv), -62.6), "−62.6 mV");
    EXPECT_EQ(display_text(parameter(Id::membrane_capacitance_nf), 0.05856), "0.0586 nF");
    EXPECT_EQ(display_text(parameter(Id::membrane_resistance_mohm), 345.0), "345 MΩ");
    EXPECT_EQ(display_text(parameter(Id::stim_amplitude_pa), 0.0), "0.00 pA");
    EXPECT_EQ(display_text(parameter(Id::time_scale), 1.0), "1.00 ×");
    EXPECT_EQ(display_text(parameter(Id::spike_level_db), -60.0), "off");
    EXPECT_EQ(display_text(parameter(Id::neurons), 12.0), "12");
}

} // namespace
} // namespace soma::test
