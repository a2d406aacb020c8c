#include "Recording/FitProblem.h"

#include "Recording/ForcedRun.h"
#include "Recording/PassiveFit.h"

#include <algorithm>
#include <cmath>

namespace soma::recording {
namespace {

bool is_glif(ModelId model) { return model >= ModelId::glif1 && model <= ModelId::glif5; }
int glif_level(ModelId model) { return static_cast<int>(model) - static_cast<int>(ModelId::glif1) + 1; }

/// The shortest time between two spikes; large where there are none.
double shortest_interval_ms(const FitData& data) {
    double shortest_ms = 1e3;
    for (const auto& sweep : data.sweeps)
        for (std::size_t i = 1; i < sweep.spikes_ms.size(); ++i)
            shortest_ms = std::min(shortest_ms, sweep.spikes_ms[i] - sweep.spikes_ms[i - 1]);
    return shortest_ms;
}

} // namespace

bool can_be_fitted(ModelId model) {
    return model == ModelId::rc || model == ModelId::lif || model == ModelId::adex || is_glif(model);
}

double FitParameter::value(double coordinate) const {
    return logarithmic ? low * std::pow(high / low, coordinate) : low + coordinate * (high - low);
}
double FitParameter::coordinate(double value) const {
    const double share =
        logarithmic ? std::log(std::max(value, low) / low) / std::log(high / low) : (value - low) / (high - low);
    return std::clamp(share, 0.0, 1.0);
}

void FitProblem::add(std::optional<Id> id, bool logarithmic, double low, double high, double start) {
    if (id) {
        const auto& row = parameter(*id);
        low = std::max(low, row.min);
        high = std::min(high, row.max);
    }
    parameters_.push_back({id, logarithmic, low, high, std::clamp(start, low, high)});
}

FitProblem::FitProblem(ModelId model, const FitData& data)
    : data_(data) {
    const auto passive = fit_passive(data.sweeps);
    if (!passive)
        throw FormatError(
            "the current does not move the voltage below threshold as a membrane's does; give sweeps with "
            "steps or noise that leave the cell silent for a while");
    const double capacitance_nf = passive->tau_ms / passive->resistance_mohm;
    base_.set(Id::model, static_cast<double>(model));
    add(Id::membrane_capacitance_nf, true, capacitance_nf / 20.0, capacitance_nf * 20.0, capacitance_nf);
    add(Id::membrane_resistance_mohm, true, passive->resistance_mohm / 20.0, passive->resistance_mohm * 20.0,
        passive->resistance_mohm);
    constexpr double rest_range_mv = 25.0;
    add(Id::rest_mv, false, passive->rest_mv - rest_range_mv, passive->rest_mv + rest_range_mv, passive->rest_mv);
    if (model == ModelId::rc) return;
    if (data.spikes.count < 3)
        throw FormatError("holds " + std::to_string(data.spikes.count) +
                          (data.spikes.count == 1 ? " spike" : " spikes") +
                          " in the sweeps of the fit; a model that fires needs at least 3");
    add_spiking(model);
}

void FitProblem::add_spiking(ModelId model) {
    const auto& spikes = data_.spikes;
    const double rest_mv = parameters_[2].start, resistance_mohm = parameters_[1].start;
    const double threshold_pa = std::max(1.0, (spikes.threshold_mv - rest_mv) / resistance_mohm * 1000.0);
    constexpr double range_mv = 40.0;
    add(Id::threshold_mv, false, spikes.threshold_mv - range_mv, spikes.threshold_mv + range_mv, spikes.threshold_mv);
    const double longest_ms = std::min(spikes.cut_ms + 1.0, shortest_interval_ms(data_) - 0.05);
    add(Id::refractory_ms, false, 0.05, std::max(longest_ms, 0.1), spikes.refractory_ms);
    const bool rule = model == ModelId::glif2 || model == ModelId::glif4 || model == ModelId::glif5;
    if (rule) {
        constexpr double usual_slope = 0.3;
        const double slope = spikes.after_slope > 0.0 && spikes.after_slope < 1.5 ? spikes.after_slope : usual_slope;
        add(Id::glif_reset_slope, false, -1.0, 3.0, slope);
        const double after_mv = spikes.after_mv - rest_mv - slope * (spikes.threshold_mv - rest_mv);
        add(Id::glif_reset_offset_mv, false, after_mv - 2.0 * range_mv, after_mv + 2.0 * range_mv, after_mv);
        add(Id::threshold_spike_step_mv, false, -10.0, 60.0, 1.0);
        add(Id::threshold_spike_decay_per_s, true, 1.0, 2000.0, 50.0);
    } else {
        add(Id::reset_mv, false, spikes.after_mv - range_mv, spikes.after_mv + range_mv, spikes.after_mv);
    }
    if (is_glif(model) && glif_level(model) >= 3) {
        add(Id::asc1_amplitude_pa, false, -5.0 * threshold_pa, 5.0 * threshold_pa, -0.02 * threshold_pa);
        add(Id::asc1_decay_per_s, true, 0.5, 50.0, 5.0);
        add(Id::asc2_amplitude_pa, false, -20.0 * threshold_pa, 20.0 * threshold_pa, -0.2 * threshold_pa);
        add(Id::asc2_decay_per_s, true, 20.0, 1000.0, 100.0);
        for (const auto id : {Id::asc1_retention, Id::asc2_retention}) base_.set(id, 1.0);
    }
    if (model == ModelId::glif5) {
        add(Id::threshold_voltage_gain_per_s, false, -500.0, 500.0, 1.0);
        add(Id::threshold_voltage_decay_per_s, true, 1.0, 1000.0, 50.0);
    }
    if (model == ModelId::adex) {
        const double leak_ns = 1000.0 / resistance_mohm;
        add(Id::adex_slope_mv, true, 0.1, 15.0, 2.0);
        add(Id::adex_adaptation_ns, false, -3.0 * leak_ns, 5.0 * leak_ns, 0.1 * leak_ns);
        add(Id::adex_tau_w_ms, true, 5.0, 1000.0, 100.0);
        add(Id::adex_spike_step_pa, false, -threshold_pa, 10.0 * threshold_pa, 0.1 * threshold_pa);
        onset_ = parameters_.size();
        add(std::nullopt, false, 0.0, 1.0, 0.1);
        base_.set(Id::adex_peak_mv, std::round(spikes.peak_mv));
    }
}

std::vector<double> FitProblem::start() const {
    std::vector<double> point;
    for (const auto& parameter : parameters_) point.push_back(parameter.coordinate(parameter.start));
    return point;
}

Snapshot FitProblem::values(std::span<const double> point) const {
    auto values = base_;
    for (std::size_t i = 0; i < parameters_.size(); ++i)
        if (parameters_[i].id) values.set(*parameters_[i].id, parameters_[i].value(point[i]));
    return values;
}

double FitProblem::onset_ms(std::span<const double> point) const {
    return onset_ ? parameters_[*onset_].value(point[*onset_]) : 0.0;
}

std::vector<double> FitProblem::residuals(std::size_t sweep, std::span<const double> point,
                                          const FitWeights& weights) const {
    return residuals(data_.sweeps[sweep], point, weights);
}

std::vector<double> FitProblem::residuals_of_late_spikes(std::size_t sweep, std::span<const double> point,
                                                         const FitWeights& weights) const {
    auto late = data_.sweeps[sweep];
    for (auto& spike_ms : late.spikes_ms) spike_ms = std::min(spike_ms + late.resolution_ms, late.duration_ms() - 1e-6);
    return residuals(late, point, weights);
}

std::vector<double> FitProblem::residuals(const FitSweep& data, std::span<const double> point,
                                          const FitWeights& weights) const {
    const auto model = run_forced(values(point), data, onset_ms(point));
    const bool only_before_spikes = parameters_.size() == 3; // rc does not fire: it follows until the first spike
    const double end_ms = only_before_spikes && !data.spikes_ms.empty() ? data.spikes_ms.front() - 1.0 : 1e300;
    // Outliers count, but not more than this many standard deviations; a bin in which the model waits counts two.
    constexpr double most_voltage = 40.0, most_miss = 6.0, waiting = 2.0;
    const auto bounded = [](double z, double most) { return z / std::sqrt(1.0 + z / most * (z / most)); };
    std::vector<double> residuals;
    residuals.reserve(data.voltage_mv.size() + model.misses.size());
    for (std::size_t b = 0; b < data.voltage_mv.size(); ++b) {
        if (!data.below_threshold[b] || static_cast<double>(b + 1) * data.bin_ms > end_ms) continue;
        const double mv = data.voltage_mv[b] - model.voltage_mv[b];
        residuals.push_back(std::isnan(mv) ? waiting : bounded(weights.per_mv * mv, most_voltage));
    }
    if (!only_before_spikes)
        for (const double miss : model.misses) residuals.push_back(bounded(weights.per_miss * miss, most_miss));
    return residuals;
}

FitWeights FitProblem::weights_at(std::span<const double> point) const {
    std::vector<double> voltages, misses;
    constexpr FitWeights small{1e-6, 1e-6}; // so that nothing is bounded
    for (std::size_t s = 0; s < data_.sweeps.size(); ++s) {
        const auto all = residuals(s, point, small);
        const auto spikes = parameters_.size() == 3 ? 0 : data_.sweeps[s].spikes_ms.size();
        for (std::size_t i = 0; i < all.size(); ++i)
            (i + spikes < all.size() ? voltages : misses).push_back(std::abs(all[i]) / small.per_mv);
    }
    static constexpr double least = 1e-3; // mV or ms: nothing is known better
    // From the median, which outliers do not move.
    const auto weight = [](std::vector<double>& values) {
        if (values.empty()) return 1.0;
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::ranges::nth_element(values, middle);
        constexpr double deviation_per_median = 1.4826;
        return 1.0 / std::max(least, deviation_per_median * *middle);
    };
    return {weight(voltages), weight(misses)};
}

} // namespace soma::recording
