#include "Core/Random.h"
#include "Support/EngineRun.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

/// Properties that every model must have, whatever its equations: run over all of them through the engine.
namespace soma::test {
namespace {

class EveryModel : public testing::TestWithParam<int> {
  protected:
    Snapshot values() const {
        Snapshot snapshot;
        snapshot.set(Id::model, GetParam());
        snapshot.set(Id::membrane_capacitance_nf, 0.1);
        snapshot.set(Id::membrane_resistance_mohm, 100.0);
        snapshot.set(Id::rest_mv, -70.0);
        snapshot.set(Id::threshold_mv, -50.0);
        snapshot.set(Id::reset_mv, -65.0);
        return snapshot;
    }
    std::vector<double> noise(int samples, double mean_pa, double spread_pa, std::uint64_t seed = 1) const {
        SplitMix64 random(seed);
        std::vector<double> pa;
        for (int k = 0; k < samples; ++k) pa.push_back(mean_pa + spread_pa * (2.0 * random.unit() - 1.0));
        return pa;
    }
};

void expect_finite(const EngineRun& run) {
    for (const double v : run.voltage_mv) ASSERT_TRUE(std::isfinite(v));
    for (std::size_t k = 0; k < run.left.size(); ++k) {
        ASSERT_TRUE(std::isfinite(run.left[k]) && std::isfinite(run.right[k]));
        ASSERT_LE(std::abs(run.left[k]), 0.9886f); // −0.1 dBFS
    }
    for (const double t : run.spikes_s) ASSERT_TRUE(std::isfinite(t));
}

TEST_P(EveryModel, rests_in_silence) {
    const auto run = run_engine(values(), 48000.0, 48000, 480);
    EXPECT_TRUE(run.spikes_s.empty());
    for (const double v : run.voltage_mv) ASSERT_NEAR(v, run.voltage_mv[0], 1e-6); // it starts at its own rest
    for (const float x : run.left) ASSERT_LT(std::abs(x), 1e-6f);
}

TEST_P(EveryModel, survives_any_finite_input) {
    for (const double pa : {1e3, 1e5, 1e7, 1e9}) {
        expect_finite(run_engine(values(), 44100.0, 4410, 64, {}, noise(4410, 0.0, pa)));
        expect_finite(run_engine(values(), 44100.0, 4410, 64, {}, std::vector<double>(4410, pa)));
        expect_finite(run_engine(values(), 44100.0, 4410, 64, {}, std::vector<double>(4410, -pa)));
    }
}

TEST_P(EveryModel, recovers_from_a_blast) {
    auto pa = std::vector<double>(48000, 0.0);
    for (int k = 1000; k < 1100; ++k) pa[static_cast<std::size_t>(k)] = (k % 2 != 0 ? 1.0 : -1.0) * 1e6;
    const auto blasted = run_engine(values(), 48000.0, 48000, 64, {}, pa);
    const auto quiet = run_engine(values(), 48000.0, 48000, 64);
    EXPECT_NEAR(blasted.voltage_mv.back(), quiet.voltage_mv.back(),
                1.0); // back at rest within a second, slow recovery aside
}

TEST_P(EveryModel, replaces_bad_samples) {
    auto pa = noise(4800, 200.0, 100.0);
    const auto clean = [&] {
        auto zeroed = pa;
        for (const int k : {100, 200, 300, 400}) zeroed[static_cast<std::size_t>(k)] = 0.0;
        return run_engine(values(), 48000.0, 4800, 64, {}, zeroed);
    }();
    pa[100] = std::numeric_limits<double>::quiet_NaN();
    pa[200] = std::numeric_limits<double>::infinity();
    pa[300] = -std::numeric_limits<double>::infinity();
    pa[400] = 1e300;
    const auto run = run_engine(values(), 48000.0, 4800, 64, {}, pa);
    EXPECT_EQ(run.status.bad_inputs, 4u);
    EXPECT_EQ(run.voltage_mv, clean.voltage_mv);
}

TEST_P(EveryModel, gives_the_same_bits_for_any_block_size_and_again_after_reset) {
    const auto pa = noise(9600, 400.0, 600.0);
    const auto whole = run_engine(values(), 48000.0, 9600, 9600, {}, pa);
    for (const int block : {1, 7, 64, 333, 4096}) {
        const auto cut = run_engine(values(), 48000.0, 9600, block, {}, pa);
        EXPECT_EQ(cut.voltage_mv, whole.voltage_mv) << block;
        EXPECT_EQ(cut.left, whole.left) << block;
        EXPECT_EQ(cut.spikes_s.size(), whole.spikes_s.size()) << block;
    }
    Engine engine;
    engine.prepare(48000.0, 9600);
    engine.set(values());
    std::vector<double> first;
    for (int round = 0; round < 2; ++round) {
        engine.reset();
        Block block;
        block.frames = 9600;
        block.current_pa = pa.data();
        engine.process(block);
        const std::vector<double> v(engine.voltage_mv().begin(), engine.voltage_mv().end());
        if (round == 0) first = v;
        EXPECT_EQ(v, first);
    }
}

/// A current that changes on a grid common to all rates: exact models to rounding, the others to the error that their
/// headers state (at most 1 µs over half a second here).
TEST_P(EveryModel, fires_at_the_same_times_at_every_sample_rate) {
    const auto at = [&](int rate_hz) {
        SplitMix64 random(5);
        std::vector<double> pa;
        for (int segment = 0; segment < 150; ++segment)
            pa.insert(pa.end(), rate_hz / 300, 300.0 + 900.0 * random.unit());
        return run_engine(values(), rate_hz, static_cast<int>(pa.size()), 512, {}, pa).spikes_s;
    };
    const bool exact = GetParam() < 9;
    const auto reference = at(192000);
    for (const int rate_hz : {44100, 48000, 96000}) {
        const auto spikes = at(rate_hz);
        ASSERT_EQ(spikes.size(), reference.size()) << rate_hz;
        for (std::size_t n = 0; n < spikes.size(); ++n)
            ASSERT_NEAR(spikes[n], reference[n], exact ? 1e-9 : 1e-6) << rate_hz;
    }
}

TEST_P(EveryModel, runs_at_every_time_scale) {
    for (const double scale : {0.02, 0.3, 17.0, 1000.0}) {
        auto fast = values();
        fast.set(Id::time_scale, scale);
        expect_finite(run_engine(fast, 48000.0, 2400, 64, {}, noise(2400, 500.0, 500.0)));
    }
    // The same current in the same model time, in half as many samples: the same number of spikes.
    auto twice = values();
    twice.set(Id::time_scale, 2.0);
    const auto once = run_engine(values(), 48000.0, 24000, 64, {}, std::vector<double>(24000, 600.0));
    const auto quick = run_engine(twice, 48000.0, 12000, 64, {}, std::vector<double>(12000, 600.0));
    EXPECT_EQ(once.spikes_s.size(), quick.spikes_s.size());
}

TEST_P(EveryModel, takes_jumps_of_any_parameter_while_it_runs) {
    Engine engine;
    engine.prepare(48000.0, 64);
    std::vector<float> left(64), right(64);
    SplitMix64 random(11);
    const auto pa = noise(64, 300.0, 600.0);
    for (int round = 0; round < 600; ++round) {
        auto jumped = values();
        for (std::size_t i = static_cast<std::size_t>(Id::membrane_capacitance_nf);
             i <= static_cast<std::size_t>(Id::adex_peak_mv); ++i)
            if (random.unit() < 0.1) jumped.set(static_cast<Id>(i), from_position(parameters()[i], random.unit()));
        engine.set(jumped);
        Block block;
        block.frames = 64;
        block.current_pa = pa.data();
        block.main[0] = left.data();
        block.main[1] = right.data();
        engine.process(block);
        for (const double v : engine.voltage_mv()) ASSERT_TRUE(std::isfinite(v)) << round;
        for (const float x : left) ASSERT_LE(std::abs(x), 0.9886f) << round;
    }
}

TEST_P(EveryModel, takes_a_clamp_conductance_to_its_reversal_potential) {
    Engine engine;
    engine.prepare(48000.0, 48000);
    auto clamped = values();
    clamped.set(Id::clamp_reversal_mv, -80.0);
    engine.set(clamped);
    engine.reset();
    const std::vector<double> ns(48000, 1e6);
    Block block;
    block.frames = 48000;
    block.conductance_ns = ns.data();
    engine.process(block);
    EXPECT_NEAR(engine.voltage_mv().back(), -80.0, 0.05); // 1000 µS against a leak of 10 nS and channels of µS
}

INSTANTIATE_TEST_SUITE_P(Models, EveryModel, testing::Range(0, 13), [](const auto& tested) {
    return std::string(choice_name(parameter(Id::model), tested.param));
});

} // namespace
} // namespace soma::test
