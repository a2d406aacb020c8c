#include "CommandLine/SweepList.h"

#include "CommandLine/Errors.h"

#include "Core/Utf8.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

namespace soma::command {
namespace {

std::optional<int> whole(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

} // namespace

std::unique_ptr<recording::RecordingFile> open_recording_argument(const std::string& path, FilesRead& read) {
    read.add(path);
    return recording::open_recording(std::filesystem::path(path), path);
}

std::string numbers_text(const std::vector<int>& numbers) {
    std::string text;
    for (std::size_t begin = 0; begin < numbers.size();) {
        auto end = begin + 1;
        while (end < numbers.size() && numbers[end] == numbers[end - 1] + 1) ++end;
        text += (text.empty() ? "" : ", ") + std::to_string(numbers[begin]);
        if (end - begin > 1) text += (end - begin == 2 ? ", " : "–") + std::to_string(numbers[end - 1]);
        begin = end;
    }
    return text;
}

std::vector<std::size_t> sweep_places(const recording::RecordingFile& file, const std::string& name,
                                      const std::string& option, const std::string& text) {
    const auto wrong = [&] {
        return UsageError(option + " " + in_quotes(text) + ": must be numbers of sweeps, as 3 or 1,4,7 or 2-9");
    };
    std::vector<std::size_t> places;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto comma = std::min(text.find(',', begin), text.size());
        const std::string_view part(text.data() + begin, comma - begin);
        const auto dash = part.find('-');
        const auto first = whole(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : whole(part.substr(dash + 1));
        constexpr int most = 100'000;
        if (!first || !last || *last < *first || *last - *first > most) throw wrong();
        for (int number = *first; number <= *last; ++number) {
            const auto found = std::ranges::find(file.numbers(), number);
            if (found == file.numbers().end())
                throw RunError(name + ": has no sweep " + std::to_string(number) + "; it has " +
                               shortened(numbers_text(file.numbers()), 200));
            const auto place = static_cast<std::size_t>(found - file.numbers().begin());
            if (std::ranges::find(places, place) == places.end()) places.push_back(place);
        }
        begin = comma + 1;
    }
    return places;
}

} // namespace soma::command
