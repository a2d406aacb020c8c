#include "Headless/PitchTuner.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace soma::headless {
namespace {

constexpr std::chrono::milliseconds look_every{20};

/// The thread and all tuners of this program. No audio thread calls it.
class TunerThread {
  public:
    ~TunerThread() {
        end_after([] { return true; });
    } // a host may leave without destroying its objects

    void add(PitchTuner& tuner) {
        const std::lock_guard lock(mutex_);
        tuners_.push_back(&tuner);
        if (!thread_.joinable()) thread_ = std::thread([this, mine = ended_] { run(mine); });
    }
    /// Returns when the thread no longer looks at the tuner.
    void remove(PitchTuner& tuner) {
        end_after([&] {
            std::erase(tuners_, &tuner);
            return tuners_.empty();
        });
    }

  private:
    /// Ends the thread where `last` says so, which runs under the lock.
    template <class Last>
    void end_after(const Last& last) {
        std::thread ending;
        {
            const std::lock_guard lock(mutex_);
            if (!last()) return;
            ending.swap(thread_);
            ++ended_;
        }
        wake_.notify_all();
        if (ending.joinable()) ending.join();
    }
    /// `mine` is counted by who starts the thread: it may have to end before it has begun.
    void run(int mine) {
        std::unique_lock lock(mutex_);
        for (; ended_ == mine; wake_.wait_for(lock, look_every))
            for (auto* tuner : tuners_) tuner->answer();
    }

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<PitchTuner*> tuners_;
    std::thread thread_;
    int ended_ = 0; ///< how many threads have been told to end
};

TunerThread& tuner_thread() {
    static TunerThread thread;
    return thread;
}

} // namespace

PitchTuner::PitchTuner() { tuner_thread().add(*this); }
PitchTuner::~PitchTuner() { tuner_thread().remove(*this); }

void PitchTuner::answer() {
    Question newest;
    bool asked = false;
    while (asked_.pop(newest)) asked = true;
    if (asked) found_.push(find_pitch_reference(newest.values, newest.start));
}

} // namespace soma::headless
