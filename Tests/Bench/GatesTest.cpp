#include "Bench/Experiments.h"
#include "BenchCells.h"

#include <gtest/gtest.h>

#include <cmath>

namespace soma::test {
namespace {

using namespace soma::bench;

TEST(BenchGates, OfTheCoursesChannelAreTheirClosedForms) {
    const double a = 6.09, b = 0.05, c = 0.041, d = -0.05;
    auto cell = passive();
    using Values = std::initializer_list<std::pair<Id, double>>;
    for (const auto& [id, value] : Values{{Id::model, static_cast<double>(ModelId::channel)},
                                          {Id::channel_alpha_per_ms, a},
                                          {Id::channel_alpha_per_mv, b},
                                          {Id::channel_beta_per_ms, c},
                                          {Id::channel_beta_per_mv, d}})
        cell.values.set(id, value);
    const auto outcome = gates(cell, {});
    const auto mv = column(outcome, "voltage_mV");
    ASSERT_EQ(mv.size(), 151u);
    EXPECT_EQ(mv.front(), -100.0);
    EXPECT_EQ(mv.back(), 50.0);
    for (std::size_t i = 0; i < mv.size(); ++i) {
        const double alpha = a * std::exp(b * mv[i]), beta = c * std::exp(d * mv[i]);
        constexpr double rounding = 1e-14; // of a few operations
        EXPECT_NEAR(column(outcome, "alpha_x_per_ms")[i] / alpha, 1.0, rounding);
        EXPECT_NEAR(column(outcome, "beta_x_per_ms")[i] / beta, 1.0, rounding);
        EXPECT_NEAR(column(outcome, "x_inf")[i] * (alpha + beta) / alpha, 1.0, rounding);
        EXPECT_NEAR(column(outcome, "tau_x_ms")[i] * (alpha + beta), 1.0, rounding);
    }
    EXPECT_NEAR(figure(outcome, "x∞ = ½ at").value, std::log(c / a) / (b - d), 1e-12);
    EXPECT_EQ(outcome.series.size(), 2u);
    EXPECT_EQ(outcome.lanes.size(), 2u);
}

TEST(BenchGates, OfTheSquidAxonAreThoseOf1952) {
    const auto outcome = gates(subject("hh/squid"), {.from_mv = -65, .to_mv = 0, .points = 2});
    // At −65 mV, their V = 0: α_m = 2.5/(e^2.5 − 1), β_m = 4, α_h = 0.07, β_h = 1/(e³ + 1), α_n = 0.1/(e − 1), β_n =
    // 1/8.
    const double am = 2.5 / std::expm1(2.5), bh = 1.0 / (std::exp(3.0) + 1.0), an = 0.1 / std::expm1(1.0);
    constexpr double rounding = 1e-13;
    EXPECT_NEAR(column(outcome, "m_inf")[0], am / (am + 4.0), rounding);
    EXPECT_NEAR(column(outcome, "h_inf")[0], 0.07 / (0.07 + bh), rounding);
    EXPECT_NEAR(column(outcome, "n_inf")[0], an / (an + 0.125), rounding);
    EXPECT_NEAR(column(outcome, "tau_n_ms")[0], 1.0 / (an + 0.125), rounding * 10.0);
    EXPECT_EQ(outcome.series.size(), 6u);
    // Ten degrees more, three times as fast; the steady state stays.
    const auto warm =
        gates(subject("hh/squid", {{Id::hh_temperature_c, 16.3}}), {.from_mv = -65, .to_mv = 0, .points = 2});
    EXPECT_NEAR(column(warm, "tau_h_ms")[0], (1.0 / (0.07 + bh)) / 3.0, rounding * 10.0);
    EXPECT_NEAR(column(warm, "h_inf")[0], column(outcome, "h_inf")[0], rounding);
}

TEST(BenchGates, AreRefusedWhereThereAreNone) {
    for (const auto& [cell, protocol, reason] :
         {std::tuple{subject("474626527"), Gates{}, "Choose Channel or HH"},
          std::tuple{subject("hh/squid"), Gates{.from_mv = 10, .to_mv = -10}, "from: must be below to"},
          std::tuple{subject("hh/squid"), Gates{.points = 1}, "points"},
          std::tuple{subject("hh/squid"), Gates{.from_mv = -1000}, "from"}})
        try {
            gates(cell, protocol);
            ADD_FAILURE() << "not refused: " << reason;
        } catch (const ProtocolError& error) {
            EXPECT_NE(std::string(error.what()).find(reason), std::string::npos) << error.what();
        }
}

} // namespace
} // namespace soma::test
