#pragma once

#include "Lesson/Format/Document.h"

#include <nlohmann/json.hpp>

/// Readers of the small parts that several places of a lesson share. The schema has checked types before.
namespace soma::lesson {

using nlohmann::json;

Value read_value(const json& node);
Arguments read_arguments(const json& node);
Tolerance read_tolerance(const json& node);
Controls read_controls(const json& node);
Feedback read_feedback(const json& node);

inline void read(const json& node, std::string& out) { out = node.get<std::string>(); }
inline void read(const json& node, double& out) { out = node.get<double>(); }
/// The schema limits every whole number to far less than an int or 2⁵³ holds.
inline void read(const json& node, int& out) { out = static_cast<int>(node.get<double>()); }
inline void read(const json& node, std::uint64_t& out) { out = static_cast<std::uint64_t>(node.get<double>()); }
inline void read(const json& node, bool& out) { out = node.get<bool>(); }
inline void read(const json& node, Value& out) { out = read_value(node); }
inline void read(const json& node, Arguments& out) { out = read_arguments(node); }
inline void read(const json& node, Tolerance& out) { out = read_tolerance(node); }
inline void read(const json& node, Controls& out) { out = read_controls(node); }
inline void read(const json& node, Feedback& out) { out = read_feedback(node); }
inline void read(const json& node, Unit& out) { out = unit_named(node.get<std::string>()).value(); }
void read(const json& node, Setting& out);
void read(const json& node, Fact& out);
void read(const json& node, Dimensioned& out);
void read(const json& node, std::pair<double, double>& out);

template <class T>
void read(const json& node, std::optional<T>& out) {
    read(node, out.emplace());
}

template <class T>
void read(const json& node, std::vector<T>& out) {
    out.clear();
    for (const json& item : node) read(item, out.emplace_back());
}

template <class T>
void read(const json& node, Named<T>& out) {
    out.clear();
    for (const auto& [key, item] : node.items()) read(item, out[key]);
}

/// Leaves out as it is when the property is absent.
template <class T>
void read(const json& node, const char* key, T& out) {
    if (const auto found = node.find(key); found != node.end()) read(*found, out);
}

/// A property whose word is one of two: true for `word`.
inline void read_word(const json& node, const char* key, const char* word, bool& out) {
    if (const auto found = node.find(key); found != node.end()) out = *found == word;
}

} // namespace soma::lesson
