#include "Web/Core/Course.h"
#include "Web/Core/Export.h"

#include <new>

namespace soma::web {
namespace {

Course& course() {
    static Course only;
    return only;
}

std::string reply; ///< until the next call

Json answer(std::string_view text) {
    const auto question = parse_json("call", text);
    const auto name = question.at("call").get<std::string>();
    for (const auto find : {find_table_call, find_bench_call, find_lesson_call})
        if (const auto call = find(name); call != nullptr) return call(course(), question);
    throw std::runtime_error("there is no call " + name);
}

} // namespace
} // namespace soma::web

/// The one door for everything that is not sound: JSON in ("call" names what is asked), JSON out ({"error": "one line"}
/// where it cannot be done). The answer ends in a zero byte and stays until the next call.
SOMA_EXPORT(soma_ask) const char* soma_ask(const char* text, int bytes) {
    using namespace soma::web;
    soma::Json result;
    try {
        result = answer({text, static_cast<std::size_t>(bytes)});
    } catch (const std::exception& error) {
        result = {{"error", soma::one_line(error.what())}};
    }
    reply = result.dump(-1, ' ', false, soma::Json::error_handler_t::replace);
    return reply.c_str();
}
