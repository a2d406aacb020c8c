#pragma once

#include "Look/Theme.h"
#include "Plot/MinMaxDecimator.h"

#include <cstdint>
#include <string>
#include <vector>

/// Pictures that are drawn without a window, in the look of the editor's scope. Message thread, or the only thread.
namespace soma::plot {

enum class Dash : std::uint8_t { threshold, leak };

/// A horizontal line with its name in the gutter; `_{…}` in the name is a subscript.
struct ReferenceLine {
    std::string name;
    double mv;
    Dash dash;
};

/// Spikes by pixel column: a row of ticks for each of the first neurons, and how many there were of all.
class SpikeLane {
  public:
    static constexpr int max_rows = 16; ///< more neurons are drawn as one strip of density

    SpikeLane(double start_s, double span_s, int columns, int neurons);
    void add(double time_s, int neuron);

    int neurons() const { return neurons_; }
    std::int64_t count() const { return count_; }
    /// Ticks of a row, by column; of the strip, spikes by column.
    const std::vector<std::vector<std::uint32_t>>& rows() const { return rows_; }

  private:
    double start_s_, columns_per_s_;
    int neurons_;
    std::int64_t count_ = 0;
    std::vector<std::vector<std::uint32_t>> rows_;
};

/// All that a picture shows. Times are model times.
struct ScopeData {
    double start_s, span_s;
    MinMaxDecimator voltage_mv, current_pa;
    SpikeLane spikes;
    std::vector<ReferenceLine> lines;
    std::string title, subtitle, caption;

    /// `columns` is what scope_columns gives for the picture's width.
    ScopeData(double start, double span, int columns, int neurons)
        : start_s(start)
        , span_s(span)
        , voltage_mv(start, span, columns)
        , current_pa(start, span, columns)
        , spikes(start, span, columns, neurons) {}
};

/// Device pixels across the plot area of a picture `width_px` wide (logical pixels).
int scope_columns(int width_px, int scale);

/// Spike ticks, voltage and current on one time axis, with units, in `width_px` × `height_px` logical pixels of
/// `scale` device pixels each.
juce::Image draw_scope(ScopeData& data, const editor::Theme& theme, int width_px, int height_px, int scale);

} // namespace soma::plot
