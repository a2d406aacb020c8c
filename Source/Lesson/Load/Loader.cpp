#include "Lesson/Load/Loader.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Reader.h"
#include "Lesson/Load/LessonChecks.h"
#include "Lesson/Load/Schema.h"
#include "State/JsonText.h"

#include <algorithm>
#include <charconv>

namespace soma::lesson {
namespace {

constexpr int our_minor_version = 1;

/// Texts go to screens, speech and CSV: nothing but line breaks and tabs may hide in them.
bool has_control_character(const Json& node) {
    if (node.is_string()) {
        const auto& text = node.get_ref<const std::string&>();
        return std::any_of(text.begin(), text.end(), [](char c) {
            return (static_cast<unsigned char>(c) < 32 && c != '\n' && c != '\t') || c == 127;
        });
    }
    if (node.is_object())
        for (const auto& [key, value] : node.items())
            if (has_control_character(Json(key)) || has_control_character(value)) return true;
    return node.is_array() && std::any_of(node.begin(), node.end(), has_control_character);
}

/// "steps[3].trial.sounds[0]" as step 'tug', field "trial.sounds[0]".
Problem problem_at(const Json& document, const std::string& file, const Complaint& complaint) {
    Problem problem{file, {}, complaint.where, complaint.what};
    constexpr std::string_view list = "steps[";
    const auto steps = document.find("steps");
    const auto close = complaint.where.find(']');
    // A property that is not known may look like a step: "steps[9".
    if (!complaint.where.starts_with(list) || close == std::string::npos || steps == document.end() ||
        !steps->is_array())
        return problem;
    std::size_t index = steps->size();
    std::from_chars(complaint.where.data() + list.size(), complaint.where.data() + close, index);
    if (index >= steps->size()) return problem;
    const Json& step = (*steps)[index];
    if (!step.is_object() || !step.contains("id") || !step["id"].is_string()) return problem;
    problem.step = shortened(step["id"].get<std::string>());
    problem.field = complaint.where.substr(std::min(close + 2, complaint.where.size()));
    return problem;
}

/// 0 for "1.0"; nothing when it is no version of this major.
std::optional<int> minor_version(const Json& document) {
    const auto version = document.find("formatVersion");
    if (version == document.end() || !version->is_string()) return {};
    const auto& text = version->get_ref<const std::string&>();
    int minor = 0;
    if (!text.starts_with("1.")) return {};
    const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), minor);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{minor} : std::nullopt;
}

struct Loading {
    std::string file;
    Loaded out;

    void refuse(const std::string& message) { out.errors.push_back({file, {}, {}, message}); }

    /// Nothing when the file is refused.
    std::optional<Json> document(std::string_view text) {
        if (text.size() > largest_lesson_bytes)
            return refuse("is larger than 1 MB, the most a lesson may have"), std::nullopt;
        try {
            Json parsed = parse_json(text);
            if (!parsed.is_object() || parsed.value("format", Json{}) != "somaphone-lesson")
                return refuse("is not a Somaphone lesson (\"format\": \"somaphone-lesson\" is missing)"), std::nullopt;
            return parsed;
        } catch (const FormatError& error) {
            refuse(error.what());
        }
        return std::nullopt;
    }

    bool fits_schema(const Json& document) {
        SchemaReport report = check_against_schema(document);
        const bool newer = minor_version(document).value_or(0) > our_minor_version;
        for (const Complaint& complaint : report.errors) out.errors.push_back(problem_at(document, file, complaint));
        for (const Complaint& complaint : report.unknown)
            (newer ? out.warnings : out.errors).push_back(problem_at(document, file, complaint));
        if (has_control_character(document)) refuse("has a control character in a text");
        return out.errors.empty();
    }
};

std::optional<Lesson> read_lesson(Loading& loading, std::string_view text) {
    const auto document = loading.document(text);
    if (!document || !loading.fits_schema(*document)) return {};
    Lesson lesson = read_document(*document);
    Report report{loading.file};
    check_references(lesson, report);
    loading.out.errors = report.problems();
    return report.problems().empty() ? std::optional{std::move(lesson)} : std::nullopt;
}

} // namespace

Loaded read_lesson(std::string_view text, std::string_view file) {
    Loading loading{std::string{file}, {}};
    if (auto lesson = read_lesson(loading, text))
        loading.out.lesson = std::make_shared<const Lesson>(std::move(*lesson));
    return std::move(loading.out);
}

Loaded load_lesson(std::string_view text, std::string_view file, Quantities& quantities) {
    Loading loading{std::string{file}, {}};
    if (auto lesson = read_lesson(loading, text)) {
        Report report{loading.file};
        check_keys(*lesson, quantities, report);
        loading.out.errors = report.problems();
        if (report.problems().empty()) loading.out.lesson = std::make_shared<const Lesson>(std::move(*lesson));
    }
    return std::move(loading.out);
}

} // namespace soma::lesson
