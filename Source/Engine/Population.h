#pragma once

#include "Core/Limits.h"
#include "Engine/Coupling.h"
#include "Engine/Integrate.h"
#include "Engine/LaneStore.h"
#include "Engine/WorkBudget.h"
#include "Stimulus/NoiseLanes.h"

#include <array>
#include <vector>

namespace soma {

/// The neurons: copies of one cell, each with its own heterogeneity and noise. The first, whose traces go out, is run
/// by the scalar model; the others, where their model has a kernel, side by side in vectors.
class Population {
  public:
    /// Allocates. At most so many neurons run in lanes; a larger population is left to the scalar model.
    void prepare(double sample_rate_hz, std::size_t most_in_lanes = limits::neurons);

    /// RT. Takes what concerns the neurons from the parameters; step_ms is the model time of one sample.
    void set(const Snapshot&, double step_ms, const membrane::Initial&) noexcept;
    /// RT.
    void reset(const membrane::Initial&) noexcept;

    struct Input {
        std::span<const stimulus::Current> channels; ///< neuron i gets channel i mod channels
        const double* conductance_ns;                ///< per sample, or null
        double reversal_mv;
        double* voltage_mv;       ///< V of neuron 0 at each sample's instant; frames + 1
        double* current_pa;       ///< mean total current into neuron 0 over each sample
        double* variables;        ///< of neuron 0, or null
        bool sums_voltage = true; ///< false: nobody asks the block's trace for the sum of V, and it may be left out
    };
    /// RT. One quantum; it does not reach over a sample of the time grid (limits::quantum).
    void process(const Input&, int frames, BlockTrace&, EngineStatus&) noexcept;

    /// RT. Internal variables of neuron 0 as it stands, without input.
    void observe(double* out) const noexcept;

    /// RT. Sum of all neurons' V now.
    double sum_mv() const noexcept;
    /// RT. Mean square of their distance from the mean.
    double variance_mv2() const noexcept;

    int count() const noexcept { return count_; }
    /// RT. How much work new coefficients for all neurons are.
    Work tuning_work() const noexcept;
    /// RT. Whether work is bounded: see WorkBudget.
    void bound(bool wanted) noexcept;
    const WorkBudget& budget() const noexcept { return budget_; }

  private:
    void set_budget() noexcept;
    Account account_of(int neuron) noexcept;
    double standing_mv() const noexcept;
    Heterogeneity heterogeneity_of(int neuron) const noexcept;
    void start_noise(int neuron) noexcept;
    void couple(const Input&, int first, int length) noexcept;
    bool noisy() const noexcept { return values_[Id::noise_pa] > 0.0; }
    std::span<const double> current_of(int neuron, const Input&, int first, int length) noexcept;
    void own_currents(int neuron, std::size_t neurons, const Input&, int first, int length, double* pa) noexcept;
    static std::span<const stimulus::Jump> jumps_of(int neuron, const Input&, int first, int length) noexcept;
    void run(int neuron, const Input&, int first, int length, BlockTrace&, EngineStatus&) noexcept;

    /// Context of the lanes' callbacks; lane i is neuron i + 1.
    struct LaneRun;
    void run_lanes(const Input&, int first, int length, BlockTrace&, EngineStatus&) noexcept;
    void add_sums(const membrane::LaneInterval&, int first, BlockTrace&) const noexcept;
    std::span<AnyNeuron> in_lanes() noexcept {
        return std::span(neurons_).subspan(1, static_cast<std::size_t>(std::max(0, count_ - 1)));
    }

    Snapshot values_;
    membrane::Initial initial_;
    double step_ms_ = 1.0;
    int count_ = 0;
    std::vector<AnyNeuron> neurons_;
    membrane::PassivePrefixScan prefix_scan_; ///< of the first neuron
    LaneStore lanes_;
    WorkBudget budget_;
    std::vector<Purse> purses_;
    std::int64_t sample_ = 0;  ///< absolute, since the last reset
    double standing_mv_ = 0.0; ///< sum over the neurons that stand still
    stimulus::NoiseLanes noise_;
    stimulus::OrnsteinUhlenbeck shared_noise_{0};
    stimulus::OrnsteinUhlenbeck::Coeffs noise_coeffs_{1.0, 1.0};
    double shared_noise_pa_ = 0.0, own_noise_pa_ = 0.0;
    std::array<double, limits::quantum> shared_{}, own_{};
    Coupling coupling_;
    std::span<const double> coupled_pa_; ///< of the present chunk
    std::array<std::uint8_t, limits::quantum> has_jump_{};
    std::array<double, limits::quantum> conductance_ns_{}, reversal_mv_{};
    bool has_conductance_ = false;
    membrane::InnerSteps inner_; ///< of the neuron that runs
};

} // namespace soma
