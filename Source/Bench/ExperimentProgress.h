#pragma once

#include "Bench/Outcome.h"

#include <functional>

namespace soma::bench {

/// The current that is tried now, and what is known of the threshold so far.
struct Attempt {
    double duration_ms, current_pa;
    double below_pa = unknown, above_pa = unknown; ///< bracket of a search; unknown elsewhere
};

/// A moment of a running experiment.
struct Stage {
    double share;           ///< done, 0 … 1
    const Outcome* partial; ///< when a point was added: all so far, without fits; else null
    const Attempt* attempt; ///< when a current is about to be tried; else null
};

/// Called often (a few thousand times a second); false cancels. On the thread that runs the experiment.
using Progress = std::function<bool(const Stage&)>;

/// Thrown through an experiment when its progress function says so.
struct Cancelled {};

/// Tells a progress function where an experiment of known length is.
class ExperimentProgress {
  public:
    ExperimentProgress(const Progress& progress, std::size_t total)
        : progress_(progress)
        , total_(total) {}

    void expect(std::size_t total) { total_ = total; }
    /// Shows what is known before the first point.
    void begin(const Outcome& empty) const { tell(&empty, nullptr); }
    void done(const Outcome& partial) {
        ++done_;
        tell(&partial, nullptr);
    }
    void trying(const Attempt& attempt) const { tell(nullptr, &attempt); }
    /// Lets a cancel through without a step being done.
    void look() const { tell(nullptr, nullptr); }

  private:
    void tell(const Outcome* partial, const Attempt* attempt) const {
        const double share = static_cast<double>(done_) / static_cast<double>(total_);
        if (progress_ && !progress_({share, partial, attempt})) throw Cancelled{};
    }

    const Progress& progress_;
    std::size_t total_, done_ = 0;
};

/// For work that nobody waits for.
inline const Progress no_progress;
inline const ExperimentProgress unwatched{no_progress, 1};

} // namespace soma::bench
