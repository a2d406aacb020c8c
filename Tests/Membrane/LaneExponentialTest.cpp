#include "Membrane/HhRates.h"
#include "Membrane/LaneOracle.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Membrane/LaneExponentialTest.cpp"
#include <hwy/foreach_target.h>

#include "Membrane/Lanes/Exponential-inl.h"
#include "Membrane/Lanes/HhRates-inl.h"

HWY_BEFORE_NAMESPACE();
namespace soma::membrane::HWY_NAMESPACE {

/// Two of the widest vectors.
constexpr std::size_t most = 16;

void exponentials(const double* x, double* y) {
    for (std::size_t i = 0; i < most; i += Wide<1>::lanes) exponential(Wide<1>::load(x + i)).store(y + i);
}

/// Slopes of the gates m, h, n and how regular the rates are, at V: four rows.
void gate_slopes(const double* v, double gate, double* slopes) {
    for (std::size_t i = 0; i < most; i += Wide<1>::lanes) {
        const Wide<1> at = Wide<1>::load(v + i), x = gate, speed = 1.0;
        const Wide<1> beta_m = 4.0 * std::exp(-50.0 / 18.0), alpha_h = 0.07 * std::exp(-50.0 / 20.0),
                      beta_n = 0.125 * std::exp(-50.0 / 80.0);
        Wide<1> m, h, n;
        const auto regular = HhGates<Wide<1>>::slopes(at, x, x, x, {speed, beta_m, alpha_h, beta_n}, m, h, n);
        m.store(slopes + i);
        h.store(slopes + most + i);
        n.store(slopes + 2 * most + i);
        regular.store(slopes + 3 * most + i);
    }
}

} // namespace soma::membrane::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::membrane {
HWY_EXPORT(exponentials);
HWY_EXPORT(gate_slopes);
} // namespace soma::membrane

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using namespace membrane;

constexpr std::size_t at_once = 16;

TEST(LaneExponential, is_within_two_units_in_the_last_place) {
    for_each_lane_target([](const std::string& target) {
        double worst = 0.0;
        alignas(64) double x[at_once], y[at_once];
        constexpr int count = 400'000; // 200 to each doubling, over the whole range
        for (int n = 0; n < count; n += static_cast<int>(at_once)) {
            for (std::size_t i = 0; i < at_once; ++i)
                x[i] = -708.0 + 1417.0 * (n + static_cast<double>(i) + 0.37) / count;
            HWY_DYNAMIC_DISPATCH(exponentials)(x, y);
            for (std::size_t i = 0; i < at_once; ++i) {
                const long double exact = std::exp(static_cast<long double>(x[i]));
                const auto rounded = static_cast<double>(exact);
                const double ulp = std::nextafter(rounded, HUGE_VAL) - rounded;
                worst = std::max(worst, static_cast<double>(std::abs(y[i] - exact)) / ulp);
            }
        }
        EXPECT_LT(worst, 2.0) << target;
        ::testing::Test::RecordProperty(target + "_ulp", std::to_string(worst));
    });
}

TEST(LaneExponential, stays_what_it_is_at_the_ends_of_its_range) {
    for_each_lane_target([](const std::string& target) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        alignas(64) const double x[at_once] = {-infinity, -1e300, -1e4, -708.0, 709.0,  1e4, 1e300,
                                               infinity,  0.0,    -0.0, 1e-300, -1e-20, 1.0, -1.0};
        alignas(64) double y[at_once];
        HWY_DYNAMIC_DISPATCH(exponentials)(x, y);
        for (const std::size_t low : {0, 1, 2}) EXPECT_EQ(y[low], y[3]) << target;
        for (const std::size_t high : {5, 6, 7}) EXPECT_EQ(y[high], y[4]) << target;
        EXPECT_GT(y[3], 0.0);
        EXPECT_TRUE(std::isfinite(y[4]));
        for (const std::size_t one : {8, 9, 10, 11}) EXPECT_EQ(y[one], 1.0) << target;
    });
}

/// The gates' slopes against the scalar rates over the kernel's whole range.
TEST(LaneHhRates, agree_with_the_scalar_rates) {
    for_each_lane_target([](const std::string& target) {
        double worst = 0.0;
        alignas(64) double v[at_once], slopes[4 * at_once];
        constexpr int count = 200'000;
        for (const double gate : {0.0, 1.0}) // α alone, β alone
            for (int n = 0; n < count; n += static_cast<int>(at_once)) {
                for (std::size_t i = 0; i < at_once; ++i)
                    v[i] = -130.0 + 230.0 * (n + static_cast<double>(i)) / (count - 1);
                HWY_DYNAMIC_DISPATCH(gate_slopes)(v, gate, slopes);
                for (std::size_t i = 0; i < at_once; ++i) {
                    const double regular = slopes[3 * at_once + i];
                    if (regular < 1e-4) { // HhGates::least_regular: only next to the singularities
                        EXPECT_LT(std::min(std::abs(v[i] + 40.0), std::abs(v[i] + 55.0)), 2e-3);
                        continue;
                    }
                    const auto rates = HhRates::at(v[i]);
                    const double alpha[] = {rates.alpha_m, rates.alpha_h, rates.alpha_n};
                    const double beta[] = {rates.beta_m, rates.beta_h, rates.beta_n};
                    for (std::size_t row = 0; row < 3; ++row) {
                        const double expected = gate == 0.0 ? alpha[row] : -beta[row];
                        const double size = gate == 0.0 ? alpha[row] : alpha[row] + beta[row];
                        const double off = std::abs(slopes[row * at_once + i] - expected) / size;
                        worst = std::max(worst, off * std::min(1.0, regular));
                    }
                }
            }
        EXPECT_LT(worst, 3e-13) << target; // as HhGates says
    });
}

} // namespace
} // namespace soma::test
#endif
