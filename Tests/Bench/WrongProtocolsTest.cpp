#include "Bench/BenchCells.h"

#include "Bench/Catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <limits>

namespace soma::test {
namespace {

using namespace soma::bench;
using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();

/// The experiment gives a message of one line instead of a number.
void expect_refusal(const Subject& cell, const Protocol& protocol, const std::vector<std::string>& words) {
    try {
        const auto outcome = run(cell, protocol);
        ADD_FAILURE() << outcome.title << " gave a result where it should say " << words.front();
    } catch (const ProtocolError& error) {
        for (const auto& word : words) EXPECT_THAT(error.what(), HasSubstr(word));
        EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
    }
}

/// R·C of eleven days: to wait until it is at rest again would take weeks.
TEST(BenchRefuses, TrialsThatWouldNotEnd) {
    auto cell = passive();
    cell.values.set(Id::membrane_resistance_mohm, parameter(Id::membrane_resistance_mohm).max);
    cell.values.set(Id::membrane_capacitance_nf, parameter(Id::membrane_capacitance_nf).max);
    expect_refusal(cell, Impedance{}, {"a trial of this cell lasts", "membrane_resistance_mohm"});
}

TEST(BenchRefuses, ProtocolsThatCannotBeRun) {
    const auto cell = subject("474626527");
    expect_refusal(cell, StrengthDuration{.durations_ms = {}}, {"durations: the list is empty", "ms"});
    expect_refusal(cell, StrengthDuration{.durations_ms = {1.0, -2.0}}, {"durations: -2 ms", "more than 0"});
    expect_refusal(cell, StrengthDuration{.durations_ms = {0.0}}, {"durations: 0 ms"});
    expect_refusal(cell, StrengthDuration{.durations_ms = {nan}}, {"durations: nan ms"});
    expect_refusal(cell, StrengthDuration{.durations_ms = {infinity}}, {"durations: inf ms"});
    expect_refusal(cell, StrengthDuration{.resolution = 0.0}, {"resolution: 0 cannot be used"});
    expect_refusal(cell, StrengthDuration{.resolution = nan}, {"resolution: nan"});
    expect_refusal(cell, StrengthDuration{.limit_pa = -1.0}, {"limit: -1 pA"});
    expect_refusal(cell, Rheobase{.duration_ms = -1.0}, {"duration: -1 ms"});
    expect_refusal(cell, Rheobase{.duration_ms = nan}, {"duration: nan ms"});
    expect_refusal(cell, FiCurve{.currents_pa = {nan}}, {"currents: nan pA"});
    expect_refusal(cell, FiCurve{.currents_pa = {1.0}, .duration_ms = 1e300}, {"duration: 1e+300 ms"});
    expect_refusal(cell, FiCurve{.currents_pa = std::vector<double>(20000, 1.0)}, {"20000 values are too many"});
    expect_refusal(cell, IvCurve{.currents_pa = {infinity}}, {"currents: inf pA"});
    expect_refusal(cell, IvCurve{.currents_pa = {5.0, 5.0}}, {"fewer than two"});
    expect_refusal(cell, IvCurve{.currents_pa = {500.0, 600.0}}, {"fewer than two", "silent"});
    expect_refusal(cell, StepFamily{.duration_ms = 0.0}, {"duration: 0 ms", "more than 0"});
    expect_refusal(cell, StepFamily{.sample_every_ms = -0.1}, {"sample-every: -0.1 ms"});
    expect_refusal(cell, StepFamily{.duration_ms = 1e7, .sample_every_ms = 1e-3}, {"samples", "shorter or coarser"});
    expect_refusal(cell, Impedance{.from_hz = 10.0, .to_hz = 5.0}, {"to: 5 Hz is not above from, 10 Hz"});
    expect_refusal(cell, Impedance{.amplitude_pa = 0.0}, {"amplitude: 0 pA"});
    expect_refusal(cell, Impedance{.amplitude_pa = 500.0}, {"amplitude: 500 pA makes the cell fire"});
    expect_refusal(cell, Impedance{.points = 2.5}, {"points: 2.5 is not a whole number"});
    expect_refusal(cell, RestingPotential{.resistances_mohm = {-1.0}}, {"resistances: -1 MΩ"});
    expect_refusal(cell, RestingPotential{.resistances_mohm = {5e6}}, {"sodium_resistance_mohm"});
}

TEST(BenchRefuses, CellsThatDoNotSuit) {
    for (const Protocol& protocol : {Protocol{Rheobase{}}, Protocol{StrengthDuration{}}, Protocol{FiCurve{}}})
        expect_refusal(passive(), protocol, {"model: rc has no spikes", "never fires"});
    const auto cell = subject("474626527");
    for (const Protocol& protocol : {Protocol{Rheobase{}}, Protocol{StrengthDuration{}}, Protocol{FiCurve{}},
                                     Protocol{StepFamily{}}, Protocol{IvCurve{}}}) {
        expect_refusal(subject("474626527", {{Id::threshold_mv, -70.0}}), protocol, {"fires at rest"});
        // Threshold exactly at rest: it fires with next to nothing.
        expect_refusal(subject("474626527", {{Id::threshold_mv, cell.values[Id::rest_mv]}}), protocol,
                       {"fires at rest"});
    }
    expect_refusal(cell, Rheobase{.limit_pa = 28.0}, {"does not fire with up to 28 pA", "raise the limit"});
    expect_refusal(cell, StrengthDuration{.durations_ms = {0.02}, .limit_pa = 100.0}, {"up to 100 pA for 0.02 ms"});
    // No sodium, no spike, however much current.
    expect_refusal(subject("hh/squid", {{Id::hh_ttx_percent, 100.0}}),
                   Rheobase{.duration_ms = 20.0, .limit_pa = 1000.0}, {"does not fire"});
}

TEST(BenchRefuses, CurrentsBeyondNumbers) {
    // Whatever the model does with an ampere, it ends, and what it gives are numbers.
    for (const char* id : {"474626527", "glif/474637203-5", "hh/squid", "izhikevich/rs", "adex/tonic"}) {
        try {
            const auto outcome = run(subject(id), FiCurve{.currents_pa = {1e12, -1e12}, .duration_ms = 2.0});
            for (const double rate : column(outcome, "rate_per_s")) EXPECT_TRUE(std::isfinite(rate)) << id;
        } catch (const ProtocolError& error) {
            EXPECT_THAT(error.what(), HasSubstr("less current")) << id;
        }
    }
}

/// Each experiment of the catalogue on a slow, adapting cell, asked to stop once it runs.
TEST(BenchCancel, IsAnsweredWithinATenthOfASecond) {
    // Of the processor: what a busy machine does meanwhile counts for nothing.
    const auto now_s = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
    for (const char* id : {"587079262", "hh/squid", "adex/brette-gerstner", "glif/512322162-5"})
        for (const auto& kind : experiments()) {
            if (kind.id == "gates" && std::string(id) != "hh/squid") continue;                 // the others have none
            if (kind.id.starts_with("clamp") && std::string(id).starts_with("adex")) continue; // nothing to read
            int calls = 0;
            double longest_s = 0.0;
            double last_s = now_s();
            const auto watch = [&](const Stage&) {
                const double now = now_s();
                longest_s = std::max(longest_s, now - last_s);
                last_s = now;
                return ++calls < 2000;
            };
            try {
                run(subject(id), kind.usual, watch);
            } catch (const Cancelled&) {
                EXPECT_EQ(calls, 2000) << "went on after it was cancelled";
            }
            EXPECT_GT(calls, 0) << kind.id;
            // The time between two looks is the time a cancel may take.
            EXPECT_LT(longest_s, 0.1) << kind.id << " of " << id;
        }
}

TEST(BenchProgress, ShowsPointsAsTheyArrive) {
    std::size_t points = 0, attempts = 0;
    double share = 0.0;
    const auto outcome = strength_duration(subject("474626527"), {}, [&](const Stage& stage) {
        EXPECT_GE(stage.share, share);
        share = stage.share;
        if (stage.partial != nullptr) {
            EXPECT_EQ(stage.partial->series[0].x.size(), points++); // the first before any point
        }
        if (stage.attempt != nullptr) {
            ++attempts;
            EXPECT_LE(stage.attempt->below_pa, stage.attempt->current_pa);
            EXPECT_GE(stage.attempt->above_pa, stage.attempt->current_pa);
        }
        return true;
    });
    EXPECT_EQ(points, 18u);
    EXPECT_GT(attempts, 17u * 15u); // a bisection to 1e-6 halves some twenty times
    EXPECT_EQ(share, 1.0);
    EXPECT_EQ(outcome.series[0].x.size(), 17u);
}

} // namespace
} // namespace soma::test
