#include "Headless/Sounds.h"
#include "Headless/PermanentNumber.h"

#include "Parameters/Parameter.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace soma::headless::test {
namespace {

TEST(Sounds, are_found_by_every_name) {
    ASSERT_NE(find_preset("squid-axon"), nullptr);
    EXPECT_EQ(find_preset("factory/squid-axon"), find_preset("squid-axon"));
    EXPECT_EQ(find_preset("SQUID AXON"), find_preset("squid-axon"));
    EXPECT_EQ(find_preset("3"), &presets()[2]);
    EXPECT_EQ(find_preset("0"), nullptr);
    EXPECT_EQ(find_preset("18446744073709551617"), nullptr);
    EXPECT_EQ(find_preset(""), nullptr);
    ASSERT_NE(find_cell("allen/474626527"), nullptr);
    EXPECT_EQ(find_cell("474626527"), find_cell("allen/474626527"));
    EXPECT_EQ(find_cell("squid"), find_cell("hh/squid"));
    EXPECT_EQ(find_cell(""), nullptr);
}

TEST(Sounds, tell_what_is_near_a_wrong_name) {
    EXPECT_NE(no_such_preset("squit-axon").find("squid-axon"), std::string::npos) << no_such_preset("squit-axon");
    EXPECT_NE(no_such_cell("hh/squit").find("hh/squid"), std::string::npos) << no_such_cell("hh/squit");
}

TEST(Sounds, start_where_the_preset_says) {
    EXPECT_EQ(find_preset("squid-axon")->start.voltage_mv, -65.0);
    EXPECT_EQ(find_preset("chattering")->start.internal[0], -13.0);
}

TEST(PermanentNumber, is_another_for_every_name_of_a_kind) {
    const auto expect_different = [](const std::vector<std::string>& names) {
        std::map<std::uint32_t, std::string> seen;
        for (const auto& name : names) {
            const auto number = permanent_number(name);
            EXPECT_LT(number, 1u << 24) << name;
            EXPECT_GT(number, 0u) << name << ": 0 means none";
            const auto [other, is_new] = seen.emplace(number, name);
            EXPECT_TRUE(is_new) << name << " has the number of " << other->second;
        }
    };
    std::vector<std::string> names;
    for (const auto& row : parameters()) names.emplace_back(row.id);
    expect_different(names);
    names.clear();
    for (const auto& entry : cells()) names.push_back(entry.cell->id);
    expect_different(names);
    names.clear();
    for (const auto& preset : presets()) names.push_back(preset.id);
    expect_different(names);
}

// Stored SynthDefs hold these numbers: the function is frozen (offset basis and prime of the published FNV-1a, folded).
TEST(PermanentNumber, never_changes) {
    EXPECT_EQ(permanent_number(""), ((2166136261u >> 24) ^ (2166136261u & 0xffffffu)));
    EXPECT_EQ(permanent_number("model"), 9135850u);
    EXPECT_EQ(permanent_number("membrane_capacitance_nf"), 3237507u);
}

} // namespace
} // namespace soma::headless::test
