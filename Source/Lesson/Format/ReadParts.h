#pragma once

#include "Lesson/Format/Document.h"

#include "State/JsonText.h"

/// Readers of the small parts that several places of a lesson share. The schema has checked types before.
namespace soma::lesson {

Value read_value(const Json& node);
Arguments read_arguments(const Json& node);
Tolerance read_tolerance(const Json& node);
Controls read_controls(const Json& node);
Feedback read_feedback(const Json& node);

inline void read(const Json& node, std::string& out) { out = node.get<std::string>(); }
inline void read(const Json& node, double& out) { out = node.get<double>(); }
/// The schema limits every whole number to far less than an int or 2⁵³ holds.
inline void read(const Json& node, int& out) { out = static_cast<int>(node.get<double>()); }
inline void read(const Json& node, std::uint64_t& out) { out = static_cast<std::uint64_t>(node.get<double>()); }
inline void read(const Json& node, bool& out) { out = node.get<bool>(); }
inline void read(const Json& node, Value& out) { out = read_value(node); }
inline void read(const Json& node, Arguments& out) { out = read_arguments(node); }
inline void read(const Json& node, Tolerance& out) { out = read_tolerance(node); }
inline void read(const Json& node, Controls& out) { out = read_controls(node); }
inline void read(const Json& node, Feedback& out) { out = read_feedback(node); }
inline void read(const Json& node, Unit& out) { out = unit_named(node.get<std::string>()).value(); }
void read(const Json& node, Setting& out);
void read(const Json& node, Fact& out);
void read(const Json& node, Dimensioned& out);
void read(const Json& node, std::pair<double, double>& out);

template <class T>
void read(const Json& node, std::optional<T>& out) {
    read(node, out.emplace());
}

template <class T>
void read(const Json& node, std::vector<T>& out) {
    out.clear();
    for (const Json& item : node) read(item, out.emplace_back());
}

template <class T>
void read(const Json& node, Named<T>& out) {
    out.clear();
    for (const auto& [key, item] : node.items()) read(item, out[key]);
}

/// Leaves out as it is when the property is absent.
template <class T>
void read(const Json& node, const char* key, T& out) {
    if (const auto found = node.find(key); found != node.end()) read(*found, out);
}

/// A property whose word is one of two: true for `word`.
inline void read_word(const Json& node, const char* key, const char* word, bool& out) {
    if (const auto found = node.find(key); found != node.end()) out = *found == word;
}

} // namespace soma::lesson
