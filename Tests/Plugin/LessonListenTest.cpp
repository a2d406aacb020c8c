#include "Lesson/Play/Journal.h"
#include "LessonWindow.h"
#include "Processor/SomaphoneProcessor.h"
#include "ProcessorBench.h"
#include "Session/PresetFolder.h"
#include "Session/ProcessorHost.h"
#include "Support/RealTimeGuard.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>
#include <juce_audio_formats/juce_audio_formats.h>

namespace soma {
namespace {

using editor::ViewChoice;

/// A window on the real plugin, showing the lessons.
struct Lab {
    Lab() {
        forget();
        auto session = host().session();
        session.view = ViewChoice::lesson;
        session.take_keys = true;
        host().set_session(session);
        window = std::make_unique<editor::Editor>(host());
        window->refresh();
    }
    host::ProcessorHost& host() { return bench.processor.editor_host(); }
    editor::LessonController& controller() { return host().lessons(); }
    bool drop(const std::string& text) {
        folder.createDirectory();
        const auto file = folder.getChildFile("heard.lesson.json");
        file.replaceWithData(text.data(), text.size());
        window->filesDropped({file.getFullPathName()}, 0, 0);
        test::wait_for([this] { return !controller().opening(); }, [this] { window->refresh(); });
        window->refresh();
        return controller().session() != nullptr;
    }
    void press(juce::juce_wchar key) {
        window->keyPressed({static_cast<int>(key), {}, key});
        window->refresh();
    }
    /// Instants of the unit pulses on the Spikes bus, in ms from the first block, and the loudest sample of the mix.
    struct Heard {
        std::vector<double> spikes_ms;
        float peak = 0.0f;
    };
    Heard listen(double seconds, float input = 0.0f) {
        constexpr int block = 256;
        Heard heard;
        const int bus = bench.processor.getChannelIndexInProcessBlockBuffer(false, 2, 0);
        float before = 0.0f;
        for (int at = 0; at < static_cast<int>(seconds * 48000.0); at += block) {
            auto& audio = bench.run(block, input);
            heard.peak = std::max(heard.peak, bench.peak());
            for (int i = 0; i < block; ++i) {
                const float now = audio.getSample(bus, i);
                if (now > 0.4f && before <= 0.4f) heard.spikes_ms.push_back((at + i) / 48.0);
                before = now;
            }
            window->refresh();
        }
        return heard;
    }
    ~Lab() {
        window.reset();
        host().lessons().leave();
        forget();
        folder.deleteRecursively();
    }
    /// The plugin keeps how far a lesson is; each test begins where nobody has begun.
    static void forget() {
        host::PresetFolder::usual_place()
            .getChildFile("Lessons")
            .getChildFile(juce::String(lesson::journal_name("first-spike", "", 0)))
            .deleteFile();
    }

