#include "Scope/Raster.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

namespace {

void draw_row(const RecentList<double>& spikes_s, const Window& window, std::vector<float>& ticks_px) {
    // Jumps to the first spike of the next column, so that a dense row costs no more than its width.
    for (auto index = spikes_s.lower_bound(window.start_s);
         index < spikes_s.end() && spikes_s[index] < window.end_s();) {
        const double x_px = window.x_px(spikes_s[index]);
        ticks_px.push_back(static_cast<float>(x_px));
        index = std::max(index + 1, spikes_s.lower_bound(window.time_s(std::floor(x_px) + 1.0)));
    }
}

void draw_density(const TraceHistory& history, const Window& window, std::vector<std::uint32_t>& density) {
    auto first = history.sample_at_or_after(window.start_s);
    for (int column = 0; column < window.width_px; ++column) {
        const auto last = history.sample_at_or_after(window.time_s(column + 1));
        density.push_back(history.population_spikes(first, last));
        first = last;
    }
}

} // namespace

void draw_raster(const TraceHistory& history, const Window& window, int neurons, Raster& raster) {
    for (auto& row : raster.ticks_px) row.clear();
    raster.density.clear();
    raster.rows = std::clamp(neurons, 1, limits::raster_rows);
    raster.has_density = neurons > limits::raster_rows;
    if (history.empty()) return;
    for (int row = 0; row < raster.rows; ++row)
        draw_row(history.spikes_s(row), window, raster.ticks_px[static_cast<std::size_t>(row)]);
    if (raster.has_density) draw_density(history, window, raster.density);
}

} // namespace soma::scope
