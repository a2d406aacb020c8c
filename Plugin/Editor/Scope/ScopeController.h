#pragma once

#include "Scope/Graticule.h"
#include "Scope/Scope.h"
#include "Session/EditorHost.h"

#include <array>
#include <cstdint>

namespace soma::editor {

/// The figure of the plot: the sweep, or one made of the recent spikes.
enum class ScopeFigure : std::uint8_t { sweep, spike_overlay, isi_histogram, phase_plane, spectrum };

/// The instrument and the settings that toolbar, plot and keys share.
class ScopeController {
  public:
    explicit ScopeController(EditorHost& host);

    scope::Scope& scope() { return scope_; }
    const scope::Scope& scope() const { return scope_; }

    /// Follows the parameters: drawn peak, number of neurons, and while nobody chose otherwise trigger and axes.
    void follow_host();

    scope::TriggerSettings trigger() const { return scope_.settings().trigger; }
    void set_trigger(const scope::TriggerSettings& trigger);
    /// As set_trigger, and from then on the source no longer follows the stimulator.
    void choose_trigger(const scope::TriggerSettings& trigger);
    void set_mode(scope::TriggerMode mode);
    /// Where a trigger on this source begins: the model's threshold, or half of the current that is drawn.
    double usual_level(scope::TriggerSource source) const;

    double ms_per_division() const { return scope_.settings().time_base.ms_per_division(); }
    void set_ms_per_division(double ms);
    void move_time_base(int steps);
    void set_pre_trigger(double share);

    const scope::Axis& voltage_axis() const { return voltage_axis_; }
    void zoom_voltage(int steps, double fixed_mv);
    /// Axis that holds all the lines of the model and its spikes.
    void fit_voltage();
    /// As fit_voltage, and the trace that is drawn now.
    void fit_trace();
    void fit_time();

    double current_low_pa() const { return current_low_pa_; }
    double current_high_pa() const { return current_high_pa_; }
    /// Follows what is drawn, without trembling.
    void follow_current(double low_pa, double high_pa);

    bool cursors = false;
    std::array<double, 2> cursor_ms{40.0, 60.0}; ///< after time 0
    bool cursors_placed = false;                 ///< else they go to two spikes of the next picture
    ScopeFigure figure = ScopeFigure::sweep;
    double scroll_back_s = 0.0; ///< of a held picture

    /// Lines a voltage axis of this height takes.
    void set_plot_height(float pixels, float pixels_per_line);

  private:
    void apply(const scope::ScopeSettings& settings);
    void fit(double low_mv, double high_mv);

    EditorHost& host_;
    scope::Scope scope_;
    scope::Axis voltage_axis_;
    double current_low_pa_ = 0.0, current_high_pa_ = 1.0;
    bool trigger_chosen_ = false;
    std::optional<double> fitted_low_mv_, fitted_high_mv_;
    double model_ = -1.0;
    float plot_height_ = 215.0f, pixels_per_line_ = 24.0f;
};

} // namespace soma::editor
