#pragma once

#include "Lesson/Play/Session.h"

#include <juce_core/juce_core.h>

namespace soma::editor {

/// How far each student is in each lesson, on disk: one file for each lesson, name and seed, written as things are
/// done, so that neither closing the program nor a crash loses an answer. Message thread.
class LessonRecords {
  public:
    /// Nothing is kept where the folder is none.
    explicit LessonRecords(juce::File folder)
        : folder_(std::move(folder)) {}

    /// The session as it was left; null where there is none that fits, or it is finished.
    std::unique_ptr<lesson::Session> take_up(const std::shared_ptr<const lesson::Lesson>& lesson,
                                             lesson::Quantities& quantities, const lesson::SessionOptions& options,
                                             double now_ms) const;

    /// Writes what was done since the last time; a session in which nothing was done leaves no file.
    void keep(const lesson::Session& session);
    /// Gives the session and its record another name.
    void rename(lesson::Session& session, const std::string& student);
    /// The session that comes next is another one.
    void forget() { kept_ = 0; }

  private:
    juce::File file_for(const std::string& lesson_id, const std::string& student, std::uint64_t seed) const;

    juce::File folder_;
    std::size_t kept_ = 0; ///< deeds that are on disk
};

} // namespace soma::editor
