#pragma once

#include "Bench/Trial.h"
#include "State/CellLibrary.h"
#include "Support/Paths.h"

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>
#include <vector>

namespace soma::test {

inline const std::vector<std::string> five_cells{"474626527", "545612828", "587079262", "320466776", "558474375"};

inline const CellLibrary& shipped_cells() {
    static const auto library = [] {
        CellLibrary cells;
        for (const std::string file : {"allen", "glif", "hh", "izhikevich", "adex"}) {
            std::ifstream text(project_path("Assets/Cells/") + file + ".json");
            cells.add(file, std::string(std::istreambuf_iterator<char>(text), {}));
        }
        return cells;
    }();
    return library;
}

/// A shipped cell with some parameters changed.
inline bench::Subject subject(const std::string& cell, std::initializer_list<std::pair<Id, double>> changes = {}) {
    bench::Subject subject;
    apply(shipped_cells().find(cell), subject.values);
    for (const auto& [id, value] : changes) subject.values.set(id, value);
    return subject;
}

/// R = 100 MΩ, C = 0.1 nF, τ = 10 ms, rest at −60 mV.
inline bench::Subject passive() {
    bench::Subject subject;
    subject.values.set(Id::model, static_cast<double>(ModelId::rc));
    subject.values.set(Id::membrane_resistance_mohm, 100.0);
    subject.values.set(Id::membrane_capacitance_nf, 0.1);
    subject.values.set(Id::rest_mv, -60.0);
    return subject;
}

/// The figure of this name; the test fails where there is none.
inline const bench::Figure& figure(const bench::Outcome& outcome, const std::string& name) {
    for (const auto& one : outcome.figures)
        if (one.name == name) return one;
    throw std::runtime_error(outcome.title + " has no figure " + name);
}

inline std::vector<double> column(const bench::Outcome& outcome, const std::string& name) {
    std::vector<double> values;
    for (std::size_t c = 0; c < outcome.table.columns.size(); ++c)
        if (outcome.table.columns[c].name == name)
            for (const auto& row : outcome.table.rows) values.push_back(row[c]);
    if (values.empty()) throw std::runtime_error(outcome.title + " has no column " + name);
    return values;
}

} // namespace soma::test
