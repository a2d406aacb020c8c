#include "Lesson/Format/LessonUnits.h"

#include "Core/DecimalText.h"
#include "Core/SiPrefix.h"

#include <array>
#include <charconv>
#include <cmath>

namespace soma::lesson {
namespace {

struct Row {
    Unit unit;
    std::string_view name;
    std::string_view base; ///< units of one base measure the same thing and may be converted
    double in_base;
};

constexpr std::array rows{
    Row{Unit::mv, "mV", "V", 1e-3},
    Row{Unit::pa, "pA", "A", 1e-12},
    Row{Unit::na, "nA", "A", 1e-9},
    Row{Unit::ua_per_cm2, "uA/cm2", "A/cm2", 1e-6},
    Row{Unit::mohm, "MOhm", "Ohm", 1e6},
    Row{Unit::nf, "nF", "F", 1e-9},
    Row{Unit::pf, "pF", "F", 1e-12},
    Row{Unit::ms, "ms", "s", 1e-3},
    Row{Unit::s, "s", "s", 1.0},
    Row{Unit::hz, "Hz", "Hz", 1.0},
    Row{Unit::spikes_per_s, "spikes/s", "Hz", 1.0},
    Row{Unit::spikes, "spikes", "spikes", 1.0},
    Row{Unit::pc, "pC", "C", 1e-12},
    Row{Unit::um2, "um2", "m2", 1e-12},
    Row{Unit::db, "dB", "dB", 1.0},
    Row{Unit::one, "1", "1", 1.0},
    Row{Unit::percent, "%", "1", 1e-2},
    Row{Unit::model, "model", "model", 1.0},
};

/// Other spellings of whole units, tried before prefixes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> spellings{{
    {"/s", "spikes/s"},
    {"1/s", "spikes/s"},
    {"spike", "spikes"},
    {"um^2", "um2"},
    {"uA/cm^2", "uA/cm2"},
    {"Mohm", "MOhm"},
    {"megaohm", "MOhm"},
    {"sec", "s"},
}};

/// Only these take any SI prefix; "1", "%" or "spikes" do not.
constexpr std::array<std::string_view, 7> prefixable{"V", "A", "Ohm", "F", "s", "Hz", "C"};

const Row& row_of(Unit unit) {
    for (const Row& row : rows)
        if (row.unit == unit) return row;
    return rows.front();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// One spelling for signs that keyboards and screens write in several ways.
std::string plain(std::string_view text) {
    std::string out{text};
    for (const auto& [from, to] :
         std::initializer_list<std::pair<std::string_view, std::string_view>>{{"\u2212", "-"},
                                                                              {"\u2013", "-"},
                                                                              {"\u00b5", "u"},
                                                                              {"\u03bc", "u"},
                                                                              {"\u2126", "Ohm"},
                                                                              {"\u03a9", "Ohm"},
                                                                              {"\u00b2", "2"},
                                                                              {"\u00a0", " "},
                                                                              {"\u202f", " "}})
        out = replaced(std::move(out), from, to);
    const auto first = out.find_first_not_of(" \t");
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(" \t") - first + 1);
}

struct Measure {
    std::string_view base;
    double in_base;
};

std::optional<Measure> measure(std::string_view text) {
    for (const auto& [spelling, name] : spellings)
        if (text == spelling) text = name;
    for (const Row& row : rows)
        if (row.name == text) return Measure{row.base, row.in_base};
    for (const std::string_view base : prefixable)
        if (const double factor = si_factor(text, base); factor > 0.0) return Measure{base, factor};
    return {};
}

} // namespace

std::optional<Unit> unit_named(std::string_view name) {
    for (const Row& row : rows)
        if (row.name == name) return row.unit;
    return {};
}

std::string_view symbol_of(Unit unit) {
    switch (unit) {
    case Unit::mohm:
        return "MΩ";
    case Unit::ua_per_cm2:
        return "µA/cm²";
    case Unit::um2:
        return "µm²";
    case Unit::one:
    case Unit::model:
        return "";
    default:
        return name_of(unit);
    }
}

std::string_view name_of(Unit unit) { return row_of(unit).name; }

std::optional<double> convert(double value, Unit from, Unit to) {
    const Row &a = row_of(from), &b = row_of(to);
    if (from == to) return value;
    if (a.base != b.base) return {};
    return value * (a.in_base / b.in_base);
}

TypedNumber parse_typed(std::string_view typed, Unit asked) {
    const std::string text = plain(typed);
    const std::size_t split = text.find_first_not_of("+-0123456789.,eE");
    // An 'e' that begins a word ("2 e") is not an exponent: read_number below decides how much of the head is a number.
    const std::string head = replaced(text.substr(0, split), ",", ".");
    const char* begin = head.data() + (head.starts_with('+') ? 1 : 0);
    double value = 0.0;
    const auto [end, error] = read_number(begin, head.data() + head.size(), value);
    if (error != std::errc{} || !std::isfinite(value)) return {{}, "Type a number."};
    if (end != head.data() + head.size()) return {{}, "That is more than one number."};
    const std::string unit = split == std::string::npos ? std::string{} : text.substr(split);
    const std::string unit_text = plain(unit);
    if (unit_text.empty()) return {value, {}};

    const Row& wanted = row_of(asked);
    const auto given = measure(unit_text);
    if (!given) return {{}, "The unit '" + unit_text + "' is not known here; use " + std::string{wanted.name} + "."};
    if (given->base != wanted.base)
        return {{}, "The answer is asked for in " + std::string{wanted.name} + ", not " + unit_text + "."};
    return {value * (given->in_base / wanted.in_base), {}};
}

} // namespace soma::lesson
