#include "Membrane/Lif.h"
#include "Support/Run.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

TEST(Lif, several_spikes_within_one_sample_are_all_found) {
    membrane::Lif::Params params{{345.0, -62.6}, 20.2 / 345.0, -52.6, -62.6, 0.001};
    const double current_pa = 100000.0, rise_mv = 34500.0;
    const auto result = run<membrane::Lif>(params, 8000.0, 8, [&](int) { return membrane::Drive{current_pa}; });
    const double climb_ms = 20.2 * std::log1p(10.0 / (rise_mv - 10.0));
    const double period_ms = climb_ms + 0.001;
    ASSERT_EQ(result.spikes_s.size(), static_cast<std::size_t>(1.0 + (1.0 - climb_ms) / period_ms));
    for (std::size_t n = 0; n < result.spikes_s.size(); ++n)
        EXPECT_NEAR(result.spikes_s[n], 1e-3 * (climb_ms + static_cast<double>(n) * period_ms), 1e-12); // rounding
}

} // namespace
} // namespace soma::test
