#include "Recording/StepMeasures.h"

#include "Bench/Fits.h"
#include "Core/Units.h"
#include "Recording/ForcedRun.h"

#include <algorithm>
#include <cmath>

namespace soma::recording {
namespace {

using bench::unknown;

double mean(std::span<const double> values) {
    if (values.empty()) return unknown;
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

/// The mean of V between two instants.
double mean_between(const Sweep& sweep, double from_ms, double to_ms) {
    const auto last = static_cast<double>(sweep.voltage_mv.size());
    const auto at = [&](double ms) {
        return static_cast<std::size_t>(std::clamp(ms / sweep.interval_ms(), 0.0, last));
    };
    const auto from = at(from_ms), to = at(to_ms);
    return from < to ? mean(std::span(sweep.voltage_mv).subspan(from, to - from)) : unknown;
}

StepMeasure measure(const Sweep& sweep, const CurrentStep& step, std::span<const double> spikes_ms) {
    StepMeasure measure{sweep.number, step, {}, unknown, unknown, {}, 0.0};
    for (const double at_ms : spikes_ms)
        if (at_ms >= step.begin_ms && at_ms < step.end_ms) measure.spikes_ms.push_back(at_ms - step.begin_ms);
    constexpr double baseline_ms = 50.0, settled_share = 0.1;
    measure.baseline_mv = mean_between(sweep, step.begin_ms - baseline_ms, step.begin_ms);
    if (!measure.spikes_ms.empty()) return measure;
    measure.settled_mv = mean_between(sweep, step.end_ms - settled_share * step.duration_ms(), step.end_ms);
    const auto stride = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(0.1 / sweep.interval_ms())));
    measure.fall_interval_ms = static_cast<double>(stride) * sweep.interval_ms();
    const auto begin = static_cast<std::size_t>(std::lround(step.begin_ms / sweep.interval_ms()));
    const auto end = std::min(static_cast<std::size_t>(step.end_ms / sweep.interval_ms()), sweep.voltage_mv.size());
    for (auto k = begin; k + stride <= end; k += stride)
        measure.fall_mv.push_back(mean(std::span(sweep.voltage_mv).subspan(k, stride)));
    return measure;
}

/// Resistance, time constant and sag of the silent steps, as the bench's step family has them.
void add_passive(StepSummary& summary) {
    std::vector<double> pa, mv, baselines;
    const StepMeasure* deepest = nullptr;
    for (const auto& step : summary.steps) {
        baselines.push_back(step.baseline_mv);
        if (std::isnan(step.settled_mv)) continue;
        pa.push_back(step.step.amplitude_pa);
        mv.push_back(step.settled_mv - step.baseline_mv);
        if (step.step.amplitude_pa < 0.0 && (deepest == nullptr || step.step.amplitude_pa < deepest->step.amplitude_pa))
            deepest = &step;
    }
    summary.rest_mv = mean(baselines);
    if (pa.size() == 1 && pa.front() != 0.0) summary.resistance_mohm = mv.front() / pa.front() / units::mv_per_mohm_pa;
    if (pa.size() >= 2 && std::ranges::max(pa) > std::ranges::min(pa))
        summary.resistance_mohm = bench::fit_line(pa, mv).slope / units::mv_per_mohm_pa;
    if (deepest == nullptr) return;
    // Noise has its lowest sample anywhere: the turn is looked for in means over 5 ms.
    constexpr double width_ms = 5.0;
    const auto& fall = deepest->fall_mv;
    const auto width = std::max<std::size_t>(1, static_cast<std::size_t>(width_ms / deepest->fall_interval_ms));
    std::size_t lowest = 0;
    double lowest_mv = deepest->baseline_mv;
    for (std::size_t at = 0; at + width <= fall.size(); at += std::max<std::size_t>(1, width / 5))
        if (const double here = mean(std::span(fall).subspan(at, width)); here < lowest_mv) {
            lowest_mv = here;
            lowest = at + width;
        }
    const double depth = deepest->baseline_mv - lowest_mv;
    if (!(depth > 0.0) || lowest < 4) return;
    summary.tau_ms = bench::fit_exponential(std::span(fall).first(lowest), deepest->fall_interval_ms).tau;
    summary.sag_percent = 100.0 * (deepest->settled_mv - lowest_mv) / depth;
}

void add_firing(StepSummary& summary) {
    std::vector<double> pa, hz;
    for (const auto& step : summary.steps) {
        if (step.spikes_ms.empty()) continue;
        pa.push_back(step.step.amplitude_pa);
        hz.push_back(step.rate_hz());
    }
    if (pa.empty()) return;
    summary.above_pa = std::ranges::min(pa);
    for (const auto& step : summary.steps)
        if (step.spikes_ms.empty() && step.step.amplitude_pa < summary.above_pa &&
            !(step.step.amplitude_pa <= summary.below_pa))
            summary.below_pa = step.step.amplitude_pa;
    if (pa.size() >= 2 && std::ranges::max(pa) > std::ranges::min(pa)) summary.fi_slope = bench::fit_line(pa, hz).slope;
}

StepSummary empty_summary() {
    StepSummary summary{};
    for (auto* value : {&summary.rest_mv, &summary.resistance_mohm, &summary.tau_ms, &summary.sag_percent,
                        &summary.below_pa, &summary.above_pa, &summary.fi_slope, &summary.threshold_mv,
                        &summary.peak_mv, &summary.width_ms, &summary.trough_mv, &summary.upstroke})
        *value = unknown;
    return summary;
}

void finish(StepSummary& summary) {
    std::ranges::stable_sort(summary.steps, {}, [](const StepMeasure& s) { return s.step.amplitude_pa; });
    add_passive(summary);
    add_firing(summary);
}

} // namespace

