#pragma once

#include <map>
#include <string>
#include <vector>

namespace soma::lesson {

struct Value;

/// An argument of a quantity or an experiment: a word, a switch, a list of numbers, or a value.
struct Argument {
    enum class Kind { word, flag, list, value };
    Kind kind = Kind::word;
    std::string word;
    bool flag = false;
    std::vector<double> list;
    std::vector<Value> value; ///< one when kind is value
};

using Arguments = std::map<std::string, Argument, std::less<>>;

/// A number, a variable, a named quantity of a cell or sound, or an operation on values. Keys of answers are such
/// expressions, so that the model and not the author says what is right.
struct Value {
    enum class Kind { number, variable, quantity, operation };
    Kind kind = Kind::number;
    double number = 0.0;
    std::string name; ///< of the variable, quantity or operation
    std::string of;   ///< cell or sound of a quantity
    Arguments args;   ///< of a quantity
    std::vector<Value> operands;
    double times = 1.0, plus = 0.0;
};

/// Setting of a parameter in a lesson: a value, or the word of a choice.
struct Setting {
    Value value;
    std::string word; ///< not empty: the word counts
};

} // namespace soma::lesson
