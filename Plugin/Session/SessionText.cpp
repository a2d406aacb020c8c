#include "Session/SessionText.h"

#include "Parameters/ParameterText.h"

#include <charconv>
#include <cmath>
#include <variant>

namespace soma::host {
namespace {

using editor::Session;

template <class Member>
struct Range {
    Member Session::*member;
    double least, most;
};
using Field =
    std::variant<Range<int>, Range<double>, Range<editor::ThemeChoice>, Range<editor::ViewChoice>, Range<bool>>;

struct Row {
    const char* key;
    Field field;
};

const Row rows[] = {
    {"width", Range<int>{&Session::width, 400, 8000}},
    {"height", Range<int>{&Session::height, 300, 8000}},
    {"scale_percent", Range<int>{&Session::scale_percent, 0, 300}},
    {"theme", Range<editor::ThemeChoice>{&Session::theme, 0, 1}},
    {"projector", Range<bool>{&Session::projector, 0, 1}},
    {"view", Range<editor::ViewChoice>{&Session::view, 0, 2}},
    {"take_keys", Range<bool>{&Session::take_keys, 0, 1}},
    {"reduced_motion", Range<bool>{&Session::reduced_motion, 0, 1}},
    {"draw_spikes", Range<bool>{&Session::draw_spikes, 0, 1}},
    {"ms_per_division", Range<double>{&Session::ms_per_division, 0.001, 10000}},
    {"cursors", Range<bool>{&Session::cursors, 0, 1}},
};

bool parse(const std::string& text, double& number) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size() && std::isfinite(number);
}

} // namespace

void write_session(const Session& session, Texts& texts) {
    for (const auto& row : rows)
        std::visit([&](const auto& field) { texts[row.key] = shortest(static_cast<double>(session.*field.member)); },
                   row.field);
}

Session read_session(const Texts& texts) {
    Session session;
    for (const auto& row : rows) {
        const auto found = texts.find(row.key);
        double number = 0.0;
        if (found == texts.end() || !parse(found->second, number)) continue;
        std::visit(
            [&]<class Member>(const Range<Member>& field) {
                if (number < field.least || number > field.most) return;
                if constexpr (std::is_same_v<Member, double>)
                    session.*field.member = number;
                else
                    session.*field.member = static_cast<Member>(static_cast<int>(number));
            },
            row.field);
    }
    return session;
}

} // namespace soma::host
