#pragma once

#include "Engine/Engine.h"
#include "Scope/TraceTap.h"

#include <vector>

namespace soma::web {

/// The engine with its buffers where JavaScript finds them. Nothing allocates after the constructor: the memory that
/// JavaScript looks at stays where it is. One thread.
class Player {
  public:
    static constexpr int takes_audio = 1, takes_current = 2;

    Player(double sample_rate_hz, int max_frames);

    Engine& engine() { return engine_; }
    void* row(int row) noexcept;
    void set() noexcept;
    void set_initial() noexcept { engine_.set_initial(initial_); }
    void set_pitch() noexcept { engine_.set_pitch_reference(pitch_); }
    void midi(int sample, int status, int first, int second) noexcept;
    void process(int frames, int inputs) noexcept;
    const double* now() noexcept;
    int take_packets(scope::TracePacket* packets, int most) noexcept;

  private:
    static constexpr std::size_t most_events = 256; ///< in a block; more are lost

    Engine engine_;
    scope::TraceTap tap_;
    int max_frames_;
    std::array<double, parameter_count> values_{};
    membrane::Initial initial_;
    PitchReference pitch_;
    std::vector<float> input_, left_, right_, voltage_, spikes_, stimulus_;
    std::vector<double> current_pa_;
    std::vector<MidiEvent> midi_;
    std::array<double, 1 + membrane::max_variables> now_{};
};

} // namespace soma::web
