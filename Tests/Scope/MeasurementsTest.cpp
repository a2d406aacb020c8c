#include "Scope/Measurements.h"

#include "Scope/Cursors.h"
#include "Scope/PhasePlane.h"
#include "Scope/Rig.h"
#include "Scope/SpikeTriggered.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

namespace soma::scope::test {
namespace {

Signal spikes_at(std::vector<double> times_s) {
    Signal signal;
    signal.spikes_s = {std::move(times_s)};
    return signal;
}

TEST(Measurements, KnowNothingBeforeAnythingHappened) {
    Rig rig;
    auto nothing = measure_spikes(rig.history, 2.0);
    EXPECT_FALSE(nothing.rate_per_s);
    EXPECT_FALSE(nothing.isi_cv);
    EXPECT_FALSE(nothing.last_isi_ms);
    rig.run_seconds(spikes_at({0.5}), 1.0);
    const auto one = measure_spikes(rig.history, 2.0);
    EXPECT_EQ(one.count, 1);
    EXPECT_NEAR(*one.rate_per_s, 1.0, 1e-9) << "over the second that is known, not the two asked for";
    EXPECT_NEAR(one.window_s, 1.0, 1e-9);
    EXPECT_FALSE(one.isi_cv);
    EXPECT_FALSE(one.last_isi_ms);
    rig.run_seconds(spikes_at({}), 4.0);
    EXPECT_EQ(*measure_spikes(rig.history, 2.0).rate_per_s, 0.0) << "silence is known";
}

/// Steps of 100 ms every 250 ms, each with spikes 20 ms apart: a regular cell is regular, whatever the pauses are.
TEST(Measurements, LeaveOutThePausesBetweenStimuli) {
    Rig rig;
    Signal signal;
    signal.spikes_s.emplace_back();
    for (int step = 0; step < 8; ++step) {
        signal.stimuli_s.push_back(0.25 * step + 0.01);
        for (int spike = 1; spike <= 4; ++spike) signal.spikes_s[0].push_back(0.25 * step + 0.01 + 0.02 * spike);
    }
    rig.run_seconds(signal, 2.0);
    const auto result = measure_spikes(rig.history, 2.0);
    EXPECT_EQ(result.count, 32);
    EXPECT_NEAR(*result.isi_cv, 0.0, 1e-6) << "the intervals are equal but for the rounding of 0.02 n";
    EXPECT_NEAR(*result.rate_per_s, 50.0, 1e-6);
    EXPECT_EQ(isi_histogram(rig.history, {}, 0.0).total(), 24) << "three intervals in each of eight steps";

    // One spike for each pulse of a train: then the intervals between pulses are all there is.
    Rig train_rig;
    Signal train;
    train.spikes_s.emplace_back();
    for (int pulse = 0; pulse < 20; ++pulse) {
        train.stimuli_s.push_back(0.05 * pulse + 0.01);
        train.spikes_s[0].push_back(0.05 * pulse + 0.012);
    }
    train_rig.run_seconds(train, 1.0);
    EXPECT_NEAR(*measure_spikes(train_rig.history, 1.0).rate_per_s, 20.0, 1e-9);
    EXPECT_NEAR(*measure_spikes(train_rig.history, 1.0).isi_cv, 0.0, 1e-6);
}

TEST(Measurements, AgreeWithClosedForms) {
    Rig rig;
    std::vector<double> times_s;
    double t = 0.005;
    for (int n = 0; t < 10.0; ++n) { // 10 and 30 ms in turn: mean 20, deviation 10
        times_s.push_back(t);
        t += n % 2 == 0 ? 0.01 : 0.03;
    }
    rig.run_seconds(spikes_at(times_s), 10.0);
    const auto result = measure_spikes(rig.history, 2.0);
    EXPECT_EQ(result.count, 100);
    EXPECT_NEAR(*result.rate_per_s, 50.0, 1e-9);
    // 99 intervals: 49 or 50 of them long. Deviation of a two-valued variable over its mean.
    const auto cv = [](double part_long) {
        return 20.0 * std::sqrt(part_long * (1.0 - part_long)) / (10.0 + 20.0 * part_long);
    };
    const double long_last = *result.last_isi_ms > 20.0 ? 50.0 : 49.0;
    EXPECT_NEAR(*result.isi_cv, cv(long_last / 99.0), 1e-9);
    const double last_ms = (times_s.back() - times_s[times_s.size() - 2]) * 1e3;
    EXPECT_NEAR(*result.last_isi_ms, last_ms, 1e-6);

    Rig regular_rig;
    regular_rig.run_seconds(regular(4.5, 20.0), 10.0);
    const auto steady = measure_spikes(regular_rig.history, 4.0);
    EXPECT_NEAR(*steady.isi_cv, 0.0, 1e-8);
    EXPECT_NEAR(*steady.last_isi_ms, 1000.0 / 4.5, 1e-6);
    EXPECT_NEAR(*steady.rate_per_s, 4.5, 0.25);
}

TEST(Measurements, UseModelTime) {
    Rig rig;
    rig.feed.time_scale = 20.0;
    rig.run_seconds(regular(50.0, 100.0), 1.0);
    const auto result = measure_spikes(rig.history, 2.0);
    EXPECT_NEAR(*result.rate_per_s, 50.0, 0.6);
    EXPECT_NEAR(*result.last_isi_ms, 20.0, 1e-6);
}

TEST(Measurements, DoNotReachAcrossLostSamples) {
    Rig rig;
    rig.run_seconds(regular(10.0, 20.0), 2.0);
    rig.feed.skip(48000);
    rig.run_seconds(regular(10.0, 20.0), 0.15);
    const auto result = measure_spikes(rig.history, 2.0);
    EXPECT_LE(result.count, 2);
    EXPECT_LT(result.window_s, 0.2);
    const auto histogram = isi_histogram(rig.history, {1.0, 5000.0, 20, BinScale::linear}, 0.0);
    EXPECT_LE(histogram.total(), 1);
}

TEST(Measurements, DoNotMixOneNeuronWithTheNext) {
    Rig rig;
    rig.history.measure_from_now(); // with nothing there yet
    rig.run_seconds(regular(10.0, 20.0), 2.05);
    rig.history.measure_from_now();
    EXPECT_FALSE(measure_spikes(rig.history, 2.0).last_isi_ms);
    rig.run_seconds(regular(100.0, 20.0), 0.1);
    const auto result = measure_spikes(rig.history, 2.0);
    EXPECT_NEAR(*result.last_isi_ms, 10.0, 1e-6);
    EXPECT_NEAR(*result.rate_per_s, 100.0, 11.0); // one spike more or less in 0.1 s
    EXPECT_NEAR(*result.isi_cv, 0.0, 1e-6);
}

TEST(Measurements, HistogramCountsEveryIntervalOnce) {
    Rig rig;
    std::vector<double> times_s{0.1};
    for (int n = 0; n < 40; ++n) times_s.push_back(times_s.back() + 0.015);
    for (int n = 0; n < 20; ++n) times_s.push_back(times_s.back() + 0.150);
    times_s.push_back(times_s.back() + 1.5);    // above
    times_s.push_back(times_s.back() + 0.0005); // below
    rig.run_seconds(spikes_at(times_s), 6.0);
    for (const auto scale : {BinScale::linear, BinScale::logarithmic}) {
        const auto histogram = isi_histogram(rig.history, {1.0, 1000.0, 30, scale}, 0.0);
        ASSERT_EQ(histogram.counts.size(), 30u);
        EXPECT_DOUBLE_EQ(histogram.edges_ms.front(), 1.0);
        EXPECT_DOUBLE_EQ(histogram.edges_ms.back(), 1000.0);
        EXPECT_EQ(histogram.total(), 62);
        EXPECT_EQ(histogram.above, 1);
        EXPECT_EQ(histogram.below, 1);
        for (std::size_t bin = 0; bin < 30; ++bin) {
            const double low = histogram.edges_ms[bin], high = histogram.edges_ms[bin + 1];
            const std::int64_t expected =
                (low <= 15.0 && 15.0 < high ? 40 : 0) + (low <= 150.0 && 150.0 < high ? 20 : 0);
            EXPECT_EQ(histogram.counts[bin], expected) << low << " ms";
        }
    }
    EXPECT_EQ(isi_histogram(rig.history, {}, times_s[41]).total(), 21) << "since a given instant";
}

TEST(Cursors, ReadTheTimeConstantOfAMembrane) {
    Rig rig;
    constexpr double tau_s = 0.0202;
    Signal charge; // RC from −70 to −60 mV, beginning at 0.1 s
    charge.voltage_mv = [](double t) { return t < 0.1 ? -70.0 : -60.0 - 10.0 * std::exp(-(t - 0.1) / tau_s); };
    rig.run_seconds(charge, 1.0);
    const auto reading = read_cursors(rig.history, 0.1, 0.1 + 20.0 * tau_s);
    EXPECT_NEAR(reading.dt_ms, 404.0, 1e-9);
    EXPECT_NEAR(*reading.rate_per_s, 1.0 / 0.404, 1e-9);
    EXPECT_NEAR(*reading.dv_mv, 10.0, 1e-4); // samples are kept in float: 4 µV at 70 mV
    ASSERT_TRUE(reading.tau_ms);
    EXPECT_NEAR(*reading.tau_ms, 20.2, 0.02); // 8 µV of a slope of 0.18 mV/ms
    const auto reversed = read_cursors(rig.history, 0.1 + 20.0 * tau_s, 0.1);
    EXPECT_NEAR(*reversed.dv_mv, -10.0, 1e-4);
    EXPECT_NEAR(*reversed.tau_ms, 20.2, 0.02);
    Signal discharge;
    discharge.voltage_mv = [](double t) { return -70.0 + 5.0 * std::exp(-(t - 1.0) / 0.005); };
    rig.run_seconds(discharge, 0.5);
    EXPECT_NEAR(*read_cursors(rig.history, 1.0, 1.2).tau_ms, 5.0, 0.01);
}

TEST(Cursors, SayWhatCannotBeKnown) {
    Rig rig;
    rig.run_seconds(regular(10.0, 2.0), 1.0);
    EXPECT_FALSE(read_cursors(rig.history, 0.05, 0.95).tau_ms) << "a spike lies between";
    EXPECT_TRUE(read_cursors(rig.history, 0.11, 0.19).tau_ms);
    const auto outside = read_cursors(rig.history, 0.5, 3.0);
    EXPECT_TRUE(outside.first_mv);
    EXPECT_FALSE(outside.second_mv);
    EXPECT_FALSE(outside.dv_mv);
    EXPECT_FALSE(outside.tau_ms);
    EXPECT_FALSE(read_cursors(rig.history, 0.5, 0.5).rate_per_s);
    Signal flat;
    Rig quiet;
    quiet.run(flat, 1.0);
    EXPECT_FALSE(read_cursors(quiet.history, 0.1, 0.9).tau_ms);
    EXPECT_EQ(*read_cursors(quiet.history, 0.1, 0.9).dv_mv, 0.0);
}

TEST(Cursors, ReadTheExactLineAtAReset) {
    Rig rig;
    const double spike_s = (4800.0 + 0.25) / 48000.0;
    Signal signal = spikes_at({spike_s});
    signal.resets = true;
    signal.voltage_mv = [=](double t) { return t < spike_s ? -50.0 + 1000.0 * (t - spike_s) : -65.0; };
    rig.run_seconds(signal, 1.0);
    EXPECT_NEAR(*value_at(rig.history, Lane::voltage, spike_s - 1e-6), -50.001, 1e-4);
    EXPECT_NEAR(*value_at(rig.history, Lane::voltage, spike_s + 1e-9), -65.0, 1e-4);
    EXPECT_NEAR(*value_at(rig.history, Lane::voltage, rig.history.spikes_s().back()), -65.0, 1e-4) << "after the edge";
}

TEST(Cursors, SnapToSpikes) {
    Rig rig;
    rig.run_seconds(spikes_at({0.2, 0.25, 0.7}), 1.0);
    EXPECT_NEAR(snap_to_spike(rig.history, 0.205, 0.01), 0.2, 1e-9);
    EXPECT_NEAR(snap_to_spike(rig.history, 0.23, 0.1), 0.25, 1e-9);
    EXPECT_EQ(snap_to_spike(rig.history, 0.5, 0.01), 0.5);
    EXPECT_NEAR(*next_spike_s(rig.history, 0.2), 0.2, 1e-9) << "one that is rounding away counts";
    EXPECT_NEAR(*next_spike_s(rig.history, *next_spike_s(rig.history, 0.1)), 0.25, 1e-9);
    EXPECT_NEAR(*previous_spike_s(rig.history, 0.5), 0.25, 1e-9);
    EXPECT_FALSE(next_spike_s(rig.history, 0.71));
    EXPECT_FALSE(previous_spike_s(rig.history, 0.19));
}

TEST(SpikeTriggered, OverlaysAndAveragesLikeSweeps) {
    Rig rig;
    rig.run_seconds(regular(20.0, 3.0), 2.0);
    const SpikeFrame frame{0.005, 0.015};
    std::vector<Trace> overlay;
    draw_spike_overlay(rig.history, frame, 8, 200, {}, overlay);
    ASSERT_EQ(overlay.size(), 8u);
    for (const auto& sweep : overlay) {
        EXPECT_NEAR(sweep.max, -50.0, 1e-4);
        EXPECT_NEAR(sweep.min, -65.0, 1e-4);
    }
    const auto average = average_spikes(rig.history, frame, 8, 81);
    EXPECT_EQ(average.sweeps, 8);
    ASSERT_EQ(average.mean_mv.size(), 81u);
    EXPECT_NEAR(average.offset_ms.front(), -5.0, 1e-9);
    for (std::size_t i = 0; i < 81; ++i) {
        if (i == 20) continue; // the edge itself
        const double expected = i < 20 ? -50.0 + 0.3 * average.offset_ms[i] : -65.0 + 0.3 * average.offset_ms[i];
        EXPECT_NEAR(average.mean_mv[i], expected, 1e-4) << average.offset_ms[i];
        EXPECT_NEAR(average.deviation_mv[i], 0.0, 1e-4);
    }
    Rig quiet;
    quiet.run({}, 1.0);
    EXPECT_EQ(average_spikes(quiet.history, frame, 8, 81).sweeps, 0);
}

TEST(PhasePlane, OfAPassiveMembraneIsALine) {
    Rig rig;
    Signal charge;
    charge.voltage_mv = [](double t) { return -60.0 - 10.0 * std::exp(-t / 0.01); };
    rig.run_seconds(charge, 1.0);
    std::vector<PhasePoint> points;
    draw_phase_plane(rig.history, 0.0, 0.03, 100000, points);
    ASSERT_GT(points.size(), 1000u);
    for (const auto& point : points) // dV/dt = (E − V)/τ; float: 4 µV in 0.02 ms
        ASSERT_NEAR(point.slope_mv_per_ms, (-60.0 - point.voltage_mv) / 10.0, 8e-4);
    EXPECT_TRUE(points.front().begins);
    EXPECT_FALSE(points[1].begins);
    draw_phase_plane(rig.history, 0.0, 0.03, 100, points);
    EXPECT_EQ(points.size(), 100u);
}

TEST(PhasePlane, BreaksAtResets) {
    Rig rig;
    rig.run_seconds(regular(20.0, 3.0), 1.0);
    std::vector<PhasePoint> points;
    draw_phase_plane(rig.history, 0.0, 1.0, 1000000, points);
    int lines = 0;
    for (const auto& point : points) {
        lines += point.begins;
        ASSERT_NEAR(point.slope_mv_per_ms, 0.3, 8e-4) << "no steep stroke across a reset";
    }
    EXPECT_EQ(lines, 20);
}

} // namespace
} // namespace soma::scope::test
