#include "Engine/WorkBudget.h"
#include "Core/Limits.h"

#include "Core/Random.h"
#include "Engine/Engine.h"
#include "Parameters/Parameter.h"
#include "Support/CpuTime.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;

struct Heard {
    std::vector<float> left, voltage;
    std::vector<double> spikes;
    std::uint64_t left_out = 0, dropped = 0;
};

/// So many samples, in blocks of each size in turn, with a change of the time scale half-way.
Heard play(const Snapshot& values, bool bounded, int samples, std::vector<int> blocks, double then_scale = 0.0) {
    Engine engine;
    engine.prepare(rate_hz, 1024);
    engine.bound_work(bounded);
    engine.set(values);
    engine.reset();
    Heard heard;
    heard.left.resize(static_cast<std::size_t>(samples));
    heard.voltage.resize(heard.left.size());
    std::size_t turn = 0;
    bool changed = false;
    for (int at = 0; at < samples;) {
        if (then_scale > 0.0 && at >= samples / 2 && !std::exchange(changed, true)) {
            auto later = values;
            later.set(Id::time_scale, then_scale);
            engine.set(later);
        }
        Block block;
        const int until = at < samples / 2 ? samples / 2 : samples;
        block.frames = std::min(blocks[turn++ % blocks.size()], until - at);
        block.main[0] = heard.left.data() + at;
        block.voltage = heard.voltage.data() + at;
        engine.process(block);
        for (const auto& spike : engine.spikes())
            heard.spikes.push_back(at + spike.sample + spike.offset + 1e-9 * spike.neuron);
        at += block.frames;
    }
    heard.left_out = engine.status().left_out;
    heard.dropped = engine.status().dropped_spikes;
    return heard;
}

struct Dear {
    const char* name;
    double model, neurons, time_scale, holding_pa, refractory_ms;
};
const std::array dear{Dear{"lif", 3, 150, 1000, 1e5, 1.0},         Dear{"one lif", 3, 1, 1000, 1e6, 0.0},
                      Dear{"glif5", 8, 80, 1000, 1e4, 1.0},        Dear{"channel", 9, 700, 532, 1e4, 1.0},
                      Dear{"hh", 10, 300, 300, 1e4, 1.0},          Dear{"one hh", 10, 1, 1000, 100, 1.0},
                      Dear{"izhikevich", 11, 150, 1000, 1e4, 1.0}, Dear{"adex", 12, 150, 1000, 1e4, 1.0}};

Snapshot values_of(const Dear& setting) {
    Snapshot values;
    values.set(Id::model, setting.model);
    values.set(Id::neurons, setting.neurons);
    values.set(Id::time_scale, setting.time_scale);
    values.set(Id::holding_current_pa, setting.holding_pa);
    values.set(Id::refractory_ms, setting.refractory_ms);
    values.set(Id::spread_percent, 20.0);
    values.set(Id::voltage_level_db, 0.0);
    return values;
}

/// Returns whether everything could be compared: a neuron may fire more often than the lists of a block have room for,
/// and what is dropped there depends on the block.
bool expect_same(const Heard& cut, const Heard& whole, const char* what, bool with_sound = true) {
    EXPECT_TRUE(cut.voltage == whole.voltage) << what;
    EXPECT_EQ(cut.left_out, whole.left_out) << what;
    if (cut.dropped + whole.dropped > 0) return false;
    EXPECT_TRUE(cut.spikes == whole.spikes) << what;
    if (with_sound) {
        EXPECT_TRUE(cut.left == whole.left) << what;
    }
    return true;
}

/// Samples are left out by their absolute place and for each neuron alone: bit for bit the same in any blocks.
TEST(WorkBudget, BlockSizesChangeNothingWhereItBites) {
    int compared = 0;
    for (const auto& setting : dear) {
        const auto values = values_of(setting);
        const auto whole = play(values, true, 2048, {1024});
        EXPECT_GT(whole.left_out, 0U) << setting.name;
        for (const auto& blocks : {std::vector{37, 1, 64}, std::vector{128}, std::vector{500, 3}})
            compared += expect_same(play(values, true, 2048, blocks), whole, setting.name);
    }
    EXPECT_GE(compared, 12);
}

/// A glide and its tuning too.
TEST(WorkBudget, BlockSizesChangeNothingWhileTheTimeScaleGlides) {
    for (const auto& setting : dear) {
        auto values = values_of(setting);
        values.set(Id::time_scale, 5.0);
        const auto whole = play(values, true, 2048, {1024}, 900.0);
        expect_same(play(values, true, 2048, {37, 1, 64}, 900.0), whole, setting.name);
    }
}

/// New coefficients for thousands of neurons wait for each other, on the grid.
TEST(WorkBudget, BlockSizesChangeNothingWhileManyNeuronsGlide) {
    Snapshot values;
    values.set(Id::neurons, 4000.0);
    values.set(Id::spread_percent, 20.0);
    values.set(Id::holding_current_pa, 60.0);
    for (const double model : {3.0, 8.0, 10.0}) {
        values.set(Id::model, model);
        const auto whole = play(values, true, 1024, {512}, 4.0);
        EXPECT_TRUE(expect_same(play(values, true, 1024, {37, 1, 64}, 4.0), whole, "4000 neurons")) << model;
    }
}

