#include "Bench/BenchCells.h"

#include "Bench/Experiments.h"
#include "Bench/Fits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soma::test {
namespace {

using namespace soma::bench;

TEST(BenchPassive, ImpedanceIsThatOfResistanceAndCapacitance) {
    const auto outcome = impedance(passive(), {.from_hz = 0.5, .to_hz = 200.0});
    const auto hz = column(outcome, "frequency_Hz"), mohm = column(outcome, "impedance_MOhm");
    const auto phase = column(outcome, "phase_rad");
    ASSERT_EQ(hz.size(), 41u);
    double worst = 0.0, worst_phase = 0.0;
    for (std::size_t i = 0; i < hz.size(); ++i) {
        const double turn = 2.0 * std::numbers::pi * hz[i] * 0.01; // ωτ
        worst = std::max(worst, std::abs(mohm[i] / (100.0 / std::hypot(1.0, turn)) - 1.0));
        worst_phase = std::max(worst_phase, std::abs(phase[i] + std::atan(turn)));
    }
    EXPECT_LT(worst, 1e-3); // the promise
    EXPECT_LT(worst_phase, 1e-3);
    RecordProperty("worst_share", std::to_string(worst));
    EXPECT_NEAR(figure(outcome, "Corner frequency").value, 100.0 / (2.0 * std::numbers::pi), 0.016); // 0.1 %
    EXPECT_NEAR(figure(outcome, "Input resistance").value, 100.0, 1e-6);
}

TEST(BenchPassive, TheCornerOfASlowCellIsFoundToo) {
    const auto outcome = impedance(subject("587079262"), {.amplitude_pa = 1.0, .from_hz = 0.5, .to_hz = 100.0});
    EXPECT_NEAR(figure(outcome, "Corner frequency").value, 1000.0 / (2.0 * std::numbers::pi * 176.9), 0.001);
}

TEST(BenchPassive, StepsGiveTimeConstantAndResistance) {
    for (const auto& [cell, tau_ms, mohm] : {std::tuple{passive(), 10.0, 100.0}, {subject("474626527"), 20.2, 345.0}}) {
        const auto outcome = step_family(cell, {.currents_pa = {-40.0, -20.0, 0.0, 10.0}});
        EXPECT_NEAR(figure(outcome, "Time constant").value, tau_ms, 1e-4 * tau_ms);
        EXPECT_NEAR(figure(outcome, "Input resistance").value, mohm, 1e-4 * mohm);
        EXPECT_NEAR(figure(outcome, "Sag").value, 0.0, 1e-6);
    }
}

TEST(BenchPassive, IvIsALine) {
    const auto outcome = iv_curve(passive(), {});
    EXPECT_NEAR(figure(outcome, "Input resistance").value, 100.0, 1e-6);
    EXPECT_NEAR(figure(outcome, "Voltage without current").value, -60.0, 1e-9);
    EXPECT_EQ(column(outcome, "current_pA").size(), 9u);
    EXPECT_TRUE(outcome.remarks.empty());
}

TEST(BenchPassive, IvSaysThatItLeftOutCurrentsThatFire) {
    const auto outcome = iv_curve(subject("474626527"), {.currents_pa = {-20.0, 0.0, 20.0, 60.0}});
    EXPECT_EQ(outcome.series[0].x.size(), 3u); // rheobase is 29 pA
    EXPECT_EQ(outcome.remarks.size(), 1u);
}

TEST(BenchSag, OfModelsWithSlowOutwardCurrents) {
    // h and n of the squid axon, and the subthreshold adaptation of AdEx, pull V back after its lowest point; AdEx with
    // the opposite sign of adaptation and the passive cell do not.
    const auto sag = [](const char* cell, double pa) {
        return figure(step_family(subject(cell), {.currents_pa = {pa, 0.0}}), "Sag").value;
    };
    EXPECT_GT(sag("hh/squid", -200.0), 5.0);
    EXPECT_GT(sag("adex/transient", -50.0), 10.0); // a = 10 nS as large as the leak
    EXPECT_LT(sag("hh/squid", -200.0), 100.0);
    EXPECT_NEAR(sag("adex/accelerating", -50.0), 0.0, 1e-6);
}

TEST(BenchSag, AdexSettlesWhereItsConductancesSay) {
    // Hyperpolarised far from threshold the exponential is nothing: R = 1/(gL + a) = 1/(10 + 10) nS.
    const auto outcome = iv_curve(subject("adex/transient"), {.currents_pa = {-200.0, -150.0, -100.0}});
    EXPECT_NEAR(figure(outcome, "Input resistance").value, 50.0, 0.05);
}

TEST(BenchRest, IsTheWeightedMeanOfTheBatteries) {
    Subject course; // Task 5 of the course: 130 and −90 mV through 95 and 5 MΩ give −79 mV; through 50 and 50, +20 mV
    course.values.set(Id::model, static_cast<double>(ModelId::rest));
    course.values.set(Id::chloride_leak, 0);
    course.values.set(Id::sodium_reversal_mv, 130);
    course.values.set(Id::potassium_reversal_mv, -90);
    course.values.set(Id::potassium_resistance_mohm, 5);
    EXPECT_NEAR(column(resting_potential(course, {.resistances_mohm = {95.0}}), "rest_mV")[0], -79.0, 1e-9);
    course.values.set(Id::potassium_resistance_mohm, 50);
    const auto outcome = resting_potential(course, {.resistances_mohm = {10.0, 50.0}});
    EXPECT_NEAR(column(outcome, "rest_mV")[1], 20.0, 1e-9);
    EXPECT_EQ(outcome.table.columns[0].name, "sodium_resistance_MOhm");
    const auto other = resting_potential(course, {.resistances_mohm = {50.0}, .branch = Branch::potassium});
    EXPECT_EQ(other.table.columns[0].name, "potassium_resistance_MOhm");
}

TEST(BenchFits, ExponentialIsFoundThroughNoise) {
    std::vector<double> exact, noisy;
    for (int i = 0; i < 400; ++i) {
        exact.push_back(-70.0 + 12.0 * std::exp(-0.1 * i / 7.5));
        noisy.push_back(exact.back() + ((i * 7919) % 101 - 50) * 1e-4);
    }
    const auto fit = fit_exponential(exact, 0.1);
    EXPECT_NEAR(fit.tau, 7.5, 1e-5);
    EXPECT_NEAR(fit.end, -70.0, 1e-5);
    EXPECT_NEAR(fit.begin, -58.0, 1e-5);
    EXPECT_NEAR(fit_exponential(noisy, 0.1).tau, 7.5, 0.01);
}

} // namespace
} // namespace soma::test
