#include "CommandLine/Commands.h"
#include "CommandLine/Table.h"
#include "Embedded/BuiltInCells.h"

#include "Parameters/ParameterText.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace soma::command {
namespace {

nlohmann::ordered_json described(const Cell& cell) {
    nlohmann::ordered_json json{
        {"id", cell.id}, {"name", cell.name}, {"source", cell.source}, {"model", cell.model_name()}};
    json["parameters"] = nlohmann::ordered_json::object();
    for (const auto& [id, value] : cell.parameters) {
        const auto& row = parameter(id);
        auto& field = json["parameters"][std::string(row.id)];
        if (row.scale == Scale::choice)
            field = choice_name(row, value);
        else
            field = value;
    }
    if (!cell.initial.empty()) json["initial"] = cell.initial;
    auto& segments = json["published_stimulus"] = nlohmann::ordered_json::array();
    for (const auto& segment : cell.published_stimulus)
        segments.push_back({segment.begin_ms, segment.end_ms, segment.current_pa, segment.slope_pa_per_ms});
    if (segments.empty()) json.erase("published_stimulus");
    return json;
}

void print_json() {
    auto list = nlohmann::ordered_json::array();
    for (const auto& cell : built_in_cells().cells()) list.push_back(described(cell));
    std::cout << list.dump(2) << '\n';
}

void print_table() {
    Table table({"id", "model", "name", "source"});
    for (const auto& cell : built_in_cells().cells())
        table.add({cell.id, std::string(cell.model_name()), cell.name, cell.source});
    std::cout << table.text();
}

} // namespace

void add_cells(CLI::App& app) {
    auto* command = app.add_subcommand("cells", "List the built-in cells that --cell takes");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json,
                      "As a JSON array; each entry can be saved as a file and loaded with --cell FILE");
    command->callback([json] { *json ? print_json() : print_table(); });
}

} // namespace soma::command
