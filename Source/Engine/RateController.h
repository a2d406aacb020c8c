#pragma once

#include "Core/MidiEvent.h"
#include "Core/SpikeEvent.h"

#include <cstdint>
#include <span>
#include <vector>

namespace soma {

struct RateControllerSettings {
    bool on = false;
    int number = 1;              ///< of the controller, 0 … 119
    int channel = 1;             ///< 1 … 16
    double low_hz = 0.0;         ///< rate that sends 0
    double high_hz = 100.0;      ///< rate that sends 127; may be the lower one
    double smoothing_ms = 200.0; ///< time constant of the rate
};

/// The spike rate as a MIDI controller: spikes per second and neuron, smoothed, looked at a hundred times a second on a
/// grid of absolute samples. A message is sent when the value, 0 … 127, changes, and when the controller is switched on
/// or is another one. RT.
class RateController {
  public:
    void prepare(double sample_rate_hz, int max_block);
    void set(const RateControllerSettings& settings) noexcept;
    /// The rate begins at 0, the grid with the next block.
    void restart() noexcept;

    /// Spikes of a block, sorted, of `neurons` neurons. events() then holds its messages, sorted.
    void process(std::span<const SpikeEvent> spikes, int neurons, int frames) noexcept;
    std::span<const MidiEvent> events() const noexcept { return events_; }

  private:
    static constexpr double looks_per_s = 100.0;

    void look(int sample, int neurons) noexcept;
    int value() const noexcept;

    RateControllerSettings settings_;
    double sample_rate_hz_ = 48000.0;
    int interval_ = 480;     ///< samples from one look to the next
    int to_look_ = 480;      ///< samples
    std::int64_t count_ = 0; ///< spikes since the last look
    double rate_hz_ = 0.0;
    int sent_ = -1; ///< the last value sent; -1: none
    std::vector<MidiEvent> events_;
};

} // namespace soma
