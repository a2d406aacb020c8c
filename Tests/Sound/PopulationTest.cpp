#include "Sound/Mixer.h"

#include "Core/Random.h"
#include "Sound/SampleRate.h"
#include "Support/Quanta.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <vector>

namespace soma::sound {
namespace {

constexpr double spike_rate_hz = 20.0, seconds = 10.0;
constexpr std::size_t population_rows = static_cast<std::size_t>(rate_hz * seconds);

/// `neurons` Poisson trains, or one train that all follow within ± `spread_s`.
std::vector<SpikeEvent> trains(int neurons, bool synchronous, double spread_s) {
    SplitMix64 random(static_cast<std::uint64_t>(neurons) + 100);
    std::vector<std::pair<double, int>> times;
    const auto train = [&](auto put) {
        for (double t = 0.2; (t -= std::log(1.0 - random.unit()) / spike_rate_hz) < seconds - 0.1;) put(t);
    };
    if (synchronous)
        train([&](double t) {
            for (int i = 0; i < neurons; ++i) times.push_back({t + spread_s * (2.0 * random.unit() - 1.0), i});
        });
    else
        for (int i = 0; i < neurons; ++i) train([&](double t) { times.push_back({t, i}); });
    std::sort(times.begin(), times.end());
    std::vector<SpikeEvent> events;
    for (const auto& [t, neuron] : times) {
        const double sample = std::floor(t * rate_hz);
        events.push_back({static_cast<std::int32_t>(sample), neuron, t * rate_hz - sample});
    }
    return events;
}

struct Loudness {
    double rms_db, peak_db;
};

Loudness loudness(int neurons, bool synchronous, double spread_s) {
    MixSettings settings;
    settings.neurons = neurons;
    settings.voltage_level_db = off_db;
    settings.output_level_db = 0.0;
    Mixer mixer;
    mixer.set(settings);
    mixer.prepare(rate_hz);
    std::vector<float> left(population_rows), right(population_rows);
    const auto events = trains(neurons, synchronous, spread_s);
    test::mix(mixer, {events, {}, {}}, {left, right, {}});
    double sum = 0.0;
    float peak = 0.0f;
    for (std::size_t n = 0; n < population_rows; ++n) {
        sum += static_cast<double>(left[n]) * left[n] + static_cast<double>(right[n]) * right[n];
        peak = std::max({peak, std::abs(left[n]), std::abs(right[n])});
    }
    // The Poisson count itself is off by 1/√N: loudness is stated for the rate that was meant.
    const double share = static_cast<double>(events.size()) / (neurons * spike_rate_hz * (seconds - 0.3));
    return {10.0 * std::log10(sum / (2.0 * population_rows) / share), 20.0 * std::log10(peak)};
}

TEST(Population, KeepsItsLoudness) {
    const double one = loudness(1, false, 0.0).rms_db;
    for (const int neurons : {1, 10, 100, 1000, 4096}) {
        const auto independent = loudness(neurons, false, 0.0), synchronous = loudness(neurons, true, 1e-3);
        std::printf("    %4d neurons: independent rms %.2f peak %.2f dBFS, within ±1 ms rms %.2f peak %.2f dBFS\n",
                    neurons, independent.rms_db, independent.peak_db, synchronous.rms_db, synchronous.peak_db);
        const auto in_step = loudness(neurons, true, 0.0);
        EXPECT_NEAR(independent.rms_db, one, 0.5); // half of the smallest step in level that is heard
        // In step or nearly so: as loud, once the gain has followed.
        EXPECT_NEAR(synchronous.rms_db, one, 1.5);
        EXPECT_NEAR(in_step.rms_db, one, 1.5);
        EXPECT_LE(std::max({independent.peak_db, synchronous.peak_db, in_step.peak_db}), -3.0);
    }
}

TEST(Pan, IsBalancedAndOfConstantPower) {
    const Pan pan;
    for (const int neurons : {1, 2, 8, 100, 1000, 4096}) {
        const auto gains = pan.population(neurons);
        double left = 0.0, right = 0.0;
        for (int i = 0; i < neurons; ++i) {
            const auto gain = gains[static_cast<unsigned>(i) % gains.size()];
            const double l = gain.left, r = gain.right;
            EXPECT_NEAR(l * l + r * r, 2.0, 1e-6);
            left += l * l;
            right += r * r;
        }
        const double balance_db = std::abs(10.0 * std::log10(left / right));
        EXPECT_LE(balance_db, neurons < 8 ? 3.0 : neurons < 100 ? 1.7 : 0.2) << neurons; // few places are uneven
    }
    EXPECT_EQ(pan.population(1)[0].left, 1.0f);
    EXPECT_EQ(pan.population(1)[0].right, 1.0f);
}

TEST(Pan, PutsChannelsSideBySide) {
    const Pan pan;
    EXPECT_NEAR(pan.channels(2)[0].right, 0.0f, 1e-6);
    EXPECT_NEAR(pan.channels(2)[1].left, 0.0f, 1e-6);
    EXPECT_NEAR(pan.channels(3)[1].left, 1.0f, 1e-6);
    EXPECT_EQ(pan.channels(1)[0].left, 1.0f);
    for (const int count : {-5, 0, 1, 64, 1000}) EXPECT_FALSE(pan.channels(count).empty());
}

} // namespace
} // namespace soma::sound
