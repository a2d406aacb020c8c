#include "Recording/RandomCell.h"
#include "Recording/SyntheticCell.h"

#include "Recording/Coincidence.h"
#include "Recording/ForcedRun.h"
#include "Recording/LeastSquares.h"
#include "Recording/PassiveFit.h"
#include "Recording/SpikeDetection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace soma::test {
namespace {

using namespace recording;

constexpr double rate_hz = 25000.0;

std::vector<double> regular(double from_ms, double interval_ms, int count) {
    std::vector<double> times;
    for (int i = 0; i < count; ++i) times.push_back(from_ms + i * interval_ms);
    return times;
}

TEST(Coincidence, CountsEachSpikeOnce) {
    const std::vector<double> recorded{10.0, 20.0, 30.0}, model{8.0, 12.0, 29.0, 50.0};
    EXPECT_EQ(coincidences(recorded, model, 4.0), 2); // 10–8, 30–29; 12 is nobody's: 20 is 8 ms off
    EXPECT_EQ(coincidences(recorded, model, 0.5), 0);
    EXPECT_EQ(coincidences({}, model, 4.0), 0);
}

TEST(Coincidence, GammaIsOneForEqualTrainsAndZeroByChance) {
    const auto train = regular(5.0, 50.0, 40);
    EXPECT_DOUBLE_EQ(coincidence_factor(train, train, 2000.0), 1.0);
    // By hand: 2 coincidences of 3 and 4 spikes in 100 ms at ±4 ms. By chance 2·4/100·4·3 = 0.96 of them.
    const std::vector<double> recorded{10.0, 20.0, 30.0}, model{8.0, 12.0, 29.0, 50.0};
    const double covered = 2.0 * 4.0 * 4.0 / 100.0;
    EXPECT_NEAR(coincidence_factor(recorded, model, 100.0), (2.0 - 3.0 * covered) / 3.5 / (1.0 - covered), 1e-12);
    EXPECT_TRUE(std::isnan(coincidence_factor({}, {}, 100.0)));
    EXPECT_EQ(coincidence_factor(train, {}, 2000.0), 0.0);
    EXPECT_TRUE(std::isnan(coincidence_factor(train, regular(0.0, 8.0, 250), 2000.0))); // the windows cover all of it
    // Poisson trains that know nothing of each other.
    SplitMix64 random(1);
    const auto poisson = [&] {
        std::vector<double> times;
        for (double t = 0.0; t < 1e6;) times.push_back(t += -std::log(1.0 - random.unit()) * 100.0);
        times.pop_back();
        return times;
    };
    // 10,000 spikes with 8 % coincidences by chance: a standard error of 0.003.
    EXPECT_NEAR(coincidence_factor(poisson(), poisson(), 1e6), 0.0, 0.012);
}

TEST(Coincidence, TemporalVarianceFollowsTheGaussiansOverlap) {
    const auto train = regular(500.0, 1000.0, 50);
    EXPECT_NEAR(explained_temporal_variance(train, train, 50500.0), 1.0, 1e-12);
    // Far-apart spikes, each moved by d: the covariance of two Gaussians of σ falls with e^(−d²/4σ²).
    for (const double shift_ms : {5.0, 10.0, 20.0}) {
        const auto moved = regular(500.0 + shift_ms, 1000.0, 50);
        const double overlap = std::exp(-shift_ms * shift_ms / (4.0 * 100.0));
        // The mean rate, 25/1000, takes 3.5 % of the second moment: both lose it alike.
        const double mean = std::sqrt(2.0 * std::numbers::pi) * 10.0 / 1010.0;
        const double square = std::sqrt(std::numbers::pi) * 10.0 / 1010.0;
        const double expected = (square * overlap - mean * mean) / (square - mean * mean);
        EXPECT_NEAR(explained_temporal_variance(train, moved, 50500.0), expected, 2e-3); // the ends of the grid
    }
}

TEST(SpikeDetection, FindsEverySpikeAtItsInstant) {
    for (const double noise_mv : {0.0, 0.2, 1.0}) {
        const RandomCell cell(ModelId::glif4, 3);
        SyntheticCell synthetic(cell.values, rate_hz, noise_mv, 7);
        for (const auto& current : usual_protocol(rate_hz, 2000.0, cell.threshold_pa, 11)) {
            const auto found = find_spikes(synthetic.record(1, current));
            const auto& true_ms = synthetic.spikes_ms();
            ASSERT_EQ(found.size(), true_ms.size()) << noise_mv;
            for (std::size_t i = 0; i < found.size(); ++i) {
                // Four samples: the noise of the slope, and what its window does not know of a sharp onset.
                ASSERT_NEAR(found[i].time_ms, true_ms[i], 0.16) << noise_mv;
                // It rises for 0.4 ms; its round top hides where the noise is highest.
                ASSERT_NEAR(found[i].peak_ms - true_ms[i], 0.4, noise_mv == 0.0 ? 0.05 : 0.5) << noise_mv;
            }
        }
    }
}

/// A sweep begins in the middle of a spike, is noisy, and an artefact of the stimulus is far steeper than the spike:
/// the spike's threshold, looked for before the first sample, is put at it.
TEST(SpikeDetection, ASpikeAtTheBeginningStartsNoEarlierThanTheSweep) {
    std::vector<double> v(2000, -60.0);
    for (std::size_t k = 0; k < v.size(); ++k) v[k] += k % 2 == 0 ? 2.0 : -2.0;
    v[2] = -20.0;
    v[1000] = 30000.0;
    const auto found = find_spikes(v, 10000.0);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].time_ms, 0.0);
    for (const auto& spike : found) {
        EXPECT_LE(spike.time_ms, spike.peak_ms);
        EXPECT_LE(spike.peak_ms, spike.trough_ms);
    }
}

