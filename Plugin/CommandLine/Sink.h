#pragma once

#include "CommandLine/Outputs.h"
#include "SoundFile/SoundFormats.h"

#include "Engine/Engine.h"
#include "State/RecordingCsv.h"

#include <array>
#include <memory>
#include <optional>

namespace soma::command {

/// Facts of a run that every output writes down.
struct RunInfo {
    Provenance provenance;
    std::int64_t frames = 0;
    int neurons = 1;
    std::string title; ///< of a picture

    ModelClock clock() const { return {provenance.sample_rate_hz, provenance.values[Id::time_scale]}; }
};

/// The buses that the plugin has beside its mix.
enum class Stem { voltage, spikes, stimulus };
constexpr std::array<const char*, 3> stem_names{"voltage", "spikes", "stimulus"};

/// One block of a run, right after the engine made it.
struct RunBlock {
    const Engine& engine;
    std::int64_t start; ///< in samples
    int frames;
    const float* const* main;  ///< the two channels of the mix
    const float* const* stems; ///< one channel of each Stem
};

/// One kind of output of a run. `begin` comes before the first block, `end` after the last; all may throw RunError.
class Sink {
  public:
    virtual ~Sink() = default;
    virtual void begin(const Engine&) {}
    virtual void block(const RunBlock& block) = 0;
    virtual void end() {}
};

/// A whole stereo sound, made elsewhere, as floating-point WAV, or the format that the target's ending names. Throws
/// RunError.
void write_sound(Output& output, double rate_hz, const std::array<const float*, 2>& channels, int frames);

/// Floating-point WAV, or the format that the target's ending names.
std::unique_ptr<Sink> make_mix_sink(Output& output, const RunInfo& info);
std::unique_ptr<Sink> make_stem_sink(Output& output, const RunInfo& info, Stem stem);
std::unique_ptr<Sink> make_spikes_sink(Output& output, const RunInfo& info);
std::unique_ptr<Sink> make_trace_sink(Output& output, const RunInfo& info);
std::unique_ptr<Sink> make_midi_sink(Output& output, const RunInfo& info);
std::unique_ptr<Sink> make_plot_sink(Output& output, const RunInfo& info);
std::unique_ptr<Sink> make_spectrogram_sink(Output& output, const RunInfo& info);

} // namespace soma::command
