#pragma once

#include "State/JsonText.h"

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace soma::web {

/// A JSON object, field by field: Fields()("title", text)("rows", list). Of the same objects written as initialiser
/// lists the compiler makes several times the code, and a page has to be small.
class Fields {
  public:
    Fields& operator()(const char* name, std::string_view text);
    Fields& operator()(const char* name, const char* text) { return (*this)(name, std::string_view(text)); }
    Fields& operator()(const char* name, double number);
    Fields& operator()(const char* name, int number) { return (*this)(name, static_cast<double>(number)); }
    Fields& operator()(const char* name, std::size_t number) { return (*this)(name, static_cast<double>(number)); }
    Fields& operator()(const char* name, bool is);
    Fields& operator()(const char* name, const std::string& text) { return (*this)(name, std::string_view(text)); }
    template <std::same_as<Json> J> // exactly: everything else converts to JSON
    Fields& operator()(const char* name, J value) {
        put(name, std::move(value));
        return *this;
    }
    Fields& operator()(const char* name, Fields& value) {
        put(name, value);
        return *this;
    }
    Fields& operator()(const char* name, const std::vector<double>& numbers);
    Fields& operator()(const char* name, const std::vector<std::string>& texts);

    operator Json() { return std::move(object_); } // NOLINT(google-explicit-constructor): it is what it builds

  private:
    void put(const char* name, Json value);

    Json object_ = Json::object();
};

} // namespace soma::web
