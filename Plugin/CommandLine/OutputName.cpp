#include "CommandLine/OutputName.h"

#include "CommandLine/Errors.h"
#include "SoundFile/SoundFormats.h"

#include "Core/Utf8.h"

#include <algorithm>
#include <filesystem>

namespace soma::command {
namespace {

namespace fs = std::filesystem;

/// In lower case, with its dot; empty where there is none or the name is a device's.
std::string ending_of(const std::string& target) {
    std::error_code ignored;
    if (fs::exists(target, ignored) && !fs::is_regular_file(target, ignored)) return {};
    auto ending = fs::path(target).extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return ending == "." ? std::string() : ending;
}

std::string written_endings() {
    std::string list;
    for (const auto& format : sound_file::formats())
        if (format.written_as != 0) list += (list.empty() ? "" : ", ") + std::string(format.endings[0]);
    return list;
}

bool is_among(const std::string& ending, std::string_view endings) {
    const auto at = endings.find(ending);
    return at != std::string_view::npos && (at + ending.size() == endings.size() || endings[at + ending.size()] == ',');
}

} // namespace

void check_sound_name(std::string_view option, const std::string& target) {
    const auto ending = ending_of(target);
    const auto* format = sound_file::format_of(ending);
    if (ending.empty() || (format != nullptr && format->written_as != 0)) return;
    throw UsageError(std::string(option) + " " + in_quotes(target) + ": " +
                     (format != nullptr ? std::string(format->name) + " is read, not written"
                                        : "no sound file is called " + in_quotes(ending)) +
                     "; the ending must be one of " + written_endings());
}

void check_name(std::string_view option, const std::string& target, std::string_view endings) {
    const auto ending = ending_of(target);
    if (!ending.empty() && !is_among(ending, endings))
        throw UsageError(std::string(option) + " " + in_quotes(target) + ": cannot be written as " + in_quotes(ending) +
                         "; the ending must be " + std::string(endings));
}

void check_table_name(std::string_view option, const std::string& target) {
    const auto ending = ending_of(target);
    if (ending.empty()) return;
    if (sound_file::format_of(ending) != nullptr ||
        is_among(ending, ".png, .mid, .midi, .jpg, .jpeg, .pdf, .svg, .xlsx, .json"))
        throw UsageError(std::string(option) + " " + in_quotes(target) +
                         ": is a table of text; the ending must be .csv");
}

} // namespace soma::command
