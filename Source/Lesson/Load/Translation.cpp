#include "Lesson/Load/Translation.h"

#include "Lesson/Format/Messages.h"
#include "Lesson/Format/Texts.h"
#include "State/JsonText.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>

namespace soma::lesson {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view format_name = "somaphone-translation";
constexpr std::size_t largest_bytes = 1 << 20;

/// A place in a lesson: "steps.tug.hints[0]", of which "tug" is the step and "hints[0]" the field.
struct TextAddress {
    std::string step, field;
    std::string name() const { return step.empty() ? field : "steps." + step + "." + field; }
};
using SeeText = std::function<void(const TextAddress&, ordered_json& text)>;

void see_member(ordered_json& node, const char* key, const TextAddress& place, const SeeText& see) {
    if (const auto found = node.find(key); found != node.end() && found->is_string() && !found->empty())
        see({place.step, place.field + key}, *found);
}

void see_list(ordered_json& node, const char* key, const char* member, const TextAddress& place, const SeeText& see) {
    const auto found = node.find(key);
    if (found == node.end() || !found->is_array()) return;
    std::size_t index = 0;
    for (auto& each : *found) {
        const TextAddress here{place.step, place.field + key + "[" + std::to_string(index++) + "]"};
        auto* text = member == nullptr ? &each : each.contains(member) ? &each[member] : nullptr;
        if (text != nullptr && text->is_string()) see(here, *text);
    }
}

void see_step(ordered_json& step, const SeeText& see) {
    const TextAddress place{step.value("id", std::string{}), {}};
    for (const char* key : {"title", "body", "prompt", "show", "modelAnswer", "ifMissingText", "teacherNote"})
        see_member(step, key, place, see);
    see_list(step, "options", "label", place, see);
    see_list(step, "checks", "label", place, see);
    see_list(step, "hints", nullptr, place, see);
    const auto feedback = step.find("feedback");
    if (feedback == step.end()) return;
    const TextAddress within{place.step, "feedback."};
    for (const char* key : {"correct", "wrong", "near"}) see_member(*feedback, key, within, see);
    if (const auto options = feedback->find("byOption"); options != feedback->end())
        for (const auto& [key, text] : options->items()) see({place.step, "feedback.byOption." + key}, text);
    see_list(*feedback, "whenEquals", "text", within, see);
}

/// Every text of a lesson's file that a person reads, in the file's order.
void see_texts(ordered_json& lesson, const SeeText& see) {
    const TextAddress whole;
    for (const char* key : {"title", "summary", "teacher"}) see_member(lesson, key, whole, see);
    see_list(lesson, "goals", nullptr, whole, see);
    for (const char* group : {"cells", "sounds"})
        if (const auto found = lesson.find(group); found != lesson.end())
            for (auto& [name, each] : found->items())
                for (const char* key : {"label", "alt", "altAnswer"})
                    see_member(each, key, {{}, std::string{group} + "." + name + "."}, see);
    for (auto& step : lesson["steps"]) see_step(step, see);
}

std::vector<std::string> numbers_in(std::string_view text) {
    std::vector<std::string> names;
    for (auto place = next_place(text, 0); place; place = next_place(text, place->end))
        names.emplace_back(text.substr(place->begin, place->end - place->begin));
    std::ranges::sort(names);
    return names;
}

struct Entry {
    std::string english, text;
    bool used = false;
};

class Translating {
  public:
    Translating(ordered_json lesson, std::string_view file)
        : lesson_(std::move(lesson))
        , file_(file) {}

    Translated with(const ordered_json& translation) {
        if (!read(translation)) return {{}, std::move(problems_)};
        std::map<std::string, std::string> labels; // of sounds, English to translated
        see_texts(lesson_, [&](const TextAddress& place, ordered_json& text) {
            const auto english = text.get<std::string>();
            if (const auto found = wording(place, english)) {
                text = *found;
                if (place.field.starts_with("sounds.") && place.field.ends_with(".label")) labels[english] = *found;
            }
        });
        for (const auto& [name, entry] : entries_)
            if (!entry.used) add({}, name, "the lesson has no such text; take it out");
        rename_options(labels);
        lesson_["language"] = language_;
        if (!notice_.empty()) lesson_["summary"] = lesson_.value("summary", std::string{}) + " " + notice_;
        return {lesson_.dump(1), std::move(problems_)};
    }

  private:
    void add(std::string step, std::string field, std::string message) {
        problems_.push_back({file_, std::move(step), std::move(field), std::move(message)});
    }