TEST(WorkBudget, NothingIsLeftOutOfWhatARealComputerCanDo) {
    for (const double model : {2.0, 3.0, 4.0, 8.0, 9.0, 10.0, 11.0, 12.0})
        for (const double neurons : {1.0, 100.0, 256.0}) {
            Snapshot values;
            values.set(Id::model, model);
            values.set(Id::neurons, neurons);
            values.set(Id::holding_current_pa, 60.0);
            values.set(Id::noise_pa, 20.0);
            const auto everything = play(values, false, 2400, {512});
            EXPECT_EQ(everything.left_out, 0U);
            EXPECT_TRUE(expect_same(play(values, true, 2400, {512}), everything, "as usual")) << model << neurons;
        }
}

TEST(WorkBudget, UnboundedRendersLeaveNothingOut) {
    auto values = values_of(dear[1]);
    EXPECT_EQ(play(values, false, 256, {64}).left_out, 0U);
}

/// Values that differ from the defaults, to repeat the case with.
std::string described(const Snapshot& values) {
    std::string text;
    for (std::size_t p = 0; p < parameter_count; ++p)
        if (const auto id = static_cast<Id>(p); values[id] != parameter(id).default_value)
            text += std::string(parameter(id).id) + "=" + std::to_string(values[id]) + " ";
    return text;
}

/// Any setting of a model, most often the most expensive kinds: many neurons, fast time, large currents.
Snapshot random_setting(int model, SplitMix64& random) {
    Snapshot values;
    for (std::size_t i = 0; i < parameter_count; ++i)
        if (random.unit() < 0.5)
            values.set(static_cast<Id>(i), from_position(parameter(static_cast<Id>(i)), random.unit()));
    const auto one_of = [&](std::initializer_list<double> choices) {
        return choices.begin()[static_cast<std::size_t>(random.unit() * static_cast<double>(choices.size()))];
    };
    values.set(Id::model, model);
    values.set(Id::neurons, one_of({1.0, 64.0, 2457.0, 4096.0, 4096.0}));
    values.set(Id::time_scale, one_of({1.0, 30.0, 532.0, 1000.0}));
    values.set(Id::holding_current_pa, one_of({0.0, 1e3, 1e5, 1e6, -1e5}));
    values.set(Id::refractory_ms, one_of({0.0, 0.01, 1.0}));
    return values;
}

/// Whatever the parameters: stimuli with many edges a sample, noise, coupling, gap junctions, GLIF's rules.
TEST(WorkBudget, BlockSizesChangeNothingForRandomSettings) {
    SplitMix64 random(5);
    int compared = 0, bitten = 0;
    for (int i = 0; i < 60; ++i) {
        auto values = random_setting(static_cast<int>(13.0 * random.unit()), random);
        // Several neurons may bring more segments of V than a quantum has room for (limits::segments); one
        // cannot.
        const bool alone = random.unit() < 0.5;
        values.set(Id::neurons, alone ? 1.0 : 1.0 + std::floor(20.0 * random.unit()));
        values.set(Id::midi_mode, 0.0);
        const auto whole = play(values, true, 600, {600});
        bitten += whole.left_out > 0;
        compared += expect_same(play(values, true, 600, {37, 1, 64}), whole, described(values).c_str(), alone);
    }
    EXPECT_GE(compared, 30);
    EXPECT_GE(bitten, 5);
}

/// Finds the costliest of many settings of each model and bounds it: no block may take seconds. The limit is processor
/// time, which other programs do not change. The costliest seen took a third of it.
TEST(WorkBudget, TheDearestSettingOfEachModelIsBearable) {
    const char* wanted = std::getenv("SOMAPHONE_RANDOM_SETTINGS");
    const int settings = wanted != nullptr ? std::max(1, std::atoi(wanted) / 13) : 6;
    constexpr int block_frames = 480; // 10 ms
    constexpr double longest_s = 1.0;
    SplitMix64 random(18);
    for (int model = 0; model <= 12; ++model) {
        double dearest_s = 0.0;
        std::string what;
        for (int i = 0; i < settings; ++i) {
            const auto values = random_setting(model, random);
            Engine engine;
            engine.prepare(rate_hz, block_frames);
            engine.bound_work(true);
            engine.set(values);
            engine.reset();
            std::vector<float> left(block_frames), input(block_frames, 0.5f);
            for (int block = 0; block < 3; ++block) {
                Block one;
                one.frames = block_frames;
                one.main[0] = left.data();
                const float* channel = input.data();
                one.input = {&channel, 1};
                const CpuTime time;
                engine.process(one);
                const double took_s = time.seconds();
                if (took_s <= dearest_s) continue;
                dearest_s = took_s;
                what = described(values);
            }
        }
        RecordProperty("model_" + std::to_string(model), std::to_string(dearest_s));
        std::cout << "model " << model << ": 10 ms of sound in " << dearest_s * 1e3 << " ms\n";
        EXPECT_LT(dearest_s, longest_s) << what;
    }
}

TEST(Purse, HoldsTheSameHoweverOftenItIsAsked) {
    SplitMix64 random(3);
    const Allowance allowance{7, 500};
    Purse asked, left;
    asked.fill(allowance, 0);
    left.fill(allowance, 0);
    for (std::int64_t sample = 0; sample < 4000; ++sample) {
        const bool open = asked.open(allowance, sample);
        if (random.unit() > 0.02) continue;
        EXPECT_EQ(left.open(allowance, sample), open);
        asked.pay(300);
        left.pay(300);
    }
}

} // namespace
} // namespace soma::test
