#include "CommandLine/Commands.h"
#include "CommandLine/Table.h"

#include "Parameters/ParameterText.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

namespace soma::command {
namespace {

nlohmann::ordered_json described(const Parameter& row) {
    auto choices = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < choice_count(row); ++i) choices.push_back(choice_name(row, static_cast<double>(i)));
    nlohmann::ordered_json json{{"id", row.id},     {"label", row.label}, {"group", row.group},
                                {"unit", row.unit}, {"min", row.min},     {"max", row.max}};
    if (choices.empty())
        json["default"] = row.default_value;
    else
        json["default"] = choice_name(row, row.default_value);
    json["choices"] = std::move(choices);
    json["help"] = row.help;
    return json;
}

std::string range(const Parameter& row) {
    if (row.scale == Scale::choice) return std::string(row.choices);
    return shortest(row.min) + " … " + shortest(row.max);
}

void print_json() {
    auto list = nlohmann::ordered_json::array();
    for (const auto& row : parameters()) list.push_back(described(row));
    std::cout << list.dump(2) << '\n';
}

void print_table() {
    Table table({"id", "default", "unit", "range or choices", "help"});
    for (const auto& row : parameters())
        table.add({std::string(row.id), exact_text(row, row.default_value), std::string(row.unit), range(row),
                   std::string(row.help)});
    std::cout << table.text();
}

} // namespace

void add_params(CLI::App& app) {
    auto* command = app.add_subcommand("params", "List the parameters that --set takes");
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json,
                      "As a JSON array; min and max of a choice count its names from 0, its default is a name");
    command->callback([json] { *json ? print_json() : print_table(); });
}

} // namespace soma::command
