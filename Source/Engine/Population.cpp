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

void Population::prepare(int max_frames) {
    neurons_.assign(max_neurons, AnyNeuron{});
    noise_.assign(max_neurons, stimulus::OrnsteinUhlenbeck(0));
    shared_.assign(static_cast<std::size_t>(max_frames), 0.0);
    own_.assign(static_cast<std::size_t>(max_frames), 0.0);
    count_ = 0;
}

Spread Population::spread_of(int neuron) const noexcept {
    if (neuron == 0) return {}; // the drawn neuron is the one that the numbers describe
    NormalRandom random(stream(values_, "spread", neuron));
    const double share = 0.01 * values_[Id::spread_percent];
    const auto factor = [&] { return std::max(0.05, 1.0 + share * std::clamp(random.next(), -3.0, 3.0)); };
    Spread spread;
    spread.resistance = factor();
    spread.capacitance = factor();
    spread.threshold = factor();
    return spread;
}

void Population::start_noise(int neuron) noexcept {
    noise_[static_cast<std::size_t>(neuron)] = stimulus::OrnsteinUhlenbeck(stream(values_, "noise", neuron));
}

void Population::set(const Snapshot& values, double step_ms, const membrane::Initial& initial) noexcept {
    const int before = count_;
    const bool reseed = values[Id::stim_seed] != values_[Id::stim_seed];
    values_ = values;
    step_ms_ = step_ms;
    initial_ = initial;
    count_ = values.integer(Id::neurons);
    for (int i = 0; i < count_; ++i) {
        auto& neuron = neurons_[static_cast<std::size_t>(i)];
        if (i < before)
            retune(neuron, values_, spread_of(i), step_ms_, initial_);
        else
            neuron = make_neuron(values_, spread_of(i), step_ms_, initial_);
        if (i >= before || reseed) start_noise(i);
    }
    if (before == 0 || reseed) shared_noise_ = stimulus::OrnsteinUhlenbeck(stream(values_, "shared", 0));
}

void Population::reset(const membrane::Initial& initial) noexcept {
    count_ = 0;
    set(values_, step_ms_, initial);
}

double Population::sum_mv() const noexcept {
    double sum = 0.0;
    for (int i = 0; i < count_; ++i)
        sum += std::visit([]<class M>(const Neuron<M>& neuron) { return M::voltage_mv(neuron.coeffs, neuron.state); },
                          neurons_[static_cast<std::size_t>(i)]);
    return sum;
}

void Population::add_noise(int neuron, std::span<double> pa) noexcept {
    const double rms_pa = values_[Id::noise_pa], shared = values_[Id::noise_correlation];
    const double shared_pa = rms_pa * std::sqrt(shared), own_pa = rms_pa * std::sqrt(1.0 - shared);
    const stimulus::OrnsteinUhlenbeck::Coeffs coeffs(step_ms_, values_[Id::noise_tau_ms]);
    auto& noise = noise_[static_cast<std::size_t>(neuron)];
    for (std::size_t k = 0; k < pa.size(); ++k) pa[k] += shared_pa * shared_[k] + own_pa * noise.next(coeffs);
}

void Population::process(const Input& input, int frames, Sweep& sweep, EngineStatus& status) noexcept {
    const auto length = static_cast<std::size_t>(frames);
    const bool noisy = values_[Id::noise_pa] > 0.0;
    if (noisy) {
        const stimulus::OrnsteinUhlenbeck::Coeffs coeffs(step_ms_, values_[Id::noise_tau_ms]);
        for (std::size_t k = 0; k < length; ++k) shared_[k] = shared_noise_.next(coeffs);
    }
    for (int i = 0; i < count_; ++i) {
        const auto& channel = input.channels[static_cast<std::size_t>(i) % input.channels.size()];
        auto held_pa = channel.held_pa();
        if (noisy) {
            std::copy(held_pa.begin(), held_pa.end(), own_.begin());
            add_noise(i, {own_.data(), length});
            held_pa = {own_.data(), length};
        }
        if (i == 0) {
            std::copy(held_pa.begin(), held_pa.end(), input.current_pa);
            for (const auto& jump : channel.jumps())
                input.current_pa[jump.sample] += jump.delta_pa * (1.0 - jump.offset);
        }
        const Lane lane{i,
                        step_ms_,
                        held_pa,
                        channel.jumps(),
                        input.conductance_ns,
                        input.reversal_mv,
                        i == 0 ? input.voltage_mv : nullptr,
                        i == 0 ? input.variables : nullptr};
        std::visit(
            [&]<class M>(Neuron<M>& neuron) {
                Integrator<M>(neuron, lane, initial_, sweep, status).run();
                if (i == 0) input.voltage_mv[length] = M::voltage_mv(neuron.coeffs, neuron.state);
            },
            neurons_[static_cast<std::size_t>(i)]);
    }
}

} // namespace soma
