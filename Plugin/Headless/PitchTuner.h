#pragma once

#include "Core/SpscQueue.h"
#include "Engine/PitchReference.h"

namespace soma::headless {

/// Finds how fast a neuron fires, for notes in tune, on a thread that all tuners share and that lives as long as one of
/// them does: it takes up to a second. The audio thread asks and takes the answers; nobody waits.
class PitchTuner {
  public:
    PitchTuner();
    ~PitchTuner();
    PitchTuner(const PitchTuner&) = delete;
    PitchTuner& operator=(const PitchTuner&) = delete;

    // Audio thread.
    /// False when so many wait already that this one is lost.
    bool ask(const Snapshot& values, const membrane::Initial& start) noexcept { return asked_.push({values, start}); }
    bool pop(PitchReference& reference) noexcept { return found_.pop(reference); }

    /// The shared thread: answers the newest question, if there is one.
    void answer();

  private:
    struct Question {
        Snapshot values;
        membrane::Initial start;
    };
    SpscQueue<Question, 8> asked_;
    SpscQueue<PitchReference, 8> found_;
};

} // namespace soma::headless
