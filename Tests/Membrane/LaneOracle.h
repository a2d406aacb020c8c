#pragma once

#include "Core/Limits.h"
#include "Membrane/Lanes/LaneModel.h"
#include "Support/SimdTargets.h"

#include <algorithm>
#include <cmath>
#include <hwy/aligned_allocator.h>
#include <vector>

namespace soma::test {

/// Input of a set of neurons of one model: neuron i has the current pa(i, k) in sample k.
struct LaneInput {
    int samples = 0;
    std::vector<double> shared_pa;                   ///< one a sample; empty: own_pa
    std::vector<std::vector<double>> own_pa;         ///< of each neuron
    std::vector<double> conductance_ns, reversal_mv; ///< one a sample, or empty

    double pa(std::size_t neuron, int sample) const {
        const auto k = static_cast<std::size_t>(sample);
        return shared_pa.empty() ? own_pa[neuron][k] : shared_pa[k];
    }
};

/// A spike at a time counted in samples, or V after a run.
struct LaneSpike {
    std::size_t neuron;
    double time;
    bool operator==(const LaneSpike&) const = default;
};
struct LaneOutcome {
    std::vector<LaneSpike> spikes; ///< by neuron, then time
    std::vector<double> end_mv;    ///< V of each neuron after the run
    std::vector<double> sum_mv;    ///< of the neurons without an event in a sample, at its begin; one a sample
    std::size_t scalar_samples = 0;
};

/// The neurons of one model, by the scalar model alone and in lanes.
template <class M>
struct LaneOracle {
    std::vector<typename M::Coeffs> coeffs;
    std::vector<typename M::State> states;
    double step_ms;

    /// One sample of one neuron, as the engine does it.
    static bool advance_sample(const typename M::Coeffs& coeffs, typename M::State& state, membrane::Drive drive,
                               double step_ms, std::size_t neuron, int sample, std::vector<LaneSpike>& spikes) {
        bool quiet = true;
        for (double left_ms = step_ms; left_ms > 0.0;) {
            const auto segment = M::advance(coeffs, state, drive, left_ms);
            if (segment.event == membrane::Event::none) break;
            quiet = false;
            left_ms -= segment.elapsed_ms;
            if (segment.event == membrane::Event::spike) spikes.push_back({neuron, sample + 1.0 - left_ms / step_ms});
        }
        return quiet;
    }
    membrane::Drive drive(const LaneInput& input, std::size_t neuron, int sample) const {
        const auto k = static_cast<std::size_t>(sample);
        membrane::Drive drive{input.pa(neuron, sample), 0.0, 0.0};
        if (!input.conductance_ns.empty()) drive = {drive.current_pa, input.conductance_ns[k], input.reversal_mv[k]};
        return drive;
    }
    LaneOutcome finished(LaneOutcome outcome, const std::vector<typename M::State>& ended) const {
        std::sort(outcome.spikes.begin(), outcome.spikes.end(), [](const LaneSpike& a, const LaneSpike& b) {
            return a.neuron != b.neuron ? a.neuron < b.neuron : a.time < b.time;
        });
        for (std::size_t i = 0; i < ended.size(); ++i) outcome.end_mv.push_back(M::voltage_mv(coeffs[i], ended[i]));
        return outcome;
    }

    LaneOutcome scalar(const LaneInput& input) const {
        LaneOutcome outcome;
        outcome.sum_mv.assign(static_cast<std::size_t>(input.samples), 0.0);
        auto now = states;
        for (std::size_t i = 0; i < now.size(); ++i)
            for (int k = 0; k < input.samples; ++k) {
                const double begin_mv = M::voltage_mv(coeffs[i], now[i]);
                if (advance_sample(coeffs[i], now[i], drive(input, i, k), step_ms, i, k, outcome.spikes))
                    outcome.sum_mv[static_cast<std::size_t>(k)] += begin_mv;
            }
        return finished(std::move(outcome), now);
    }

