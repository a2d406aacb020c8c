#include "Engine/SettingsMap.h"

#include "Engine/SameNeuron.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

namespace soma::test {
namespace {

/// A group of the table is one neuron's, the population's or neither. A new group has to be put here by hand, after
/// thinking of what its parameters change.
TEST(SettingsMap, knows_which_groups_make_the_neurons) {
    const std::set<std::string_view> others{"Input", "Stimulus", "MIDI", "Population", "Time", "Sound", "Spikes out"};
    std::set<std::string_view> groups, expected = others;
    for (const auto& each : parameters()) groups.insert(each.group);
    expected.insert(neuron_groups.begin(), neuron_groups.end());
    EXPECT_EQ(groups, expected);
}

/// Each parameter alone: whether another value of it makes other neurons follows from its group, not from its row.
TEST(SettingsMap, every_parameter_of_the_neurons_makes_other_neurons) {
    const std::set<std::string_view> of_neuron(neuron_groups.begin(), neuron_groups.end());
    const Snapshot before;
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        const auto& row = parameter(id);
        auto after = before;
        after.set(id, before[id] == row.max ? row.min : row.max);
        ASSERT_NE(after[id], before[id]) << row.id;
        const bool neuron = of_neuron.contains(row.group);
        EXPECT_EQ(same_neuron(before, after), !neuron) << row.id;
        EXPECT_EQ(same_population(before, after), !(neuron || row.group == "Population" || id == Id::stim_seed))
            << row.id;
    }
}

TEST(SettingsMap, a_level_at_its_lowest_value_is_off) {
    Snapshot values;
    values.set(Id::voltage_level_db, parameter(Id::voltage_level_db).min);
    EXPECT_EQ(mix_settings(values, 1).voltage_level_db, sound::off_db);
    values.set(Id::voltage_level_db, -6.0);
    EXPECT_EQ(mix_settings(values, 1).voltage_level_db, -6.0);
}

TEST(SettingsMap, channels_and_pitch_mode_decide_how_many_neurons_there_are) {
    Snapshot values;
    values.set(Id::neurons, 3.0);
    EXPECT_EQ(population_values(values, 8)[Id::neurons], 3.0);
    values.set(Id::channel_mode, 1.0);
    EXPECT_EQ(population_values(values, 8)[Id::neurons], 8.0);
    EXPECT_EQ(population_values(values, 2)[Id::neurons], 3.0);
    values.set(Id::midi_mode, static_cast<double>(MidiMode::pitch));
    EXPECT_EQ(population_values(values, 8)[Id::neurons], 1.0);
}

} // namespace
} // namespace soma::test
