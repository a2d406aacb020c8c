#include "ProcessorBench.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int spikes_bus = 3; ///< channel of the buffer

/// Spikes in a second of A4, once the other thread has found the neuron's rate.
int spikes_in_a_second(double model, double current_pa) {
    ProcessorBench bench(rate_hz, 480);
    auto preset = bench.processor.preset();
    preset.values = Snapshot{};
    preset.values.set(Id::model, model);
    preset.values.set(Id::midi_mode, 2.0);
    preset.values.set(Id::midi_current_pa, current_pa);
    if (model == 10.0) preset.values.set(Id::membrane_capacitance_nf, 0.1);
    preset.initial.clear();
    bench.processor.load(preset);
    wait_for([&] { return bench.processor.analysis().is_up_to_date(); });
    bench.run(480);
    bench.midi.addEvent(juce::MidiMessage::noteOn(1, 69, 1.0f), 0);
    int spikes = 0;
    bool high = false;
    for (int i = 0; i < 110; ++i) { // the first tenth is let pass
        bench.run(480);
        bench.midi.clear();
        for (int k = 0; i >= 10 && k < 480; ++k) {
            const float pulse = bench.audio.getSample(spikes_bus, k);
            spikes += pulse > 0.3f && !high;
            high = pulse > 0.3f || (high && pulse > 0.1f);
        }
    }
    return spikes;
}

TEST(ProcessorPitch, ANoteIsInTuneForModelsWithAndWithoutAClosedForm) {
    EXPECT_NEAR(spikes_in_a_second(3.0, 60.0), 440, 1) << "LIF";
    EXPECT_NEAR(spikes_in_a_second(10.0, 1000.0), 440, 1) << "Hodgkin-Huxley";
}

} // namespace
} // namespace soma::test