    /// In stretches of at most `block` samples; each sample of `left_to_scalar` goes to the scalar model for all.
    LaneOutcome lanes(const LaneInput& input, int block, const std::vector<std::uint8_t>& left_to_scalar = {}) const {
        using Lane = membrane::LaneModel<M>;
        constexpr std::size_t rows = std::size_t{Lane::state_rows} + Lane::coeff_rows;
        constexpr auto padding = membrane::LaneRows::padding;
        const std::size_t stride = (coeffs.size() + padding - 1) / padding * padding;
        const auto memory = hwy::AllocateAligned<double>(rows * stride);
        const auto scratch = hwy::MakeUniqueAligned<membrane::LaneInterval::Scratch>();
        Run run{*this, input, {memory.get(), stride}, states, 0, {}};
        run.outcome.sum_mv.assign(static_cast<std::size_t>(input.samples), 0.0);
        for (std::size_t lane = 0; lane < stride; ++lane) {
            const auto i = std::min(lane, coeffs.size() - 1);
            Lane::write_coeffs(coeffs[i], run.rows, lane);
            Lane::write_state(coeffs[i], states[i], run.rows, lane);
        }
        std::vector<membrane::LaneSums> sums(limits::quantum);
        while (run.first < input.samples) {
            const auto from = static_cast<std::size_t>(run.first);
            membrane::LaneInterval interval{};
            interval.rows = run.rows;
            interval.neurons = coeffs.size();
            interval.samples = std::min({block, limits::quantum, input.samples - run.first});
            interval.held_pa = input.shared_pa.empty() ? nullptr : input.shared_pa.data() + from;
            if (interval.held_pa != nullptr)
                interval.lowest_pa = *std::min_element(interval.held_pa, interval.held_pa + interval.samples);
            if (!input.conductance_ns.empty()) {
                interval.conductance_ns = input.conductance_ns.data() + from;
                interval.reversal_mv = input.reversal_mv.data() + from;
            }
            if (!left_to_scalar.empty()) interval.scalar = left_to_scalar.data() + from;
            interval.sums = sums.data();
            interval.scratch = scratch.get();
            interval.context = &run;
            interval.own_current = &Run::own_current;
            interval.scalar_sample = &Run::scalar_sample;
            interval.passed = &Run::passed;
            Lane::run(interval);
            for (int k = 0; k < interval.samples; ++k)
                run.outcome.sum_mv[from + static_cast<std::size_t>(k)] += sums[static_cast<std::size_t>(k)].begin_mv;
            run.first += interval.samples;
        }
        for (std::size_t i = 0; i < coeffs.size(); ++i) run.now[i] = Lane::read_state(coeffs[i], run.rows, i);
        return finished(std::move(run.outcome), run.now);
    }

  private:
    struct Run {
        const LaneOracle& oracle;
        const LaneInput& input;
        membrane::LaneRows rows;
        std::vector<typename M::State> now;
        int first;
        LaneOutcome outcome;

        static void own_current(void* self, std::size_t from, std::size_t lanes, int samples, double* pa) noexcept {
            const auto& run = *static_cast<Run*>(self);
            for (int k = 0; k < samples; ++k)
                for (std::size_t j = 0; j < lanes; ++j)
                    pa[static_cast<std::size_t>(k) * lanes + j] =
                        from + j < run.now.size() ? run.input.pa(from + j, run.first + k) : 0.0;
        }
        static void scalar_sample(void* self, std::size_t i, int sample, double held_pa) noexcept {
            auto& run = *static_cast<Run*>(self);
            const auto& coeffs = run.oracle.coeffs[i];
            auto drive = run.oracle.drive(run.input, i, run.first + sample);
            drive.current_pa = held_pa;
            auto state = membrane::LaneModel<M>::read_state(coeffs, run.rows, i);
            const double begin_mv = M::voltage_mv(coeffs, state);
            ++run.outcome.scalar_samples;
            if (advance_sample(coeffs, state, drive, run.oracle.step_ms, i, run.first + sample, run.outcome.spikes))
                run.outcome.sum_mv[static_cast<std::size_t>(run.first) + static_cast<std::size_t>(sample)] += begin_mv;
            membrane::LaneModel<M>::write_state(coeffs, state, run.rows, i);
        }
        static void passed(void* self, std::span<const membrane::LaneRecord> records) noexcept {
            auto& run = *static_cast<Run*>(self);
            for (const auto& record : records) {
                ++run.outcome.scalar_samples;
                const int k = run.first + record.sample;
                const double step_ms = run.oracle.step_ms;
                double left_ms = step_ms;
                for (int i = 0; i < record.count; ++i) {
                    const auto& segment = record.segments[static_cast<std::size_t>(i)];
                    if (segment.event == membrane::Event::none) break;
                    left_ms -= segment.elapsed_ms;
                    if (segment.event == membrane::Event::spike)
                        run.outcome.spikes.push_back({record.neuron, k + 1.0 - left_ms / step_ms});
                }
                if (record.segments[0].event == membrane::Event::none)
                    run.outcome.sum_mv[static_cast<std::size_t>(k)] += record.segments[0].begin_mv;
            }
        }
    };
};

} // namespace soma::test
