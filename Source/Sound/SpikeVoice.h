#pragma once

#include "Core/Limits.h"
#include "Core/SpikeEvent.h"
#include "Sound/Coherence.h"
#include "Sound/PopulationGain.h"
#include "Sound/PulseRow.h"
#include "Sound/Ramp.h"
#include "Sound/SpikeIntervals.h"
#include "Sound/SpikeSound.h"

#include <array>
#include <span>

namespace soma::sound {

/// Spikes as the chosen sound, in stereo. Every neuron sounds at its place with waves for its own interval between
/// spikes: a sound has two filters for each halving of that interval, a spike goes to the two next to its own, and both
/// are scaled so that the loudness stays. Filters are designed when a spike first needs them. A change of sound
/// cross-fades over 10 ms. Cost goes with the number of spikes and of filters in use, not of neurons.
/// Audio thread after `prepare`; nothing allocates.
class SpikeVoice {
  public:
    SpikeVoice();

    void prepare(double sample_rate_hz);
    void reset() noexcept;

    /// Cheap when nothing changed.
    void set(SpikeSound sound, const SpikeSoundSettings& settings) noexcept;

    /// The neuron begins now, at the next row: its first interval runs from here.
    void start(std::int32_t neuron) noexcept { intervals_.start(neuron, 0); }

    struct Input {
        std::span<const SpikeEvent> spikes; ///< sorted
        std::span<const StereoGain> gains;  ///< by neuron modulo its size; not empty
        int neurons;                        ///< how many share the level: see CoherenceGain
    };
    /// Adds the sound, times `level`, to both outputs; the three spans have the same length, at most limits::quantum.
    void process(const Input& input, std::span<const double> level, std::span<double> left,
                 std::span<double> right) noexcept;
    /// The same while nobody hears it: only keeps the neurons' intervals.
    void pass(const Input& input, int frames) noexcept;

  private:
    static constexpr unsigned bands = 33;   ///< half octaves between 2 s and 40 µs
    static constexpr std::size_t most = 64; ///< spikes at a time
    static constexpr double coherence_s = 0.15;
    static constexpr double shortest_s = 4e-5; ///< an interval beyond hearing

    /// One filter and what goes into it.
    struct Band {
        bool designed = false;
        SpikeFilter filter;
        double likeness = 1.0; ///< to the next band's
        std::array<StereoBiquad, SpikeFilter::sections> memory;
        PulseRow left, right;
        int from = 0, until = 0; ///< rows of the quantum in which it sounds

        void silence() noexcept {
            for (auto& each : memory) each.reset();
            left.reset();
            right.reset();
            from = until = 0;
        }
    };
    struct Slot {
        std::array<Band, bands> band;
        double full_interval = 0.0; ///< in samples: the first band's
        unsigned used = 1;
        Ramp share{0.01};
    };
    /// A spike's bands and weights.
    struct Share {
        unsigned band;
        float to_band, to_next; ///< to_next 0: the band alone
        double energy;
    };

    Band& band(Slot& slot, unsigned index) noexcept;
    Share share_of(Slot& slot, double interval) noexcept;
    void restart(Slot& slot) noexcept;
    void place(Slot& slot, const Input& input, std::span<const SpikeEvent> spikes, std::span<const double> intervals,
               int frames) noexcept;
    void put(Band& band, int row, int frames) noexcept;
    void filter(Slot& slot, std::span<double> left, std::span<double> right) noexcept;

    double sample_rate_hz_ = 48000.0;
    SpikeSound sound_ = SpikeSound::click;
    SpikeSoundSettings settings_;
    std::array<Slot, spike_sounds> slots_;
    SpikeIntervals intervals_;
    bool sounding_ = false;
    CoherenceGain coherence_;
    std::array<double, limits::quantum> sum_left_{}, sum_right_{}, independent_{};
    std::array<StereoFrame, limits::quantum> frames_{};
};

} // namespace soma::sound
