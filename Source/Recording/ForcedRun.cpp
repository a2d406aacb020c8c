#include "Recording/ForcedRun.h"

#include "Core/Units.h"
#include "Engine/Models.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace soma::recording {
namespace {

using membrane::Adex;
using membrane::Drive;
using membrane::Event;
using membrane::Glif;
using membrane::Lif;
using membrane::Rc;
using membrane::Segment;

constexpr double never_mv = 1e6; ///< a threshold that no membrane reaches

/// ∫V dt over an segment: of the cubic through its ends.
double area(const Segment& segment) {
    return segment.elapsed_ms * (0.5 * (segment.begin_mv + segment.end_mv) +
                                 segment.elapsed_ms / 12.0 * (segment.begin_slope - segment.end_slope));
}

/// A value that may run away keeps its sign and comes to rest near the limit.
double saturated(double value, double limit) { return value / std::sqrt(1.0 + value / limit * (value / limit)); }

// For each model: it keeps from firing, says how far it is from its threshold, and fires on demand.

template <class M>
struct Puppet;

template <>
struct Puppet<Rc> {
    static void hold(Rc::Coeffs&) {}
    static double miss(const Rc::Coeffs&, const Rc::State&) { return 0.0; }
    static void fire(const Rc::Coeffs&, Rc::State&) {}
};

template <>
struct Puppet<Lif> {
    static void hold(Lif::Coeffs& coeffs) { coeffs.threshold_mv = never_mv; }
    static double miss(const Lif::Coeffs& coeffs, const Lif::State& state) {
        return state.voltage_mv - coeffs.threshold_mv;
    }
    static void fire(const Lif::Coeffs& coeffs, Lif::State& state) {
        state = {coeffs.reset_mv, {coeffs.refractory_ms}};
    }
};

template <>
struct Puppet<Glif> {
    static void hold(Glif::Coeffs& coeffs) { coeffs.threshold_mv = never_mv; }
    /// Of the rise above rest that θ is beyond its constant part.
    static double rise_mv(const Glif::Coeffs& coeffs, const Glif::State& state) {
        return state.voltage_mv - coeffs.membrane.reversal_mv - state.threshold_spike_mv - state.threshold_voltage_mv;
    }
    static double miss(const Glif::Coeffs& coeffs, const Glif::State& state) {
        return rise_mv(coeffs, state) - coeffs.threshold_mv;
    }
    /// The model's own spike: its threshold is put to where V is.
    static void fire(const Glif::Coeffs& coeffs, Glif::State& state) {
        constexpr double instant_ms = 1e-6, below_mv = 1e-9;
        state.refractory = {}; // the cell's spikes may be closer than the model's refractory period
        auto ready = coeffs;
        ready.threshold_mv = rise_mv(coeffs, state) - below_mv;
        Glif::advance(ready, state, {}, instant_ms);
    }
};

/// The current of a sweep and its bins' clock.
class Bins {
  public:
    explicit Bins(const FitSweep& sweep)
        : sweep_(sweep) {}
    std::size_t count() const { return sweep_.current_pa.size(); }
    double end_ms(std::size_t bin) const { return static_cast<double>(bin + 1) * sweep_.bin_ms; }
    Drive drive(std::size_t bin) const { return {sweep_.current_pa[bin], 0.0, 0.0}; }

  private:
    const FitSweep& sweep_;
};

/// Moves on to `stop_ms`; `event` sees each segment and says whether to go on.
template <class M, class EachSegment>
void advance_to(Neuron<M>& neuron, double& now_ms, double stop_ms, const Drive& drive, double bin_ms,
                EachSegment each_segment) {
    while (now_ms < stop_ms) {
        // A whole bin has its coefficients ready: rounding of its ends must not make it another duration.
        double left_ms = stop_ms - now_ms;
        if (std::abs(left_ms - bin_ms) < 1e-9 * bin_ms) left_ms = bin_ms;
        const auto segment = M::advance(neuron.coeffs, neuron.state, drive, left_ms);
        now_ms = segment.event == Event::none ? stop_ms : now_ms + segment.elapsed_ms;
        if (!each_segment(segment)) return;
    }
}

template <class M>
class ForcedRun {
  public:
    ForcedRun(const Neuron<M>& neuron, const FitSweep& sweep)
        : neuron_(neuron)
        , own_(neuron.coeffs)
        , sweep_(sweep) {
        Puppet<M>::hold(neuron_.coeffs);
    }

