#include "Lesson/Answers/Render.h"

#include "Engine/Engine.h"
#include "Lesson/Answers/Setup.h"
#include "Sound/Fade.h"

#include <algorithm>
#include <cmath>

namespace soma::lesson {
namespace {

constexpr int block_frames = 4096;
constexpr double endless_s = 2.0;
/// The fade, and a little silence for what rings.
constexpr double tail_s = sound::Fade::length_s + 0.03;

struct Recorder {
    Engine& engine;
    Rendered& out;
    const Feed& feed;
    std::size_t at = 0;

    void run_to(std::size_t end) {
        while (at < end) {
            Block block;
            block.frames = static_cast<int>(std::min<std::size_t>(block_frames, end - at));
            block.main[0] = out.left.data() + at;
            block.main[1] = out.right.data() + at;
            if (feed) feed(static_cast<std::int64_t>(at), block);
            engine.process(block);
            for (const SpikeEvent& spike : engine.spikes())
                out.spikes.push_back(
                    {(static_cast<double>(at) + spike.sample + spike.offset) / out.rate_hz, spike.neuron});
            at += static_cast<std::size_t>(block.frames);
        }
    }
};

} // namespace

Rendered render(const Setup& setup, double rate_hz, const Feed& feed) {
    Rendered out;
    out.rate_hz = rate_hz;
    const double length_s = setup.total_ms > 0.0 ? setup.total_ms / 1000.0 / setup.values[Id::time_scale] : endless_s;
    out.sounding = static_cast<std::size_t>(std::max(1.0, std::nearbyint(length_s * rate_hz)));
    const std::size_t frames = out.sounding + static_cast<std::size_t>(tail_s * rate_hz);
    out.left.assign(frames, 0.0f);
    out.right.assign(frames, 0.0f);
    Engine engine;
    engine.prepare(rate_hz, block_frames);
    engine.set(setup.values);
    engine.set_initial(initial_of(setup));
    engine.reset();
    Recorder recorder{engine, out, feed};
    recorder.run_to(out.sounding);
    Snapshot muted = setup.values;
    muted.set(Id::mute, 1.0);
    engine.set(muted);
    recorder.run_to(frames);
    return out;
}

} // namespace soma::lesson
