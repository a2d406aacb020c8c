#include "Plugin.h"
#include "Processor/ShortNames.h"
#include "Session/FactoryPresets.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace soma::test {
namespace {

juce::MemoryBlock state_of(Plugin& plugin) {
    juce::MemoryBlock state;
    plugin.getStateInformation(state);
    return state;
}

TEST(Programs, AreTheFactoryPresets) {
    Plugin plugin;
    const auto& presets = host::factory_presets();
    ASSERT_EQ(plugin.getNumPrograms(), static_cast<int>(presets.size()));
    EXPECT_EQ(plugin.getCurrentProgram(), 0);
    for (int i = plugin.getNumPrograms() - 1; i >= 0; --i) {
        const auto& factory = presets[static_cast<std::size_t>(i)];
        EXPECT_EQ(plugin.getProgramName(i).toStdString(), factory.preset.name);
        plugin.setCurrentProgram(i);
        EXPECT_EQ(plugin.getCurrentProgram(), i);
        EXPECT_EQ(plugin.store().snapshot(), factory.preset.values) << factory.id;
        EXPECT_EQ(plugin.preset().initial, factory.preset.initial) << factory.id;
    }
}

TEST(Programs, LeaveTheWindowAsItIs) {
    Plugin plugin;
    auto session = plugin.editor_host().session();
    session.width = 1400;
    plugin.editor_host().set_session(session);
    plugin.setCurrentProgram(3);
    plugin.editor_host().follow();
    EXPECT_EQ(plugin.editor_host().session().width, 1400);
    EXPECT_EQ(plugin.editor_host().library().current().id, host::factory_presets()[3].id);
    EXPECT_FALSE(plugin.editor_host().message()) << plugin.editor_host().message()->line;
}

// Some hosts set the program's number again after they have given the state: it must be the number that the state has,
// or what a person has made of the sound is lost.
TEST(Programs, ASessionComesBackWithItsChangesAndItsNumber) {
    juce::MemoryBlock state;
    {
        Plugin plugin;
        plugin.setCurrentProgram(5);
        ASSERT_FALSE(plugin.editor_host().library().load("factory/squid-axon")); // in the window
        plugin.host_parameter(Id::stim_amplitude_pa).set_from_editor(77.5);
        EXPECT_EQ(plugin.getCurrentProgram(), 5) << "the host chose that one";
        state = state_of(plugin);
    }
    Plugin again;
    again.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
    EXPECT_EQ(again.getCurrentProgram(), 5);
    EXPECT_EQ(again.store().get(Id::stim_amplitude_pa), 77.5);
    EXPECT_EQ(again.store().get(Id::model), 10.0);
}

TEST(Programs, AWrongNumberOrStateChangesNothing) {
    Plugin plugin;
    plugin.setCurrentProgram(4);
    const auto before = plugin.store().snapshot();
    for (const int wrong : {-1, plugin.getNumPrograms(), 100000}) {
        plugin.setCurrentProgram(wrong);
        EXPECT_TRUE(plugin.getProgramName(wrong).isEmpty());
    }
    const std::string broken = "{";
    plugin.setStateInformation(broken.data(), static_cast<int>(broken.size()));
    EXPECT_EQ(plugin.store().snapshot(), before);
    EXPECT_EQ(plugin.getCurrentProgram(), 4);
    EXPECT_EQ(state_of(plugin).toString().contains("\"program\": \"4\""), true);
}

TEST(ParameterNames, FitControllersAndAreNeverAlike) {
    for (const int most : {8, 16}) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < parameter_count; ++i) {
            const auto id = static_cast<Id>(i);
            const std::string name(short_name(id, most));
            EXPECT_FALSE(name.empty());
            EXPECT_LE(juce::String::fromUTF8(name.c_str()).length(), most) << name;
            EXPECT_TRUE(seen.insert(name).second) << parameter(id).id << " is called " << name << " like another";
        }
    }
    EXPECT_EQ(short_name(Id::membrane_resistance_mohm, 100), parameter(Id::membrane_resistance_mohm).label);
    EXPECT_EQ(short_name(Id::membrane_resistance_mohm, 3), "Res");
    EXPECT_EQ(short_name(Id::model, 0), "");
}

TEST(ParameterGroups, AreThoseOfTheTableAndKeepItsOrder) {
    Plugin plugin;
    std::vector<std::string> wanted, found;
    for (const auto& row : parameters())
        if (wanted.empty() || wanted.back() != row.group) wanted.emplace_back(row.group);
    for (const auto* group : plugin.getParameterTree().getSubgroups(false))
        found.push_back(group->getName().toStdString());
    EXPECT_EQ(found, wanted);
    EXPECT_EQ(std::set<std::string>(wanted.begin(), wanted.end()).size(), wanted.size()) << "a group is there twice";
    ASSERT_EQ(plugin.getParameters().size(), static_cast<int>(parameter_count));
    for (int i = 0; i < plugin.getParameters().size(); ++i)
        EXPECT_EQ(plugin.getParameters()[i], &plugin.host_parameter(static_cast<Id>(i)));
}

} // namespace
} // namespace soma::test
