#pragma once

#include "State/FormatError.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace soma {

/// Objects keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Larger files are refused unread.
constexpr std::size_t max_json_bytes = 8u << 20;
/// More nesting is refused: no file of ours needs it, and writing recurses.
constexpr int max_json_depth = 32;
/// More fields in one object are refused: looking one up takes as long as there are fields before it.
constexpr std::size_t max_json_fields = 4096;

/// The one reader of JSON that somebody else may have written: files, requests, journals. Throws FormatError that names
/// line and column: not JSON, a key twice in one object, too large, too deep, too many fields.
Json parse_json(std::string_view text);
/// The same; the error names the file as well.
Json parse_json(std::string_view file, std::string_view text);

/// Human-readable text with exact numbers, ending in a newline. Text that is not UTF-8 is replaced.
std::string json_text(const Json& json);

/// One short line of a value, for messages.
std::string brief(const Json& value);

/// A value within a file and where it is: reads fields strictly and throws FormatError that names file and place.
class JsonPlace {
  public:
    /// `place` describes the value itself ("cell 'hh/squid'"), empty for the whole file.
    JsonPlace(std::string file, std::string place, const Json& value)
        : file_(std::move(file))
        , place_(std::move(place))
        , value_(&value) {}

    const Json& value() const { return *value_; }
    [[noreturn]] void fail(std::string_view message) const;

    bool has(std::string_view field) const;
    /// The field, which must be there.
    JsonPlace at(std::string_view field) const;
    JsonPlace at(std::size_t index) const;

    const JsonPlace& expect_object() const;
    const JsonPlace& expect_array(std::size_t max_size) const;
    std::string text(std::size_t max_bytes) const;
    double number() const;
    std::int64_t integer() const;

    /// Fails on a field that is none of `known`.
    void expect_only(std::initializer_list<std::string_view> known) const;

    JsonPlace named(std::string place) const { return {file_, std::move(place), *value_}; }
    const std::string& file() const { return file_; }

  private:
    std::string file_, place_;
    const Json* value_;
};

} // namespace soma
