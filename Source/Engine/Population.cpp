#include "Engine/Population.h"

#include <algorithm>

namespace soma {
namespace {

/// Streams of the one seed, told apart by what they are for.
std::uint64_t stream(const Snapshot& values, std::string_view purpose, int neuron) {
    return fnv1a64(purpose) ^ (static_cast<std::uint64_t>(values[Id::stim_seed]) * 0x9e3779b97f4a7c15ull) ^
           (static_cast<std::uint64_t>(neuron) << 40);
}

} // namespace

void Population::prepare(double sample_rate_hz, std::size_t most_in_lanes) {
    neurons_.assign(limits::neurons, AnyNeuron{});
    noise_.prepare(limits::neurons);
    coupling_.prepare(sample_rate_hz);
    lanes_.prepare(most_in_lanes);
    budget_.prepare(sample_rate_hz);
    purses_.assign(limits::neurons, {});
    count_ = 0;
}

Heterogeneity Population::heterogeneity_of(int neuron) const noexcept {
    if (neuron == 0) return {}; // the drawn neuron is the one that the numbers describe
    NormalRandom random(stream(values_, "spread", neuron));
    const double share = 0.01 * values_[Id::spread_percent];
    const auto factor = [&] { return std::max(0.05, 1.0 + share * std::clamp(random.next(), -3.0, 3.0)); };
    Heterogeneity heterogeneity;
    heterogeneity.resistance = factor();
    heterogeneity.capacitance = factor();
    heterogeneity.threshold = factor();
    return heterogeneity;
}

void Population::start_noise(int neuron) noexcept {
    noise_.start(static_cast<std::size_t>(neuron), stream(values_, "noise", neuron));
}

void Population::set(const Snapshot& values, double step_ms, const membrane::Initial& initial) noexcept {
    prefix_scan_.restart();
    lanes_.unpack(in_lanes());
    const int before = count_;
    const bool reseed = values[Id::stim_seed] != values_[Id::stim_seed];
    values_ = values;
    step_ms_ = step_ms;
    initial_ = initial;
    count_ = values.integer(Id::neurons);
    coupling_.set(values, step_ms);
    noise_coeffs_ = {step_ms, values[Id::noise_tau_ms]};
    shared_noise_pa_ = values[Id::noise_pa] * std::sqrt(values[Id::noise_correlation]);
    own_noise_pa_ = values[Id::noise_pa] * std::sqrt(1.0 - values[Id::noise_correlation]);
    for (int i = 0; i < count_; ++i) {
        auto& neuron = neurons_[static_cast<std::size_t>(i)];
        if (i < before)
            retune(neuron, values_, heterogeneity_of(i), step_ms_, initial_);
        else
            neuron = make_neuron(values_, heterogeneity_of(i), step_ms_, initial_);
        if (i >= before || reseed) start_noise(i);
    }
    if (before == 0 || reseed) shared_noise_ = stimulus::OrnsteinUhlenbeck(stream(values_, "shared", 0));
    lanes_.pack(in_lanes());
    set_budget();
    for (int i = before; i < count_; ++i) purses_[static_cast<std::size_t>(i)].fill(budget_.allowance(i), sample_);
    standing_mv_ = standing_mv();
}

/// Purses are settled before the allowance changes.
void Population::set_budget() noexcept {
    for (int i = 0; i < count_; ++i) purses_[static_cast<std::size_t>(i)].open(budget_.allowance(i), sample_);
    const auto& cost = model_cost(neurons_[0]);
    constexpr double noise_ns = 2.0;
    const double steps = model_steps(neurons_[0], step_ms_), own_ns = noisy() ? noise_ns : 0.0;
    const double alone_ns = cost.step_ns * steps + own_ns;
    budget_.set(count_, lanes_.active(), work_of_ns(alone_ns),
                work_of_ns(lanes_.active() ? cost.lane_step_ns * steps + own_ns : alone_ns));
}

void Population::bound(bool wanted) noexcept {
    if (wanted == budget_.on()) return;
    budget_.set_on(wanted);
    for (int i = 0; i < count_; ++i) purses_[static_cast<std::size_t>(i)].fill(budget_.allowance(i), sample_);
    standing_mv_ = standing_mv();
}

Work Population::tuning_work() const noexcept {
    constexpr double packing_ns = 50.0;
    return work_of_ns((model_cost(neurons_[0]).tune_ns + packing_ns) * count_);
}

Account Population::account_of(int neuron) noexcept {
    if (!budget_.on()) return {};
    return {&purses_[static_cast<std::size_t>(neuron)], budget_.allowance(neuron),
            work_of_ns(model_cost(neurons_[0]).step_ns), sample_, budget_.spent()};
}

/// Of the neurons beyond those that run.
double Population::standing_mv() const noexcept {
    const int running = budget_.running();
    if (running >= count_) return 0.0;
    if (lanes_.active()) return lanes_.sum_mv(static_cast<std::size_t>(running - 1));
    double sum = 0.0;
    for (int i = running; i < count_; ++i) sum += voltage_of(neurons_[static_cast<std::size_t>(i)]);
    return sum;
}

void Population::reset(const membrane::Initial& initial) noexcept {
    lanes_.unpack(in_lanes());
    count_ = 0;
    sample_ = 0;
    coupling_.reset();
    set(values_, step_ms_, initial);
}

double Population::sum_mv() const noexcept {
    double sum = 0.0;
    for (int i = 0; i < (lanes_.active() ? 1 : count_); ++i) sum += voltage_of(neurons_[static_cast<std::size_t>(i)]);
    return sum + lanes_.sum_mv();
}

double Population::variance_mv2() const noexcept {
    const double mean_mv = sum_mv() / std::max(count_, 1);
    double sum = 0.0;
    for (int i = 0; i < (lanes_.active() ? 1 : count_); ++i) {
        const double distance_mv = voltage_of(neurons_[static_cast<std::size_t>(i)]) - mean_mv;
        sum += distance_mv * distance_mv;
    }
    return (sum + lanes_.squares_about(mean_mv)) / std::max(count_, 1);
}

void Population::process(const Input& input, int frames, BlockTrace& block_trace, EngineStatus& status) noexcept {
    if (sample_ % WorkBudget::interval == 0) {
        budget_.begin_interval();
        standing_mv_ = standing_mv();
    }
    if (const int standing = count_ - budget_.running(); standing > 0) {
        status.left_out += static_cast<std::uint64_t>(standing) * static_cast<std::uint64_t>(frames);
        for (int k = 0; k < frames; ++k) block_trace.add_whole(k, standing_mv_, 0.0, standing_mv_, 0.0);
    }
    if (noisy())
        for (int k = 0; k < frames; ++k) shared_[static_cast<std::size_t>(k)] = shared_noise_.next(noise_coeffs_);
    // The one cut below the engine's: neurons that are coupled run no longer than their delay before each hears the
    // others, and for gap junctions that is one sample; and lanes of many steps a sample fill their sums sooner. The
    // sound need not be computed in steps so small.
    for (int first = 0; first < frames;) {
        const int length =
            std::min({frames - first, coupling_.chunk(), input.sums_voltage ? lanes_.most_samples() : frames});
        const auto spikes_before = block_trace.spikes().size();
        couple(input, first, length);
        for (int i = 0; i < (lanes_.active() ? 1 : budget_.running()); ++i)
            run(i, input, first, length, block_trace, status);
        if (lanes_.active() && budget_.running() > 1) run_lanes(input, first, length, block_trace, status);
        coupling_.take(block_trace.spikes().subspan(spikes_before), first, length);
        first += length;
    }
    sample_ += frames;
    std::visit([&]<class M>(
                   const Neuron<M>& neuron) { input.voltage_mv[frames] = M::voltage_mv(neuron.coeffs, neuron.state); },
               neurons_[0]);
}

/// Sums the synapses or gap junctions of this chunk and the clamp: one current and one conductance for all neurons.
void Population::couple(const Input& input, int first, int length) noexcept {
    const auto kind = coupling_.kind();
    coupled_pa_ = coupling_.has_synapses() ? coupling_.current_pa(length) : std::span<const double>{};
    const double gap_ns = kind == Coupling::Kind::gap_junction ? coupling_.conductance_ns() : 0.0;
    has_conductance_ = input.conductance_ns != nullptr || gap_ns > 0.0;
    if (!has_conductance_) return;
    const double mean_mv = gap_ns > 0.0 ? sum_mv() / count_ : 0.0;
    for (int k = 0; k < length; ++k) {
        const auto row = static_cast<std::size_t>(k);
        const double clamp_ns = input.conductance_ns != nullptr ? input.conductance_ns[first + k] : 0.0;
        const double total_ns = clamp_ns + gap_ns;
        conductance_ns_[row] = total_ns;
        reversal_mv_[row] = total_ns > 0.0 ? (clamp_ns * input.reversal_mv + gap_ns * mean_mv) / total_ns : 0.0;
    }
}

std::span<const double> Population::current_of(int neuron, const Input& input, int first, int length) noexcept {
    const auto from = static_cast<std::size_t>(first), size = static_cast<std::size_t>(length);
    if (!noisy() && coupled_pa_.empty())
        return input.channels[static_cast<std::size_t>(neuron) % input.channels.size()].held_pa().subspan(from, size);
    own_currents(neuron, 1, input, first, length, own_.data());
    return {own_.data(), size};
}

/// The currents of some neurons, those of one sample after the other. Neurons beyond the last get none.
void Population::own_currents(int neuron, std::size_t neurons, const Input& input, int first, int length,
                              double* pa) noexcept {
    const auto from = static_cast<std::size_t>(first), size = static_cast<std::size_t>(length);
    const auto index = static_cast<std::size_t>(neuron), channels = input.channels.size();
    const auto real = std::min(neurons, static_cast<std::size_t>(std::max(0, count_ - neuron)));
    std::fill_n(pa, size * neurons, 0.0);
    if (noisy()) noise_.fill(noise_coeffs_, index, real, size, pa, neurons);
    const double own_noise_pa = own_noise_pa_;
    for (std::size_t k = 0; k < size; ++k) {
        double* row = pa + k * neurons;
        const double shared_pa = shared_noise_pa_ * shared_[from + k];
        for (std::size_t j = 0; j < real; ++j) row[j] = shared_pa + own_noise_pa * row[j];
        for (std::size_t c = 0; c < channels; ++c) {
            const double held_pa = input.channels[(index + c) % channels].held_pa()[from + k];
            for (std::size_t j = c; j < real; j += channels) row[j] += held_pa;
        }
        if (coupled_pa_.empty()) continue;
        const double coupled_pa = coupled_pa_[k];
        for (std::size_t j = 0; j < real; ++j) row[j] += coupled_pa;
    }
}

std::span<const stimulus::Jump> Population::jumps_of(int neuron, const Input& input, int first, int length) noexcept {
    const auto jumps = input.channels[static_cast<std::size_t>(neuron) % input.channels.size()].jumps();
    const auto at = [](const stimulus::Jump& jump, int sample) { return jump.sample < sample; };
    const auto begin = std::lower_bound(jumps.begin(), jumps.end(), first, at);
    return {begin, std::lower_bound(begin, jumps.end(), first + length, at)};
}

void Population::run(int neuron, const Input& input, int first, int length, BlockTrace& block_trace,
                     EngineStatus& status) noexcept {
    const auto held_pa = current_of(neuron, input, first, length);
    Lane lane{neuron, step_ms_, first, held_pa, jumps_of(neuron, input, first, length)};
    lane.account = account_of(neuron);
    if (has_conductance_) {
        lane.conductance_ns = conductance_ns_.data();
        lane.reversal_mv = reversal_mv_.data();
    }
    if (input.sums_voltage) lane.inner = &inner_;
    if (neuron == 0) {
        if (has_conductance_)
            prefix_scan_.restart();
        else
            lane.prefix_scan = &prefix_scan_;
        lane.voltage_mv = input.voltage_mv + first;
        if (input.variables != nullptr)
            lane.variables = input.variables + static_cast<std::size_t>(first) *
                                                   model_variables(values_.choice<ModelId>(Id::model)).size();
        std::copy(held_pa.begin(), held_pa.end(), input.current_pa + first);
        for (const auto& jump : lane.jumps) input.current_pa[jump.sample] += jump.delta_pa * (1.0 - jump.offset);
    }
    std::visit([&]<class M>(Neuron<M>& typed) { Integrator<M>(typed, lane, initial_, block_trace, status).run(); },
               neurons_[static_cast<std::size_t>(neuron)]);
}

void Population::observe(double* out) const noexcept {
    if (neurons_.empty()) return;
    std::visit([&]<class M>(const Neuron<M>& typed) { M::observe(typed.coeffs, typed.state, {}, out); }, neurons_[0]);
}

} // namespace soma
