#pragma once

#include "Bench/Catalogue.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace soma::editor {

/// How a run is doing.
enum class RunStage : std::uint8_t { none, running, done, stopped, failed };

/// One run as far as it is.
struct RunState {
    RunStage stage = RunStage::none;
    double share = 0.0;
    std::optional<bench::Outcome> outcome; ///< all finished points; with fits when done
    std::optional<bench::Attempt> attempt; ///< tried now
    std::string failure;                   ///< one line
};

/// Runs one experiment at a time on a worker thread. All functions: message thread; none waits longer than a cancel
/// takes (well under 100 ms).
class BenchRunner {
  public:
    ~BenchRunner();

    /// Stops what runs, and begins.
    void start(const bench::Subject& subject, const bench::Protocol& protocol);
    /// Keeps the finished points.
    void stop();
    bool running() const;

    /// Grows whenever state() has news.
    std::uint64_t revision() const;
    RunState state() const;

    /// While on, each attempt waits until it was taken and the time its sound takes is over.
    void listen(bool on);
    /// An attempt that waits to be heard, once.
    std::optional<bench::Attempt> take_heard();

  private:
    void work(const bench::Subject& subject, const bench::Protocol& protocol);
    bool watch(const bench::Stage& stage);
    void hear(std::unique_lock<std::mutex>& lock, const bench::Attempt& attempt);
    void finish(RunStage stage, std::optional<bench::Outcome> outcome, std::string failure);

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    // Under the mutex:
    RunState state_;
    std::uint64_t revision_ = 0;
    bool cancel_ = false, listening_ = false;
    std::optional<bench::Attempt> to_hear_;

    std::thread thread_;
};

} // namespace soma::editor
