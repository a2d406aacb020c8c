#include "Look/Metrics.h"

#include <array>

namespace soma::editor {

namespace {

constexpr Metrics desktop{.kind = Metrics::Kind::desktop,
                          .hero = 22,
                          .brand = 15,
                          .section = 13,
                          .value = 13,
                          .row_label = 12,
                          .label = 12,
                          .unit = 11,
                          .caption = 11,
                          .tab = 12,
                          .axis = 11,
                          .footer_label = 12,
                          .footer_value = 13,
                          .footer_unit = 11,
                          .lamp = 12,
                          .toolbar_value = 12.5f,
                          .card_radius = 10,
                          .field_radius = 6,
                          .tab_radius = 7,
                          .bar = 2.5f,
                          .trace = 1.75f,
                          .reference_line = 1.25f,
                          .tick = 1.8f,
                          .hairline = 1,
                          .circuit_stroke = 1.7f,
                          .circuit_scale = 1,
                          .strip = 36,
                          .header = 48,
                          .footer = 40,
                          .row = 30,
                          .button = 32,
                          .tab_height = 24,
                          .tab_padding = 11,
                          .icon_button = 30,
                          .icon = 18,
                          .toolbar = 40,
                          .toolbar_field = 28,
                          .circuit_field = 24,
                          .card_gap = 8,
                          .card_margin = 12,
                          .field_gap = 5,
                          .section_above = 13,
                          .section_below = 12,
                          .side_panel = 216,
                          .row_padding = 9,
                          .unit_width = 24,
                          .current_lane = 62,
                          .raster_pitch = 7,
                          .gutter = 78,
                          .axis_width = 44};

constexpr Metrics projector = [] {
    Metrics m = desktop;
    m.kind = Metrics::Kind::projector;
    m.hero = 30;
    m.brand = m.section = 19;
    m.value = 21;
    m.row_label = m.label = 18;
    m.unit = 17;
    m.caption = 16;
    m.tab = 17;
    m.axis = 18;
    m.footer_label = m.footer_unit = 18;
    m.footer_value = 25;
    m.lamp = 21;
    m.toolbar_value = 19;
    m.card_radius = 0;
    m.field_radius = 8;
    m.tab_radius = 9;
    m.bar = 4;
    m.trace = 3.25f;
    m.reference_line = 2;
    m.tick = 3.5f;
    m.hairline = 1.5f;
    m.circuit_stroke = 2.6f;
    m.circuit_scale = 1.25f;
    m.strip = 54;
    m.header = m.footer = 56;
    m.row = 42;
    m.button = 46;
    m.tab_height = 34;
    m.tab_padding = 15;
    m.icon_button = 42;
    m.icon = 26;
    m.toolbar = 54;
    m.toolbar_field = 40;
    m.circuit_field = 34;
    m.card_gap = 0;
    m.card_margin = 18;
    m.field_gap = 7;
    m.side_panel = 316;
    m.row_padding = 13;
    m.unit_width = 30;
    m.current_lane = 66;
    m.raster_pitch = 16;
    m.gutter = 132;
    m.axis_width = 66;
    return m;
}();

constexpr Metrics minimum = [] {
    Metrics m = desktop;
    m.kind = Metrics::Kind::minimum;
    m.hero = 20;
    m.header = 44;
    m.footer = 34;
    m.toolbar = 38;
    m.button = 30;
    m.card_margin = 10;
    m.section_above = m.section_below = 9;
    m.side_panel = 204;
    m.current_lane = 44;
    m.circuit_field = 28;
    m.raster_pitch = 8;
    return m;
}();

constexpr std::array sizes{desktop, projector, minimum};

} // namespace

const Metrics& Metrics::of(Kind kind) { return sizes[static_cast<std::size_t>(kind)]; }

} // namespace soma::editor