std::optional<CurrentStep> find_step(const Sweep& sweep) {
    const auto& current = sweep.current_pa;
    if (current.size() < 10) return std::nullopt;
    const auto [low, high] = std::ranges::minmax_element(current);
    const double tolerance = 0.02 * (*high - *low), holding = current.front();
    if (!(tolerance > 0.0)) return std::nullopt;
    // The longest stretch at one level that is not the holding current.
    std::size_t best = 0, best_length = 0, away = 0;
    for (std::size_t k = 0; k < current.size();) {
        auto end = k + 1;
        while (end < current.size() && std::abs(current[end] - current[k]) <= tolerance) ++end;
        if (std::abs(current[k] - holding) > tolerance) {
            away += end - k;
            if (end - k > best_length) {
                best = k;
                best_length = end - k;
            }
        }
        k = end;
    }
    constexpr double most_else = 0.25; // of the step: a test pulse
    constexpr double least_ms = 20.0;
    const double ms = sweep.interval_ms();
    if (static_cast<double>(away - best_length) > most_else * static_cast<double>(best_length) ||
        static_cast<double>(best_length) * ms < least_ms)
        return std::nullopt;
    const auto level = std::span(current).subspan(best, best_length);
    const double held = mean(std::span(current).first(std::max<std::size_t>(1, std::min<std::size_t>(best, 20))));
    return CurrentStep{static_cast<double>(best) * ms, static_cast<double>(best + best_length) * ms, held,
                       mean(level) - held};
}

StepSummary measure_cell(std::span<const Sweep> sweeps) {
    auto summary = empty_summary();
    const Sweep* first = nullptr; // that fires, of the smallest step
    double first_pa = 0.0;
    CurrentStep first_step{};
    for (const auto& sweep : sweeps) {
        const auto step = find_step(sweep);
        if (!step) continue;
        std::vector<double> spikes_ms;
        for (const auto& spike : find_spikes(sweep)) spikes_ms.push_back(spike.time_ms);
        summary.steps.push_back(measure(sweep, *step, spikes_ms));
        if (!summary.steps.back().spikes_ms.empty() && (first == nullptr || step->amplitude_pa < first_pa)) {
            first = &sweep;
            first_pa = step->amplitude_pa;
            first_step = *step;
        }
    }
    if (first != nullptr) {
        std::vector<double> threshold, peak, width, trough, upstroke;
        for (const auto& spike : find_spikes(*first)) {
            if (spike.time_ms < first_step.begin_ms || spike.time_ms >= first_step.end_ms) continue;
            threshold.push_back(spike.threshold_mv);
            peak.push_back(spike.peak_mv);
            if (spike.width_ms > 0.0) width.push_back(spike.width_ms);
            trough.push_back(spike.trough_mv);
            upstroke.push_back(spike.upstroke);
        }
        summary.threshold_mv = mean(threshold);
        summary.peak_mv = mean(peak);
        summary.width_ms = mean(width);
        summary.trough_mv = mean(trough);
        summary.upstroke = mean(upstroke);
    }
    finish(summary);
    return summary;
}

