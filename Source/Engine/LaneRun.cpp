#include "Engine/Population.h"

namespace soma {

using membrane::LaneInterval;
using membrane::LaneModel;

struct Population::LaneRun {
    Population& population;
    const Input& input;
    int first; ///< of the interval, counted in the block's trace
    BlockTrace& block_trace;
    EngineStatus& status;

    static void own_current(void* self, std::size_t first_lane, std::size_t lanes, int samples, double* pa) noexcept {
        auto& run = *static_cast<LaneRun*>(self);
        run.population.own_currents(static_cast<int>(first_lane) + 1, lanes, run.input, run.first, samples, pa);
    }

    template <class M>
    static void scalar_sample(void* self, std::size_t lane, int sample, double held_pa) noexcept {
        auto& run = *static_cast<LaneRun*>(self);
        auto& population = run.population;
        const auto neuron = static_cast<int>(lane) + 1;
        const auto& rows = population.lanes_.rows();
        auto& typed = *std::get_if<Neuron<M>>(&population.neurons_[lane + 1]);
        typed.state = LaneModel<M>::read_state(typed.coeffs, rows, lane);
        membrane::Drive drive{held_pa, 0.0, 0.0};
        if (population.has_conductance_) {
            drive.conductance_ns = population.conductance_ns_[static_cast<std::size_t>(sample)];
            drive.reversal_mv = population.reversal_mv_[static_cast<std::size_t>(sample)];
        }
        std::span<const stimulus::Jump> jumps;
        if (population.has_jump_[static_cast<std::size_t>(sample)] != 0)
            jumps = jumps_of(neuron, run.input, run.first + sample, 1);
        Lane alone{neuron, population.step_ms_, run.first + sample, {&held_pa, 1}};
        alone.account = population.account_of(neuron);
        if (run.input.sums_voltage) alone.inner = &population.inner_;
        Integrator<M>(typed, alone, population.initial_, run.block_trace, run.status)
            .sample(alone.first_sample, drive, jumps);
        LaneModel<M>::write_state(typed.coeffs, typed.state, rows, lane);
    }

    static void passed(void* self, std::span<const membrane::LaneRecord> records) noexcept {
        auto& run = *static_cast<LaneRun*>(self);
        const double step_ms = run.population.step_ms_;
        // Each is at most three segments long: bounded, so it is not taken from the neuron's own purse.
        const Work segment_work = work_of_ns(model_cost(run.population.neurons_[0]).step_ns) + Account::event;
        for (const auto& record : records) {
            *run.population.budget_.spent() += record.count * segment_work;
            SegmentRecorder notes{run.block_trace, static_cast<std::int32_t>(record.neuron) + 1, step_ms};
            const int k = run.first + record.sample;
            const auto& segments = record.segments;
            if (segments[0].event == membrane::Event::none) {
                notes.whole(k, segments[0]);
                continue;
            }
            SegmentRecorder::Rest rest{0.0, step_ms};
            for (int i = 0; i < record.count; ++i)
                rest = notes.part(k, rest, 1.0, segments[static_cast<std::size_t>(i)]);
        }
    }
};

void Population::run_lanes(const Input& input, int first, int length, BlockTrace& block_trace,
                           EngineStatus& status) noexcept {
    LaneRun run{*this, input, first, block_trace, status};
    bool any_jump = false;
    has_jump_.fill(0);
    for (std::size_t c = 0; c < input.channels.size(); ++c)
        for (const auto& jump : jumps_of(static_cast<int>(c), input, first, length)) {
            has_jump_[static_cast<std::size_t>(jump.sample - first)] = 1;
            any_jump = true;
        }
    LaneInterval interval{};
    interval.rows = lanes_.rows();
    interval.neurons = static_cast<std::size_t>(budget_.running() - 1);
    interval.samples = length;
    if (!noisy() && input.channels.size() == 1) {
        const auto held_pa = current_of(0, input, first, length);
        interval.held_pa = held_pa.data();
        interval.lowest_pa = *std::min_element(held_pa.begin(), held_pa.end());
    }
    interval.conductance_ns = has_conductance_ ? conductance_ns_.data() : nullptr;
    interval.reversal_mv = reversal_mv_.data();
    interval.scalar = any_jump ? has_jump_.data() : nullptr;
    interval.steps = lanes_.summed_steps();
    interval.sums = input.sums_voltage ? lanes_.sums().data() : nullptr;
    interval.scratch = &lanes_.scratch();
    interval.context = &run;
    interval.own_current = &LaneRun::own_current;
    interval.passed = &LaneRun::passed;
    std::visit(
        [&]<class M>(const Neuron<M>&) {
            if constexpr (LaneModel<M>::available) {
                interval.scalar_sample = &LaneRun::scalar_sample<M>;
                LaneModel<M>::run(interval);
            }
        },
        neurons_[0]);
    if (input.sums_voltage) add_sums(interval, first, block_trace);
}

/// V of the neurons without an event, summed: a segment a sample, or one for each step.
void Population::add_sums(const LaneInterval& interval, int first, BlockTrace& block_trace) const noexcept {
    const double length = 1.0 / interval.steps;
    const membrane::LaneSums* sum = interval.sums;
    for (int k = 0; k < interval.samples; ++k)
        for (int step = 0; step < interval.steps; ++step, ++sum) {
            const double begin_slope = step_ms_ * sum->begin_slope, end_slope = step_ms_ * sum->end_slope;
            if (interval.steps == 1)
                block_trace.add_whole(first + k, sum->begin_mv, begin_slope, sum->end_mv, end_slope);
            else
                block_trace.add_segment(first + k, BlockTrace::everyone,
                                        {step * length, length, sum->begin_mv, begin_slope, sum->end_mv, end_slope});
        }
}

} // namespace soma
