#pragma once

#include "Lesson/Play/ClassLesson.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace soma::classroom {

struct ClassOptions {
    int seats = 60;
    bool sounds_on_devices = true; ///< false: sounds are heard in the room alone
    bool names = true;             ///< students may type a name
};

using lesson::ClassAction;

/// A live class that many threads use at once: the teacher's thread puts questions, the server's threads bring seats
/// and answers and wait for news. It wakes waiting threads at once when the question or its phase changes, and at most
/// four times a second when only the counts do. Never on the audio thread.
class ClassRoom {
  public:
    ClassRoom(const lesson::Session& session, ClassOptions options);
    ~ClassRoom();

    /// The word that students type to get in, for example "K7QM".
    const std::string& code() const { return code_; }

    // The teacher's thread.
    /// Puts the question at which the session stands, if it is another one. Its sounds are rendered meanwhile.
    void show(const lesson::Session& session);
    /// False: not possible now.
    bool act(ClassAction action);
    /// One raised hand more or less for option 1 ….
    void hand(int option, int change);
    void set_sounds_on_devices(bool allowed);
    /// A seat's typed name becomes a pseudonym again.
    void forget_name(int seat);
    /// The class as it is now, for painting and for results.
    lesson::ClassLesson copy() const;
    /// Grows with every change, counts included.
    std::uint64_t version() const;

    // Any thread.
    struct Joined {
        std::string token, name, refusal; ///< the token, or why there is none
    };
    /// A new seat, or the one that this token already has.
    Joined join(const std::string& code, const std::string& token, const std::string& name);
    struct Answered {
        int status = 200; ///< of HTTP
        std::string message;
    };
    Answered answer(const std::string& token, int question, int round, const std::vector<std::string>& parts);
    /// A rendered sound by its address; waits while it is being rendered. Null: there is none.
    std::shared_ptr<const std::string> sound(const std::string& token);

    /// Numbers of the last state that one open stream has sent.
    struct Stream {
        int seat = -1; ///< −1: the teacher's
        std::uint64_t id = 0, state = 0, count = 0, own = 0;
        bool over = false; ///< the seat has a newer one
    };
    /// Nothing: no such seat. A seat's newest stream replaces the one before.
    std::optional<Stream> open_stream(const std::string& token);
    Stream open_teacher_stream();
    void close_stream(const Stream& stream);
    /// Waits up to five seconds for news and returns it as server-sent events; a beat when there is none.
    /// Nothing: the stream is to end.
    std::optional<std::string> next_events(Stream& stream);
    /// Ends all waiting; nothing is taken afterwards.
    void end();

  private:
    using Clock = std::chrono::steady_clock;
    struct Seat {
        std::uint64_t stream = 0; ///< the newest
        std::uint64_t changed = 1;
        double allowance = 0.0; ///< answers that may come at once
        Clock::time_point refilled;
    };
    using Wav = std::shared_future<std::shared_ptr<const std::string>>;

    void changed(); ///< with the lock
    void count_changed() { count_dirty_ = true; }
    void rebuild();
    void run_ticker();
    std::vector<std::string> addresses(bool wanted) const;

    const std::string code_;
    mutable std::mutex mutex_;
    std::condition_variable news_, tick_;
    lesson::ClassLesson lesson_;
    ClassOptions options_;
    std::map<std::string, int, std::less<>> tokens_;
    std::vector<Seat> seats_;
    std::map<std::string, Wav, std::less<>> sounds_;
    std::map<std::pair<lesson::QuestionKey, std::size_t>, std::string> sound_of_card_;
    std::string state_, teacher_state_;
    std::uint64_t state_revision_ = 1, count_revision_ = 1, streams_ = 0, version_ = 1;
    double code_guesses_ = 0.0;
    Clock::time_point guesses_refilled_;
    bool count_dirty_ = false, ended_ = false;
    std::thread ticker_;
};

} // namespace soma::classroom
