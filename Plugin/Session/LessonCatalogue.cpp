#include "Session/LessonCatalogue.h"

#include "Embedded/BuiltInLessons.h"
#include "Lesson/Play/Visibility.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace soma::editor {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

LessonCatalogue::LessonCatalogue(std::set<std::string, std::less<>> capabilities)
    : capabilities_(std::move(capabilities)) {
    for (const auto& built_in : built_in_lessons())
        if (const auto read = lesson::read_lesson(built_in.text, built_in.file); read.lesson) {
            auto& entry = entries_.emplace_back();
            entry.file = built_in.file;
            entry.text = built_in.text;
            describe(entry, *read.lesson);
        }
}

LessonCatalogue::~LessonCatalogue() {
    if (loading_.valid()) loading_.wait(); // the work a lesson may ask for is limited
}

void LessonCatalogue::describe(CatalogueEntry& entry, const lesson::Lesson& lesson) const {
    entry.id = lesson.id;
    entry.title = lesson.title;
    entry.minutes = lesson.minutes;
    entry.sub = !lesson.summary.empty() ? lesson.summary : lesson.goals.empty() ? lesson.course : lesson.goals.front();
    const auto missing = lesson::missing_capabilities(lesson, capabilities_);
    if (!missing.empty()) entry.missing = "needs " + joined(missing) + ", which is not there";
}

void LessonCatalogue::refuse(const std::vector<lesson::Problem>& problems) {
    std::string line = problems.front().text();
    if (problems.size() > 1) line += " (and " + std::to_string(problems.size() - 1) + " more)";
    refusal_ = Message{"Could not read the file", line + ". The current sound is kept."};
}

std::optional<std::size_t> LessonCatalogue::add(const std::string& file, const std::string& folder, std::string text) {
    const auto read = lesson::read_lesson(text, file);
    if (!read.lesson) {
        refuse(read.errors);
        return std::nullopt;
    }
    const auto same = [&](const CatalogueEntry& e) {
        return e.folder == folder && e.file == file && !e.folder.empty();
    };
    auto found = std::find_if(entries_.begin(), entries_.end(), same);
    if (found != entries_.end() && found->text == text) return static_cast<std::size_t>(found - entries_.begin());
    if (found == entries_.end() || (loading() && loading_index_ == static_cast<std::size_t>(found - entries_.begin())))
        found = entries_.emplace(entries_.end());
    *found = CatalogueEntry{};
    found->file = file;
    found->folder = folder;
    found->text = std::move(text);
    describe(*found, *read.lesson);
    return static_cast<std::size_t>(found - entries_.begin());
}

void LessonCatalogue::load(std::size_t index) {
    if (loading()) return;
    loading_index_ = index;
    loading_ = std::async(std::launch::async, [text = entries_[index].text, file = entries_[index].file] {
        Result result{std::make_unique<lesson::Quantities>(lesson_instrument()), {}};
        try {
            result.loaded = lesson::load_lesson(text, file, *result.quantities);
        } catch (const std::exception& error) { // no memory
            result.loaded.errors.push_back({file, {}, {}, error.what()});
        }
        return result;
    });
}

std::optional<std::size_t> LessonCatalogue::take_loaded() {
    if (!loading_.valid() || loading_.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
        return std::nullopt;
    auto result = loading_.get();
    if (!result.loaded.lesson) {
        refuse(result.loaded.errors);
        // The last lesson of the list leaves it, where that moves no other; any other lesson stays and is marked.
        if (loading_index_ + 1 == entries_.size())
            entries_.pop_back();
        else
            entries_[loading_index_].missing = "could not be read";
        return std::nullopt;
    }
    auto& entry = entries_[loading_index_];
    entry.quantities = std::move(result.quantities);
    entry.lesson = std::move(result.loaded.lesson);
    return loading_index_;
}

} // namespace soma::editor
