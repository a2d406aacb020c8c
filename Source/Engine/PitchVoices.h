#pragma once

#include "Engine/Block.h"
#include "Engine/PitchReference.h"
#include "Engine/Sweep.h"
#include "Engine/WorkBudget.h"
#include "Membrane/Lanes/InTime.h"
#include "Sound/PopulationLaw.h"
#include "Stimulus/NoteBoard.h"

#include <array>
#include <vector>

namespace soma {

/// Neurons in tune: every note is a neuron of its own, whose time runs so fast that its rate at the reference current
/// is the note's frequency. Pressure adds current and moves the pitch along the cell's own f–I curve. RT.
class PitchVoices {
  public:
    static constexpr int voices = stimulus::NoteBoard::max_notes;

    void prepare(double sample_rate_hz, int max_frames);
    void set(const Snapshot&, const membrane::Initial&) noexcept;
    /// Without one that has a rate, C4 runs in real time and the other notes in proportion: no tuning is claimed.
    void set_reference(const PitchReference& reference) noexcept;
    void take(const MidiEvent&) noexcept;
    /// While another mode has the notes.
    void follow(const MidiEvent& event) noexcept { board_.follow(event); }
    void all_off() noexcept;

    /// Adds the sounding voices to the sweep: spikes of neuron first_neuron + voice, V above rest times the note's
    /// loudness. The slice begins at the absolute sample `first_sample`.
    void process(int frames, std::int32_t first_neuron, std::int64_t first_sample, const WorkBudget&, Sweep&,
                 EngineStatus&) noexcept;

    /// Each voice's loudness, by its number.
    std::span<const float, voices> loudness() const noexcept { return loudness_; }

  private:
    struct Voice {
        AnyNeuron neuron;
        membrane::PassiveInTime in_time;
        double resting_mv = 0.0;
        double step_ms = 0.0;
        int tail_samples = 0; ///< after the note's end the neuron settles for so long, unheard of after that
        bool sounds = false;
        bool starts = false; ///< since the last slice
        Purse purse;
    };

    void start(int slot) noexcept;
    double frequency_hz(const stimulus::Note&) const noexcept;
    void share_work(std::int64_t first_sample, const WorkBudget&) noexcept;
    void run(int slot, int frames, std::int32_t neuron, const Account&, Sweep&, EngineStatus&) noexcept;

    double sample_rate_hz_ = 48000.0;
    Snapshot values_;
    membrane::Initial initial_;
    PitchReference reference_;
    stimulus::NoteBoard board_;
    std::array<Voice, voices> voices_{};
    std::array<float, voices> loudness_{};
    std::vector<double> current_pa_, voltage_mv_; ///< of the voice that runs
    Allowance allowance_;                         ///< of each of `sharing_` voices
    int sharing_ = 0;
    Work spent_ = 0;
    membrane::InnerSteps inner_; ///< of its present sample
};

} // namespace soma
