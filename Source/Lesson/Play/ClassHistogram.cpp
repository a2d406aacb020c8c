#include "Lesson/Play/ClassHistogram.h"
#include "Core/DecimalText.h"

#include "Lesson/Play/ClassTable.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace soma::lesson {
namespace {

constexpr double outliers_iqr = 6.0;
constexpr double fewest_bins = 6.0, most_bins = 24.0;

struct Given {
    std::string question, unit;
    double value;
};

std::optional<double> whole_number_text(std::string_view text) {
    double value = 0.0;
    const auto read = read_number(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

/// "threshold_pA=12.5;up_minus_down_pA=0.4"; the unit stands at the end of a field's name.
void add_fields(std::vector<Given>& given, const StoredRow& row) {
    const std::string& answer = row["answer"];
    for (std::size_t at = 0; at < answer.size();) {
        const auto end = std::min(answer.find(';', at), answer.size());
        const auto part = std::string_view{answer}.substr(at, end - at);
        const auto sign = part.find('=');
        if (sign != std::string_view::npos)
            if (const auto value = whole_number_text(part.substr(sign + 1)))
                given.push_back({row["step_id"] + "/" + std::string{part.substr(0, sign)}, "", *value});
        at = end + 1;
    }
}

std::vector<Given> numbers_of(const StoredRow& row) {
    std::vector<Given> given;
    if (row["kind"] == "experiment") {
        add_fields(given, row);
    } else if (row["kind"] == "numeric" || row["trial"] == "all") {
        const auto trial = row["trial"].empty() ? "" : "/" + row["trial"];
        if (const auto value = row.number("answer"); value && std::isfinite(*value))
            given.push_back({row["step_id"] + trial, row["unit"], *value});
    }
    return given;
}

/// 1, 2 or 5 times a power of ten, at most as wide as wanted.
double round_width(double wanted) {
    const double decade = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double step : {5.0, 2.0})
        if (step * decade <= wanted) return step * decade;
    return decade;
}

/// Bins after Freedman and Diaconis (1981): twice the interquartile range over the cube root of the count.
void count(ClassHistogram& h) {
    std::sort(h.values.begin(), h.values.end());
    const double quartile_1 = quantile(h.values, 0.25), quartile_3 = quantile(h.values, 0.75);
    const double middle = quartile_3 - quartile_1;
    const double scale = std::max({std::abs(quartile_1), std::abs(quartile_3), 1e-9});
    // Where half of a class gave the same number the width follows from that number.
    const double spread = middle > 1e-6 * scale ? middle : 0.1 * scale;
    const double least = quartile_1 - outliers_iqr * spread, most = quartile_3 + outliers_iqr * spread;
    const auto first = std::lower_bound(h.values.begin(), h.values.end(), least);
    const auto last = std::upper_bound(first, h.values.end(), most);
    h.below = static_cast<int>(first - h.values.begin());
    h.above = static_cast<int>(h.values.end() - last);
    const double range = *(last - 1) - *first;
    const double usual = 2.0 * spread / std::cbrt(static_cast<double>(h.values.size()));
    h.width = round_width(range > 0.0 ? std::clamp(usual, range / most_bins, range / fewest_bins) : usual);
    h.low = h.width * std::floor(*first / h.width);
    const auto bin_of = [&](double value) {
        return static_cast<std::size_t>(std::max(0.0, std::floor((value - h.low) / h.width)));
    };
    h.counts.assign(bin_of(*(last - 1)) + 1, 0);
    for (auto value = first; value != last; ++value) ++h.counts[bin_of(*value)];
}

} // namespace

std::vector<ClassHistogram> class_histograms(const std::vector<StudentResults>& students) {
    std::vector<ClassHistogram> all;
    for (const StudentResults& student : students) {
        std::map<std::pair<std::string, std::string>, Given> last; // a student's last answer counts
        std::vector<std::pair<std::string, std::string>> order;
        for (const StoredRow& row : student.rows)
            for (auto& given : numbers_of(row)) {
                const std::pair key{row["lesson_id"], given.question};
                if (!last.contains(key)) order.push_back(key);
                last.insert_or_assign(key, std::move(given));
            }
        for (const auto& key : order) {
            auto found = std::find_if(all.begin(), all.end(), [&](const ClassHistogram& h) {
                return h.lesson == key.first && h.question == key.second;
            });
            const Given& given = last.at(key);
            if (found == all.end())
                found =
                    all.insert(all.end(), ClassHistogram{key.first, given.question, given.unit, {}, 0, 1, {}, 0, 0});
            found->values.push_back(given.value);
        }
    }
    std::erase_if(all, [](const ClassHistogram& h) { return h.values.size() < 2; });
    for (auto& h : all) count(h);
    return all;
}

} // namespace soma::lesson