    juce::File folder = juce::File::createTempFile("heard");
    test::ProcessorBench bench;
    std::unique_ptr<editor::Editor> window;
};

TEST(LessonListen, TheSpikesOfTheSoundComeFromThePluginItself) {
    Lab lab;
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    EXPECT_LT(lab.listen(0.3).peak, 1e-3f) << "in the lesson's hands, silent";
    lab.listen(0.3);
    lab.press('a');
    const auto heard = lab.listen(0.6);
    // t1 = −τ ln(1 − θ/(I R)) = 20 ms · ln 6 = 35.84 ms after the onset at 100 ms, then one every 35.84 ms: 5 in 200
    // ms.
    ASSERT_EQ(heard.spikes_ms.size(), 5u);
    for (std::size_t i = 0; i < 5; ++i)
        EXPECT_NEAR(heard.spikes_ms[i], 100.0 + 35.835 * static_cast<double>(i + 1), 0.2) << "pulses have a width";
    EXPECT_GT(heard.peak, 0.01f);
    EXPECT_FALSE(lab.host().lesson_player().playing()) << "it ended by itself";
    EXPECT_EQ(lab.host().lesson_player().spikes(), 5);
    EXPECT_LT(lab.listen(0.2).peak, 1e-3f);
    lab.press('b');
    EXPECT_EQ(lab.listen(0.6).spikes_ms.size(), 13u) << "200 / 14.33";
    EXPECT_TRUE(lab.controller().session()->can_answer());
}

/// A host that stops calling processBlock in the middle of a sound: one line says so, everything can still be pressed,
/// and the sound goes on where it was once the host does.
TEST(LessonListen, AHostThatStopsInTheMiddleOfASoundIsSaidInOneLine) {
    Lab lab;
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    lab.listen(0.3);
    const auto lamp = [&] {
        lab.window->refresh();
        return lab.window->view().lamp();
    };
    const editor::LampWord stopped_host{editor::LampState::warning, "The host plays no audio"};
    lab.press('a');
    lab.listen(0.15);
    const auto begun = lamp();
    EXPECT_TRUE(begun.word.starts_with("Playing")) << begun.word;
    EXPECT_TRUE(test::wait_for([&] { return lamp() == stopped_host; })) << "after a second and a half without a block";
    EXPECT_EQ(lab.host().monitor().status().output_db[0], -200.0) << "the last block is no longer heard";
    const auto rest = lab.listen(0.6);
    EXPECT_GT(rest.spikes_ms.size(), 1u) << "the sound goes on";
    EXPECT_EQ(lab.host().lesson_player().spikes(), 5) << "with all spikes of the sound";
    EXPECT_EQ(lamp().word, "Stopped");

    // Without a host that takes them, more sounds than the queue holds are begun and stopped; the last is refused.
    for (int i = 0; i < 40; ++i) lab.press('b');
    EXPECT_TRUE(editor::all_spoken(*lab.window).contains("Start the audio of the host, then play once more."));
    lab.window->show_view(ViewChoice::play);
    lab.window->show_view(ViewChoice::lesson);
    lab.listen(0.3);
    lab.press('b');
    lab.listen(0.6);
    EXPECT_FALSE(lab.host().lesson_player().playing());
    EXPECT_EQ(lab.host().lesson_player().spikes(), 13) << "and the next one plays as ever";
}

TEST(LessonListen, ThePresetIsExactlyAsBeforeAndNeverHoldsTheLessons) {
    Lab lab;
    auto& processor = lab.bench.processor;
    const auto before = processor.preset();
    juce::MemoryBlock saved;
    processor.getStateInformation(saved);
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    lab.press('a');
    lab.listen(0.25);
    // The user's values are those that a host sees, saves and automates in the middle of a sound.
    EXPECT_TRUE(processor.preset().values == before.values);
    EXPECT_EQ(processor.preset().cell, before.cell);
    auto& capacitance = processor.host_parameter(Id::membrane_capacitance_nf);
    EXPECT_FALSE(capacitance.getText(capacitance.getValue(), 0).contains("0.1 "));
    juce::MemoryBlock middle;
    processor.getStateInformation(middle);
    const auto text =
        juce::String::fromUTF8(static_cast<const char*>(middle.getData()), static_cast<int>(middle.getSize()));
    EXPECT_FALSE(text.contains("20417"));
    EXPECT_FALSE(lab.host().library().dirty());
    EXPECT_FALSE(lab.host().history().can_undo());

    processor.host_parameter(Id::holding_current_pa).set_from_editor(12.5); // automation meanwhile
    lab.window->show_view(ViewChoice::play);
    EXPECT_GT(lab.listen(0.5).peak, 0.0f);
    auto after = processor.preset();
    EXPECT_EQ(after.values[Id::holding_current_pa], 12.5);
    after.values.set(Id::holding_current_pa, before.values[Id::holding_current_pa]);
    EXPECT_TRUE(after.values == before.values);
    EXPECT_EQ(after.initial, before.initial);
}

/// The engine itself, after a lesson: sample by sample what a fresh plugin with the same preset plays.
TEST(LessonListen, AfterwardsThePluginSoundsAsAfreshOne) {
    Lab lab;
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    lab.press('b');
    lab.listen(0.2);
    lab.window.reset(); // the window is closed in the middle
    test::ProcessorBench fresh;
    double difference = 0.0;
    for (int i = 0; i < 200; ++i) {
        const auto& played = lab.bench.run(256);
        const auto& expected = fresh.run(256);
        const int voltage = fresh.processor.getChannelIndexInProcessBlockBuffer(false, 1, 0);
        for (int k = 0; k < 256; ++k)
            difference =
                std::max(difference,
                         static_cast<double>(std::abs(played.getSample(voltage, k) - expected.getSample(voltage, k))));
    }
    EXPECT_EQ(difference, 0.0);
}

TEST(LessonListen, NotesAreAnswersAndReachNoNeuron) {
    Lab lab;
    lab.host().parameters().begin_gesture(Id::midi_mode);
    lab.host().parameters().set_value(Id::midi_mode, 1.0);
    lab.host().parameters().end_gesture(Id::midi_mode);
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    lab.press('a');
    lab.listen(0.6);
    lab.press('b');
    lab.bench.midi.addEvent(juce::MidiMessage::noteOn(1, 70, 1.0f), 0); // no answer
    lab.bench.run(256);
    lab.bench.midi.clear();
    EXPECT_EQ(lab.listen(0.6).spikes_ms.size(), 13u);
    lab.bench.midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.5f), 0);
    lab.bench.run(256);
    lab.bench.midi.clear();
    lab.window->refresh();
    ASSERT_TRUE(lab.controller().answering().outcome);
    EXPECT_TRUE(lab.controller().answering().outcome->correct);
}

