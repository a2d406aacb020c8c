#pragma once

#include "Core/KeyFrequencies.h"
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

/// Neurons in tune: every note is a separate neuron, or several (unison), whose time runs so fast that its rate at
/// the reference current is the note's frequency. Pressure adds current and moves the pitch along the cell's own f–I
/// curve. A note may glide from the last one's pitch. RT.
class PitchVoices {
  public:
    static constexpr int voices = limits::notes;

    void prepare(double sample_rate_hz);
    void set(const Snapshot&, const membrane::Initial&) noexcept;
    /// Without one that has a rate, C4 runs in real time and the other notes in proportion: no tuning is claimed.
    void set_reference(const PitchReference& reference) noexcept;
    void set_keys(const KeyFrequencies& keys) noexcept;
    void take(const MidiEvent&) noexcept;
    /// While another mode has the notes.
    void follow(const MidiEvent& event) noexcept { board_.follow(event); }
    void all_off() noexcept;

    /// Adds the sounding voices to the block's trace: spikes of neuron first_neuron + voice; V above rest, times what
    /// makes every note of every cell as loud as sound::source_lufs says, and times its velocity. The slice begins at
    /// the absolute sample `first_sample`.
    void process(int frames, std::int32_t first_neuron, std::int64_t first_sample, const WorkBudget&,
                 bool voltage_heard, BlockTrace&, EngineStatus&) noexcept;

    /// Places and gains of spikes: first the population's neuron, then each voice by its number. A voice has its
    /// velocity, and more for low notes than for others, since their spikes are few.
    std::span<const sound::StereoGain> places() const noexcept { return places_; }
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
        double detune_semitones = 0.0, glide_semitones = 0.0; ///< the glide's at its start
        std::int64_t started_at = 0;                          ///< absolute sample
    };

    /// Samples from one step of a glide to the next.
    static constexpr int glide_grid = 32;

    void start(int slot) noexcept;
    void start_voice(int slot, int of_note, double hz, double glide_semitones) noexcept;
    const stimulus::Note& note_of(int voice) const noexcept {
        return board_.notes()[static_cast<std::size_t>(voice / unison_)];
    }
    double key_hz(int key) const noexcept;
    double frequency_hz(const Voice&, const stimulus::Note&, std::int64_t sample) const noexcept;
    double glide_left(const Voice&, std::int64_t sample) const noexcept;
    void share_work(std::int64_t first_sample, const WorkBudget&) noexcept;
    void run(int voice, int frames, std::int32_t neuron, std::int64_t first_sample, const Account&, bool voltage_heard,
             BlockTrace&, EngineStatus&) noexcept;
    void tune(Voice&, const stimulus::Note&, std::int64_t sample) noexcept;

    double sample_rate_hz_ = 48000.0;
    Snapshot values_;
    membrane::Initial initial_;
    PitchReference reference_;
    stimulus::MidiNotes board_;
    std::array<Voice, voices> voices_{};
    std::array<sound::StereoGain, 1 + voices> places_;
    KeyFrequencies keys_;
    int unison_ = 1;
    double last_key_hz_ = 0.0;                         ///< of the last note; 0: none yet
    std::array<double, limits::quantum> current_pa_{}; ///< of the voice that runs, as the next
    std::array<double, limits::quantum + 1> voltage_mv_{};
    Allowance allowance_; ///< of each of `sharing_` voices
    int sharing_ = 0;
    Work spent_ = 0;
    membrane::InnerSteps inner_; ///< of its present sample
};

} // namespace soma
