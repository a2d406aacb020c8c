#include "Membrane/GlifFlow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace soma::test {
namespace {

using namespace membrane::glif;

/// ∫₀ᵗ f in long double: Gauss-Legendre with 5 nodes on many panels.
template <class F>
long double integral(long double t, int panels, const F& f) {
    constexpr std::array<long double, 3> node{0.0L, 0.538469310105683091036314420700208805L,
                                              0.906179845938663992797626878299392965L};
    constexpr std::array<long double, 3> weight{0.568888888888888888888888888888888889L,
                                                0.478628670499366468041291514835638192L,
                                                0.236926885056189087514264040719917363L};
    const long double half = t / panels / 2;
    long double sum = 0.0L;
    for (int i = 0; i < panels; ++i) {
        const long double middle = (2 * i + 1) * half;
        sum += weight[0] * f(middle);
        for (std::size_t n = 1; n < node.size(); ++n)
            sum += weight[n] * (f(middle - node[n] * half) + f(middle + node[n] * half));
    }
    return sum * half;
}

long double two(long double x, long double y, long double t) {
    return integral(t, 50, [&](long double s) { return std::exp(-x * (t - s) - y * s); });
}

/// Rates per ms: apart, close, equal, zero, stiff. At the golden cell's level 5 G/C = 0.1478 and b_v = 0.1599 meet.
constexpr std::array<double, 3> triples[]{
    {0.1478, 0.1599, 0.003}, {0.1478, 0.1599, 0.1}, {0.15, 0.15, 0.15},        {0.15, 0.15, 0.1},
    {0.15, 0.1, 0.15},       {0.1, 0.15, 0.15},     {0.15, 0.15 + 1e-13, 0.2}, {0.15, 0.15 + 1e-9, 0.15 - 1e-9},
    {0.15, 0.15001, 0.1499}, {0.0, 0.0, 0.0},       {0.15, 0.0, 0.0},          {0.0, 0.2, 1e-5},
    {5.0, 0.0, 0.1},         {5.0, 5.0, 0.0},       {5.0, 5.0 + 1e-7, 0.5},    {8.0, 1e-4, 7.999},
};
constexpr double durations_ms[]{1e-9, 1e-3, 1.0 / 48.0, 0.9, 3.0};

TEST(GlifFlow, convolves_two_exponentials_at_and_near_equal_rates) {
    for (const auto& [x, y, z] : triples)
        for (const double t : durations_ms)
            EXPECT_NEAR(convolved(x, y, t) / static_cast<double>(two(x, y, t)), 1.0, 1e-14)
                << x << " " << y << " " << t;
}

TEST(GlifFlow, convolves_three_exponentials_at_and_near_equal_rates) {
    for (const auto& rate : triples)
        for (const double t : durations_ms) {
            const auto x = rate[0], y = rate[1], z = rate[2];
            const auto inner = [&](long double s) { return std::exp(-x * (t - s)) * two(y, z, s); };
            const double expected = static_cast<double>(integral(t, 50, inner));
            EXPECT_NEAR(convolved(x, y, z, t) / expected, 1.0, 1e-14) << x << " " << y << " " << z << " " << t;
            EXPECT_NEAR(convolved(z, x, y, t) / expected, 1.0, 1e-14); // symmetric
        }
}

TEST(GlifFlow, three_exponentials_join_at_the_switch_from_series_to_quotient) {
    const double t = 1.0, slow = 0.3, fast = slow + 1.0;
    for (const double middle : {slow, 0.5, 1.0, fast})
        EXPECT_NEAR(convolved(slow, middle, fast * (1.0 + 1e-15), t) / convolved(slow, middle, fast, t), 1.0, 1e-14);
}

/// One propagation of a long duration is the same as many short ones: the flow has no error to accumulate but rounding.
TEST(GlifFlow, is_a_flow) {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    for (const auto& rate : triples) {
        const Rates rates{1.0 / 60.0, rate[0], {rate[2], 0.03}, 0.08, 0.05, rate[1]};
        const Point begin{20.0 * unit(random), {-300.0 * unit(random), 200.0 * unit(random)}, unit(random), 5.0};
        const auto once = propagate(propagator(rates, 2.0), 35.0, begin);
        const auto part = propagator(rates, 2.0 / 64);
        auto many = begin;
        for (int i = 0; i < 64; ++i) many = propagate(part, 35.0, many);
        EXPECT_NEAR(once.rise_mv, many.rise_mv, 1e-12);
        EXPECT_NEAR(once.current_pa[0], many.current_pa[0], 1e-11);
        EXPECT_NEAR(once.current_pa[1], many.current_pa[1], 1e-11);
        EXPECT_NEAR(once.threshold_spike_mv, many.threshold_spike_mv, 1e-13);
        EXPECT_NEAR(once.threshold_voltage_mv, many.threshold_voltage_mv, 1e-12);
    }
}

} // namespace
} // namespace soma::test
