#include "Web/Core/Fields.h"

#include <cmath>

namespace soma::web {

Fields& Fields::operator()(const char* name, std::string_view text) { return (*this)(name, Json(text)); }
Fields& Fields::operator()(const char* name, bool is) { return (*this)(name, Json(is)); }
Fields& Fields::operator()(const char* name, double number) {
    constexpr double exact = 9e15; // beyond it not every whole number is a double
    if (std::trunc(number) == number && std::abs(number) < exact)
        return (*this)(name, Json(static_cast<std::int64_t>(number)));
    return (*this)(name, Json(number));
}
void Fields::put(const char* name, Json value) { object_[name] = std::move(value); }
Fields& Fields::operator()(const char* name, const std::vector<double>& numbers) {
    return (*this)(name, Json(numbers));
}
Fields& Fields::operator()(const char* name, const std::vector<std::string>& texts) {
    return (*this)(name, Json(texts));
}

} // namespace soma::web
