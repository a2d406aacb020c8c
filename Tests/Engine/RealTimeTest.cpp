#include "Engine/Engine.h"
#include "Support/RealTimeGuard.h"

#include <gtest/gtest.h>

#include <mutex>

namespace soma::test {
namespace {

TEST(RealTimeGuard, sees_what_it_must_see) {
    if (!RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator";
    std::mutex mutex;
    RealTimeGuard guard;
    auto* volatile block = new int(1);
    delete block;
    EXPECT_EQ(guard.violations(), 2);
    { const std::lock_guard lock(mutex); }
    EXPECT_EQ(guard.violations(), 3);
    EXPECT_EQ(guard.first(), "malloc");
}

/// Everything that the engine can be asked to do in a block, for every model: no allocation, lock, wait or throw.
TEST(Engine, processes_every_model_and_stimulus_without_touching_the_system) {
    if (!RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator";
    constexpr int prepared = 512;
    std::vector<float> left(std::size_t{4} * prepared), right(left), side(left), v(left), s(left), c(left);
    const auto input = std::vector<float>(left.size(), 0.3f);
    const float* channels[] = {input.data(), input.data()};
    Engine engine;
    engine.prepare(48000.0, prepared);
    for (double model = 0; model <= parameter(Id::model).max; ++model) {
        for (double shape = 0; shape <= parameter(Id::stim_shape).max; ++shape) {
            Snapshot values;
            values.set(Id::model, model);
            values.set(Id::stim_shape, shape);
            values.set(Id::stim_amplitude_pa, 300.0);
            values.set(Id::stim_delay_ms, 0.01);
            values.set(Id::stim_period_ms, 3.3);
            values.set(Id::stim_duration_ms, 1.1);
            values.set(Id::neurons, 7);
            values.set(Id::noise_pa, 20.0);
            values.set(Id::spread_percent, 5.0);
            values.set(Id::channel_mode, static_cast<int>(shape) % 2);
            values.set(Id::sidechain_mode, static_cast<int>(shape) % 3);
            values.set(Id::midi_mode, static_cast<int>(shape) % 3);
            values.set(Id::midi_kernel, static_cast<int>(model) % 3);
            values.set(Id::midi_out, 1);
            values.set(Id::midi_cc_out, 1);
            values.set(Id::glide_ms, 3.0);
            values.set(Id::unison, 1.0 + static_cast<int>(model) % 3);
            values.set(Id::coupling, static_cast<int>(shape) % 4);
            values.set(Id::time_scale, 1.0 + shape);
            values.set(Id::spike_sound, static_cast<int>(shape) % 4);
            values.set(Id::pitch_level_db, -12.0);
            values.set(Id::stimulus_level_db, -12.0);
            const MidiEvent midi[] = {
                {0, {0x90, 60, 100}}, {0, {0x90, 67, 100}}, {0, {0xd0, 90, 0}}, {0, {0xe0, 0, 80}}, {0, {0x80, 60, 0}}};
            for (const int frames : {1, 17, 64, 512, 4 * prepared}) {
                Block block;
                block.frames = frames;
                block.input = channels;
                block.sidechain = input.data();
                block.midi = midi;
                block.transport = {shape > 3, 100.0 + shape};
                block.main[0] = left.data();
                block.main[1] = right.data();
                block.voltage = v.data();
                block.spikes = s.data();
                block.stimulus = c.data();
                RealTimeGuard guard;
                engine.set(values);
                engine.process(block);
                const int violations = guard.violations();
                ASSERT_EQ(violations, 0) << guard.first() << ", model " << model << ", shape " << shape;
            }
        }
    }
}

} // namespace
} // namespace soma::test
