#pragma once

#include "Parameters/Parameter.h"

#include <cstdint>

namespace soma::headless {

/// Ports of the LV2 without a window, in order; after them one control for each parameter, in the table's order.
enum Lv2Port : std::uint32_t {
    input_left,
    input_right,
    main_left,
    main_right,
    sidechain,
    voltage,
    spikes,
    stimulus,
    events_in,
    events_out,
    freewheel,
    first_parameter,
};
constexpr std::uint32_t lv2_port_count = first_parameter + static_cast<std::uint32_t>(parameter_count);

constexpr const char* lv2_uri = "https://github.com/somaphone/somaphone#headless";

} // namespace soma::headless
