#include "Lesson/Answers/Evaluator.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"
#include "Lesson/Format/Texts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace soma::lesson {
namespace {

using Operands = std::vector<double>;

struct Operation {
    std::string_view name;
    std::size_t least, most;
    double (*compute)(const Operands&);
};

constexpr std::array operations{
    Operation{"sum", 1, 4, [](const Operands& a) { return std::accumulate(a.begin(), a.end(), 0.0); }},
    Operation{"difference", 2, 2, [](const Operands& a) { return a[0] - a[1]; }},
    Operation{"product", 1, 4,
              [](const Operands& a) { return std::accumulate(a.begin(), a.end(), 1.0, std::multiplies<>{}); }},
    Operation{"ratio", 2, 2, [](const Operands& a) { return a[0] / a[1]; }},
    Operation{"log_ratio", 2, 2, [](const Operands& a) { return std::log(a[0] / a[1]); }},
    Operation{"abs", 1, 1, [](const Operands& a) { return std::abs(a[0]); }},
    Operation{"min", 1, 4, [](const Operands& a) { return *std::min_element(a.begin(), a.end()); }},
    Operation{"max", 1, 4, [](const Operands& a) { return *std::max_element(a.begin(), a.end()); }},
};

/// To so many significant digits.
double rounded(double x, int digits) {
    if (x == 0.0) return 0.0;
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(x))) + 1 - digits);
    return unit >= 1.0 ? std::nearbyint(x / unit) * unit : x;
}

double finite(double x) {
    if (!std::isfinite(x)) throw LessonError("the value is not a finite number");
    return x;
}

} // namespace

void Evaluator::set_variables(Variables variables) {
    variables_ = std::move(variables);
    setups_.clear();
}

void Evaluator::adjust(const std::string& sound, const std::string& parameter, double value) {
    forget_adjustment();
    adjusted_sound_ = sound;
    adjusted_parameter_ = parameter;
    adjusted_value_ = value;
}

void Evaluator::forget_adjustment() {
    adjusted_sound_.clear();
    setups_.clear();
}

double Evaluator::value(const Value& value) {
    const double x = [&] {
        switch (value.kind) {
        case Value::Kind::number:
            return value.number;
        case Value::Kind::variable: {
            const auto found = variables_.find(value.name);
            if (found == variables_.end()) throw LessonError("there is no variable '" + value.name + "' here");
            return found->second;
        }
        case Value::Kind::quantity:
            return quantity(value.name, value.of, value.args);
        case Value::Kind::operation:
            return operation(value);
        }
        return 0.0;
    }();
    return finite(x * value.times + value.plus);
}

double Evaluator::operation(const Value& value) {
    const auto row =
        std::find_if(operations.begin(), operations.end(), [&](const Operation& o) { return o.name == value.name; });
    if (row == operations.end()) throw LessonError("there is no operation '" + value.name + "'");
    if (value.operands.size() < row->least || value.operands.size() > row->most)
        throw LessonError("the operation '" + value.name + "' takes " + std::to_string(row->least) +
                          (row->most > row->least ? " to " + std::to_string(row->most) : "") + " values");
    Operands operands;
    for (const Value& operand : value.operands) operands.push_back(this->value(operand));
    return row->compute(operands);
}

QuantityArguments Evaluator::given(const Arguments& args) {
    QuantityArguments out;
    for (const auto& [name, argument] : args) switch (argument.kind) {
        case Argument::Kind::word:
            out.words[name] = argument.word;
            break;
        case Argument::Kind::flag:
            out.numbers[name] = argument.flag;
            break;
        case Argument::Kind::list:
            out.lists[name] = argument.list;
            break;
        case Argument::Kind::value:
            out.numbers[name] = value(argument.value.front());
            break;
        }
    return out;
}

double Evaluator::quantity(std::string_view quantity, std::string_view of, const Arguments& args) {
    return quantities_->value(quantity, setup(of), given(args));
}

const Setup& Evaluator::setup(std::string_view name) {
    if (const auto found = setups_.find(name); found != setups_.end()) return found->second;
    if (std::find(building_.begin(), building_.end(), name) != building_.end())
        throw LessonError("'" + std::string{name} + "' depends on itself");
    building_.emplace_back(name);
    struct Leave {
        std::vector<std::string>& stack;
        ~Leave() { stack.pop_back(); }
    } leave{building_};
    return setups_.emplace(name, build(name)).first->second;
}

std::string Evaluator::filled(std::string_view text) {
    std::string out;
    std::size_t at = 0;
    while (const auto place = next_place(text, at)) {
        out += text.substr(at, place->begin - at);
        at = place->end;
        if (const auto fact = lesson_->facts.find(place->name); fact != lesson_->facts.end()) {
            const auto symbol = symbol_of(fact->second.unit);
            out += number_text(rounded(value(fact->second.value), fact->second.digits), fact->second.digits);
            if (place->with_unit && !symbol.empty()) (out += ' ') += symbol;
        } else if (const auto variable = variables_.find(place->name); variable != variables_.end()) {
            out += number_text(variable->second);
        } else {
            throw LessonError("there is no fact '" + std::string{place->name} + "'");
        }
    }
    return out += text.substr(at);
}

/// A name is a sound's, else a cell's; sounds and cells may share names, so the cell of a sound is built apart.
Setup Evaluator::build(std::string_view name) {
    const Evaluate evaluate = [this](const Value& v) { return value(v); };
    const auto sound = lesson_->sounds.find(name);
    if (sound == lesson_->sounds.end()) {
        const auto cell = lesson_->cells.find(name);
        if (cell == lesson_->cells.end()) throw LessonError("there is no sound or cell '" + shortened(name) + "'");
        return setup_of_cell(quantities_->lesson_context(), cell->second, evaluate);
    }
    Setup setup =
        setup_of_cell(quantities_->lesson_context(), lesson_->cells.find(sound->second.cell)->second, evaluate);
    setup = setup_of_sound(std::move(setup), sound->second, lesson_->stimuli.find(sound->second.stimulus)->second,
                           evaluate);
    if (name == adjusted_sound_) set_parameter(setup, adjusted_parameter_, adjusted_value_);
    return setup;
}

} // namespace soma::lesson
