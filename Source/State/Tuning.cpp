#include "State/Tuning.h"

#include "Core/Utf8.h"

#include "Core/DecimalText.h"

#include <charconv>
#include <cmath>

namespace soma {
namespace {

constexpr int most_notes = 1024, last_key = KeyFrequencies::keys - 1;
constexpr double lowest_hz = 1.0, highest_hz = 30000.0, lowest_reference_hz = 1.0, highest_reference_hz = 20000.0;
constexpr double octave_cents = 1200.0, most_cents = 20.0 * octave_cents;

/// The lines of a Scala file that are no comments, one after the other, with their numbers.
class Lines {
  public:
    Lines(std::string_view file, std::string_view text)
        : file_(file)
        , left_(text) {
        constexpr std::size_t longest = 1 << 16;
        if (text.size() > longest)
            throw FormatError(std::string(file) + ": is longer than 64 kB, which no scale or mapping is");
    }

    /// The next line, or nothing behind the last.
    std::optional<std::string_view> next() {
        while (!left_.empty()) {
            ++number_;
            const auto end = left_.find('\n');
            auto line = left_.substr(0, end);
            left_.remove_prefix(end == std::string_view::npos ? left_.size() : end + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            if (!line.starts_with('!')) return line;
        }
        return std::nullopt;
    }

    /// The first word of the next line. `wanted` says what is expected: "the number of notes".
    std::string_view word(std::string_view wanted) {
        const auto line = next();
        if (!line) throw FormatError(std::string(file_) + ": ends before " + std::string(wanted));
        const auto begin = line->find_first_not_of(" \t");
        if (begin == std::string_view::npos) fail("is empty; it should hold " + std::string(wanted));
        const auto rest = line->substr(begin);
        return rest.substr(0, rest.find_first_of(" \t"));
    }

    template <class Number>
    Number number(std::string_view wanted, Number lowest, Number highest) {
        const auto text = word(wanted);
        const auto value = whole_number<Number>(text);
        if (!value || !(*value >= lowest && *value <= highest))
            fail(in_quotes(text) + " is not " + std::string(wanted));
        return *value;
    }

    template <class Number>
    static std::optional<Number> whole_number(std::string_view text) {
        if (text.starts_with('+')) text.remove_prefix(1);
        Number value{};
        const auto read = [&] {
            if constexpr (std::is_same_v<Number, double>)
                return read_number(text.data(), text.data() + text.size(), value);
            else
                return std::from_chars(text.data(), text.data() + text.size(), value);
        }();
        if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
        return value;
    }

    [[noreturn]] void fail(const std::string& message) const {
        throw FormatError(std::string(file_) + ", line " + std::to_string(number_) + ": " + message);
    }

  private:
    std::string_view file_, left_;
    int number_ = 0;
};

/// A pitch with a point is in cents, any other one is a ratio.
double cents_of(const Lines& lines, std::string_view text) {
    const auto slash = text.find('/');
    std::optional<double> cents;
    if (text.find('.') != std::string_view::npos) {
        cents = Lines::whole_number<double>(text);
    } else {
        const auto above = Lines::whole_number<double>(text.substr(0, slash));
        const auto below =
            slash == std::string_view::npos ? std::optional(1.0) : Lines::whole_number<double>(text.substr(slash + 1));
        if (above && below && *above > 0.0 && *below > 0.0) cents = octave_cents * std::log2(*above / *below);
    }
    if (!cents || !(std::abs(*cents) <= most_cents))
        lines.fail(in_quotes(text) + " is no pitch; write cents with a point (701.955) or a ratio (3/2)");
    return *cents;
}

int floor_div(int a, int b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Of any degree, also beyond one period and below 0.
double cents_at(const TuningScale& scale, int degree) {
    const int notes = static_cast<int>(scale.cents.size()), period = floor_div(degree, notes);
    const int within = degree - period * notes;
    return period * scale.cents.back() + (within == 0 ? 0.0 : scale.cents[static_cast<std::size_t>(within) - 1]);
}

/// Above degree 0 at the middle key; nothing: the key is silent.
std::optional<double> cents_of_key(const TuningScale& scale, const KeyboardMapping& mapping, int key) {
    const int steps = key - mapping.middle_key;
    if (mapping.degree.empty()) return cents_at(scale, steps);
    const int size = static_cast<int>(mapping.degree.size()), period = floor_div(steps, size);
    const auto degree = mapping.degree[static_cast<std::size_t>(steps - period * size)];
    if (!degree) return std::nullopt;
    const int octave = mapping.octave_degree > 0 ? mapping.octave_degree : static_cast<int>(scale.cents.size());
    return period * cents_at(scale, octave) + cents_at(scale, *degree);
}

} // namespace

TuningScale read_scale(std::string_view file, std::string_view text) {
    Lines lines(file, text);
    TuningScale scale;
    const auto description = lines.next();
    if (!description) throw FormatError(std::string(file) + ": is empty; a Scala scale begins with its description");
    scale.description = *description;
    const int notes = lines.number<int>("the number of notes, 1 to 1024", 1, most_notes);
    for (int i = 0; i < notes; ++i)
        scale.cents.push_back(
            cents_of(lines, lines.word("pitch " + std::to_string(i + 1) + " of " + std::to_string(notes))));
    return scale;
}

KeyboardMapping read_keyboard_mapping(std::string_view file, std::string_view text) {
    Lines lines(file, text);
    KeyboardMapping mapping;
    const int size = lines.number<int>("the size of the mapping, 0 to 128", 0, KeyFrequencies::keys);
    mapping.first_key = lines.number<int>("the first key, 0 to 127", 0, last_key);
    mapping.last_key = lines.number<int>("the last key, 0 to 127", 0, last_key);
    mapping.middle_key = lines.number<int>("the middle key, 0 to 127", 0, last_key);
    mapping.reference_key = lines.number<int>("the reference key, 0 to 127", 0, last_key);
    mapping.reference_hz =
        lines.number<double>("the reference frequency, 1 to 20000 Hz", lowest_reference_hz, highest_reference_hz);
    mapping.octave_degree = lines.number<int>("the degree of the octave, 0 to 1024", 0, most_notes);
    mapping.degree.resize(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) { // keys that are left out at the end are silent
        const auto line = lines.next();
        if (!line) break;
        const auto begin = line->find_first_not_of(" \t");
        if (begin == std::string_view::npos) continue;
        const auto rest = line->substr(begin);
        const auto word = rest.substr(0, rest.find_first_of(" \t"));
        if (word == "x" || word == "X") continue;
        const auto degree = Lines::whole_number<int>(word);
        if (!degree || std::abs(*degree) > most_notes)
            lines.fail(in_quotes(word) + " is no degree of the scale; write a whole number, or x for a silent key");
        mapping.degree[static_cast<std::size_t>(i)] = *degree;
    }
    return mapping;
}

KeyFrequencies key_frequencies(const Tuning& tuning, std::string_view scale_file, std::string_view keyboard_file) {
    if (tuning.scale.empty() && tuning.keyboard.empty()) return {};
    TuningScale scale;
    for (int degree = 1; degree <= 12; ++degree) scale.cents.push_back(100.0 * degree);
    if (!tuning.scale.empty()) scale = read_scale(scale_file, tuning.scale);
    KeyboardMapping mapping;
    mapping.reference_hz = 440.0 * std::exp2(-9.0 / 12.0); // middle C
    if (!tuning.keyboard.empty()) mapping = read_keyboard_mapping(keyboard_file, tuning.keyboard);
    const auto reference_cents = cents_of_key(scale, mapping, mapping.reference_key);
    if (!reference_cents)
        throw FormatError(std::string(keyboard_file) + ": the reference key " + std::to_string(mapping.reference_key) +
                          " is silent in the mapping; choose a key that has a degree");
    KeyFrequencies keys;
    keys.equal_temperament = false;
    for (int key = mapping.first_key; key <= mapping.last_key; ++key) {
        const auto cents = cents_of_key(scale, mapping, key);
        if (!cents) continue;
        const double hz = mapping.reference_hz * std::exp2((*cents - *reference_cents) / octave_cents);
        if (hz >= lowest_hz && hz <= highest_hz) keys.hz[static_cast<std::size_t>(key)] = hz;
    }
    return keys;
}

} // namespace soma
