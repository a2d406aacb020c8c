#include "Editor/Bench/BenchView.h"
#include "Editor/Window/Editor.h"
#include "Plugin.h"
#include "Session/ProcessorHost.h"

#include <gtest/gtest.h>

#include <set>

namespace soma {
namespace {

/// "Listen in" through the real plugin: each attempt of a sweep comes out of the buses as current and as sound, and the
/// preset is as before afterwards, in one piece.
TEST(BenchListen, TheSweepIsHeardFromThePluginItself) {
    Plugin processor;
    processor.setRateAndBufferSizeDetails(48000.0, 480);
    processor.prepareToPlay(48000.0, 480);
    auto& host = processor.editor_host();
    auto session = host.session();
    session.view = editor::ViewChoice::bench;
    session.take_keys = true;
    host.set_session(session);
    const auto before = processor.preset().values;

    editor::Editor window(host);
    window.refresh();
    editor::BenchView* bench = nullptr;
    for (auto* child : window.getChildren())
        if (auto* found = dynamic_cast<editor::BenchView*>(child)) bench = found;
    ASSERT_NE(bench, nullptr);
    bench->controller().listen(true);
    window.keyPressed({'2', {}, '2'}); // f–I
    window.keyPressed({' ', {}, ' '});

    juce::AudioBuffer<float> audio(processor.getTotalNumOutputChannels(), 480);
    juce::MidiBuffer midi;
    const int stimulus = processor.getChannelIndexInProcessBlockBuffer(false, 3, 0);
    std::set<int> currents_pa;
    float peak = 0.0f;
    for (int block = 0; block < 60000 && currents_pa.size() < 4; ++block) { // against hanging alone
        audio.clear();
        processor.processBlock(audio, midi);
        peak = std::max(peak, audio.getMagnitude(0, 0, 480));
        for (int k = 0; k < 480; ++k)
            if (const float na = audio.getSample(stimulus, k); na != 0.0f)
                currents_pa.insert(juce::roundToInt(1000.0f * na));
        window.refresh();
        juce::Thread::sleep(5);
    }
    EXPECT_GE(currents_pa.size(), 4u) << "different amplitudes were injected";
    EXPECT_GT(peak, 0.01f);
    window.keyPressed({' ', {}, ' '});
    EXPECT_FALSE(bench->controller().running());
    EXPECT_TRUE(processor.preset().values == before);
}

} // namespace
} // namespace soma
