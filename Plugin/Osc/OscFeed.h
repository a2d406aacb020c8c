#pragma once

#include "Core/SpscQueue.h"
#include "Engine/Engine.h"

#include <cstdint>

namespace soma::osc {

/// What goes out, as plain data.
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
    static constexpr double reports_per_s = 30.0;
    static constexpr double rate_window_s = 0.5; ///< of real time

    void prepare(double sample_rate_hz) noexcept {
        report_every_ = sample_rate_hz / reports_per_s;
        until_report_ = 0.0;
        counts_.fill(0);
    }

    /// RT. After the engine's block, which began at the model time begin_ms.
    void push(const Engine& engine, int frames, double begin_ms, int neurons) noexcept {
        const double end_ms = engine.model_time_ms();
        const double from_ms = end_ms > begin_ms ? begin_ms : 0.0; // the engine started again
        for (const auto& spike : engine.spikes())
            queue_.push({Event::Kind::spike, spike.neuron, 0.0f, 1e-3 * spike.model_time_ms});
        counts_[slice_] += engine.spikes().size();
        model_ms_[slice_] += end_ms - from_ms;
        until_report_ -= frames;
        if (until_report_ > 0.0) return;
        until_report_ += report_every_;
        if (until_report_ <= 0.0) until_report_ = report_every_;
        report(engine, end_ms, neurons);
    }

    /// The sending thread.
    bool pop(Event& event) noexcept { return queue_.pop(event); }
    /// Any thread.
    std::size_t dropped() const noexcept { return queue_.dropped(); }

  private:
    static constexpr std::size_t slices = static_cast<std::size_t>(reports_per_s * rate_window_s);

    void report(const Engine& engine, double now_ms, int neurons) noexcept {
        std::size_t spikes = 0;
        double ms = 0.0;
        for (std::size_t i = 0; i < slices; ++i) {
            spikes += counts_[i];
            ms += model_ms_[i];
        }
        const double rate = ms > 0.0 ? 1000.0 * static_cast<double>(spikes) / ms / neurons : 0.0;
        queue_.push({Event::Kind::rate, 0, static_cast<float>(rate), 1e-3 * now_ms});
        queue_.push({Event::Kind::voltage, 0, static_cast<float>(engine.voltage_mv().back()), 1e-3 * now_ms});
        slice_ = (slice_ + 1) % slices;
        counts_[slice_] = 0;
        model_ms_[slice_] = 0.0;
    }

    SpscQueue<Event, 4096> queue_;
    double report_every_ = 1600.0, until_report_ = 0.0;
    std::array<std::size_t, slices> counts_{};
    std::array<double, slices> model_ms_{};
    std::size_t slice_ = 0;
};

} // namespace soma::osc
