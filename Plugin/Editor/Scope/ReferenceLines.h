#pragma once

#include "Look/Theme.h"
#include "Session/EditorHost.h"

#include <span>
#include <string_view>
#include <vector>

namespace soma::editor {

/// A horizontal line of the voltage lane and its name in the gutter.
struct ReferenceLine {
    double value_mv;
    std::string_view label; ///< markup
    Token hue;
    std::span<const float> dash;
    bool operator==(const ReferenceLine& other) const {
        return value_mv == other.value_mv && label == other.label && hue == other.hue;
    }
};

/// Those that the present model has: threshold or detection level, reversal potentials.
std::vector<ReferenceLine> reference_lines(const ParameterAccess& parameters);

/// Models that reset without computing a spike are drawn with a cosmetic one this far above the threshold.
std::optional<float> drawn_peak_mv(const ParameterAccess& parameters, const Session& session);

/// Where the model's spikes reach, for the axis.
double peak_mv(const ParameterAccess& parameters);

} // namespace soma::editor