    ForcedVoltage run() {
        ForcedVoltage result;
        result.voltage_mv.reserve(sweep_.voltage_mv.size());
        const Bins bins(sweep_);
        double now_ms = 0.0;
        std::size_t next = 0;
        for (std::size_t bin = 0; bin < bins.count(); ++bin) {
            double sum = 0.0;
            const auto add = [&](const Segment& segment) {
                sum += area(segment);
                return true;
            };
            for (; next < sweep_.spikes_ms.size() && sweep_.spikes_ms[next] < bins.end_ms(bin); ++next) {
                advance_to(neuron_, now_ms, sweep_.spikes_ms[next], bins.drive(bin), sweep_.bin_ms, add);
                result.misses.push_back(Puppet<M>::miss(own_, neuron_.state));
                Puppet<M>::fire(neuron_.coeffs, neuron_.state);
            }
            advance_to(neuron_, now_ms, bins.end_ms(bin), bins.drive(bin), sweep_.bin_ms, add);
            result.voltage_mv.push_back(sum / sweep_.bin_ms);
        }
        return result;
    }

  private:
    Neuron<M> neuron_;
    typename M::Coeffs own_; ///< with its threshold
    const FitSweep& sweep_;
};

/// AdEx cannot be kept from firing: where it fires before the cell, it waits, and its V is unknown.
template <>
class ForcedRun<Adex> {
  public:
    ForcedRun(const Neuron<Adex>& neuron, const FitSweep& sweep, double onset_ms)
        : neuron_(neuron)
        , sweep_(sweep)
        , bins_(sweep)
        , onset_ms_(onset_ms) {}

    ForcedVoltage run() {
        ForcedVoltage result;
        result.voltage_mv.reserve(sweep_.voltage_mv.size());
        double now_ms = 0.0;
        std::size_t next = 0;
        for (std::size_t bin = 0; bin < bins_.count(); ++bin) {
            double sum = 0.0;
            for (; next < sweep_.spikes_ms.size() && sweep_.spikes_ms[next] + onset_ms_ < bins_.end_ms(bin); ++next) {
                move(now_ms, sweep_.spikes_ms[next] + onset_ms_, bin, sum);
                result.misses.push_back(miss(now_ms, bin));
                fire();
            }
            move(now_ms, bins_.end_ms(bin), bin, sum);
            result.voltage_mv.push_back(sum / sweep_.bin_ms);
        }
        return result;
    }

  private:
    static constexpr double window_ms = 10.0, largest_miss_ms = 15.0;

    void move(double& now_ms, double stop_ms, std::size_t bin, double& sum) {
        if (!fired_ms_)
            advance_to(neuron_, now_ms, stop_ms, bins_.drive(bin), sweep_.bin_ms, [&](const Segment& segment) {
                sum += area(segment);
                if (segment.event == Event::spike) fired_ms_ = now_ms;
                return segment.event != Event::spike;
            });
        if (now_ms >= stop_ms) return;
        sum = std::numeric_limits<double>::quiet_NaN();
        // Meanwhile w goes on.
        neuron_.state.refractory = {stop_ms - now_ms};
        advance_to(neuron_, now_ms, stop_ms, bins_.drive(bin), sweep_.bin_ms, [](const Segment&) { return true; });
        now_ms = stop_ms;
    }

    void fire() {
        auto& state = neuron_.state;
        const auto& coeffs = neuron_.coeffs;
        state.y[0] = coeffs.reset_mv;
        if (!fired_ms_) state.y[1] += coeffs.adaptation_step_pa; // else its own spike has added it
        state.refractory = state.pace.spike(coeffs.refractory_ms);
        fired_ms_.reset();
    }

