#pragma once

#include "Class/ClassServer.h"

#include "Lesson/Play/Session.h"

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soma::editor {

/// The live class of the Lesson view: off until it is started; then students answer on their own devices what the
/// running lesson asks. It outlives the window. Message thread.
class ClassController {
  public:
    bool shown = false; ///< the class's panel stands in place of the score

    // Before it is started.
    /// Addresses of this machine that phones may reach; asked for again at each call.
    std::vector<std::string> addresses() const;
    const std::string& address() const { return address_; }
    /// For a machine that phones reach under a name, and for tests.
    void set_address(std::string address) { address_ = std::move(address); }
    /// The one after the chosen one.
    void next_address();
    bool sounds_on_devices() const { return sounds_on_devices_; }
    void set_sounds_on_devices(bool allowed);
    /// The teacher's secret behind the results' codes; empty: anybody can compute them.
    std::string class_key;

    /// Nothing, or why it cannot be started.
    std::optional<std::string> start(const lesson::Session& session);
    void stop();
    bool running() const { return server_ != nullptr; }
    /// No question has been put yet.
    bool in_lobby() const { return running() && !begun_; }

    /// Every frame. True: something is to be drawn again.
    bool refresh(const lesson::Session* session);

    // While it runs.
    std::string url() const { return running() ? server_->student_url() : std::string{}; }
    std::string code() const { return running() ? room_->code() : std::string{}; }
    /// Asks the own page for an answer; what came of it is in `note`.
    void test_address();
    const std::string& note() const { return note_; }
    /// The class as it was at the last refresh; null before the first one of a class.
    const lesson::ClassLesson* state() const { return state_.get(); }
    void begin() { begun_ = true; }
    void act(lesson::ClassAction action);
    void hand(int option, int change);
    /// May raised hands be counted for the running question?
    bool counts_hands() const;
    /// Closes the vote and shows its bars; then lets the class talk; then opens the next round.
    void toggle_bars();
    /// "23 of 28 answered" while a vote runs, else "28 here".
    std::string count_words() const;
    /// Word on the usual button: "Open the vote".
    std::string usual_words() const;

    /// Results of the class that runs, or of the last one; empty when nobody answered.
    std::string csv(const lesson::Session& session, const std::string& class_name) const;

  private:
    std::string address_, note_;
    bool sounds_on_devices_ = true, begun_ = false;
    std::uint64_t seen_ = 0;
    std::unique_ptr<classroom::ClassRoom> room_;
    std::unique_ptr<classroom::ClassServer> server_;
    std::unique_ptr<lesson::ClassLesson> state_;
    std::future<std::string> test_;
};

} // namespace soma::editor
