#pragma once

#include "Engine/Models.h"
#include "Recording/FitData.h"
#include "State/FormatError.h"

#include <optional>
#include <span>
#include <vector>

namespace soma::recording {

/// A number that a fit finds, and between which values it looks.
struct FitParameter {
    std::optional<Id> id; ///< none: a number of the recording, not of the neuron (from threshold to the spike's peak)
    bool logarithmic;
    double low, high, start;

    double value(double coordinate) const; ///< 0 … 1 → low … high
    double coordinate(double value) const; ///< clamped to 0 … 1
};

/// The weight of each residual: a millivolt of the subthreshold voltage, and a unit of a spike's miss.
struct FitWeights {
    double per_mv = 1.0, per_miss = 1.0;
};

/// Fitting one model to a recording: what is looked for, where to begin, and how wrong a point is.
class FitProblem {
  public:
    /// For rc, lif, glif1 to glif5 and adex. Begins with values in closed form: rest, resistance and time constant from
    /// the subthreshold voltage (PassiveFit.h), threshold, reset and refractory period from the spikes' shape. `data`
    /// lives longer. Throws FormatError (without a file's name) where the data do not hold what the model needs.
    FitProblem(ModelId model, const FitData& data);

    const std::vector<FitParameter>& parameters() const { return parameters_; }
    std::vector<double> start() const;
    /// The neuron at a point.
    Snapshot values(std::span<const double> point) const;
    double onset_ms(std::span<const double> point) const;

    std::size_t sweeps() const { return data_.sweeps.size(); }
    /// Of a sweep: recorded less model for every bin below threshold, then each spike's miss, weighted.
    std::vector<double> residuals(std::size_t sweep, std::span<const double> point, const FitWeights& weights) const;
    /// The same where every spike of the recording came later by the resolution of its instant.
    std::vector<double> residuals_of_late_spikes(std::size_t sweep, std::span<const double> point,
                                                 const FitWeights& weights) const;
    /// Weights by which both kinds of residuals have unit variance at a point.
    FitWeights weights_at(std::span<const double> point) const;

  private:
    void add(std::optional<Id> id, bool logarithmic, double low, double high, double start);
    void add_spiking(ModelId model);
    std::vector<double> residuals(const FitSweep& data, std::span<const double> point, const FitWeights& weights) const;

    const FitData& data_;
    Snapshot base_;
    std::vector<FitParameter> parameters_;
    std::optional<std::size_t> onset_;
};

/// The models that are fitted, in the order of the parameter `model`.
bool can_be_fitted(ModelId model);

} // namespace soma::recording