TEST(SpikeDetection, SubthresholdVoltageHasNone) {
    std::vector<double> silent(50000, -70.0);
    NormalRandom random(3);
    for (auto& v : silent) v += random.next();
    EXPECT_TRUE(find_spikes(silent, 50000.0).empty());
    for (std::size_t k = 20000; k < 25000; ++k)
        silent[k] += 40.0; // a step of an amplifier: fast, and below −30 mV + noise
    for (auto& v : silent) v -= 10.0;
    EXPECT_TRUE(find_spikes(silent, 50000.0).empty());
    EXPECT_TRUE(find_spikes(std::vector<double>{1.0}, 50000.0).empty());
    EXPECT_TRUE(find_spikes(std::vector<double>{}, 50000.0).empty());
}

TEST(PassiveFit, IsExactForAPassiveMembraneWithoutNoise) {
    const RandomCell cell(ModelId::rc, 5);
    SyntheticCell synthetic(cell.values, rate_hz, 0.0, 1);
    std::vector<Sweep> sweeps;
    for (const auto& current : usual_protocol(rate_hz, 1000.0, 0.5 * cell.threshold_pa, 2))
        sweeps.push_back(synthetic.record(1, current));
    const auto data = make_fit_data(std::span(sweeps).first(4)); // steps: their means are exact
    const auto fit = fit_passive(data.sweeps);
    ASSERT_TRUE(fit);
    const double tau_ms = cell.values[Id::membrane_resistance_mohm] * cell.values[Id::membrane_capacitance_nf];
    // The trapezoidal mean of an exponential over 0.2 ms is off by (0.04 ms/τ)²/12, 2e-6 of it.
    EXPECT_NEAR(fit->rest_mv, cell.values[Id::rest_mv], 1e-4);
    EXPECT_NEAR(fit->resistance_mohm / cell.values[Id::membrane_resistance_mohm], 1.0, 1e-4);
    EXPECT_NEAR(fit->tau_ms / tau_ms, 1.0, 1e-3);
    EXPECT_LT(fit->rms_mv, 1e-2); // edges of steps within a bin
    // No current: nothing can be known of the resistance.
    for (auto& sweep : sweeps) std::ranges::fill(sweep.current_pa, 0.0);
    EXPECT_FALSE(fit_passive(make_fit_data(sweeps).sweeps));
}

