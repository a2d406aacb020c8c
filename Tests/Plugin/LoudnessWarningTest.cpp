#include "EditorSupport.h"
#include "LessonWindow.h"
#include "ProcessorBench.h"
#include "Session/ProcessorHost.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace soma::editor {
namespace {

/// The plugin plays the tone of its pitch monitor; the output level sets how loud.
struct Loud {
    static constexpr int block = 512;
    test::ProcessorBench bench{48000.0, block};
    std::unique_ptr<Editor> window;

    Loud() {
        auto preset = bench.processor.preset();
        preset.values = Snapshot{};
        preset.values.set(Id::spike_level_db, -60.0);
        preset.values.set(Id::voltage_level_db, -60.0);
        preset.values.set(Id::pitch_level_db, 12.0);
        preset.values.set(Id::stim_amplitude_pa, 0.0);
        preset.values.set(Id::input_scale_pa, 0.0);
        bench.processor.load(preset);
        window = std::make_unique<Editor>(bench.processor.editor_host());
        window->addToDesktop(0); // a component without a window has no accessibility handler: nothing is spoken
        window->setVisible(true);
    }
    /// Plays so long; the mean power of both channels in the last second, in dBFS, from the samples themselves.
    double play(double seconds, double output_level_db) {
        auto preset = bench.processor.preset();
        preset.values.set(Id::output_level_db, output_level_db);
        bench.processor.load(preset);
        const int blocks = static_cast<int>(seconds * 48000.0 / block), last = 48000 / block;
        double power = 0.0;
        for (int i = 0; i < blocks; ++i) {
            auto& audio = bench.run(block);
            for (int k = 0; k < block && i >= blocks - last; ++k)
                power += 0.5 * (std::pow(audio.getSample(0, k), 2) + std::pow(audio.getSample(1, k), 2));
        }
        window->refresh();
        return 10.0 * std::log10(power / (last * block));
    }
    /// A word of the footer holds 300 ms; the host plays on meanwhile.
    juce::String spoken() {
        for (int i = 0; i < 32; ++i) {
            bench.run(block);
            juce::Thread::sleep(10);
        }
        window->refresh();
        return all_spoken(*window);
    }
};

/// More than −12 dBFS rms over a second is said in the footer, in every view, and no longer once it is over.
TEST(LoudnessWarning, StandsInTheFooterAboveItsLimitAndNotBelow) {
    Loud loud;
    const double reference_db = loud.play(3.0, -12.0) + 12.0;
    ASSERT_LT(reference_db - 12.0, -12.5) << "the tone is to begin below the limit";
    EXPECT_FALSE(loud.spoken().contains("Loud:"));

    // Half a decibel on either side: the meter's second and ours begin up to 100 ms apart, and the tone is steady.
    EXPECT_NEAR(loud.play(3.0, -12.5 - reference_db), -12.5, 0.3);
    EXPECT_FALSE(loud.spoken().contains("Loud:"));
    EXPECT_NEAR(loud.play(3.0, -11.5 - reference_db), -11.5, 0.3);
    const auto said = loud.spoken();
    EXPECT_TRUE(said.contains(utf8("Loud: −11 dBFS for a second")) ||
                said.contains(utf8("Loud: −12 dBFS for a second")))
        << said;
    for (const auto view : {ViewChoice::bench, ViewChoice::lesson, ViewChoice::play}) {
        auto session = loud.bench.processor.editor_host().session();
        session.view = view;
        loud.bench.processor.editor_host().set_session(session);
        EXPECT_TRUE(loud.spoken().contains("Loud:")) << static_cast<int>(view);
    }
    loud.play(0.4, -60.0);
    loud.play(1.2, -60.0);
    EXPECT_FALSE(loud.spoken().contains("Loud:")) << "a second later it is quiet";

    // A host that stops at its loudest: a second later nobody hears it any more.
    loud.play(3.0, -11.5 - reference_db);
    EXPECT_TRUE(loud.spoken().contains("Loud:"));
    EXPECT_TRUE(test::wait_for([&] { return !loud.bench.processor.editor_host().monitor().status().loud; }));
}

} // namespace
} // namespace soma::editor
