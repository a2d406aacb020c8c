#pragma once

#include "Lesson/Play/ClassQuestion.h"

#include <memory>

namespace soma::lesson {

/// A live class going through one lesson: what the session asks is put to the seats, their answers are judged when the
/// round is closed. A value like LiveClass; one thread at a time.
class ClassLesson {
  public:
    explicit ClassLesson(const Session& session, int most_seats);

    /// The session may stand at another question now: puts it to the class.
    void show(const Session& session);

    LiveClass& live() { return live_; }
    const LiveClass& live() const { return live_; }
    const ClassQuestion& question() const { return question_; }
    const std::string& title() const { return title_; }

    /// Reads an answer from a device and keeps it. Empty: taken; else the reason, for the student.
    std::string answer(int seat, int question, int round, const std::vector<std::string>& parts);
    /// Closes the round and judges its answers. Throws LessonError when the models cannot judge.
    void close();
    /// Shows the right answer; closes the round first.
    void reveal();

    /// The right answer, once it is revealed; null before.
    const Solution* solution() const;
    /// The grade of a seat's last answer, once it is revealed; null before and without an answer.
    const GradedAnswer* result_of(int seat) const;

    /// The votes of the running question as bars; the caller decides who may see them.
    std::vector<ClassBar> bars() const;

    /// The result file: for each seat a row for each round of each question, and its own summary.
    std::string csv(ResultHeader header) const;

  private:
    struct Asked {
        ClassQuestion question;
        double points = 0.0;
        std::shared_ptr<const Session> session; ///< as it stood when the question was put
        std::map<std::string, GradedAnswer, std::less<>> graded;
        std::optional<Solution> solution;
    };
    Asked* asked();
    const Asked* asked() const { return const_cast<ClassLesson*>(this)->asked(); }
    void judge();

    std::string title_;
    LiveClass live_;
    ClassQuestion question_;
    std::map<QuestionKey, Asked> asked_;
};

} // namespace soma::lesson
