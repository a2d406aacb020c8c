#pragma once

#include "Class/ClassServer.h"

#include <condition_variable>
#include <deque>

namespace soma::classroom {

struct RunOptions {
    ClassOptions room;
    ServerOptions server;        ///< its teacher and results are the run's own
    lesson::ResultHeader header; ///< lesson and seed are filled in
};

/// A live class without a window: one session, its room and its server, led by commands from the teacher's page or from
/// a terminal. Commands may come from any thread; the session moves on the thread that calls `work`.
class ClassRun {
  public:
    /// Throws std::runtime_error when the address or port cannot be used.
    ClassRun(lesson::Session session, RunOptions options);

    ClassServer& server() { return *server_; }
    ClassRoom& room() { return room_; }

    /// "open", "close", "tally", "discuss", "reveal", "next", "back", "hand 2 1", "sounds on", "forget 3", "end", or ""
    /// for what is usual next. Any thread.
    void command(const std::string& text);
    /// Does what has been commanded, waiting up to `patience` for it. False once the class was ended.
    bool work(std::chrono::milliseconds patience);
    /// The result file as it is now. Any thread.
    std::string csv() const;
    /// "Question 3, round 1, open: 23 of 28 answered"
    std::string status() const;

  private:
    void obey(const std::string& text);
    void next();
    void act(ClassAction action);

    lesson::Session session_;
    lesson::ResultHeader header_;
    ClassRoom room_;
    std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<std::string> commands_;
    bool begun_ = false, ended_ = false;
    std::unique_ptr<ClassServer> server_; ///< last: its threads use the others
};

} // namespace soma::classroom
