#include "Engine/Population.h"

namespace soma {

using membrane::LaneModel;
using membrane::LaneStretch;

struct Population::LaneRun {
    Population& population;
    const Input& input;
    int first; ///< of the stretch, counted in the sweep
    Sweep& sweep;
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
        if (run.input.sums_voltage) {
            alone.inner = &population.inner_;
            alone.inner_room = Sweep::inner_room(static_cast<int>(population.neurons_.size()));
        }
        Integrator<M>(typed, alone, population.initial_, run.sweep, run.status)
            .sample(alone.first_sample, drive, jumps);
        LaneModel<M>::write_state(typed.coeffs, typed.state, rows, lane);
    }

    static void passed(void* self, std::span<const membrane::LanePassage> passages) noexcept {
        auto& run = *static_cast<LaneRun*>(self);
        const double step_ms = run.population.step_ms_;
        // Each is at most three arcs long: bounded, so it is not taken from the neuron's own purse.
        const Work arc_work = work_of_ns(model_cost(run.population.neurons_[0]).step_ns) + Account::event;
        for (const auto& passage : passages) {
            *run.population.budget_.spent() += passage.count * arc_work;
            ArcNotes notes{run.sweep, static_cast<std::int32_t>(passage.neuron) + 1, step_ms};
            const int k = run.first + passage.sample;
            const auto& arcs = passage.arcs;
            if (arcs[0].event == membrane::Event::none) {
                notes.whole(k, arcs[0]);
                continue;
            }
            ArcNotes::Rest rest{0.0, step_ms};
            for (int i = 0; i < passage.count; ++i) rest = notes.part(k, rest, 1.0, arcs[static_cast<std::size_t>(i)]);
        }
    }
};

void Population::run_lanes(const Input& input, int first, int length, Sweep& sweep, EngineStatus& status) noexcept {
    LaneRun run{*this, input, first, sweep, status};
    bool any_jump = false;
    has_jump_.fill(0);
    for (std::size_t c = 0; c < input.channels.size(); ++c)
        for (const auto& jump : jumps_of(static_cast<int>(c), input, first, length)) {
            has_jump_[static_cast<std::size_t>(jump.sample - first)] = 1;
            any_jump = true;
        }
    LaneStretch stretch{};
    stretch.rows = lanes_.rows();
    stretch.neurons = static_cast<std::size_t>(budget_.running() - 1);
    stretch.samples = length;
    if (!noisy() && input.channels.size() == 1) {
        const auto held_pa = current_of(0, input, first, length);
        stretch.held_pa = held_pa.data();
        stretch.lowest_pa = *std::min_element(held_pa.begin(), held_pa.end());
    }
    stretch.conductance_ns = has_conductance_ ? conductance_ns_.data() : nullptr;
    stretch.reversal_mv = reversal_mv_.data();
    stretch.scalar = any_jump ? has_jump_.data() : nullptr;
    stretch.sums = input.sums_voltage ? sums_.data() : nullptr;
    stretch.scratch = &lanes_.scratch();
    stretch.context = &run;
    stretch.own_current = &LaneRun::own_current;
    stretch.passed = &LaneRun::passed;
    std::visit(
        [&]<class M>(const Neuron<M>&) {
            if constexpr (LaneModel<M>::available) {
                stretch.scalar_sample = &LaneRun::scalar_sample<M>;
                LaneModel<M>::run(stretch);
            }
        },
        neurons_[0]);
    for (int k = 0; input.sums_voltage && k < length; ++k) {
        const auto& sum = sums_[static_cast<std::size_t>(k)];
        sweep.add_whole(first + k, sum.begin_mv, step_ms_ * sum.begin_slope, sum.end_mv, step_ms_ * sum.end_slope);
    }
}

} // namespace soma
