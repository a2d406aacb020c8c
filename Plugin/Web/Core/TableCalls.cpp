#include "Engine/InitialState.h"
#include "Engine/PitchReference.h"
#include "Parameters/ParameterText.h"
#include "Processor/NeuronNumbers.h"
#include "State/Preset.h"
#include "Web/Core/Course.h"
#include "Web/Core/Fields.h"

#include <array>
#include <cmath>

namespace soma::web {

Snapshot snapshot_from(const Json& values) {
    if (!values.is_array() || values.size() != parameter_count)
        throw std::runtime_error("values: one of each parameter is needed");
    Snapshot snapshot;
    for (std::size_t i = 0; i < parameter_count; ++i) snapshot.set(static_cast<Id>(i), values[i].get<double>());
    return snapshot;
}

Json values_of(const Snapshot& values) {
    auto list = Json::array();
    for (std::size_t i = 0; i < parameter_count; ++i) list.push_back(values[static_cast<Id>(i)]);
    return list;
}

membrane::Initial initial_from(const Json& numbers) {
    membrane::Initial initial;
    if (!numbers.is_array() || numbers.size() != 1 + membrane::max_variables) return initial;
    const auto number = [&](std::size_t i) {
        return numbers[i].is_number() ? numbers[i].get<double>() : membrane::Initial::not_stated;
    };
    initial.voltage_mv = number(0);
    for (std::size_t i = 0; i < membrane::max_variables; ++i) initial.internal[i] = number(i + 1);
    return initial;
}

Json numbers_of(const membrane::Initial& initial) {
    auto list = Json::array({initial.voltage_mv}); // not a number is written as null
    for (const double value : initial.internal) list.push_back(value);
    return list;
}

namespace {

constexpr std::array scale_names{"linear", "logarithmic", "cubic", "symmetric", "integer", "choice"};

std::string text_of(const Json& given, const char* field) { return given.at(field).get<std::string>(); }

const Parameter& row_of(const Json& given) {
    const auto id = text_of(given, "id");
    const auto found = find_parameter(id);
    if (!found) throw std::runtime_error(id + ": there is no such parameter");
    return parameter(*found);
}

Json known(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json table(Course&, const Json&) {
    auto rows = Json::array();
    for (const auto& row : parameters()) {
        auto choices = Json::array();
        if (row.scale == Scale::choice)
            for (std::size_t i = 0; i < choice_count(row); ++i)
                choices.push_back(choice_name(row, static_cast<double>(i)));
        rows.push_back(Fields()("id", row.id)("label", row.label)("group", row.group)("unit", row.unit)("min", row.min)(
            "max", row.max)("default", row.default_value)("scale", scale_names[static_cast<std::size_t>(row.scale)])(
            "choices", choices)("help", row.help));
    }
    return rows;
}

/// A typed value, or words that say which values are right.
Json parse(Course&, const Json& given) {
    const auto read = parse_value(row_of(given), text_of(given, "text"));
    if (const auto* wrong = std::get_if<TextError>(&read)) return Fields()("error", wrong->message);
    return Fields()("value", std::get<double>(read));
}

Json position(Course&, const Json& given) { return to_position(row_of(given), given.at("value").get<double>()); }
Json value(Course&, const Json& given) { return from_position(row_of(given), given.at("position").get<double>()); }
Json display(Course&, const Json& given) { return display_text(row_of(given), given.at("value").get<double>()); }
Json exact(Course&, const Json& given) { return exact_text(row_of(given), given.at("value").get<double>()); }

Json add_cells(Course& course, const Json& given) {
    const auto before = course.cells.cells().size();
    course.cells.add(text_of(given, "file"), text_of(given, "text"));
    auto list = Json::array();
    for (std::size_t i = before; i < course.cells.cells().size(); ++i) {
        const auto& cell = course.cells.cells()[i];
        list.push_back(Fields()("id", cell.id)("name", cell.name)("source", cell.source)("model", cell.model_name()));
    }
    return list;
}

Json start_of(const Snapshot& values, const InitialValues& initial) {
    const auto start = initial_state(values.choice<ModelId>(Id::model), initial);
    if (const auto* wrong = std::get_if<TextError>(&start)) throw std::runtime_error(wrong->message);
    return numbers_of(std::get<membrane::Initial>(start));
}

Json apply_cell(Course& course, const Json& given) {
    auto values = snapshot_from(given.at("values"));
    const auto& cell = course.cells.find(text_of(given, "id"));
    apply(cell, values);
    return Fields()("id", cell.id)("name", cell.name)("values", values_of(values))("initial",
                                                                                   start_of(values, cell.initial));
}

Json read_preset(Course&, const Json& given) {
    const auto loaded = soma::read_preset(text_of(given, "file"), text_of(given, "text"));
    const auto& preset = loaded.preset;
    return Fields()("name", preset.name)("cell", preset.cell)("values", values_of(preset.values))(
        "initial", start_of(preset.values, preset.initial))("notes", loaded.notes);
}

Json write_preset(Course&, const Json& given) {
    Preset preset;
    preset.name = text_of(given, "name");
    preset.cell = text_of(given, "cell");
    preset.values = snapshot_from(given.at("values"));
    return preset_text(preset);
}

/// Numbers that the circuit and the scope draw beside the values.
Json circuit(Course&, const Json& given) {
    const auto values = snapshot_from(given.at("values"));
    const auto numbers = quick_numbers(values);
    Json reversals = Json::object();
    for (const auto id :
         {Id::sodium_reversal_mv, Id::potassium_reversal_mv, Id::chloride_reversal_mv, Id::extra_reversal_mv})
        reversals[std::string(parameter(id).id)] = reversal_mv(values, id);
    auto variables = Json::array();
    for (const auto name : model_variables(values.choice<ModelId>(Id::model))) variables.push_back(name);
    return Fields()("ionic", leaks_by_ion(values))("reversals", reversals)("variables", variables)(
        "fires", model_fires(values.choice<ModelId>(Id::model)))("rest_mv", known(numbers.rest_mv))(
        "tau_ms", known(numbers.tau_ms));
}

Json rheobase(Course&, const Json& given) {
    return known(find_rheobase_pa(snapshot_from(given.at("values")), [] { return false; }));
}

/// How fast the neuron fires, for pitch mode: where in this instance's memory a player's row 9 is to be copied from.
Json pitch(Course&, const Json& given) {
    static PitchReference reference;
    reference = find_pitch_reference(snapshot_from(given.at("values")), initial_from(given.at("initial")));
    return Fields()("rate_hz", reference.rate_hz)("address", reinterpret_cast<std::uintptr_t>(&reference));
}

struct Named {
    std::string_view name;
    Call call;
};
constexpr Named calls[] = {{"table", table},
                           {"parse", parse},
                           {"position", position},
                           {"value", value},
                           {"display", display},
                           {"exact", exact},
                           {"add_cells", add_cells},
                           {"apply_cell", apply_cell},
                           {"read_preset", read_preset},
                           {"circuit", circuit},
                           {"write_preset", write_preset},
                           {"rheobase", rheobase},
                           {"pitch", pitch}};

} // namespace

Call find_table_call(std::string_view name) {
    for (const auto& each : calls)
        if (each.name == name) return each.call;
    return nullptr;
}

} // namespace soma::web
