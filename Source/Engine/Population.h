#pragma once

#include "Engine/Integrate.h"
#include "Stimulus/OrnsteinUhlenbeck.h"

#include <memory>
#include <vector>

namespace soma {

/// The neurons: copies of one cell, each with its own spread and noise.
class Population {
  public:
    static constexpr int max_neurons = 4096;

    /// Allocates.
    void prepare(int max_frames);

    /// RT. Takes what concerns the neurons from the parameters; step_ms is the model time of one sample.
    void set(const Snapshot&, double step_ms, const membrane::Initial&) noexcept;
    /// RT.
    void reset(const membrane::Initial&) noexcept;

    struct Input {
        std::span<const stimulus::Current> channels; ///< neuron i gets channel i mod channels
        const double* conductance_ns;                ///< per sample, or null
        double reversal_mv;
        double* voltage_mv; ///< V of neuron 0 at each sample's instant; frames + 1
        double* current_pa; ///< mean total current into neuron 0 over each sample
        double* variables;  ///< of neuron 0, or null
    };
    /// RT.
    void process(const Input&, int frames, Sweep&, EngineStatus&) noexcept;

    /// RT. Sum of all neurons' V now.
    double sum_mv() const noexcept;

    int count() const noexcept { return count_; }

  private:
    Spread spread_of(int neuron) const noexcept;
    void start_noise(int neuron) noexcept;
    void add_noise(int neuron, std::span<double> pa) noexcept;

    Snapshot values_;
    membrane::Initial initial_;
    double step_ms_ = 1.0;
    int count_ = 0;
    std::vector<AnyNeuron> neurons_;
    std::vector<stimulus::OrnsteinUhlenbeck> noise_;
    stimulus::OrnsteinUhlenbeck shared_noise_{0};
    std::vector<double> shared_, own_;
};

} // namespace soma
