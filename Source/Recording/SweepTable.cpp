#include "Recording/SweepTable.h"

#include "Core/DecimalText.h"
#include "Core/Utf8.h"
#include "State/CsvRows.h"
#include "State/NearMatches.h"
#include "State/SamplingTimes.h"

#include <array>
#include <cmath>
#include <optional>

namespace soma::recording {
namespace {

/// A column that is looked for by its name; `factor` brings it to mV, pA or s.
struct Column {
    std::string_view name;
    double factor, largest;
    std::optional<std::size_t> index = {};
};
/// Of several columns for one thing, a table has at most one.
struct Quantity {
    std::vector<Column> columns;
    const Column* found = nullptr;
};

constexpr std::string_view rate_comment = "sample_rate_hz:";

class Reader {
  public:
    Reader(std::string_view file, std::string_view text)
        : file_(file)
        , rows_(text) {}

    std::vector<Sweep> read() {
        read_header();
        while (next())
            if (!rows_.is_blank()) read_row();
        if (sweeps_.empty()) fail("no rows follow the header; one row per sample is needed");
        end_sweep();
        return std::move(sweeps_);
    }

  private:
    [[noreturn]] void fail(std::int64_t line, const std::string& message) const {
        throw FormatError(std::string(file_) + ": line " + std::to_string(line) + ": " + message);
    }
    [[noreturn]] void fail(const std::string& message) const { fail(rows_.line_number(), message); }

    bool next() {
        while (rows_.next()) {
            if (!rows_.is_comment()) {
                if (!rows_.problem().empty()) fail(rows_.problem());
                return true;
            }
            note(rows_.line());
        }
        return false;
    }

    /// "# sample_rate_hz: 20000"
    void note(std::string_view comment) {
        const auto begin = comment.find(rate_comment);
        if (begin == std::string_view::npos) return;
        comment.remove_prefix(begin + rate_comment.size());
        comment.remove_prefix(std::min(comment.find_first_not_of(' '), comment.size()));
        double value = 0.0;
        const auto [end, error] = read_number(comment.data(), comment.data() + comment.size(), value);
        if (error == std::errc{} && value >= least_rate_hz && value <= largest_rate_hz) noted_rate_hz_ = value;
    }

    void read_header() {
        bool found = next();
        while (found && rows_.is_blank()) found = next();
        if (!found) throw FormatError(std::string(file_) + ": is empty; its header must name the column voltage_mV");
        const auto& names = rows_.fields();
        width_ = names.size();
        for (auto* quantity : {&voltage_, &current_, &time_, &sweep_})
            for (auto& column : quantity->columns)
                for (std::size_t i = 0; i < names.size(); ++i) {
                    if (names[i] != column.name) continue;
                    if (quantity->found != nullptr)
                        fail(quantity->found == &column ? "the column " + names[i] + " is there twice"
                                                        : std::string(quantity->found->name) + " and " + names[i] +
                                                              " are both there; keep one of them");
                    column.index = i;
                    quantity->found = &column;
                }
        if (voltage_.found != nullptr) return;
        const std::vector<std::string_view> views(names.begin(), names.end());
        fail("the header names no column voltage_mV" + near_matches_text("voltage_mV", views) + "; it reads " +
             in_quotes(rows_.line()));
    }

    void read_row() {
        if (rows_.fields().size() != width_)
            fail("has " + std::to_string(rows_.fields().size()) + " fields where the header names " +
                 std::to_string(width_) + "; a comma separates columns, a point the decimals");
        if (sweep_.found != nullptr)
            begin_sweep(whole(number(*sweep_.found)));
        else if (sweeps_.empty())
            begin_sweep(1);
        auto& sweep = sweeps_.back();
        if (static_cast<std::int64_t>(sweep.voltage_mv.size()) == most_samples)
            fail("the sweep is longer than " + std::to_string(most_samples) + " samples");
        sweep.voltage_mv.push_back(number(*voltage_.found));
        if (current_.found != nullptr) sweep.current_pa.push_back(number(*current_.found));
        if (time_.found != nullptr)
            times_.add(number(*time_.found) / time_.found->factor, rows_.fields()[*time_.found->index],
                       time_.found->factor, rows_.line_number());
    }

