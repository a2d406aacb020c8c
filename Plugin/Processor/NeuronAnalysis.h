#pragma once

#include "Core/SpscQueue.h"
#include "Engine/PitchReference.h"
#include "Processor/NeuronNumbers.h"
#include "Processor/ParameterStore.h"

#include <juce_core/juce_core.h>

#include <atomic>
#include <mutex>

namespace soma {

/// A thread that works out what takes too long elsewhere, whenever the neuron changes: the numbers the editor prints,
/// and in pitch mode how fast the neuron fires. The audio thread takes the latter from a queue; nobody waits.
class NeuronAnalysis final : private juce::Thread {
  public:
    explicit NeuronAnalysis(const ParameterStore& store);
    ~NeuronAnalysis() override;

    /// Any thread but the audio thread: where the neuron starts.
    void set_initial(const membrane::Initial&);
    /// Any thread but the audio thread: the newest numbers; the rheobase may come later than the others.
    NeuronNumbers numbers() const;
    /// Whether everything that follows from the store as it is now has been worked out. Any thread.
    bool is_up_to_date() const;

    /// Audio thread.
    bool pop(PitchReference& reference) noexcept { return references_.pop(reference); }

  private:
    void run() override;
    void look(std::uint64_t revision, const Snapshot& values, const membrane::Initial& initial);
    void find_numbers(std::uint64_t revision, const Snapshot& values);

    const ParameterStore& store_;
    SpscQueue<PitchReference, 8> references_;

    mutable std::mutex mutex_; ///< between this thread and others, never the audio thread's
    NeuronNumbers numbers_;
    membrane::Initial initial_;
    bool initial_changed_ = true;

    bool begun_ = false; ///< the rest is this thread's own
    Snapshot numbered_, calibrated_;
    std::optional<PitchReference> pending_; ///< found no room in the queue
    std::atomic<std::uint64_t> done_{0};
};

} // namespace soma
