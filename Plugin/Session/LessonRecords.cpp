#include "Session/LessonRecords.h"

#include "Lesson/Play/Journal.h"

namespace soma::editor {

juce::File LessonRecords::file_for(const std::string& lesson_id, const std::string& student, std::uint64_t seed) const {
    return folder_.getChildFile(juce::String::fromUTF8(lesson::journal_name(lesson_id, student, seed).c_str()));
}

std::unique_ptr<lesson::Session> LessonRecords::take_up(const std::shared_ptr<const lesson::Lesson>& lesson,
                                                        lesson::Quantities& quantities,
                                                        const lesson::SessionOptions& options, double now_ms) const {
    if (folder_ == juce::File{}) return nullptr;
    const auto file = file_for(lesson->id, options.student, options.class_seed);
    if (!file.existsAsFile() || file.getSize() > static_cast<juce::int64>(lesson::largest_journal_bytes))
        return nullptr;
    const auto read = lesson::read_journal(file.loadFileAsString().toStdString());
    const auto* journal = std::get_if<lesson::Journal>(&read);
    if (journal == nullptr) return nullptr;
    auto session = lesson::resume(*journal, lesson, quantities, options, now_ms);
    return session != nullptr && session->phase() != lesson::Phase::finished ? std::move(session) : nullptr;
}

void LessonRecords::keep(const lesson::Session& session) {
    const auto done = session.deeds().size();
    if (folder_ == juce::File{} || done == kept_ || session.rows().empty()) return;
    kept_ = done;
    // A folder that cannot be written to costs the record, not the lesson.
    if (folder_.createDirectory().failed()) return;
    const auto text = lesson::to_text(lesson::journal_of(session));
    file_for(session.lesson().id, session.student(), session.options().class_seed)
        .replaceWithData(text.data(), text.size());
}

void LessonRecords::rename(lesson::Session& session, const std::string& student) {
    const bool written = folder_ != juce::File{} && !session.rows().empty();
    const auto before = file_for(session.lesson().id, session.student(), session.options().class_seed);
    session.set_student(student);
    if (!written) return;
    kept_ = 0;
    keep(session);
    if (before != file_for(session.lesson().id, student, session.options().class_seed)) before.deleteFile();
}

} // namespace soma::editor