    int whole(double value) const {
        if (value != std::floor(value) || value < 0.0) fail("sweep is no whole number from 0 on");
        return static_cast<int>(value);
    }

    void begin_sweep(int sweep_number) {
        if (!sweeps_.empty() && sweeps_.back().number == sweep_number) return;
        for (const auto& earlier : sweeps_)
            if (earlier.number == sweep_number)
                fail("sweep " + std::to_string(sweep_number) + " begins again; the rows of a sweep stand together");
        end_sweep();
        sweeps_.emplace_back();
        sweeps_.back().number = sweep_number;
        first_line_ = rows_.line_number();
    }

    void end_sweep() {
        if (sweeps_.empty()) return;
        auto& sweep = sweeps_.back();
        if (sweep.has_current()) sweep.source = CurrentSource::command;
        if (const auto problem = times_.problem()) fail(problem->line, problem->message);
        const auto timed = times_.sampling();
        if (!timed && !noted_rate_hz_)
            fail(first_line_, "nothing says how far apart the rows are; add a column time_s, or a line "
                              "\"# sample_rate_hz: 20000\" before the header");
        constexpr double rounding = 1e-12;
        sweep.rate_hz = noted_rate_hz_.value_or(
            timed ? roundest(1.0 / timed->interval_s, timed->relative_uncertainty + rounding) : 0.0);
        if (timed && noted_rate_hz_ && !timed->agrees(1.0 / *noted_rate_hz_))
            throw FormatError(std::string(file_) + ": its times and its comment sample_rate_hz do not agree");
        if (!(sweep.rate_hz >= least_rate_hz && sweep.rate_hz <= largest_rate_hz))
            fail(first_line_, "its rows are further apart, or closer, than any rig samples; are the times in the unit "
                              "that the header says?");
        times_ = {};
    }

    double number(const Column& column) const {
        const std::string_view text = rows_.fields()[*column.index];
        double value = 0.0;
        const char* begin = text.data() + (text.starts_with('+') ? 1 : 0);
        const auto [end, error] = read_number(begin, text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
            fail(std::string(column.name) + " is " + in_quotes(text) + "; it must be a number, with a decimal point");
        if (std::abs(value) * column.factor > column.largest)
            fail(std::string(column.name) + " is " + in_quotes(text) + ", beyond any recording; is its unit right?");
        return value * column.factor;
    }

    static constexpr double largest_time_s = 1e9, largest_sweep = 1e6;

    std::string_view file_;
    CsvRows rows_;
    std::size_t width_ = 0;
    Quantity voltage_{{{"voltage_mV", 1.0, largest_mv}, {"voltage_V", 1e3, largest_mv}}};
    Quantity current_{{{"current_pA", 1.0, largest_pa}, {"current_nA", 1e3, largest_pa}}};
    Quantity time_{{{"time_s", 1.0, largest_time_s}, {"time_ms", 1e-3, largest_time_s}}};
    Quantity sweep_{{{"sweep", 1.0, largest_sweep}}};
    std::vector<Sweep> sweeps_;
    SamplingTimes times_;
    std::int64_t first_line_ = 0;
    std::optional<double> noted_rate_hz_;
};

} // namespace

std::vector<Sweep> read_sweep_table(std::string_view file, std::string_view text) { return Reader(file, text).read(); }

std::string sweep_table_header(const Sweep& sweep, bool several) {
    return std::string(several ? "sweep," : "") + "time_s," + (sweep.has_current() ? "current_pA," : "") +
           (sweep.scaled ? "voltage_mV\n" : "percent_of_full_scale\n");
}

void append_sweep(std::string& csv, const Sweep& sweep, bool several) {
    const auto number = std::to_string(sweep.number) + ",";
    for (std::size_t k = 0; k < sweep.voltage_mv.size(); ++k) {
        if (several) csv += number;
        append_shortest(csv, static_cast<double>(k) / sweep.rate_hz);
        if (sweep.has_current()) append_shortest(csv += ',', sweep.current_pa[k]);
        append_shortest(csv += ',', sweep.voltage_mv[k]);
        csv += '\n';
    }
}

} // namespace soma::recording