class ForcedRuns : public testing::TestWithParam<ModelId> {};

// A model that is made to fire when it fires anyway does what it does alone, and misses nothing.
TEST_P(ForcedRuns, FollowTheModelsOwnSpikes) {
    const RandomCell cell(GetParam(), 9);
    SyntheticCell synthetic(cell.values, rate_hz, 0.0, 1);
    auto sweep =
        synthetic.record(1, usual_protocol(rate_hz, 1000.0, cell.threshold_pa, 4)[3]); // a step: bins are exact
    auto data = make_fit_data({&sweep, 1}).sweeps.front();
    const auto free = run_free(cell.values, data);
    data.spikes_ms = free.spikes_ms;
    ASSERT_GT(free.spikes_ms.size(), 3u);
    const auto forced = run_forced(cell.values, data);
    ASSERT_EQ(forced.misses.size(), free.spikes_ms.size());
    for (const double miss : forced.misses) EXPECT_NEAR(miss, 0.0, 2e-2);
    for (std::size_t b = 0; b < free.voltage_mv.size(); ++b)
        if (data.below_threshold[b]) {
            ASSERT_NEAR(forced.voltage_mv[b], free.voltage_mv[b], 0.2) << static_cast<double>(b) * data.bin_ms << " ms";
        }
    EXPECT_GT(explained_variance(data, forced), 0.999);
}
INSTANTIATE_TEST_SUITE_P(Models, ForcedRuns,
                         testing::Values(ModelId::lif, ModelId::glif1, ModelId::glif2, ModelId::glif3, ModelId::glif4,
                                         ModelId::glif5, ModelId::adex));

// A line through blocks of points: least squares and standard errors are known in closed form.
TEST(LeastSquares, FindsALineAndItsErrors) {
    constexpr std::size_t blocks = 40;
    constexpr int each = 50;
    NormalRandom random(5);
    std::vector<std::vector<double>> y(blocks);
    for (auto& block : y) {
        const double own = 0.02 * random.next(); // blocks differ: within one, points are not independent
        for (int i = 0; i < each; ++i) block.push_back(0.3 + 0.5 * i / each + own + 0.01 * random.next());
    }
    const BlockResiduals residuals = [&](std::size_t block, std::span<const double> p) {
        std::vector<double> r;
        for (int i = 0; i < each; ++i) r.push_back(y[block][static_cast<std::size_t>(i)] - p[0] - p[1] * i / each);
        return r;
    };
    const auto found = minimise(residuals, blocks, {0.9, 0.1}, 20);
    EXPECT_TRUE(found.settled);
    EXPECT_NEAR(found.point[0], 0.3, 4.0 * 0.02 / std::sqrt(static_cast<double>(blocks)));
    EXPECT_NEAR(found.point[1], 0.5, 0.01);
    const auto errors = bootstrap_errors(found.blocks, 4000, 1);
    // The intercept's error is that of the blocks' mean; 40 blocks know it to 11 %, 4000 draws to 1 %.
    EXPECT_NEAR(errors[0] / (0.02 / std::sqrt(static_cast<double>(blocks))), 1.0, 0.3);
    EXPECT_NEAR(interval_factor(10), 2.262 * std::sqrt(10.0 / 9.0), 1e-9);
    EXPECT_NEAR(interval_factor(101), 1.984 * std::sqrt(101.0 / 100.0), 2e-3); // Student's t with 100 degrees
    EXPECT_TRUE(std::isnan(interval_factor(1)));
}

} // namespace
} // namespace soma::test