    double miss(double spike_ms, std::size_t bin) const {
        if (fired_ms_) return saturated(*fired_ms_ - spike_ms, largest_miss_ms);
        auto ahead = neuron_;
        double now_ms = spike_ms;
        std::optional<double> fired_ms;
        double highest_mv = Adex::voltage_mv(ahead.coeffs, ahead.state);
        for (; bin < bins_.count() && now_ms < spike_ms + window_ms && !fired_ms; ++bin)
            advance_to(ahead, now_ms, bins_.end_ms(bin), bins_.drive(bin), sweep_.bin_ms, [&](const Segment& segment) {
                if (segment.event == Event::spike) fired_ms = now_ms;
                highest_mv = std::max(highest_mv, segment.end_mv);
                return segment.event != Event::spike;
            });
        // Without a spike: the further below the upstroke, the further off.
        constexpr double ms_per_mv = 0.5;
        const double ms = fired_ms ? *fired_ms - spike_ms
                                   : window_ms + ms_per_mv * std::max(0.0, ahead.coeffs.threshold_mv - highest_mv);
        return saturated(ms, largest_miss_ms);
    }

    Neuron<Adex> neuron_;
    const FitSweep& sweep_;
    Bins bins_;
    double onset_ms_;
    std::optional<double> fired_ms_;
};

membrane::Initial beginning(const FitSweep& sweep) {
    membrane::Initial initial;
    initial.voltage_mv = sweep.begin_mv;
    return initial;
}

template <class M>
FreeVoltage run_free(Neuron<M> neuron, const FitSweep& sweep) {
    FreeVoltage result;
    const Bins bins(sweep);
    double now_ms = 0.0;
    for (std::size_t bin = 0; bin < bins.count(); ++bin) {
        double sum = 0.0;
        advance_to(neuron, now_ms, bins.end_ms(bin), bins.drive(bin), sweep.bin_ms, [&](const Segment& segment) {
            sum += area(segment);
            if (segment.event == Event::spike) result.spikes_ms.push_back(now_ms);
            return true;
        });
        result.voltage_mv.push_back(sum / sweep.bin_ms);
    }
    return result;
}

} // namespace

ForcedVoltage run_forced(const Snapshot& values, const FitSweep& sweep, double onset_ms) {
    const auto neuron = make_neuron(values, {}, sweep.bin_ms, beginning(sweep));
    ForcedVoltage result;
    if (const auto* adex = std::get_if<Neuron<Adex>>(&neuron)) result = ForcedRun<Adex>(*adex, sweep, onset_ms).run();
    if (const auto* glif = std::get_if<Neuron<Glif>>(&neuron)) result = ForcedRun<Glif>(*glif, sweep).run();
    if (const auto* lif = std::get_if<Neuron<Lif>>(&neuron)) result = ForcedRun<Lif>(*lif, sweep).run();
    if (const auto* rc = std::get_if<Neuron<Rc>>(&neuron)) result = ForcedRun<Rc>(*rc, sweep).run();
    const double per_pf = 1.0 / (units::pf_per_nf * values[Id::membrane_capacitance_nf]);
    for (std::size_t b = 0; b < result.voltage_mv.size(); ++b) result.voltage_mv[b] += per_pf * sweep.charge_pa_ms[b];
    return result;
}

FreeVoltage run_free(const Snapshot& values, const FitSweep& sweep) {
    const auto neuron = make_neuron(values, {}, sweep.bin_ms, beginning(sweep));
    return std::visit([&](const auto& typed) { return run_free(typed, sweep); }, neuron);
}

double explained_variance(const FitSweep& sweep, const ForcedVoltage& model) {
    double count = 0.0, v = 0.0, v2 = 0.0, r = 0.0, r2 = 0.0;
    for (std::size_t b = 0; b < sweep.voltage_mv.size(); ++b) {
        if (!sweep.below_threshold[b] || std::isnan(model.voltage_mv[b])) continue;
        const double recorded = sweep.voltage_mv[b] - sweep.begin_mv, rest = sweep.voltage_mv[b] - model.voltage_mv[b];
        count += 1.0;
        v += recorded;
        v2 += recorded * recorded;
        r += rest;
        r2 += rest * rest;
    }
    const double recorded = v2 - v * v / count, rest = r2 - r * r / count;
    return recorded > 0.0 ? 1.0 - rest / recorded : std::numeric_limits<double>::quiet_NaN();
}

} // namespace soma::recording
