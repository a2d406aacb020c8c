#pragma once

#include "Stimulus/Clock.h"
#include "Stimulus/Stimulator.h"

#include <algorithm>

namespace soma::stimulus {

/// The stimulator's own time, and whether it runs by itself, rests, or gives one stimulus that was asked for. RT.
class StimulusRun {
  public:
    /// From the beginning, with the delay; what was asked for once is over.
    void restart(double step_ms) noexcept {
        clock_.start(step_ms);
        if (mode_ == Mode::once) mode_ = Mode::stopped;
    }

    void run(bool wanted) noexcept {
        mode_ = wanted ? Mode::running : Mode::stopped;
        clock_.start(clock_.step_ms());
    }

    /// Now: time goes to where the delay ends.
    void send(double delay_ms) noexcept {
        if (mode_ == Mode::stopped) mode_ = Mode::once;
        clock_.start(clock_.step_ms(), delay_ms);
    }

    /// The settings as they are meant now.
    StimulatorSettings of(StimulatorSettings settings) const noexcept {
        if (mode_ == Mode::stopped) settings.shape = Shape::off;
        if (mode_ == Mode::once) settings.count = settings.shape == Shape::train ? std::max(1, settings.count) : 1;
        return settings;
    }

    void set_step(double step_ms) noexcept { clock_.set_step(step_ms); }
    void advance(std::int64_t samples) noexcept { clock_.advance(samples); }
    const Clock& clock() const noexcept { return clock_; }

  private:
    enum class Mode : std::uint8_t { running, stopped, once };

    Clock clock_;
    Mode mode_ = Mode::running;
};

} // namespace soma::stimulus