TEST(LessonListen, OnlyASoundThatAsksForItHearsTheRoom) {
    Lab lab;
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    lab.press('a');
    EXPECT_EQ(lab.listen(0.6, 0.8f).spikes_ms.size(), 5u) << "the microphone is not the lesson's";
    auto open = editor::first_spike();
    open["stimuli"]["step"] = {{"kind", "audio"}, {"gain_pA_FS", 1000}, {"total_ms", 400}};
    ASSERT_TRUE(lab.drop(open.dump()));
    lab.press('a');
    EXPECT_GT(lab.listen(0.6, 0.8f).spikes_ms.size(), 50u) << "800 pA of steady current";
}

TEST(LessonListen, ARecordingPlaysFromTheLessonsFolderAndNowhereElse) {
    Lab lab;
    lab.folder.createDirectory();
    juce::AudioBuffer<float> steady(1, 24000);
    for (int i = 0; i < steady.getNumSamples(); ++i) steady.setSample(0, i, 0.06f);
    {
        auto stream = lab.folder.getChildFile("hum.wav").createOutputStream();
        const std::unique_ptr<juce::AudioFormatWriter> writer(
            juce::WavAudioFormat().createWriterFor(stream.release(), 48000.0, 1, 24, {}, 0));
        ASSERT_TRUE(writer->writeFromAudioSampleBuffer(steady, 0, steady.getNumSamples()));
    }
    auto with_file = editor::first_spike();
    with_file["stimuli"]["step"] = {{"kind", "audio"}, {"file", "hum.wav"}, {"gain_pA_FS", 1000}, {"total_ms", 300}};
    ASSERT_TRUE(lab.drop(with_file.dump()));
    lab.press('a');
    const auto heard = lab.listen(0.5);
    ASSERT_GE(heard.spikes_ms.size(), 7u) << "60 pA for 300 ms";
    EXPECT_NEAR(heard.spikes_ms[1] - heard.spikes_ms[0], 35.835, 0.2);
    // A link that leads out of the folder is not followed.
    const auto elsewhere = juce::File::createTempFile("elsewhere.wav");
    lab.folder.getChildFile("hum.wav").moveFileTo(elsewhere);
    elsewhere.createSymbolicLink(lab.folder.getChildFile("hum.wav"), true);
    lab.press('a');
    EXPECT_TRUE(lab.listen(0.3).spikes_ms.empty());
    ASSERT_TRUE(lab.controller().answering().outcome);
    EXPECT_NE(lab.controller().answering().outcome->text.find("leads out of the lesson's folder"), std::string::npos);
    elsewhere.deleteFile();
}

TEST(LessonListen, TheAudioThreadStaysRealTimeThroughALesson) {
    if (!test::RealTimeGuard::available()) GTEST_SKIP() << "a sanitizer brings its own allocator";
    Lab lab;
    ASSERT_TRUE(lab.drop(editor::first_spike().dump()));
    for (int block = 0; block < 600; ++block) {
        if (block == 50) lab.press('a');
        if (block == 90) lab.press('b');
        if (block == 200) lab.press(' ');
        if (block == 500) lab.window->show_view(ViewChoice::play);
        lab.window->refresh();
        lab.bench.begin(256, 0.0f);
        test::RealTimeGuard guard;
        lab.bench.processor.processBlock(lab.bench.audio, lab.bench.midi);
        const int violations = guard.violations();
        ASSERT_EQ(violations, 0) << guard.first() << " in block " << block;
    }
}

} // namespace
} // namespace soma
