#pragma once

#include "Engine/Engine.h"

#include <atomic>

namespace soma {

/// What the engine says of itself after each block, for the other threads. Each number is whole by itself.
class StatusBoard {
  public:
    /// Audio thread.
    void publish(const Engine& engine) noexcept {
        const auto status = engine.status();
        const auto put = [](auto& field, auto value) { field.store(value, std::memory_order_relaxed); };
        put(bad_inputs_, status.bad_inputs);
        put(resets_, status.resets);
        put(rate_limited_, status.rate_limited);
        put(dropped_spikes_, status.dropped_spikes);
        put(silence_, status.silence);
        put(model_time_ms_, engine.model_time_ms());
        if (!engine.current_pa().empty()) put(current_pa_, engine.current_pa().back());
        put(voltage_mv_, engine.voltage_mv().back());
    }

    // Any thread.
    EngineStatus engine() const noexcept {
        return {bad_inputs_.load(std::memory_order_relaxed), resets_.load(std::memory_order_relaxed),
                rate_limited_.load(std::memory_order_relaxed), dropped_spikes_.load(std::memory_order_relaxed),
                silence_.load(std::memory_order_relaxed)};
    }
    double voltage_mv() const noexcept { return voltage_mv_.load(std::memory_order_relaxed); }
    double current_pa() const noexcept { return current_pa_.load(std::memory_order_relaxed); }
    double model_time_ms() const noexcept { return model_time_ms_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::uint64_t> bad_inputs_{0}, resets_{0}, rate_limited_{0}, dropped_spikes_{0};
    std::atomic<sound::SilenceReason> silence_{sound::SilenceReason::none};
    std::atomic<double> voltage_mv_{0.0}, current_pa_{0.0}, model_time_ms_{0.0};
};

} // namespace soma
