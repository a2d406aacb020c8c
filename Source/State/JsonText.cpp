#include "State/JsonText.h"

#include "Core/Utf8.h"
#include "State/NearMatches.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace soma {
namespace {

/// Place of the byte that was read last; the library counts bytes from 1.
std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte > 0 ? byte - 1 : 0, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = before.size() - (before.rfind('\n') + 1); // npos + 1 is 0
    return "line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

/// The library's reason, without its name, number and place before it.
std::string reason_of(const nlohmann::json::exception& error) {
    std::string_view text = error.what();
    if (const auto end = text.find("] "); end != std::string_view::npos) text.remove_prefix(end + 2);
    if (text.starts_with("parse error at"))
        if (const auto end = text.find(": "); end != std::string_view::npos) text.remove_prefix(end + 2);
    return std::string(text.substr(0, 200));
}

const char* kind_of(const Json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    if (value.is_string()) return "text";
    if (value.is_number()) return "a number";
    if (value.is_boolean()) return "true or false";
    return "null";
}

} // namespace

Json parse_json(std::string_view text) {
    if (text.size() > max_json_bytes) throw FormatError("larger than " + std::to_string(max_json_bytes >> 20) + " MiB");
    std::vector<std::set<std::string, std::less<>>> open_objects;
    const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > max_json_depth)
            throw FormatError("nested more than " + std::to_string(max_json_depth) + " levels deep");
        switch (event) {
        case Json::parse_event_t::object_start:
            open_objects.emplace_back();
            break;
        case Json::parse_event_t::object_end:
            open_objects.pop_back();
            break;
        case Json::parse_event_t::key:
            if (!open_objects.back().insert(value.get<std::string>()).second)
                throw FormatError("the field " + in_quotes(value.get<std::string>()) + " is there twice in one object");
            if (open_objects.back().size() > max_json_fields)
                throw FormatError("an object has more than " + std::to_string(max_json_fields) + " fields");
            break;
        default:
            break;
        }
        return true;
    };
    try {
        return Json::parse(text.begin(), text.end(), watch);
    } catch (const nlohmann::json::parse_error& error) {
        throw FormatError(line_and_column(text, error.byte) + ": not JSON: " + reason_of(error));
    } catch (const nlohmann::json::exception& error) {
        throw FormatError("not JSON: " + reason_of(error));
    }
}

Json parse_json(std::string_view file, std::string_view text) {
    try {
        return parse_json(text);
    } catch (const FormatError& error) {
        throw FormatError(std::string(file) + ": " + error.what());
    }
}

std::string json_text(const Json& json) {
    return json.dump(2, ' ', false, nlohmann::detail::error_handler_t::replace) + "\n";
}

std::string brief(const Json& value) {
    if (value.is_string()) return in_quotes(value.get_ref<const std::string&>());
    if (value.is_structured()) return kind_of(value);
    return value.dump();
}

void JsonPlace::fail(std::string_view message) const {
    throw FormatError(file_ + ": " + (place_.empty() ? "" : place_ + ": ") + std::string(message));
}

bool JsonPlace::has(std::string_view field) const {
    return value_->is_object() && value_->contains(std::string(field));
}

JsonPlace JsonPlace::at(std::string_view field) const {
    expect_object();
    const auto found = value_->find(std::string(field));
    if (found == value_->end()) fail("the field '" + std::string(field) + "' is missing");
    return {file_, (place_.empty() ? "" : place_ + ", ") + std::string(field), *found};
}

JsonPlace JsonPlace::at(std::size_t index) const {
    return {file_, place_ + "[" + std::to_string(index) + "]", value_->at(index)};
}

const JsonPlace& JsonPlace::expect_object() const {
    if (!value_->is_object()) fail(std::string("is ") + kind_of(*value_) + "; it must be an object { … }");
    return *this;
}

const JsonPlace& JsonPlace::expect_array(std::size_t max_size) const {
    if (!value_->is_array()) fail(std::string("is ") + kind_of(*value_) + "; it must be a list [ … ]");
    if (value_->size() > max_size) fail("has more than " + std::to_string(max_size) + " entries");
    return *this;
}

std::string JsonPlace::text(std::size_t max_bytes) const {
    if (!value_->is_string()) fail(std::string("is ") + kind_of(*value_) + "; it must be text in quotation marks");
    const auto& text = value_->get_ref<const std::string&>();
    if (text.size() > max_bytes) fail("is longer than " + std::to_string(max_bytes) + " bytes");
    if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        fail("holds a control character; it must be one line of text");
    return text;
}

double JsonPlace::number() const {
    if (!value_->is_number()) fail(std::string("is ") + kind_of(*value_) + "; it must be a number");
    const auto number = value_->get<double>();
    if (!std::isfinite(number)) fail("is not a finite number");
    return number;
}

std::int64_t JsonPlace::integer() const {
    if (!value_->is_number_integer() || (value_->is_number_unsigned() && value_->get<std::uint64_t>() > (1ull << 53)))
        fail("is " + brief(*value_) + "; it must be a whole number");
    return value_->get<std::int64_t>();
}

void JsonPlace::expect_only(std::initializer_list<std::string_view> known) const {
    for (const auto& [key, value] : expect_object().value().items())
        if (std::ranges::find(known, key) == known.end()) {
            std::string names;
            for (const auto name : known) names += (names.empty() ? "" : ", ") + std::string(name);
            fail("unknown field " + in_quotes(key) + near_matches_text(key, known) + "; the fields are " + names);
        }
}

} // namespace soma
