#include "Membrane/GlifOracle.h"
#include "Membrane/GlifSets.h"
#include "Membrane/Lif.h"
#include "Support/Run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numbers>
#include <random>

namespace soma::test {
namespace {

using membrane::Drive;
using membrane::Event;
using membrane::Glif;

void expect_same_spikes(const std::vector<double>& found_s, const std::vector<double>& expected_s, double tolerance_s) {
    ASSERT_EQ(found_s.size(), expected_s.size());
    for (std::size_t n = 0; n < found_s.size(); ++n) ASSERT_NEAR(found_s[n], expected_s[n], tolerance_s) << n;
}

/// The current that the steady leak needs to reach the threshold.
double rheobase_pa(const Glif::Params& params) {
    return 1e3 * (params.threshold_mv - params.leak.reversal_mv) / params.leak.resistance_mohm;
}

TEST(Glif, level_1_is_leaky_integrate_and_fire) {
    const auto params = published_glif_sets().at({"474637203", 1});
    const membrane::Lif::Params lif{params.leak, params.capacitance_nf, params.threshold_mv, params.reset_mv,
                                    params.refractory_ms};
    const auto drive = [](int k) { return Drive{900.0 + 700.0 * std::sin(0.01 * k)}; };
    const auto expected = run<membrane::Lif>(lif, 48000.0, 48000, drive);
    ASSERT_GT(expected.spikes_s.size(), 50u);
    expect_same_spikes(run<Glif>(params, 48000.0, 48000, drive).spikes_s, expected.spikes_s, 1e-13); // rounding
}

/// NEST 3.10's own test of glif_psc: level 1, default cell, 300 pA, spikes 11.99, 27.73, 43.47 ms after the onset. NEST
/// resets on its grid of 0.01 ms, so each interval is this one's rounded up, then the refractory period.
TEST(Glif, fires_where_nest_does) {
    Glif::Params params;
    params.level = 1;
    params.leak = {1000.0 / 9.43, -78.85};
    params.capacitance_nf = 0.05872;
    params.threshold_mv = -51.68;
    params.reset_mv = -78.85;
    params.refractory_ms = 3.75;
    const auto result = run<Glif>(params, 100000.0, 7600, [](int) { return Drive{300.0}; });
    const double tau_ms = 58.72 / 9.43, rise_mv = 300.0 / 9.43;
    const double climb_ms = tau_ms * std::log(rise_mv / (rise_mv - 27.17));
    ASSERT_EQ(result.spikes_s.size(), 5u);
    for (std::size_t n = 0; n < 5; ++n)
        EXPECT_NEAR(1e3 * result.spikes_s[n], static_cast<double>(n + 1) * climb_ms + static_cast<double>(n) * 3.75,
                    1e-11);
    const double nest_climb_ms = 0.01 * std::ceil(climb_ms / 0.01);
    EXPECT_NEAR(nest_climb_ms, 11.99, 1e-9);
    EXPECT_NEAR(nest_climb_ms + 3.75, 15.74, 1e-9);
}

/// Every published fit, with stimuli that the reference files do not hold, against another method.
TEST(Glif, agrees_with_runge_kutta_on_every_published_fit) {
    const double rate_hz = 48000.0;
    const int samples = 12000;
    for (const auto& [name, params] : published_glif_sets()) {
        SCOPED_TRACE(name.first + " level " + std::to_string(name.second));
        const double unit_pa = rheobase_pa(params);
        for (const bool clamped : {false, true}) {
            std::mt19937 random(17);
            std::normal_distribution<double> noise(1.6, 1.2);
            std::vector<Drive> input;
            for (int k = 0; k < samples; ++k) {
                // 2 ms pieces of noise on a sine; the clamp opens and shuts
                const double held = k % 96 == 0 ? noise(random) : input.back().current_pa / unit_pa;
                input.push_back({held * unit_pa, clamped && k / 480 % 2 == 0 ? 5.0 : 0.0, -20.0});
            }
            const auto drive = [&](int k) { return input[static_cast<std::size_t>(k)]; };
            const auto result = run<Glif>(params, rate_hz, samples, drive);
            EXPECT_GE(result.spikes_s.size(), 3u);
            // RK4 with steps of 1.3 µs errs by less than 1e-13 s here; what is left is double rounding
            expect_same_spikes(result.spikes_s, GlifOracle(params, 16).spikes_s(rate_hz, samples, drive), 1e-11);
        }
    }
}

/// Where rates meet: k_j = G/C and b_v = G/C = b_s, exactly and nearly.
TEST(Glif, agrees_with_runge_kutta_where_rates_meet) {
    for (const double apart : {0.0, 1e-12, 1e-7, 1e-3}) {
        Glif::Params params;
        const double leak_per_s = 1e3 / (params.leak.resistance_mohm * params.capacitance_nf);
        params.after_spike[0].decay_per_s = leak_per_s * (1.0 + apart);
        params.after_spike[1].decay_per_s = leak_per_s * (1.0 - apart);
        params.threshold_voltage_decay_per_s = leak_per_s * (1.0 + 2.0 * apart);
        params.threshold_spike_decay_per_s = leak_per_s;
        const auto drive = [](int k) { return Drive{500.0 + 400.0 * std::sin(1e-3 * k)}; };
        const auto result = run<Glif>(params, 48000.0, 12000, drive);
        EXPECT_GE(result.spikes_s.size(), 10u);
        expect_same_spikes(result.spikes_s, GlifOracle(params, 16).spikes_s(48000.0, 12000, drive), 1e-11);
    }
}

/// The brittle case: one sine cycle of this cell barely touches the threshold. The oracle's grid is fine enough to see
/// it.
TEST(Glif, finds_a_grazing_crossing) {
    const auto params = published_glif_sets().at({"512322162", 5});
    const auto drive = [&](int k) {
        const double permille = std::round(1200.0 + 1500.0 * std::sin(2.0 * std::numbers::pi * 40.0 * k / 48000.0));
        return Drive{permille * 160.0 / 1000.0};
    };
    const auto result = run<Glif>(params, 48000.0, 24000, drive);
    EXPECT_GE(result.spikes_s.size(), 5u);
    expect_same_spikes(result.spikes_s, GlifOracle(params, 64).spikes_s(48000.0, 24000, drive), 1e-6);
}

TEST(Glif, does_not_depend_on_the_sample_rate) {
    std::mt19937 random(23);
    std::normal_distribution<double> noise(1.5, 1.5);
    std::vector<double> pieces(600); // 2 s of 1/300 s, a grid that all the rates share
    for (auto& piece : pieces) piece = noise(random);
    for (const auto& published : published_glif_sets()) {
        const auto& [name, level] = published.first;
        const auto& params = published.second;
        SCOPED_TRACE(name + " level " + std::to_string(level));
        const double unit_pa = rheobase_pa(params);
        const auto at = [&](double rate_hz) {
            const int per_piece = static_cast<int>(rate_hz) / 300;
            return run<Glif>(params, rate_hz, 600 * per_piece,
                             [&](int k) { return Drive{unit_pa * pieces[static_cast<std::size_t>(k / per_piece)]}; })
                .spikes_s;
        };
        const auto whole_segments = at(300.0);
        EXPECT_GT(whole_segments.size(), 10u);
        for (const double rate_hz : {44100.0, 48000.0, 96000.0, 192000.0})
            expect_same_spikes(at(rate_hz), whole_segments, 1e-9); // rounding, grown at near-grazes
    }
}

TEST(Glif, a_reset_above_the_threshold_starts_just_below_it) {
    Glif::Params params;
    params.level = 2;
    params.reset_slope = 3.0;
    params.reset_offset_mv = 10.0;
    params.threshold_spike_step_mv = 2.0;
    const auto coeffs = Glif::prepare(params, 1.0 / 48.0);
    auto state = Glif::reset(coeffs, {});
    const Drive drive{2.0 * rheobase_pa(params)};
    const auto until = [&](Event event) {
        for (int k = 0; k < 48000; ++k)
            if (Glif::advance(coeffs, state, drive, 1.0 / 48.0).event == event) return true;
        return false;
    };
    ASSERT_TRUE(until(Event::spike));
    EXPECT_TRUE(state.refractory.active());
    EXPECT_NEAR(state.voltage_mv, params.threshold_mv + 2.0 - membrane::reset_gap_mv, 1e-12); // θ has jumped too
    ASSERT_TRUE(until(Event::release));
    ASSERT_TRUE(until(Event::spike)); // and it goes on firing
    std::array<double, 5> seen{};
    Glif::observe(coeffs, state, drive, seen.data());
    EXPECT_NEAR(state.voltage_mv, seen[4] - membrane::reset_gap_mv, 1e-12);

    params.level = 1; // the plain reset obeys the same rule
    params.reset_mv = params.threshold_mv + 5.0;
    const auto plain = Glif::prepare(params, 1.0 / 48.0);
    state = Glif::reset(plain, {});
    while (Glif::advance(plain, state, drive, 1.0 / 48.0).event != Event::spike) {
    }
    EXPECT_NEAR(state.voltage_mv, params.threshold_mv - membrane::reset_gap_mv, 1e-12);
}

TEST(Glif, holds_everything_for_exactly_the_refractory_period) {
    const Glif::Params params;
    const auto coeffs = Glif::prepare(params, 1.0 / 48.0);
    auto state = Glif::reset(coeffs, {});
    while (Glif::advance(coeffs, state, Drive{900.0}, 1.0 / 48.0).event != Event::spike) {
    }
    const auto at_reset = state;
    double held_ms = 0.0;
    for (auto event = Event::none; event != Event::release;) {
        const auto segment = Glif::advance(coeffs, state, Drive{5000.0, 50.0, 0.0}, 1.0 / 48.0);
        held_ms += segment.elapsed_ms;
        event = segment.event;
        EXPECT_EQ(segment.begin_mv, at_reset.voltage_mv);
        EXPECT_EQ(segment.end_mv, at_reset.voltage_mv);
    }
    EXPECT_NEAR(held_ms, params.refractory_ms, 1e-13);
    EXPECT_EQ(state.current_pa, at_reset.current_pa);
    EXPECT_EQ(state.threshold_spike_mv, at_reset.threshold_spike_mv);
    EXPECT_EQ(state.threshold_voltage_mv, at_reset.threshold_voltage_mv);
}

TEST(Glif, fires_at_once_when_it_starts_above_the_threshold) {
    const Glif::Params params;
    const auto coeffs = Glif::prepare(params, 1.0 / 48.0);
    membrane::Initial initial;
    initial.voltage_mv = -20.0;
    initial.internal[3] = 0.0;
    auto state = Glif::reset(coeffs, initial);
    const auto segment = Glif::advance(coeffs, state, Drive{}, 1.0 / 48.0);
    EXPECT_EQ(segment.event, Event::spike);
    EXPECT_EQ(segment.elapsed_ms, 0.0);
    EXPECT_LT(state.voltage_mv, -20.0);
}

TEST(Glif, starts_where_a_cell_says_and_else_at_its_steady_state) {
    const Glif::Params params;
    const auto coeffs = Glif::prepare(params, 1.0 / 48.0);
    std::array<double, 5> seen{};
    membrane::Initial initial;
    initial.voltage_mv = params.leak.reversal_mv + 10.0;
    Glif::observe(coeffs, Glif::reset(coeffs, initial), Drive{}, seen.data());
    const double steady_mv = 10.0 * params.threshold_voltage_gain_per_s / params.threshold_voltage_decay_per_s;
    EXPECT_THAT(std::vector(seen.begin(), seen.end() - 1),
                testing::Pointwise(testing::DoubleNear(1e-12), {0.0, 0.0, 0.0, steady_mv}));
    EXPECT_NEAR(seen[4], params.threshold_mv + steady_mv, 1e-12);

    std::copy_n(std::array{-5.0, -6.0, 1.5, 2.5}.begin(), 4, initial.internal.begin());
    Glif::observe(coeffs, Glif::reset(coeffs, initial), Drive{}, seen.data());
    EXPECT_THAT(seen,
                testing::Pointwise(testing::DoubleNear(1e-12), {-5.0, -6.0, 1.5, 2.5, params.threshold_mv + 4.0}));

    auto plain = params; // a level without these variables has none to set
    plain.level = 1;
    const auto level_1 = Glif::prepare(plain, 1.0 / 48.0);
    Glif::observe(level_1, Glif::reset(level_1, initial), Drive{}, seen.data());
    EXPECT_THAT(seen, testing::Pointwise(testing::DoubleNear(1e-12), {0.0, 0.0, 0.0, 0.0, params.threshold_mv}));
}

TEST(Glif, a_level_that_changes_while_it_runs_leaves_nothing_of_the_other_behind) {
    Glif::Params params;
    params.after_spike[0].decay_per_s = 0.0; // would stay for ever
    const auto before = Glif::prepare(params, 1.0 / 48.0);
    auto state = Glif::reset(before, {});
    for (int spikes = 0; spikes < 5;)
        spikes += Glif::advance(before, state, Drive{900.0}, 1.0 / 48.0).event == Event::spike;
    params.level = 1;
    const auto after = Glif::prepare(params, 1.0 / 48.0);
    const double voltage_mv = state.voltage_mv;
    EXPECT_LT(state.current_pa[0], -10.0);
    for (int k = 0; k < 4800; ++k) Glif::advance(after, state, Drive{}, 1.0 / 48.0);
    EXPECT_NE(state.voltage_mv, voltage_mv);
    EXPECT_NEAR(state.current_pa[0], 0.0, 1e-300);
    EXPECT_NEAR(state.threshold_spike_mv + state.threshold_voltage_mv, 0.0, 1e-300);
    EXPECT_NEAR(state.voltage_mv, params.leak.reversal_mv, 1e-3); // 14 τ later
}

/// Any parameters that a table may allow, any finite drive.
TEST(Glif, stays_finite) {
    std::mt19937 random(41);
    const auto pick = [&](std::initializer_list<double> values) {
        return values.begin()[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
    };
    for (int n = 0; n < 500; ++n) {
        Glif::Params params;
        params.level = 1 + n % 5;
        params.leak.resistance_mohm = pick({0.1, 1.0, 100.0, 1e5});
        params.capacitance_nf = pick({1e-5, 1e-2, 0.1, 1.0, 1e2});
        params.refractory_ms = pick({0.01, 1.0, 100.0});
        params.reset_slope = pick({-10.0, 0.0, 1.0, 1.2, 10.0});
        params.reset_offset_mv = pick({-200.0, 0.0, 200.0});
        for (auto& current : params.after_spike)
            current = {pick({-1e5, -100.0, 0.0, 1e5}), pick({0.0, 3.0, 1e5}), pick({0.0, 1.0, 2.0})};
        params.threshold_spike_step_mv = pick({-100.0, 0.0, 3.0, 100.0});
        params.threshold_spike_decay_per_s = pick({0.0, 77.0, 1e5});
        params.threshold_voltage_gain_per_s = pick({-1e5, 0.0, 50.0, 1e5});
        params.threshold_voltage_decay_per_s = pick({0.0, 160.0, 1e5});
        const double step_ms = pick({1e-3, 1.0 / 48.0, 20.0});
        const auto coeffs = Glif::prepare(params, step_ms);
        auto state = Glif::reset(coeffs, {});
        for (int k = 0; k < 200; ++k) {
            const Drive drive{pick({-1e9, -1e5, -100.0, 0.0, 100.0, 1e5, 1e9, 1e15}), pick({0.0, 0.0, 1.0, 1e6}),
                              pick({-90.0, 0.0, 50.0})};
            double left_ms = step_ms;
            for (int events = 0; left_ms > 0.0 && events < 16; ++events) {
                const auto segment = Glif::advance(coeffs, state, drive, left_ms);
                ASSERT_GE(segment.elapsed_ms, 0.0);
                ASSERT_LE(segment.elapsed_ms, left_ms);
                for (const double value :
                     {segment.begin_mv, segment.end_mv, segment.begin_slope, segment.end_slope, state.voltage_mv,
                      state.current_pa[0], state.current_pa[1], state.threshold_spike_mv, state.threshold_voltage_mv})
                    ASSERT_TRUE(std::isfinite(value)) << "case " << n << " sample " << k;
                left_ms -= segment.elapsed_ms;
            }
        }
    }
}

} // namespace
} // namespace soma::test