StepSummary measure_model(const Snapshot& values, std::span<const Sweep> sweeps) {
    auto summary = empty_summary();
    for (const auto& sweep : sweeps) {
        const auto step = find_step(sweep);
        if (!step) continue;
        auto data = make_fit_data({&sweep, 1}).sweeps.front();
        data.begin_mv = unknown; // the model's own rest
        const auto free = run_free(values, data);
        Sweep of_model;
        of_model.number = sweep.number;
        of_model.rate_hz = 1000.0 / data.bin_ms;
        of_model.voltage_mv = free.voltage_mv;
        summary.steps.push_back(measure(of_model, *step, free.spikes_ms));
    }
    finish(summary);
    return summary;
}

bench::Outcome step_outcome(const StepSummary& cell, const std::optional<StepSummary>& model,
                            const std::string& title) {
    bench::Outcome outcome;
    outcome.title = title;
    const auto add = [&](const char* name, double StepSummary::*value, const char* unit, const char* how) {
        outcome.figures.push_back({name, cell.*value, unit, how});
        if (model) outcome.figures.push_back({std::string(name) + ", model", *model.*value, unit, ""});
    };
    add("Resting potential", &StepSummary::rest_mv, "mV", "mean V of the 50 ms before each step");
    add("Input resistance", &StepSummary::resistance_mohm, "MΩ", "slope of the change of V at the silent steps' end");
    add("Time constant", &StepSummary::tau_ms, "ms", "exponential fit of the largest step downwards");
    add("Sag", &StepSummary::sag_percent, "%", "of that step's deflection is lost by its end");
    add("Rheobase above", &StepSummary::below_pa, "pA", "largest step without a spike");
    add("Rheobase at most", &StepSummary::above_pa, "pA", "smallest step with one");
    add("f–I slope", &StepSummary::fi_slope, "spikes/s/pA", "of the steps that fire");
    const auto add_shape = [&](const char* name, double StepSummary::*value, const char* unit, const char* how) {
        outcome.figures.push_back({name, cell.*value, unit, how});
    };
    add_shape("Spike threshold", &StepSummary::threshold_mv, "mV",
              "where dV/dt reaches 5 % of its largest; smallest step that fires");
    add_shape("Spike peak", &StepSummary::peak_mv, "mV", "");
    add_shape("Spike width", &StepSummary::width_ms, "ms", "at half height");
    add_shape("Spike trough", &StepSummary::trough_mv, "mV", "lowest V before the next spike, within 100 ms");
    add_shape("Upstroke", &StepSummary::upstroke, "mV/ms", "largest dV/dt");

    outcome.x = {"current", "pA"};
    outcome.y = {"rate", "spikes/s"};
    outcome.table.columns = {{"sweep", "sweep", ""},
                             {"current_pA", "current", "pA"},
                             {"rate_Hz", "rate", "spikes/s"},
                             {"latency_ms", "first spike", "ms"},
                             {"settled_mV", "V at the end", "mV"}};
    if (model)
        for (const auto& column : std::vector<bench::Column>{{"model_rate_Hz", "model's rate", "spikes/s"},
                                                             {"model_latency_ms", "model's first spike", "ms"},
                                                             {"model_settled_mV", "model's V at the end", "mV"}})
            outcome.table.columns.push_back(column);
    bench::Series measured{"cell", bench::Mark::points, bench::Role::measured, {}, {}};
    bench::Series fitted{"model", bench::Mark::line, bench::Role::fit, {}, {}};
    const auto latency = [](const StepMeasure& step) {
        return step.spikes_ms.empty() ? unknown : step.spikes_ms.front();
    };
    for (std::size_t i = 0; i < cell.steps.size(); ++i) {
        const auto& step = cell.steps[i];
        std::vector<double> row{static_cast<double>(step.number), step.step.amplitude_pa, step.rate_hz(), latency(step),
                                step.settled_mv};
        measured.x.push_back(step.step.amplitude_pa);
        measured.y.push_back(step.rate_hz());
        if (model) { // the same sweeps in the same order
            const auto& same = model->steps[i];
            for (const double value : {same.rate_hz(), latency(same), same.settled_mv}) row.push_back(value);
            fitted.x.push_back(same.step.amplitude_pa);
            fitted.y.push_back(same.rate_hz());
        }
        outcome.table.rows.push_back(std::move(row));
    }
    outcome.series.push_back(std::move(measured));
    if (model) outcome.series.push_back(std::move(fitted));
    outcome.remarks.push_back("Spikes of the cell: V rises faster than 20 mV/ms to a peak above −30 mV; " +
                              std::to_string(cell.steps.size()) + " sweeps hold one step of current.");
    return outcome;
}

} // namespace soma::recording