    bool read(const ordered_json& translation) {
        const auto text_of = [&](const char* key) {
            const auto found = translation.find(key);
            return found != translation.end() && found->is_string() ? found->get<std::string>() : std::string{};
        };
        language_ = text_of("language");
        if (language_.size() < 2) return add({}, "language", "must name the language, as in \"de\""), false;
        if (text_of("lesson") != lesson_.value("id", std::string{}))
            return add({}, "lesson",
                       "is '" + text_of("lesson") + "', and the lesson is '" + lesson_.value("id", std::string{}) +
                           "'"),
                   false;
        const auto version = translation.find("lessonVersion");
        if (version == translation.end() || *version != lesson_["version"])
            add({}, "lessonVersion",
                "the lesson has version " + lesson_["version"].dump() + " now; look at its changes");
        const auto reviewed = translation.find("reviewed");
        notice_ = text_of("notice");
        if (reviewed == translation.end() || !reviewed->is_boolean())
            add({}, "reviewed", "must say true or false: whether a native speaker has read the translation");
        else if (!*reviewed && notice_.empty())
            add({}, "notice", "must say to the reader, in the language, that no native speaker has reviewed it");
        const auto texts = translation.find("texts");
        if (texts == translation.end() || !texts->is_array()) return add({}, "texts", "is missing"), false;
        for (const auto& each : *texts) {
            const bool whole = each.is_object() && each.contains("at") && each["at"].is_string() &&
                               each.contains("en") && each["en"].is_string() && each.contains("text") &&
                               each["text"].is_string();
            if (!whole) return add({}, "texts", "each needs \"at\", \"en\" and \"text\""), false;
            if (!entries_.emplace(each["at"], Entry{each["en"], each["text"], false}).second)
                add({}, each["at"], "is given twice");
        }
        return true;
    }

    /// Nothing where the English wording has to stand in.
    std::optional<std::string> wording(const TextAddress& place, const std::string& english) {
        const auto found = entries_.find(place.name());
        if (found == entries_.end()) return add(place.step, place.field, "is not translated"), std::nullopt;
        auto& entry = found->second;
        entry.used = true;
        if (entry.text.empty()) return add(place.step, place.field, "is not translated"), std::nullopt;
        if (entry.english != english)
            return add(place.step, place.field,
                       "the lesson's wording has changed since: now \"" + shortened(english) + "\""),
                   std::nullopt;
        if (const auto theirs = numbers_in(english), ours = numbers_in(entry.text); theirs != ours) {
            std::vector<std::string> gone, added;
            std::ranges::set_difference(theirs, ours, std::back_inserter(gone));
            std::ranges::set_difference(ours, theirs, std::back_inserter(added));
            return add(place.step, place.field,
                       gone.empty() ? added.front() + " is not in the lesson's text" : gone.front() + " is left out"),
                   std::nullopt;
        }
        return entry.text;
    }

    /// Feedback of trials is found by the label that was played, which has another name now.
    void rename_options(const std::map<std::string, std::string>& labels) {
        for (auto& step : lesson_["steps"]) {
            if (!step.contains("trial") || !step.contains("feedback")) continue;
            const auto options = step["feedback"].find("byOption");
            if (options == step["feedback"].end()) continue;
            auto renamed = ordered_json::object();
            for (const auto& [key, text] : options->items()) {
                const auto label = labels.find(key);
                renamed[label == labels.end() ? key : label->second] = text;
            }
            *options = std::move(renamed);
        }
    }

    ordered_json lesson_;
    std::string file_, language_, notice_;
    std::map<std::string, Entry> entries_;
    std::vector<Problem> problems_;
};

std::optional<ordered_json> parsed(std::string_view text) {
    if (text.size() > largest_bytes) return std::nullopt;
    try {
        auto json = parse_json(text);
        return json.is_object() ? std::optional{std::move(json)} : std::nullopt;
    } catch (const FormatError&) {
        return std::nullopt;
    }
}

} // namespace

bool is_translation(std::string_view text) {
    const auto json = parsed(text);
    return json && json->contains("format") && (*json)["format"] == format_name;
}

std::string translated_lesson_id(std::string_view translation) {
    const auto json = parsed(translation);
    const bool named = json && json->contains("lesson") && (*json)["lesson"].is_string();
    return named ? (*json)["lesson"].get<std::string>() : std::string{};
}

Translated translate(std::string_view lesson, std::string_view translation, std::string_view file) {
    const auto source = parsed(lesson), words = parsed(translation);
    const std::string name{file};
    if (!words || !is_translation(translation))
        return {{}, {{name, {}, {}, "is not a translation (\"format\": \"somaphone-translation\" is missing)"}}};
    if (!source || !source->contains("steps") || !source->contains("version"))
        return {{}, {{name, {}, {}, "belongs to a lesson that cannot be read"}}};
    return Translating{*source, file}.with(*words);
}

std::string translation_template(std::string_view lesson, std::string_view language) {
    auto source = parsed(lesson).value_or(ordered_json::object());
    ordered_json out{{"format", format_name},
                     {"lesson", source.value("id", std::string{})},
                     {"lessonVersion", source.value("version", 1)},
                     {"language", language},
                     {"reviewed", false},
                     {"notice", ""},
                     {"texts", ordered_json::array()}};
    see_texts(source, [&](const TextAddress& place, ordered_json& text) {
        out["texts"].push_back({{"at", place.name()}, {"en", text}, {"text", ""}});
    });
    return out.dump(1) + "\n";
}

} // namespace soma::lesson
