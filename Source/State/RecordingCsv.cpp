#include "State/RecordingCsv.h"

#include "Core/DecimalText.h"
#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"

#include <array>

namespace soma {
namespace {

std::string with_unit(const Parameter& row, double value) {
    return exact_text(row, value) + (row.unit.empty() ? "" : " " + std::string(row.unit));
}

} // namespace

std::string provenance_lines(const Provenance& p) {
    std::string text = "# somaphone " + p.version + " " + p.command + "\n";
    const auto line = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) text += "# " + std::string(key) + ": " + one_line(value) + "\n";
    };
    line("preset", p.preset);
    line("cell", p.cell);
    line("source", p.source);
    line("input", p.input);
    if (p.sample_rate_hz > 0.0) line("sample_rate_hz", shortest(p.sample_rate_hz));
    line("time_scale", "×" + shortest(p.values[Id::time_scale]) + "; times are model time, ×" +
                           shortest(p.values[Id::time_scale]) + " the time of the sound");
    line("model", exact_text(parameter(Id::model), p.values[Id::model]));
    line("stim_seed", exact_text(parameter(Id::stim_seed), p.values[Id::stim_seed]));
    for (const auto& row : parameters()) {
        const auto id = *find_parameter(row.id);
        const bool told = id == Id::model || id == Id::stim_seed || id == Id::time_scale;
        if (!told && p.values[id] != row.default_value) line(row.id, with_unit(row, p.values[id]));
    }
    for (const auto& [name, value] : p.initial) line("initial " + name, shortest(value));
    return text;
}

std::string spikes_header() { return "neuron,time_s\n"; }

void append_spikes(std::string& csv, const ModelClock& clock, std::int64_t block_start,
                   std::span<const SpikeEvent> spikes) {
    for (const auto& spike : spikes) {
        csv += std::to_string(spike.neuron) + ",";
        append_shortest(csv, clock.seconds(static_cast<double>(block_start + spike.sample) + spike.offset));
        csv += '\n';
    }
}

std::string trace_header(std::span<const std::string_view> variables) {
    std::string text = "time_s,current_pA,voltage_mV";
    for (const auto name : variables) text += "," + std::string(name);
    return text + "\n";
}

void append_trace(std::string& csv, const ModelClock& clock, std::int64_t block_start,
                  std::span<const double> current_pa, std::span<const double> voltage_mv,
                  std::span<const double> variables, std::size_t columns) {
    for (std::size_t row = 0; row < current_pa.size(); ++row) {
        append_shortest(csv, clock.seconds(static_cast<double>(block_start + static_cast<std::int64_t>(row))));
        for (const double value : {current_pa[row], voltage_mv[row]}) append_shortest(csv += ',', value);
        for (const double value : variables.subspan(row * columns, columns)) append_shortest(csv += ',', value);
        csv += '\n';
    }
}

} // namespace soma
