#include "Bench/OutcomeCsv.h"

#include "Core/CsvLine.h"
#include "Core/Units.h"
#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"

#include <algorithm>
#include <cmath>

namespace soma::bench {
namespace {

std::string field(double value) { return std::isnan(value) ? "" : shortest(value); }

void append_comments(std::string& csv, const Outcome& outcome, const std::string& before) {
    for (const auto& figure : outcome.figures)
        csv += "# " +
               one_line(before + figure.name + ": " + (std::isnan(figure.value) ? "–" : shortest(figure.value)) +
                        (figure.unit.empty() ? "" : " " + figure.unit) +
                        (figure.note.empty() ? "" : " (" + figure.note + ")")) +
               "\n";
}

std::string short_name(const std::string& cell) { return cell.substr(cell.rfind('/') + 1); }

} // namespace

std::string csv_text(const Outcome& outcome, std::string_view provenance) {
    std::string csv(provenance);
    csv += "# experiment: " + one_line(outcome.title) + "\n";
    append_comments(csv, outcome, "");
    for (const auto& remark : outcome.remarks) csv += "# " + one_line(remark) + "\n";
    for (std::size_t c = 0; c < outcome.table.columns.size(); ++c)
        csv += (c > 0 ? "," : "") + csv_field(outcome.table.columns[c].name);
    csv += '\n';
    for (const auto& row : outcome.table.rows) {
        for (std::size_t c = 0; c < row.size(); ++c) csv += (c > 0 ? "," : "") + field(row[c]);
        csv += '\n';
    }
    return csv;
}

std::string csv_text(std::span<const CellOutcome> cells, std::string_view provenance) {
    std::string csv(provenance);
    csv += "# experiment: " + one_line(cells.front().outcome.title) + "\n";
    std::vector<std::string> names;
    for (const auto& [cell, outcome] : cells) {
        append_comments(csv, outcome, cell + ": ");
        for (const auto& column : outcome.table.columns)
            if (std::ranges::find(names, column.name) == names.end()) names.push_back(column.name);
    }
    csv += "cell";
    for (const auto& name : names) csv += "," + csv_field(name);
    csv += '\n';
    for (const auto& [cell, outcome] : cells) {
        const auto& columns = outcome.table.columns;
        for (const auto& row : outcome.table.rows) {
            csv += csv_field(cell);
            for (const auto& name : names) {
                const auto found = std::ranges::find(columns, name, &Column::name);
                csv += ',';
                if (found != columns.end()) csv += field(row[static_cast<std::size_t>(found - columns.begin())]);
            }
            csv += '\n';
        }
    }
    return csv;
}

std::string course_csv_text(std::span<const CellOutcome> cells) {
    std::string csv = "ms";
    for (const auto& [cell, outcome] : cells) csv += "," + csv_field(short_name(cell));
    csv += '\n';
    for (std::size_t row = 0; row < cells.front().outcome.table.rows.size(); ++row) {
        csv += field(cells.front().outcome.table.rows[row][0]);
        for (const auto& [cell, outcome] : cells) csv += "," + field(outcome.table.rows[row][1] / units::pa_per_na);
        csv += '\n';
    }
    return csv;
}

} // namespace soma::bench
