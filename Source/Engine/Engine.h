#pragma once

#include "Core/KeyFrequencies.h"
#include "Engine/Block.h"
#include "Engine/PitchReference.h"
#include "Membrane/Model.h"
#include "Parameters/Snapshot.h"

#include <array>
#include <memory>
#include <span>
#include <string_view>

namespace soma {

namespace sound {
class Mixer;
}
namespace scope {
class TraceTap;
}

class Render;

/// The whole instrument without a host: current in, membranes, voltage and spikes out. Results do not depend on how
/// time is cut into blocks, bit for bit.
///
/// Threads: construct and prepare where allocation is allowed; everything marked RT may be called on the audio thread,
/// by one thread at a time, and neither allocates, locks, waits, throws nor calls the system.
class Engine {
  public:
    Engine();
    ~Engine();

    /// Allocates for blocks of `max_block` frames (longer ones are cut) and goes to rest. Call before everything else.
    /// With `record_variables` each block's gates and other internal variables of neuron 0 are kept (variables()).
    void prepare(double sample_rate_hz, int max_block, bool record_variables = false);

    /// RT. New parameters, from the next block on. State is kept; a change of model or of the number of neurons starts
    /// the new neurons at their rest; the time scale glides. For a run from the beginning: set, then reset.
    void set(const Snapshot&) noexcept;

    /// RT. Where reset() and new neurons start; as a cell states it.
    void set_initial(const membrane::Initial&) noexcept;

    /// Where the traces go; null: nowhere. The tap outlives the engine. Not while process runs.
    void connect(scope::TraceTap*) noexcept;

    /// RT. How fast the neuron fires, for pitch mode; find_pitch_reference makes it on another thread whenever
    /// parameters of the neuron, midi_current_pa or holding_current_pa changed. Without one notes are not in tune.
    void set_pitch_reference(const PitchReference&) noexcept;

    /// RT. The frequencies of the keys in pitch mode; at first twelve equal steps an octave. A4 (tuning_hz) moves all.
    void set_keys(const KeyFrequencies&) noexcept;

    /// RT. Whether the work of a block is bounded in advance, whatever the parameters (WorkBudget): what is left out is
    /// counted in the status. False, as at first: everything is computed, for renders that may take their time.
    void bound_work(bool wanted) noexcept;

    /// RT. All neurons to rest (or as stated), model time to zero, stimulus and noise from their beginning.
    void reset() noexcept;

    /// RT. As reset, before the first block: every level stands where it is set, whatever it was before.
    void start() noexcept;

    /// RT. The stimulator by hand: it runs from the start. Run begins it again, its delay first.
    void run_stimulus(bool wanted) noexcept;
    /// RT. One stimulus of the chosen shape now, without its delay (of a train without a count: one pulse). While the
    /// stimulator runs it goes on repeating from there; while it is stopped there is only this one.
    void send_stimulus() noexcept;

    /// RT.
    void process(const Block&) noexcept;

    // Results of the last block. RT; valid until the next call of process.

    /// Spikes in order of time. A block longer than prepared has at most the room of max_block·64 (dropped ones are
    /// counted).
    std::span<const SpikeEvent> spikes() const noexcept;
    /// This and the next two: after a block longer than prepared, of its last part only.
    /// V of neuron 0 in mV at each sample's instant, before that sample acts; one more at the end.
    std::span<const double> voltage_mv() const noexcept;
    /// Total current into neuron 0 in pA, mean over each sample.
    std::span<const double> current_pa() const noexcept;
    /// Row after row, variable_names().size() numbers for each sample's instant; empty unless recorded.
    std::span<const double> variables() const noexcept;
    std::span<const std::string_view> variable_names() const noexcept;
    /// RT. The internal variables of neuron 0 after the block, by the names above; 0 beyond them.
    std::array<double, membrane::max_variables> variables_now() const noexcept;
    /// RT. Ends the notes that are sent, at the start of the next block; for stop and bypass.
    void end_midi_out() noexcept;
    /// RT. Ends the notes that were received, also those that a pedal holds; for stop, bypass and lost messages.
    void end_notes() noexcept;
    /// MIDI for this block's spikes, sorted: notes (parameter midi_out) and the rate as a controller (midi_cc_out).
    std::span<const MidiEvent> midi_out() const noexcept;

    /// RT. Samples since reset, and the model time of the next sample's instant in ms.
    std::int64_t samples() const noexcept;
    double model_time_ms() const noexcept;
    /// RT. How much model time the last block lasted, in ms: the time scale may glide within it.
    double block_model_ms() const noexcept;
    /// RT. Model time at which the stimulator's last onset ends, in ms; 0 when off, infinity without end.
    double stimulus_end_ms() const noexcept;
    EngineStatus status() const noexcept;
    /// Meters of the main output; any thread.
    const sound::Mixer& mixer() const noexcept;
    /// RT. Reported delay in samples; 0, because all band-limiting is minimum-phase.
    static constexpr int latency_samples() { return 0; }

  private:
    std::unique_ptr<Render> render_;
};

} // namespace soma
