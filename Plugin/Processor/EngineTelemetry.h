#pragma once

#include "Engine/Engine.h"

#include <array>
#include <atomic>

namespace soma {

/// State of the engine after each block, for the other threads. Each number is whole by itself.
class EngineTelemetry {
  public:
    /// Before the audio thread runs.
    void prepare(double sample_rate_hz) noexcept {
        mean_over_ = static_cast<std::size_t>(sample_rate_hz * current_window_s);
        sum_pa_ = 0.0;
        summed_ = 0;
    }

    /// Audio thread.
    void publish(const Engine& engine) noexcept {
        const auto status = engine.status();
        for (std::size_t i = 0; i < counters_.size(); ++i) put(counters_[i], status.*engine_counters[i]);
        put(silence_, status.silence);
        put(model_time_ms_, engine.model_time_ms());
        put(voltage_mv_, engine.voltage_mv().back());
        put(bypassed_, false);
        const auto variables = engine.variables_now();
        for (std::size_t i = 0; i < variables.size(); ++i) put(variables_[i], variables[i]);
        for (const double pa : engine.current_pa()) sum_pa_ += pa;
        summed_ += engine.current_pa().size();
        if (summed_ < mean_over_ || summed_ == 0) return;
        put(current_pa_, sum_pa_ / static_cast<double>(summed_));
        sum_pa_ = 0.0;
        summed_ = 0;
    }
    void publish_bypass() noexcept { put(bypassed_, true); }

    // Any thread.
    EngineStatus engine() const noexcept {
        EngineStatus status{.silence = get(silence_)};
        for (std::size_t i = 0; i < counters_.size(); ++i) status.*engine_counters[i] = get(counters_[i]);
        return status;
    }
    double voltage_mv() const noexcept { return get(voltage_mv_); }
    /// Mean over a tenth of a second.
    double current_pa() const noexcept { return get(current_pa_); }
    double model_time_ms() const noexcept { return get(model_time_ms_); }
    /// Internal variable of neuron 0, in the order of model_variables().
    double variable(std::size_t index) const noexcept { return get(variables_[index]); }
    bool bypassed() const noexcept { return get(bypassed_); }

  private:
    static constexpr double current_window_s = 0.1;

    template <class T>
    static void put(std::atomic<T>& field, T value) noexcept {
        field.store(value, std::memory_order_relaxed);
    }
    template <class T>
    static T get(const std::atomic<T>& field) noexcept {
        return field.load(std::memory_order_relaxed);
    }

    std::array<std::atomic<std::uint64_t>, engine_counters.size()> counters_{}; ///< in the order of engine_counters
    std::atomic<sound::SilenceReason> silence_{sound::SilenceReason::none};
    std::atomic<double> voltage_mv_{0.0}, current_pa_{0.0}, model_time_ms_{0.0};
    std::array<std::atomic<double>, membrane::max_variables> variables_{};
    std::atomic<bool> bypassed_{false};

    double sum_pa_ = 0.0; ///< audio thread
    std::size_t summed_ = 0, mean_over_ = 4800;
};

} // namespace soma
