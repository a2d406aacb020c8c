#pragma once

#include <array>
#include <string_view>

namespace soma {

/// A prefix of the International System of Units.
struct SiPrefix {
    std::string_view text;
    int exponent; ///< of ten
    double factor;
};

/// The one table of prefixes that people type and read here. Of several spellings the first is written.
constexpr std::array si_prefixes{SiPrefix{"f", -15, 1e-15}, SiPrefix{"p", -12, 1e-12}, SiPrefix{"n", -9, 1e-9},
                                 SiPrefix{"µ", -6, 1e-6},   SiPrefix{"μ", -6, 1e-6},   SiPrefix{"u", -6, 1e-6},
                                 SiPrefix{"m", -3, 1e-3},   SiPrefix{"", 0, 1.0},      SiPrefix{"k", 3, 1e3},
                                 SiPrefix{"M", 6, 1e6},     SiPrefix{"G", 9, 1e9}};

/// Factor of a unit to its base, 1e-12 for "pA" of "A"; 0 where it is not that base with a prefix.
constexpr double si_factor(std::string_view unit, std::string_view base) {
    if (!unit.ends_with(base)) return 0.0;
    const auto text = unit.substr(0, unit.size() - base.size());
    for (const auto& prefix : si_prefixes)
        if (prefix.text == text) return prefix.factor;
    return 0.0;
}

} // namespace soma
