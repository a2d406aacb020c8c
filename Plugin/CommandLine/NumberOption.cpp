#include "CommandLine/NumberOption.h"

#include "CommandLine/Errors.h"

#include "Parameters/ParameterText.h"

namespace soma::command {

double typed_number(const Number& number, std::string_view text) {
    const Parameter row{number.option,
                        number.option,
                        "",
                        number.unit,
                        number.least,
                        number.largest,
                        0.0,
                        number.whole ? Scale::integer : Scale::linear,
                        "",
                        "",
                        ""};
    const auto parsed = parse_value(row, text);
    if (const auto* error = std::get_if<TextError>(&parsed)) throw UsageError(error->message);
    return std::get<double>(parsed);
}

CLI::Option* add_number(CLI::App& command, const Number& number, std::shared_ptr<std::optional<double>> value,
                        const std::string& help) {
    const auto read = [number, value](const std::string& text) { *value = typed_number(number, text); };
    return command.add_option_function<std::string>(std::string(number.option), read, help)
        ->type_name(number.unit.empty() ? "N" : std::string(number.unit));
}

} // namespace soma::command
