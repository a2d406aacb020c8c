#include "Engine/RateController.h"
#include "Engine/Engine.h"

#include <cmath>
#include <gtest/gtest.h>
#include <tuple>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;

struct Sent {
    int sample, status, number, value;
    auto operator<=>(const Sent&) const = default;
};

/// The controller values for `spike_hz` spikes a second of each of `neurons` neurons over `seconds`, in blocks.
std::vector<Sent> sent(const RateControllerSettings& settings, double spike_hz, int neurons, double seconds,
                       int block) {
    RateController controller;
    controller.prepare(rate_hz, block);
    controller.set(settings);
    std::vector<Sent> all;
    double next = 0.0;
    for (int at = 0; at < static_cast<int>(seconds * rate_hz); at += block) {
        std::vector<SpikeEvent> spikes;
        for (; next < at + block; next += rate_hz / spike_hz)
            for (int neuron = 0; neuron < neurons; ++neuron)
                spikes.push_back({static_cast<std::int32_t>(next) - at, neuron, 0.0});
        controller.process(spikes, neurons, block);
        for (const auto& event : controller.events())
            all.push_back({at + event.sample, event.bytes[0], event.bytes[1], event.bytes[2]});
    }
    return all;
}

TEST(RateController, sends_the_rate_of_a_neuron_within_its_range) {
    RateControllerSettings settings{true, 74, 3, 20.0, 220.0, 100.0};
    for (const auto& [hz, neurons, wanted] :
         {std::tuple{100.0, 1, 51}, {100.0, 5, 51}, {400.0, 1, 127}, {10.0, 2, 0}, {200.0, 1, 114}}) {
        const auto all = sent(settings, hz, neurons, 3.0, 480);
        ASSERT_FALSE(all.empty());
        EXPECT_EQ(all.back().value, wanted) << hz << " Hz of " << neurons;
        EXPECT_EQ(all.back().status, 0xb2);
        EXPECT_EQ(all.back().number, 74);
        for (std::size_t i = 1; i < all.size(); ++i) EXPECT_NE(all[i].value, all[i - 1].value);
    }
    std::swap(settings.low_hz, settings.high_hz); // the other way
    EXPECT_EQ(sent(settings, 100.0, 1, 3.0, 480).back().value, 127 - 51);
}

/// 63 % of the way after one time constant.
TEST(RateController, follows_with_its_time_constant) {
    const RateControllerSettings settings{true, 1, 1, 0.0, 1000.0, 300.0};
    int value = 0;
    for (const auto& event : sent(settings, 1000.0, 1, 1.0, 480))
        if (event.sample < static_cast<int>(0.3 * rate_hz)) value = event.value;
    EXPECT_NEAR(value, 127.0 * (1.0 - std::exp(-1.0)), 1.0);
}

TEST(RateController, does_not_depend_on_the_block_size) {
    const RateControllerSettings settings{true, 1, 1, 0.0, 300.0, 50.0};
    const auto whole = sent(settings, 123.0, 1, 1.0, 48000);
    EXPECT_GT(whole.size(), 5u);
    for (const int block : {1, 32, 500}) EXPECT_EQ(sent(settings, 123.0, 1, 1.0, block), whole) << block;
}

TEST(RateController, is_heard_beside_the_notes_in_order_and_off_is_silent) {
    Snapshot values;
    values.set(Id::holding_current_pa, 60.0);
    values.set(Id::midi_out, 1.0);
    values.set(Id::midi_cc_out, 1.0);
    values.set(Id::midi_cc_number, 11.0);
    Engine engine;
    engine.prepare(rate_hz, 4800);
    engine.set(values);
    engine.reset();
    int notes = 0, controllers = 0, last_value = 0;
    const auto run = [&] {
        for (int i = 0; i < 20; ++i) {
            Block block;
            block.frames = 4800;
            engine.process(block);
            int last = 0;
            for (const auto& event : engine.midi_out()) {
                EXPECT_LE(last, event.sample);
                last = event.sample;
                if (event.status() == 0x90) ++notes;
                if (event.status() != 0xb0) continue;
                ++controllers;
                EXPECT_EQ(event.bytes[1], 11);
                last_value = event.bytes[2];
            }
        }
    };
    run();
    EXPECT_GT(notes, 50);
    EXPECT_GT(controllers, 5);
    EXPECT_NEAR(last_value, 127.0 * notes / 2.0 / 100.0, 8.0); // the mean rate of two seconds, 100 Hz is 127
    values.set(Id::midi_cc_out, 0.0);
    engine.set(values);
    controllers = 0;
    run();
    EXPECT_EQ(controllers, 0);
}

} // namespace
} // namespace soma::test
