#pragma once

#include <cstdint>

namespace soma::editor {

/// Sizes in logical pixels.
struct Metrics {
    enum class Kind : std::uint8_t { desktop, projector, minimum };
    Kind kind;

    // Type
    float hero, brand, section, value, row_label, label, unit, caption, tab, axis;
    float footer_label, footer_value, footer_unit, lamp, toolbar_value;

    // Shape
    float card_radius, field_radius, tab_radius, bar, trace, reference_line, tick, hairline, circuit_stroke,
        circuit_scale;

    // Layout
    int strip, header, footer, row, button, tab_height, tab_padding, icon_button, icon, toolbar, toolbar_field,
        circuit_field;
    int card_gap, card_margin, field_gap, section_above, section_below, side_panel, row_padding, unit_width;
    int current_lane, raster_pitch, gutter, axis_width;

    static const Metrics& of(Kind kind);
};

} // namespace soma::editor
