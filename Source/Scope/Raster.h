#pragma once

#include "Core/Limits.h"
#include "Scope/Columns.h"

#include <array>
#include <cstdint>
#include <vector>

namespace soma::scope {

/// Spike ticks of a window: a row for each of the first neurons, then one strip in which all neurons are counted.
struct Raster {
    /// At most one tick a column, at its first spike's place.
    std::array<std::vector<float>, limits::raster_rows> ticks_px;
    std::vector<std::uint32_t> density; ///< spikes of all neurons, one number a column
    int rows = 0;                       ///< min(neurons, limits::raster_rows)
    bool has_density = false;           ///< more neurons than rows
};

/// Memory of `raster` is reused.
void draw_raster(const TraceHistory& history, const Window& window, int neurons, Raster& raster);

} // namespace soma::scope
