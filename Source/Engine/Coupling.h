#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Parameters/Snapshot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace soma {

/// All neurons act on all: a spike reaches every neuron after a delay as a current that decays, or the neurons are
/// joined to the mean of their voltages by gap junctions. The population runs in chunks no longer than the delay, so
/// what a chunk needs is known when it begins, however blocks are cut. RT after prepare.
class Coupling {
  public:
    /// The order of the parameter `coupling`.
    enum class Kind : std::uint8_t { off, excitatory, inhibitory, gap_junction };

    void prepare(double sample_rate_hz) {
        arrivals_.assign(1 + static_cast<std::size_t>(0.001 * parameter(Id::coupling_delay_ms).max * sample_rate_hz *
                                                      slowest_scale_delay),
                         0);
        reset();
    }

    void reset() noexcept {
        std::fill(arrivals_.begin(), arrivals_.end(), 0);
        synapse_ = 0.0;
        now_ = 0;
    }

    void set(const Snapshot& values, double step_ms) noexcept {
        const auto before = kind_;
        kind_ = values[Id::neurons] > 1.0 ? values.choice<Kind>(Id::coupling) : Kind::off;
        if (has_synapses() && before != kind_) reset();
        const double sign = kind_ == Kind::inhibitory ? -1.0 : 1.0;
        spike_pa_ = sign * values[Id::coupling_pa] / values[Id::neurons];
        conductance_ns_ = values[Id::coupling_ns];
        const double samples = values[Id::coupling_delay_ms] / step_ms;
        delay_ =
            static_cast<std::int64_t>(std::fmax(1.0, std::fmin(samples, static_cast<double>(arrivals_.size() - 2))));
        keep_ = std::exp(-step_ms / values[Id::coupling_tau_ms]);
    }

    Kind kind() const noexcept { return kind_; }
    bool has_synapses() const noexcept { return kind_ == Kind::excitatory || kind_ == Kind::inhibitory; }
    double conductance_ns() const noexcept { return conductance_ns_; }

    /// How many samples may run before the neurons look at each other again.
    int chunk() const noexcept {
        if (kind_ == Kind::off) return limits::quantum;
        return kind_ == Kind::gap_junction ? 1 : static_cast<int>(std::min<std::int64_t>(delay_, limits::quantum));
    }

    /// The synaptic current of the next `frames` samples, the same for every neuron.
    std::span<const double> current_pa(int frames) noexcept {
        for (int k = 0; k < frames; ++k) {
            auto& arrived = arrivals_[static_cast<std::size_t>(now_++) % arrivals_.size()];
            synapse_ = synapse_ * keep_ + static_cast<double>(arrived) * (1.0 / one);
            arrived = 0;
            current_pa_[static_cast<std::size_t>(k)] = spike_pa_ * synapse_;
        }
        return {current_pa_.data(), static_cast<std::size_t>(frames)};
    }

    /// Spikes of the chunk that was just run, in any order, counted in a block where it began at first_sample.
    void take(std::span<const SpikeEvent> spikes, int first_sample, int frames) noexcept {
        if (!has_synapses()) return;
        for (const auto& spike : spikes) {
            // It arrives inside a sample and acts from the next one's instant on, by then decayed for the rest of its
            // own.
            const auto sample = now_ - frames + spike.sample - first_sample + delay_ + 1;
            const double weight = std::pow(keep_, 1.0 - spike.offset);
            arrivals_[static_cast<std::size_t>(sample) % arrivals_.size()] += static_cast<std::int64_t>(weight * one);
        }
    }

  private:
    /// Weights are summed as integers: the sum does not depend on their order.
    static constexpr double one = 1099511627776.0;
    /// In slow motion a delay lasts longer: room for the longest at a quarter of real time; beyond that it is cut.
    static constexpr double slowest_scale_delay = 4.0;

    Kind kind_ = Kind::off;
    double spike_pa_ = 0.0, conductance_ns_ = 0.0, keep_ = 0.0, synapse_ = 0.0;
    std::int64_t delay_ = 1, now_ = 0;
    std::vector<std::int64_t> arrivals_;
    std::array<double, limits::quantum> current_pa_{};
};

} // namespace soma
