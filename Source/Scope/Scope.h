#pragma once

#include "Scope/Columns.h"
#include "Scope/Cursors.h"
#include "Scope/Graticule.h"
#include "Scope/Measurements.h"
#include "Scope/PhasePlane.h"
#include "Scope/Raster.h"
#include "Scope/SpikeTriggered.h"
#include "Scope/TraceTap.h"
#include "Scope/Trigger.h"

#include <memory>
#include <optional>

namespace soma::scope {

struct ScopeSettings {
    TimeBase time_base;
    double pre_trigger = 0.1; ///< 0 … 1: where on the time axis the trigger, time 0, stands
    TriggerSettings trigger;
    /// Height above the threshold of the cosmetic spike of models that reset without one (LIF, GLIF: 40 mV); none
    /// draws V as it is.
    std::optional<float> drawn_peak_mv;
    int neurons = 1;
    double rate_window_s = 2.0; ///< model time; to be printed with the rate
    bool operator==(const ScopeSettings&) const = default;
};

/// One picture. Times are model times in s; label the axis with time_s − zero_s.
struct ScopeFrame {
    Window window;
    double zero_s = 0.0;    ///< the trigger, or the right edge when the picture runs freely
    bool triggered = false; ///< zero_s is a trigger
    bool blank = true;      ///< nothing to show: no data yet, or no trigger yet in Normal and Single
    ScopeState state = ScopeState::automatic;
    double time_scale = 1.0;
    Trace voltage, current;
    Raster raster;
    std::int64_t visible_spikes = 0;       ///< of neuron 0 within the window
    std::optional<float> last_mv, last_pa; ///< the last visible sample
    std::optional<double> held_for_s;      ///< Frozen, Stopped: real seconds since the picture was caught
    std::optional<double> waiting_peak_mv; ///< Waiting: largest V of the last 2 s
};

/// The whole instrument without its window: history, trigger, pictures. Message thread only; the one reader of its tap.
///
/// How an editor uses it:
///   Scope scope(tap);                     subscribes; the destructor unsubscribes, and the audio thread pays nothing
///   scope.set(settings);                  at any change; the picture follows at the next frame
///   on a timer (60 Hz), or vertical blank:
///     if (scope.update()) repaint();      takes what came; true if the picture is no longer the one last drawn
///     scope.statistics()                  footer: rate, CV, last ISI of the live signal, frozen or not
///   in paint:
///     const auto& frame = scope.frame(width_px);     one column a device pixel; memory is reused
///     frame.voltage / .current   columns: draw first → min/max in order → last; or points: draw the breakpoints
///     (current:
///                                already a staircase). unfilled columns and `begins` break the line
///     frame.raster               ticks a row, density strip
///     frame.window.x_px(time_s)  places anything else; frame.window.time_s(x) reads the mouse
///     state_word(frame.state)
///   key S: arm_single(); key F: freeze(!frozen()); slider: scroll_back(0 … scroll_limit_s())
///   On scope.shown(), the history the picture is drawn from (held while frozen):
///     read_cursors, snap_to_spike(…, 6 px as time), next_spike_s, previous_spike_s      Cursors.h
///     isi_histogram, measure_spikes                                                     Measurements.h
///     draw_spike_overlay, average_spikes, draw_phase_plane                              SpikeTriggered.h, PhasePlane.h
///   Axes: TimeBase::move, fit_axis(frame.voltage.min, .max, …), zoom_axis               Graticule.h
/// A cursor is kept as a model time; a value that cannot be known is std::nullopt and prints as an en dash.
class Scope {
  public:
    explicit Scope(TraceTap& tap);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    const ScopeSettings& settings() const { return settings_; }
    void set(const ScopeSettings& settings);

    bool update();
    const ScopeFrame& frame(int width_px);

    /// Single: waits for one more trigger; the picture stays until it comes.
    void arm_single();

    /// Holds the picture; acquisition goes on. Costs a copy of the history, given back when the picture is released.
    void freeze(bool wanted);
    bool frozen() const { return frozen_; }

    /// A held picture (Frozen, Stopped) can be moved back by 0 … scroll_limit_s model seconds.
    double scroll_limit_s() const;
    void scroll_back(double seconds);

    /// The right edge of the picture is the newest sample, or was when it was caught; else a trigger has its place.
    bool runs_freely() const;
    ScopeState state() const;
    SpikeStatistics statistics() const { return measure_spikes(live_, settings_.rate_window_s); }

    /// Call when the neuron becomes another one (model, cell, reset): rate, CV, intervals and averages then use only
    /// what comes after.
    void measure_from_now() { live_.measure_from_now(); }

    const TraceHistory& live() const { return live_; }
    const TraceHistory& shown() const { return held_ ? held_->history : live_; }

  private:
    /// The fixed point of the picture: a trigger at its place on the axis, or the newest sample at the right edge.
    struct Anchor {
        double time_s;
        bool trigger;
        bool operator==(const Anchor&) const = default;
    };
    struct Held {
        TraceHistory history;
        std::optional<Anchor> anchor;
        std::uint64_t triggers; ///< taken when it was caught
    };

    SweepShape shape() const { return {settings_.time_base.span_s(), settings_.pre_trigger}; }
    std::optional<Anchor> anchor() const;
    double window_start_s(const Anchor& anchor) const;
    void hold();
    void release();
    void keep_sweep();
    bool picture_moved() const;

    TraceTap& tap_;
    ScopeSettings settings_;
    TraceHistory live_;
    Trigger trigger_;
    std::unique_ptr<Held> held_;
    bool frozen_ = false;
    double scroll_back_s_ = 0.0;
    bool changed_ = true;
    ScopeFrame frame_;
    std::optional<Anchor> drawn_anchor_;
    double drawn_until_s_ = 0.0;
};

} // namespace soma::scope
