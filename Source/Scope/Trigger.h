#pragma once

#include "Scope/TraceHistory.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace soma::scope {

enum class TriggerMode : std::uint8_t { automatic, normal, single };
enum class TriggerSource : std::uint8_t { voltage, current, spike, stimulus };
enum class Edge : std::uint8_t { rising, falling };

/// State of the scope, one for each word of the toolbar.
enum class ScopeState : std::uint8_t { triggered, automatic, waiting, armed, stopped, frozen, rolling };
std::string_view state_word(ScopeState state);

struct TriggerSettings {
    TriggerMode mode = TriggerMode::automatic;
    TriggerSource source = TriggerSource::spike;
    Edge edge = Edge::rising; ///< voltage and current only
    double level = -55.0;     ///< mV or pA, as the source
    double hysteresis = 1.0;  ///< mV or pA ≥ 0: the signal must have been this far on the other side before an edge
    double hold_off_s = 0.0;  ///< model time after a trigger in which no other is taken
    bool operator==(const TriggerSettings&) const = default;
};

/// The interval a sweep draws around its trigger.
struct SweepShape {
    double span_s = 0.2;      ///< model time
    double pre_trigger = 0.1; ///< 0 … 1: part of the span before the trigger
    double after_s() const { return span_s * (1.0 - pre_trigger); }
    /// The span in real seconds, at the time scale the neuron runs at now. Not for an empty history.
    double real_span_s(const TraceHistory& history) const { return span_s / history.time_scale(); }
    bool operator==(const SweepShape&) const = default;
};

/// Finds trigger instants in a history as it grows and decides which sweep is shown. An instant is exact: a spike's own
/// time, the crossing of the straight line between two samples, the instant of a vertical edge. Reader thread.
class Trigger {
  public:
    /// Slow neurons are normal ones: a trigger counts as recent for so long, in real time, or two sweeps if that is
    /// more. A spike every 2 s therefore never falls back to free running.
    static constexpr double patience_s = 2.5;
    /// Sweeps at least this long (real time) roll in Auto.
    static constexpr double roll_from_s = 0.5;

    const TriggerSettings& settings() const { return settings_; }
    /// Another source, edge or level looks for the next crossing from now on; the sweep on the screen stays.
    void set(const TriggerSettings& settings);

    /// Single: waits for one more trigger.
    void arm();

    /// Looks at what the history gained since the last call. drawn_peak_mv as in walk_voltage: what is drawn triggers.
    void advance(const TraceHistory& history, const SweepShape& shape, std::optional<float> drawn_peak_mv);

    /// Model time of the trigger whose sweep is to be drawn; none: the picture runs freely.
    std::optional<double> shown_s(const TraceHistory& history, const SweepShape& shape) const;

    ScopeState state(const TraceHistory& history, const SweepShape& shape) const;

    /// Real seconds since the last trigger was taken; none if there was none yet.
    std::optional<double> age_s(const TraceHistory& history) const;

    /// Triggers taken so far.
    std::uint64_t count() const { return count_; }

  private:
    struct Taken {
        double time_s;
        std::int64_t sample; ///< in which it lies, to know its age in real time
    };

    void look_from_now(const TraceHistory& history);
    void take(const TraceHistory& history, double time_s, const SweepShape& shape);
    void scan_list(const TraceHistory& history, const RecentList<double>& times_s, const SweepShape& shape);
    void scan_level(const TraceHistory& history, const SweepShape& shape, std::optional<float> drawn_peak_mv);
    bool recent(const TraceHistory& history, const Taken& taken, const SweepShape& shape) const;

    TriggerSettings settings_;
    std::uint64_t generation_ = 0; ///< of the history looked at
    bool look_anew_ = true;
    std::int64_t next_sample_ = 0;                    ///< level: scanned up to here
    std::int64_t next_item_ = 0;                      ///< spikes, stimuli: scanned up to here
    bool ready_ = false;                              ///< level: the signal has been beyond the hysteresis
    double last_point_s_ = 0.0, last_distance_ = 0.0; ///< level: from the level, positive past the edge

    bool wants_one_ = true; ///< Single: armed
    std::optional<Taken> latest_, before_latest_;
    std::uint64_t count_ = 0;
};

} // namespace soma::scope
