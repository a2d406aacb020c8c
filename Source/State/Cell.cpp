#include "State/Cell.h"

#include "Core/Utf8.h"
#include "Parameters/ParameterText.h"
#include "State/JsonText.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <array>
#include <set>

namespace soma {
namespace {

constexpr std::string_view cell_format_name = "somaphone-cells";
constexpr std::int64_t format_version = 1;
constexpr std::size_t max_cells = 10000;
constexpr std::size_t max_id_bytes = 100, max_text_bytes = 2000;
constexpr std::size_t max_initial_values = 16, max_stimulus_segments = 1000;
/// Beyond it a variable is a mistake: no model's state comes near.
constexpr double largest_initial = 1e9;

constexpr std::array cell_groups{
    std::string_view("Membrane"), std::string_view("Ions"),           std::string_view("GLIF"),
    std::string_view("Channel"),  std::string_view("Hodgkin–Huxley"), std::string_view("Izhikevich"),
    std::string_view("AdEx")};

std::vector<std::string_view> cell_parameter_ids() {
    std::vector<std::string_view> ids;
    for (const auto& row : parameters())
        if (belongs_to_cell(row)) ids.push_back(row.id);
    return ids;
}

/// An id is typed on command lines and looked up by its parts.
std::string read_id(const JsonPlace& place) {
    auto id = place.text(max_id_bytes);
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.' || c == '/';
    };
    if (id.empty() || !std::ranges::all_of(id, allowed) || id.front() == '/' || id.back() == '/')
        place.fail("is " + in_quotes(id) +
                   "; an id is made of letters, digits, '-', '_', '.', and '/' between its parts");
    return id;
}

double read_value(const Parameter& row, const JsonPlace& place) {
    const auto text = place.value().is_number() ? shortest(place.number()) : place.text(max_text_bytes);
    const auto parsed = parse_value(row, text);
    if (const auto* error = std::get_if<TextError>(&parsed)) {
        // The place already names the parameter.
        std::string_view message = error->message;
        if (message.starts_with(row.id)) message.remove_prefix(std::min(message.size(), row.id.size() + 2));
        place.fail(message);
    }
    return std::get<double>(parsed);
}

std::vector<std::pair<Id, double>> read_parameters(const JsonPlace& place) {
    std::vector<std::pair<Id, double>> values;
    for (const auto& [key, value] : place.expect_object().value().items()) {
        const auto id = find_parameter(key);
        if (!id) place.fail("unknown parameter " + in_quotes(key) + near_matches_text(key, cell_parameter_ids()));
        if (!belongs_to_cell(parameter(*id)))
            place.fail("'" + key +
                       "' is not a property of a neuron; a cell sets parameters of the membrane and its model");
        values.emplace_back(*id, read_value(parameter(*id), place.at(key)));
    }
    return values;
}

InitialValues read_initial(const JsonPlace& place) {
    InitialValues values;
    if (place.expect_object().value().size() > max_initial_values)
        place.fail("has more than " + std::to_string(max_initial_values) + " entries");
    for (const auto& [key, value] : place.value().items()) {
        const auto entry = place.at(key);
        const double number = entry.number();
        if (key == "voltage_mV" && std::abs(number) > 250.0) entry.fail("is outside −250 to 250 mV");
        if (std::abs(number) > largest_initial) entry.fail("is larger than any model's state");
        values.emplace(key, number);
    }
    return values;
}

std::vector<StimulusSegment> read_stimulus(const JsonPlace& place) {
    std::vector<StimulusSegment> pieces;
    for (std::size_t i = 0; i < place.expect_array(max_stimulus_segments).value().size(); ++i) {
        const auto row = place.at(i);
        if (row.expect_array(4).value().size() != 4)
            row.fail("must be four numbers: begin in ms, end in ms, current in pA, slope in pA/ms");
        const StimulusSegment piece{row.at(0).number(), row.at(1).number(), row.at(2).number(), row.at(3).number()};
        if (piece.begin_ms < 0.0 || piece.end_ms <= piece.begin_ms)
            row.fail("must begin at 0 ms or later and end after");
        pieces.push_back(piece);
    }
    return pieces;
}

Cell read_cell(const JsonPlace& place, std::string id, std::string_view file_source) {
    Cell cell;
    cell.id = std::move(id);
    cell.name = place.has("name") ? place.at("name").text(max_text_bytes) : cell.id;
    cell.source = place.has("source") ? place.at("source").text(max_text_bytes) : std::string(file_source);
    cell.model = read_value(parameter(Id::model), place.at("model"));
    cell.parameters = read_parameters(place.at("parameters"));
    if (place.has("initial")) cell.initial = read_initial(place.at("initial"));
    if (place.has("published_stimulus")) cell.published_stimulus = read_stimulus(place.at("published_stimulus"));
    return cell;
}

std::vector<Cell> read_cells_file(const JsonPlace& file) {
    file.expect_only({"format", "version", "source", "cells"});
    if (file.at("format").value() != cell_format_name)
        file.fail("format is " + brief(file.at("format").value()) + "; it must be '" + std::string(cell_format_name) +
                  "'");
    if (const auto version = file.at("version").integer(); version != format_version)
        file.fail("version is " + std::to_string(version) + "; this program reads version " +
                  std::to_string(format_version));
    const auto source = file.has("source") ? file.at("source").text(max_text_bytes) : std::string();
    std::vector<Cell> cells;
    std::set<std::string> ids;
    const auto list = file.at("cells");
    for (std::size_t i = 0; i < list.expect_array(max_cells).value().size(); ++i) {
        const auto entry = list.at(i);
        const auto id = read_id(entry.at("id"));
        const auto cell = entry.named("cell '" + id + "'");
        cell.expect_only({"id", "name", "source", "model", "parameters", "initial", "published_stimulus"});
        cell.at("name");
        if (!ids.insert(id).second) cell.fail("the id is there twice; ids must differ");
        cells.push_back(read_cell(cell, id, source));
    }
    if (cells.empty()) list.fail("is empty; it must hold at least one cell");
    return cells;
}

/// "my cell.json" -> "my-cell"
std::string id_from_file(std::string_view file) {
    auto name = file.substr(file.find_last_of("/\\") + 1);
    name = name.substr(0, name.rfind('.'));
    std::string id;
    for (const char c : name.substr(0, max_id_bytes))
        id += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ? c
                                                                                                                 : '-';
    return id.empty() ? "cell" : id;
}

} // namespace

bool belongs_to_cell(const Parameter& row) { return std::ranges::find(cell_groups, row.group) != cell_groups.end(); }

std::vector<Cell> read_cells(std::string_view file, std::string_view text) {
    const auto json = parse_json(file, text);
    const JsonPlace whole(std::string(file), "", json);
    if (!json.is_object()) whole.fail("is not a cells file; it must be an object with format, version and cells");
    if (json.contains("cells") || json.contains("format")) return read_cells_file(whole);
    const auto id = whole.has("id") ? read_id(whole.at("id")) : id_from_file(file);
    const auto cell = whole.named("cell '" + id + "'");
    cell.expect_only({"id", "name", "source", "model", "parameters", "initial", "published_stimulus"});
    std::vector<Cell> cells;
    cells.push_back(read_cell(cell, id, ""));
    return cells;
}

void apply(const Cell& cell, Snapshot& snapshot) {
    for (const auto& row : parameters())
        if (belongs_to_cell(row)) snapshot.set(*find_parameter(row.id), row.default_value);
    snapshot.set(Id::model, cell.model);
    for (const auto& [id, value] : cell.parameters) snapshot.set(id, value);
}

} // namespace soma
