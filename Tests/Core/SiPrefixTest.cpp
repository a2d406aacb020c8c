#include "Core/SiPrefix.h"

#include <gtest/gtest.h>

#include <string>

namespace soma {
namespace {

TEST(SiPrefix, FactorOfAUnitToItsBase) {
    EXPECT_EQ(si_factor("pA", "A"), 1e-12);
    EXPECT_EQ(si_factor("A", "A"), 1.0);
    EXPECT_EQ(si_factor("kHz", "Hz"), 1e3);
    for (const char* micro : {"µs", "μs", "us"}) EXPECT_EQ(si_factor(micro, "s"), 1e-6) << micro;
    EXPECT_EQ(si_factor("MΩ", "Ω"), 1e6);
    // Case counts, and so does every letter.
    EXPECT_EQ(si_factor("PA", "A"), 0.0);
    EXPECT_EQ(si_factor("mmV", "V"), 0.0);
    EXPECT_EQ(si_factor("", "V"), 0.0);
    EXPECT_EQ(si_factor("V", "A"), 0.0);
}

TEST(SiPrefix, TheTableRisesAndFactorsArePowersOfTen) {
    for (std::size_t i = 1; i < si_prefixes.size(); ++i)
        EXPECT_LE(si_prefixes[i - 1].exponent, si_prefixes[i].exponent);
    for (const auto& prefix : si_prefixes)
        EXPECT_DOUBLE_EQ(prefix.factor, std::stod("1e" + std::to_string(prefix.exponent))) << prefix.text;
}

} // namespace
} // namespace soma
