#include "ProcessorBench.h"
#include "Session/ProcessorHost.h"
#include "State/StateMutation.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <thread>

namespace soma::test {
namespace {

std::string state_of(juce::AudioProcessor& processor) {
    juce::MemoryBlock state;
    processor.getStateInformation(state);
    return {static_cast<const char*>(state.getData()), state.getSize()};
}

// SOMAPHONE_FUZZ_STATES=1000000 for the long run.
TEST(ProcessorState, ADamagedStateIsTakenWholeOrChangesNothing) {
    const int states = states_to_fuzz(3000);
    ProcessorBench bench;
    StateMutator mutator(20260102);
    auto present = state_of(bench.processor);
    int taken = 0, refused = 0;
    for (int i = 0; i < states; ++i) {
        auto text = json_text(i % 16 == 0 ? mutator.whole() : mutator.damaged(mutator.whole()));
        if (i % 4 == 3) text = mutated(text, mutator.random());
        try {
            present = preset_text(read_preset("state", text).preset);
            ++taken;
        } catch (const FormatError&) {
            ++refused;
        }
        bench.processor.setStateInformation(text.data(), static_cast<int>(text.size()));
        ASSERT_EQ(state_of(bench.processor), present) << text;
        if (i % 64 != 0 || bench.processor.preset().values[Id::neurons] > 64.0) continue;
        bench.midi.clear();
        bench.run(64, 0.1f);
        ASSERT_TRUE(bench.is_finite()) << text;
        ASSERT_EQ(state_of(bench.processor), present) << "playing changes the state";
    }
    EXPECT_GT(taken, states / 10);
    EXPECT_GT(refused, states / 10);
    std::printf("%d states: %d taken, %d refused\n", states, taken, refused);
}

TEST(ProcessorState, BeingFollowedChangesNothing) {
    ProcessorBench bench;
    for (const char* cell : {"", "allen/474626527", "gone/for-ever"}) {
        Preset preset;
        preset.cell = cell;
        const auto text = preset_text(preset);
        bench.processor.setStateInformation(text.data(), static_cast<int>(text.size()));
        bench.processor.editor_host().follow();
        EXPECT_EQ(state_of(bench.processor), text);
    }
}

// As in an LV2 without a window: the plugin's message thread follows while the host saves and loads on its own.
TEST(ProcessorState, StatesComeAndGoWhileAnotherThreadFollows) {
    ProcessorBench bench;
    StateMutator mutator(20260103);
    std::atomic<bool> ending{false};
    std::thread follower([&] {
        while (!ending) bench.processor.editor_host().follow();
    });
    for (int i = 0; i < 3000; ++i) {
        auto preset = read_preset("state", json_text(mutator.whole())).preset;
        preset.values = {};
        for (int entry = 0; entry < i % 8; ++entry) preset.session["note " + std::to_string(i + entry)] = "osc_host";
        preset.session["osc_host"] = "host-" + std::to_string(i) + ".example.org";
        preset.session["locked"] = i % 2 == 0 ? "rest_mv model" : "stim_shape";
        const auto text = preset_text(preset);
        bench.processor.setStateInformation(text.data(), static_cast<int>(text.size()));
        EXPECT_EQ(state_of(bench.processor), text);
    }
    ending = true;
    follower.join();
}

} // namespace
} // namespace soma::test
