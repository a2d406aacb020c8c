#pragma once

#include "Core/Limits.h"
#include "Engine/Block.h"
#include "Engine/BlockTrace.h"
#include "Engine/PitchReference.h"
#include "Engine/WorkBudget.h"
#include "Membrane/Lanes/PrefixScan.h"
#include "Sound/PopulationGain.h"
#include "Stimulus/MidiNotes.h"

#include <array>
#include <utility>
#include <vector>

namespace soma {

/// Neurons in tune: every note is a neuron of its own, whose time runs so fast that its rate at the reference current
/// is the note's frequency. Pressure adds current and moves the pitch along the cell's own f–I curve. RT.
class PitchVoices {
  public:
    static constexpr int voices = limits::notes;

    void prepare(double sample_rate_hz);
    void set(const Snapshot&, const membrane::Initial&) noexcept;
    /// Without one that has a rate, C4 runs in real time and the other notes in proportion: no tuning is claimed.
    void set_reference(const PitchReference& reference) noexcept;
    void take(const MidiEvent&) noexcept;
    /// While another mode has the notes.
    void follow(const MidiEvent& event) noexcept { board_.follow(event); }
    void all_off() noexcept;

    /// Adds the sounding voices to the block's trace: spikes of neuron first_neuron + voice; V above rest, times what
    /// makes every note of every cell as loud as sound::source_lufs says, and times its velocity. The slice begins at
    /// the absolute sample `first_sample`.
    void process(int frames, std::int32_t first_neuron, std::int64_t first_sample, const WorkBudget&,
                 bool voltage_heard, BlockTrace&, EngineStatus&) noexcept;

    /// Each voice's gain of its spikes, by its number: its velocity, and more for low notes than for others, since
    /// their spikes are few.
    std::span<const float, voices> spike_gains() const noexcept { return spike_gains_; }
    /// Calls `f(voice)` for each note that began since the last call.
    template <class F>
    void take_started(F f) noexcept {
        for (int slot = 0; slot < voices; ++slot)
            if (std::exchange(voices_[static_cast<std::size_t>(slot)].begins, false)) f(slot);
    }

  private:
    struct Voice {
        AnyNeuron neuron;
        membrane::PassivePrefixScan prefix_scan;
        double resting_mv = 0.0;
        double step_ms = 0.0;
        int tail_samples = 0; ///< after the note's end the neuron settles for so long, unheard of after that
        bool sounds = false, begins = false;
        bool starts = false; ///< since the last slice
        Purse purse;
        double voltage_gain = 1.0;
    };

    void start(int slot) noexcept;
    double frequency_hz(const stimulus::Note&) const noexcept;
    void share_work(std::int64_t first_sample, const WorkBudget&) noexcept;
    void run(int slot, int frames, std::int32_t neuron, const Account&, bool voltage_heard, BlockTrace&,
             EngineStatus&) noexcept;

    double sample_rate_hz_ = 48000.0;
    Snapshot values_;
    membrane::Initial initial_;
    PitchReference reference_;
    stimulus::MidiNotes board_;
    std::array<Voice, voices> voices_{};
    std::array<float, voices> spike_gains_{};
    std::array<double, limits::quantum> current_pa_{}; ///< of the voice that runs, as the next
    std::array<double, limits::quantum + 1> voltage_mv_{};
    Allowance allowance_; ///< of each of `sharing_` voices
    int sharing_ = 0;
    Work spent_ = 0;
    membrane::InnerSteps inner_; ///< of its present sample
};

} // namespace soma
