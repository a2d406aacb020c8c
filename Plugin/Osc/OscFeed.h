#pragma once

#include "Osc/SpikeRate.h"

#include "Core/SpscQueue.h"
#include "Engine/Engine.h"

#include <cstdint>

namespace soma::osc {

/// A value to be sent, as plain data.
struct Event {
    enum class Kind : std::uint8_t { spike, rate, voltage } kind = Kind::spike;
    std::int32_t neuron = 0;
    float value = 0.0f;  ///< spikes/s per neuron, mV
    double time_s = 0.0; ///< model time
};

/// The audio side of OSC: puts a block's spikes, and 30 times a second rate and voltage, into a queue. A full queue
/// drops and counts.
class Feed {
  public:
    void prepare(double sample_rate_hz) noexcept { rate_.prepare(sample_rate_hz); }

    /// RT. After the engine's block.
    void push(const Engine& engine, int frames, int neurons) noexcept {
        const double end_ms = engine.model_time_ms();
        for (const auto& spike : engine.spikes())
            queue_.push({Event::Kind::spike, spike.neuron, 0.0f, 1e-3 * spike.model_time_ms});
        if (!rate_.add(engine.spikes().size(), frames, engine.block_model_ms(), neurons)) return;
        queue_.push({Event::Kind::rate, 0, static_cast<float>(rate_.per_s()), 1e-3 * end_ms});
        queue_.push({Event::Kind::voltage, 0, static_cast<float>(engine.voltage_mv().back()), 1e-3 * end_ms});
    }

    /// The sending thread.
    bool pop(Event& event) noexcept { return queue_.pop(event); }
    /// Any thread.
    std::size_t dropped() const noexcept { return queue_.dropped(); }

  private:
    SpscQueue<Event, 4096> queue_;
    SpikeRate rate_;
};

} // namespace soma::osc
