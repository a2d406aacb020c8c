#include "Lesson/Answers/Quantities.h"

#include "Lesson/Answers/QuantityContext.h"
#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Problem.h"

#include <array>
#include <cmath>
#include <cstring>

namespace soma::lesson {
namespace {

/// Neuron-milliseconds that one lesson may simulate, in units of one LIF neuron: a few seconds of one core.
constexpr double allowance = 8e6;
constexpr std::size_t most_remembered = 4000;

struct Weight {
    std::string_view model;
    double cost;
};
constexpr std::array weights{Weight{"hh", 8.0}, Weight{"channel", 4.0}, Weight{"izhikevich", 3.0}, Weight{"adex", 3.0}};

double cost_of(const Setup& setup, double duration_ms) {
    double weight = 1.0;
    for (const Weight& w : weights)
        if (w.model == choice_name(parameter(Id::model), setup.values[Id::model])) weight = w.cost;
    return weight * duration_ms * setup.values[Id::neurons];
}

void append(std::string& key, double number) {
    char bytes[sizeof number];
    std::memcpy(bytes, &number, sizeof number);
    key.append(bytes, sizeof bytes);
}

/// All that moves the membrane; levels and the speed of the sound do not.
std::string key_of(const Setup& setup) {
    std::string key = setup.stimulus;
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (const Parameter& p = parameters()[i]; p.group != "Sound" && p.group != "Time")
            append(key, setup.values[static_cast<Id>(i)]);
    for (const auto& [name, x] : setup.initial) append(key += name, x);
    append(key, setup.total_ms);
    return key;
}

std::string key_of(const QuantityArguments& given) {
    std::string key;
    for (const auto& [name, number] : given.numbers) append(key += name + "=", number);
    for (const auto& [name, word] : given.words) key += name + "=" + word + ";";
    for (const auto& [name, list] : given.lists) {
        key += name + "[";
        for (const double x : list) append(key, x);
    }
    return key;
}

constexpr std::array families{&linear_quantities,   &threshold_quantities, &train_quantities,
                              &ensemble_quantities, &channel_quantities,   &clamp_quantities};

const QuantityRow* find_quantity(std::string_view name) {
    for (const auto family : families)
        for (const QuantityRow& row : family())
            if (row.info.name == name) return &row;
    return nullptr;
}

} // namespace

double QuantityContext::number(std::string_view name) const {
    const auto found = given.numbers.find(name);
    if (found == given.numbers.end()) throw LessonError("needs the argument " + std::string{name});
    return found->second;
}

double QuantityContext::number(std::string_view name, double otherwise) const {
    const auto found = given.numbers.find(name);
    return found == given.numbers.end() ? otherwise : found->second;
}

std::string_view QuantityContext::word(std::string_view name) const {
    const auto found = given.words.find(name);
    if (found == given.words.end()) throw LessonError("needs the argument " + std::string{name});
    return found->second;
}

bool QuantityContext::model_is(std::initializer_list<std::string_view> names) const {
    const auto model = choice_name(parameter(Id::model), setup.values[Id::model]);
    return std::find(names.begin(), names.end(), model) != names.end();
}

void QuantityContext::not_for_this_model() const {
    throw LessonError("is not defined for the model " +
                      std::string{choice_name(parameter(Id::model), setup.values[Id::model])});
}

double QuantityContext::duration_ms() const {
    if (const double set = setup.values[Id::stim_duration_ms]; set > 0.0) return set;
    return setup.total_ms > onset_ms() ? setup.total_ms - onset_ms() : 1000.0;
}

std::span<const QuantityInfo> quantity_table() {
    static const std::vector<QuantityInfo> table = [] {
        std::vector<QuantityInfo> rows;
        for (const auto family : families)
            for (const QuantityRow& row : family()) rows.push_back(row.info);
        return rows;
    }();
    return table;
}

double Quantities::value(std::string_view quantity, const Setup& setup, const QuantityArguments& given) {
    const QuantityRow* row = find_quantity(quantity);
    if (!row) throw LessonError("there is no quantity '" + shortened(quantity) + "'");
    std::string key = std::string{quantity} + "|" + key_of(setup) + "|" + key_of(given);
    if (const auto found = values_.find(key); found != values_.end()) return found->second;
    double value = 0.0;
    try {
        value = row->compute({setup, given, *this});
    } catch (const LessonError& error) {
        throw LessonError("the quantity '" + std::string{quantity} + "' " + error.what());
    }
    if (!std::isfinite(value)) throw LessonError("the quantity '" + std::string{quantity} + "' has no value here");
    if (values_.size() >= most_remembered) values_.clear();
    return values_.emplace(std::move(key), value).first->second;
}

void Quantities::spend(const Setup& setup, double duration_ms) {
    spent_ += cost_of(setup, duration_ms);
    if (!(spent_ <= allowance)) throw LessonError("asks for too much simulation");
}

const Response& Quantities::run(const Setup& setup, double duration_ms) {
    if (setup.stimulus == "audio") throw LessonError("cannot be computed for a sound that comes from outside");
    std::string key = key_of(setup);
    append(key, duration_ms);
    if (const auto found = runs_.find(key); found != runs_.end()) return found->second;
    spend(setup, duration_ms);
    if (runs_.size() >= most_remembered) runs_.clear();
    return runs_.emplace(std::move(key), lesson_context_->run(setup, duration_ms)).first->second;
}

} // namespace soma::lesson
