#pragma once

#include <CLI/CLI.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace soma::command {

/// A number that an option takes: with or without its unit, "0.5 s" or "500 ms", as --set takes the parameters'.
struct Number {
    std::string_view option; ///< with its dashes
    std::string_view unit;   ///< of the value, and what a bare number is in; empty: none
    double least, largest;
    bool whole = false;
};

/// Reads it. Throws UsageError naming the option and what would be right.
double typed_number(const Number& number, std::string_view text);

/// Adds an option that is a number; it stays empty where the option is not given.
CLI::Option* add_number(CLI::App& command, const Number& number, std::shared_ptr<std::optional<double>> value,
                        const std::string& help);

/// The same into a whole number, which keeps its value where the option is not given. `value` lives as long as
/// `command`.
template <std::integral T>
CLI::Option* add_number(CLI::App& command, const Number& number, T& value, const std::string& help) {
    const auto read = [number, &value](const std::string& text) { value = static_cast<T>(typed_number(number, text)); };
    return command.add_option_function<std::string>(std::string(number.option), read, help)->type_name("N");
}

/// Which numbers a lesson asks for. The largest is the last whole number before doubles skip some.
constexpr Number lesson_seed_option{"--seed", "", 1.0, 9007199254740991.0, true};

} // namespace soma::command
