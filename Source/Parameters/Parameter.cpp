#include "Parameters/Parameter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace soma {
namespace {

constexpr Scale linear = Scale::linear, logarithmic = Scale::logarithmic, cubic = Scale::cubic,
                symmetric = Scale::symmetric, integer = Scale::integer, choice = Scale::choice;

constexpr std::array<Parameter, parameter_count> table{{
#define PARAMETER(id, ...) {#id, __VA_ARGS__},
#include "Parameters/Table.def"
#undef PARAMETER
}};

} // namespace

std::span<const Parameter, parameter_count> parameters() { return table; }

std::optional<Id> find_parameter(std::string_view id) {
    static const auto index = [] {
        std::unordered_map<std::string_view, Id> map;
        for (std::size_t i = 0; i < table.size(); ++i) map.emplace(table[i].id, static_cast<Id>(i));
        return map;
    }();
    const auto found = index.find(id);
    return found == index.end() ? std::nullopt : std::optional(found->second);
}

std::size_t choice_count(const Parameter& parameter) {
    return parameter.choices.empty()
               ? 0
               : 1 + static_cast<std::size_t>(std::count(parameter.choices.begin(), parameter.choices.end(), '|'));
}

std::string_view choice_name(const Parameter& parameter, double value) {
    auto rest = parameter.choices;
    for (auto n = static_cast<std::size_t>(accept(parameter, value)); n > 0; --n)
        rest.remove_prefix(rest.find('|') + 1);
    return rest.substr(0, rest.find('|'));
}

double accept(const Parameter& parameter, double value) {
    if (!std::isfinite(value)) return parameter.default_value;
    const bool whole = parameter.scale == Scale::integer || parameter.scale == Scale::choice;
    return std::clamp(whole ? std::round(value) : value, parameter.min, parameter.max);
}

double to_position(const Parameter& parameter, double value) {
    const auto [min, max] = std::pair(parameter.min, parameter.max);
    const double share = (value - min) / (max - min);
    switch (parameter.scale) {
    case Scale::logarithmic:
        return std::log(value / min) / std::log(max / min);
    case Scale::cubic:
        return std::cbrt(share);
    case Scale::symmetric:
        return 0.5 + 0.5 * std::cbrt(value / max);
    default:
        return share;
    }
}

double from_position(const Parameter& parameter, double position) {
    const auto [min, max] = std::pair(parameter.min, parameter.max);
    const double p = std::clamp(position, 0.0, 1.0);
    switch (parameter.scale) {
    case Scale::logarithmic:
        return accept(parameter, min * std::pow(max / min, p));
    case Scale::cubic:
        return accept(parameter, min + (max - min) * p * p * p);
    case Scale::symmetric:
        return accept(parameter, max * std::pow(2.0 * p - 1.0, 3));
    default:
        return accept(parameter, min + (max - min) * p);
    }
}

} // namespace soma
