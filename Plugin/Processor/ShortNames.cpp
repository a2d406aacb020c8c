#include "Processor/ShortNames.h"

#include <algorithm>
#include <array>

namespace soma {
namespace {

struct Names {
    Id id;
    std::string_view of_8, of_16;
};
constexpr std::array names{
#define NAME(id, of_8, of_16) Names{Id::id, of_8, of_16},
#include "Processor/ShortNames.def"
#undef NAME
};
static_assert(names.size() == parameter_count, "every parameter has its names");
static_assert(
    [] {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (static_cast<std::size_t>(names[i].id) != i || names[i].of_8.size() > 8 || names[i].of_16.size() > 16)
                return false;
        return true;
    }(),
    "the names are in the table's order and short");

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

} // namespace

std::string_view short_name(Id id, int most_characters) {
    const auto most = static_cast<std::size_t>(std::max(0, most_characters));
    const auto& row = names[static_cast<std::size_t>(id)];
    const auto label = parameter(id).label;
    if (most > 16 && characters(label) <= most) return label;
    if (most >= 16) return row.of_16.empty() ? label : row.of_16;
    return row.of_8.substr(0, most);
}

} // namespace soma
