#include "Lesson/Format/ReadParts.h"

namespace soma::lesson {
namespace {

Argument read_argument(const Json& node) {
    Argument out;
    if (node.is_string()) {
        out.kind = Argument::Kind::word;
        read(node, out.word);
    } else if (node.is_boolean()) {
        out.kind = Argument::Kind::flag;
        read(node, out.flag);
    } else if (node.is_array()) {
        out.kind = Argument::Kind::list;
        read(node, out.list);
    } else {
        out.kind = Argument::Kind::value;
        out.value.push_back(read_value(node));
    }
    return out;
}

Visibility read_visibility(const Json& node) {
    return node == "hidden" ? Visibility::hidden : node == "locked" ? Visibility::locked : Visibility::visible;
}

} // namespace

Value read_value(const Json& node) {
    Value out;
    if (node.is_number()) {
        read(node, out.number);
        return out;
    }
    read(node, "times", out.times);
    read(node, "plus", out.plus);
    if (node.contains("var")) {
        out.kind = Value::Kind::variable;
        read(node, "var", out.name);
    } else if (node.contains("quantity")) {
        out.kind = Value::Kind::quantity;
        read(node, "quantity", out.name);
        read(node, "of", out.of);
        read(node, "args", out.args);
    } else {
        out.kind = Value::Kind::operation;
        read(node, "op", out.name);
        read(node, "of", out.operands);
    }
    return out;
}

Arguments read_arguments(const Json& node) {
    Arguments out;
    for (const auto& [key, item] : node.items()) out.emplace(key, read_argument(item));
    return out;
}

Tolerance read_tolerance(const Json& node) {
    Tolerance out;
    read(node, "abs", out.abs);
    read(node, "rel", out.rel);
    read(node, "ratio", out.ratio);
    return out;
}

Controls read_controls(const Json& node) {
    Controls out;
    out.otherwise = read_visibility(node.at("default"));
    if (const auto items = node.find("items"); items != node.end())
        for (const auto& [id, item] : items->items()) out.items[id] = read_visibility(item);
    return out;
}

Feedback read_feedback(const Json& node) {
    Feedback out;
    read(node, "correct", out.correct);
    read(node, "wrong", out.wrong);
    read(node, "near", out.near);
    read(node, "byOption", out.by_option);
    if (const auto list = node.find("whenEquals"); list != node.end())
        for (const Json& item : *list) {
            Misconception& m = out.when_equals.emplace_back();
            read(item, "answer", m.answer);
            read(item, "tolerance", m.tolerance);
            read(item, "text", m.text);
        }
    return out;
}

void read(const Json& node, Setting& out) {
    if (node.is_string())
        read(node, out.word);
    else
        read(node, out.value);
}

void read(const Json& node, Fact& out) {
    read(node, "value", out.value);
    read(node, "unit", out.unit);
    read(node, "digits", out.digits);
}

void read(const Json& node, Dimensioned& out) {
    read(node, "value", out.value);
    read(node, "unit", out.unit);
}

void read(const Json& node, std::pair<double, double>& out) {
    read(node.at(0), out.first);
    read(node.at(1), out.second);
}

} // namespace soma::lesson
