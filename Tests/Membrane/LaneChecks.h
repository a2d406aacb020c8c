#pragma once

#include "Core/Random.h"
#include "Membrane/LaneOracle.h"
#include "Support/StimulusSegments.h"

#include <gtest/gtest.h>

#include <functional>

namespace soma::test {

constexpr double lane_sample_ms = 1000.0 / 48000.0;

/// Neurons of any number; `params` is asked for each, with factors of 0.9 … 1.1.
template <class M>
LaneOracle<M> lane_neurons(std::size_t count, double step_ms,
                           const std::function<typename M::Params(std::function<double()>)>& params) {
    LaneOracle<M> neurons{{}, {}, step_ms};
    SplitMix64 random(count);
    for (std::size_t i = 0; i < count; ++i) {
        neurons.coeffs.push_back(M::prepare(params([&] { return 0.9 + 0.2 * random.unit(); }), step_ms));
        neurons.states.push_back(M::reset(neurons.coeffs[i], {}));
    }
    return neurons;
}

/// The same cell several times, from where a reference run starts.
template <class M>
LaneOracle<M> lane_copies(std::size_t count, double step_ms, const typename M::Params& params,
                          const membrane::Initial& initial) {
    const auto coeffs = M::prepare(params, step_ms);
    return {std::vector(count, coeffs), std::vector(count, M::reset(coeffs, initial)), step_ms};
}

/// Around a mean, new in every sample; own to each neuron or shared.
inline LaneInput lane_noise(std::size_t neurons, int samples, double mean_pa, double rms_pa, bool shared) {
    LaneInput input;
    input.samples = samples;
    NormalRandom random(11);
    const auto row = [&] {
        std::vector<double> pa(static_cast<std::size_t>(samples));
        for (auto& value : pa) value = mean_pa + rms_pa * random.next();
        return pa;
    };
    if (shared)
        input.shared_pa = row();
    else
        for (std::size_t i = 0; i < neurons; ++i) input.own_pa.push_back(row());
    return input;
}

inline void add_lane_clamp(LaneInput& input, double most_ns, double reversal_mv) {
    SplitMix64 random(5);
    for (int k = 0; k < input.samples; ++k) {
        input.conductance_ns.push_back(k % 5 == 0 ? 0.0 : most_ns * random.unit());
        input.reversal_mv.push_back(reversal_mv + 10.0 * random.unit());
    }
}

/// A stimulus whose corners lie on samples.
inline LaneInput lane_stimulus(const std::vector<StimulusSegment>& segments, double step_ms, double duration_ms) {
    LaneInput input;
    for (const auto& piece : held_currents(segments, step_ms, duration_ms)) {
        EXPECT_NEAR(piece.duration_ms, step_ms, 1e-9);
        input.shared_pa.push_back(piece.current_pa);
    }
    input.samples = static_cast<int>(input.shared_pa.size());
    return input;
}

/// Another set of instructions sums its lanes in another order: the sum of n numbers differs by rounding, and by n
/// times what one may differ.
inline void expect_near_sums(const LaneOutcome& a, const LaneOutcome& b, double each_mv, std::size_t neurons) {
    ASSERT_EQ(a.sum_mv.size(), b.sum_mv.size());
    const auto n = static_cast<double>(neurons);
    double most_mv = 100.0;
    for (const double mv : a.sum_mv) most_mv = std::max(most_mv, std::abs(mv));
    for (std::size_t k = 0; k < a.sum_mv.size(); ++k)
        ASSERT_NEAR(a.sum_mv[k], b.sum_mv[k], n * each_mv + 1e-14 * most_mv * n) << k;
}

/// Every set of instructions gives the scalar model's bits, however time is cut. Returns the share of samples that were
/// done by the scalar model.
template <class M>
double expect_lanes_repeat(const LaneOracle<M>& neurons, const LaneInput& input) {
    const auto expected = neurons.scalar(input);
    double share = 0.0;
    for_each_lane_target([&](const std::string& target) {
        for (const int block : {1, 7, 64}) {
            SCOPED_TRACE(target + ", block " + std::to_string(block));
            const auto outcome = neurons.lanes(input, block);
            EXPECT_EQ(outcome.spikes, expected.spikes);
            EXPECT_EQ(outcome.end_mv, expected.end_mv);
            expect_near_sums(outcome, expected, 0.0, neurons.coeffs.size());
            share = static_cast<double>(outcome.scalar_samples) /
                    (static_cast<double>(neurons.coeffs.size()) * input.samples);
        }
    });
    return share;
}

struct LaneTolerance {
    double spike_ms, voltage_mv;
};

/// Every set of instructions gives the scalar model's spikes within the tolerance, and the same bits however time is
/// cut. Returns the share of samples that were done by the scalar model.
template <class M>
double expect_lanes_follow(const LaneOracle<M>& neurons, const LaneInput& input, const LaneTolerance& tolerance) {
    const auto expected = neurons.scalar(input);
    double share = 0.0;
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        const auto outcome = neurons.lanes(input, 64);
        ASSERT_EQ(outcome.spikes.size(), expected.spikes.size());
        for (std::size_t n = 0; n < expected.spikes.size(); ++n) {
            ASSERT_EQ(outcome.spikes[n].neuron, expected.spikes[n].neuron);
            ASSERT_NEAR(outcome.spikes[n].time, expected.spikes[n].time, tolerance.spike_ms / neurons.step_ms) << n;
        }
        for (std::size_t i = 0; i < expected.end_mv.size(); ++i)
            ASSERT_NEAR(outcome.end_mv[i], expected.end_mv[i], tolerance.voltage_mv) << i;
        expect_near_sums(outcome, expected, tolerance.voltage_mv, neurons.coeffs.size());
        for (const int block : {1, 7}) {
            const auto cut = neurons.lanes(input, block);
            EXPECT_EQ(cut.spikes, outcome.spikes) << block;
            EXPECT_EQ(cut.end_mv, outcome.end_mv) << block;
            EXPECT_EQ(cut.sum_mv, outcome.sum_mv) << block;
        }
        share =
            static_cast<double>(outcome.scalar_samples) / (static_cast<double>(neurons.coeffs.size()) * input.samples);
    });
    return share;
}

/// Spike times of every neuron against a reference in ms; `count` of them, 0: all.
template <class M>
void expect_lane_spikes(const LaneOracle<M>& neurons, const LaneInput& input, const std::vector<double>& expected_ms,
                        double tolerance_ms, std::size_t count = 0) {
    for_each_lane_target([&](const std::string& target) {
        SCOPED_TRACE(target);
        std::vector<std::vector<double>> spikes_ms(neurons.coeffs.size());
        for (const auto& spike : neurons.lanes(input, 64).spikes)
            spikes_ms[spike.neuron].push_back(spike.time * neurons.step_ms);
        for (const auto& own_ms : spikes_ms) {
            if (count == 0) {
                ASSERT_EQ(own_ms.size(), expected_ms.size());
            }
            ASSERT_GE(own_ms.size(), std::min(count, expected_ms.size()));
            EXPECT_LT(largest_difference(own_ms, expected_ms, count), tolerance_ms);
        }
    });
}

} // namespace soma::test
