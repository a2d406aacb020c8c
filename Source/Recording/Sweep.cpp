#include "Recording/Sweep.h"

#include <array>
#include <utility>

namespace soma::recording {
namespace {

struct Prefix {
    std::string_view text;
    double factor;
};
constexpr std::array prefixes{Prefix{"", 1.0},       Prefix{"m", 1e-3},    Prefix{"u", 1e-6},    Prefix{"µ", 1e-6},
                              Prefix{"\xb5", 1e-6},  Prefix{"n", 1e-9},    Prefix{"p", 1e-12},   Prefix{"milli", 1e-3},
                              Prefix{"micro", 1e-6}, Prefix{"nano", 1e-9}, Prefix{"pico", 1e-12}};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\0')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    return text;
}

/// The factor before the unit; 0 where the unit is none of the names.
double factor_of(std::string_view unit, std::initializer_list<std::string_view> names) {
    unit = trimmed(unit);
    for (const auto name : names)
        if (unit.ends_with(name))
            for (const auto& prefix : prefixes)
                if (unit.substr(0, unit.size() - name.size()) == prefix.text) return prefix.factor;
    return 0.0;
}

} // namespace

std::string_view source_name(CurrentSource source) {
    constexpr std::array<std::string_view, 4> names{"unknown", "recorded", "command", "protocol"};
    return names[static_cast<std::size_t>(source)];
}

double millivolts_per(std::string_view unit) { return 1e3 * factor_of(unit, {"V", "volts", "Volts", "volt", "Volt"}); }

double picoamperes_per(std::string_view unit) {
    return 1e12 * factor_of(unit, {"A", "amperes", "Amperes", "ampere", "Ampere", "amps", "Amps", "amp", "Amp"});
}

} // namespace soma::recording
