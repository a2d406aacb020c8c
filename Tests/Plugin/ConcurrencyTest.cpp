#include "Editor/Bench/BenchView.h"
#include "Editor/Window/PluginEditor.h"
#include "ProcessorBench.h"
#include "Session/ProcessorHost.h"

#include "Core/Random.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace soma::test {
namespace {

constexpr int prepared = 256;
constexpr int rounds = 16;

float position(SplitMix64& random) { return static_cast<float>(random.unit()); }

/// Parameters that a host automates: all but those that would make the sound too dear for a test.
Id automated(SplitMix64& random) {
    for (;;) {
        const auto id = static_cast<Id>(random.below(parameter_count));
        if (id != Id::neurons && id != Id::osc_port && id != Id::time_scale) return id;
    }
}

/// A host's audio thread: blocks of all sizes, keys, automation, now and then bypassed, while the others do theirs.
class AudioThread {
  public:
    explicit AudioThread(ProcessorBench& bench)
        : bench_(bench)
        , thread_([this] { run(); }) {}
    ~AudioThread() {
        stop_.store(true);
        thread_.join();
    }

    std::size_t blocks() const { return blocks_.load(); }
    bool clean() const { return clean_.load(); }

  private:
    void run() {
        SplitMix64 random(1);
        while (!stop_.load()) {
            const int frames = 1 + static_cast<int>(random.below(prepared));
            bench_.playing = random.below(8) != 0;
            bench_.begin(frames, position(random));
            bench_.midi.clear();
            const int key = 36 + static_cast<int>(random.below(48));
            bench_.midi.addEvent(juce::MidiMessage::noteOn(1, key, position(random)), 0);
            bench_.midi.addEvent(juce::MidiMessage::controllerEvent(1, 21, key), frames / 2);
            bench_.midi.addEvent(juce::MidiMessage::noteOff(1, key), frames - 1);
            bench_.processor.host_parameter(automated(random)).setValue(position(random));
            if (random.below(50) == 0) bench_.processor.reset();
            if (random.below(20) == 0)
                bench_.processor.processBlockBypassed(bench_.audio, bench_.midi);
            else
                bench_.processor.processBlock(bench_.audio, bench_.midi);
            if (!bench_.is_finite()) clean_.store(false);
            ++blocks_;
        }
    }

    ProcessorBench& bench_;
    std::atomic<bool> stop_{false}, clean_{true};
    std::atomic<std::size_t> blocks_{0};
    std::thread thread_; ///< last: it uses the others
};

/// A host's other thread: what generic editors and control surfaces ask for, and states as hosts save them on their
/// own.
class AskingThread {
  public:
    explicit AskingThread(SomaphoneProcessor& processor)
        : processor_(processor)
        , thread_([this] { run(); }) {}
    ~AskingThread() {
        stop_.store(true);
        thread_.join();
    }

  private:
    void run() {
        SplitMix64 random(2);
        while (!stop_.load()) {
            auto& parameter = processor_.host_parameter(automated(random));
            EXPECT_TRUE(parameter.getText(parameter.getValue(), 64).isNotEmpty());
            EXPECT_TRUE(std::isfinite(parameter.getValueForText("1")));
            juce::MemoryBlock state;
            processor_.getStateInformation(state);
            EXPECT_NO_THROW(read_preset("state", state.toString().toStdString()));
            juce::Thread::sleep(1);
        }
    }

    SomaphoneProcessor& processor_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

void turn(host::ProcessorHost& host, Id id, double value) {
    auto& parameters = host.parameters();
    parameters.begin_gesture(id);
    parameters.set_value(id, value);
    parameters.end_gesture(id);
}

void open_and_use_editor(Plugin& processor, int round) {
    auto& host = processor.editor_host();
    auto session = host.session();
    session.view = round % 2 == 0 ? editor::ViewChoice::bench : editor::ViewChoice::play;
    host.set_session(session);
    const std::unique_ptr<juce::AudioProcessorEditor> opened(processor.createEditor());
    auto& window = dynamic_cast<editor::PluginEditor&>(*opened).editor();
    for (int look = 0; look < 4; ++look) {
        window.refresh();
        window.createComponentSnapshot(window.getLocalBounds(), true, 0.25f);
        // Play: freeze the scope; Bench: choose f–I and run it, stopped by closing the window.
        if (look == 1) window.keyPressed(juce::KeyPress(session.view == editor::ViewChoice::bench ? '2' : 'F'));
        if (look == 1) window.keyPressed(juce::KeyPress(juce::KeyPress::spaceKey));
        host.follow();
        juce::Thread::sleep(5);
    }
}

/// Everything at once. Without a sanitizer this shows that nothing crashes, hangs or leaves a non-finite sample; under
/// ThreadSanitizer (Tests/sanitize.sh thread) that no two threads touch the same memory unordered.
TEST(Concurrency, AutomatesSavesLoadsOpensAndProcessesAtOnce) {
    ProcessorBench bench(48000.0, prepared);
    auto& processor = bench.processor;
    auto& host = processor.editor_host();
    juce::DatagramSocket receiver;
    ASSERT_TRUE(receiver.bindToPort(0, "127.0.0.1"));
    turn(host, Id::osc_port, receiver.getBoundPort());

    const AudioThread audio(bench);
    const AskingThread asking(processor);
    juce::MemoryBlock kept;
    processor.getStateInformation(kept);
    SplitMix64 random(3);
    for (int round = 0; round < rounds; ++round) {
        turn(host, Id::osc_out, 1.0);
        turn(host, Id::model, round % static_cast<int>(choice_count(parameter(Id::model))));
        turn(host, Id::neurons, std::floor(std::exp2(6.0 * random.unit())));
        turn(host, Id::midi_mode, round % 3);
        turn(host, Id::coupling, round % 4);
        turn(host, Id::time_scale, std::exp2(4.0 * random.unit() - 2.0));
        host.set_osc_host(round % 2 == 0 ? "127.0.0.1" : "localhost");
        juce::MemoryBlock state;
        processor.getStateInformation(state);
        open_and_use_editor(processor, round);
        processor.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        ASSERT_FALSE(processor.state_refused());
        host.follow();
        host.history().undo();
        host.stimulator().run(round % 2 == 0);
        host.stimulator().send_once();
        ASSERT_FALSE(host.library().step(1));
        for (char bytes[65536]; receiver.waitUntilReady(true, 0) == 1;) receiver.read(bytes, sizeof bytes, false);
    }
    processor.setStateInformation(kept.getData(), static_cast<int>(kept.getSize()));
    EXPECT_FALSE(processor.state_refused());
    // The audio thread ran all along. One block a round is what the slowest sanitizer on a busy machine manages.
    EXPECT_GT(audio.blocks(), static_cast<std::size_t>(rounds));
    EXPECT_TRUE(audio.clean());
}

} // namespace
} // namespace soma::test
