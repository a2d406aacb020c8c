#include "Editor/Controls/SaveDialog.h"
#include "Editor/Controls/StatusLamp.h"
#include "EditorSupport.h"
#include "Look/NumberFormat.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace soma::editor {
namespace {

/// A scope that waits for V to cross the threshold.
juce::String spoken_while_waiting(FakeHost& host) {
    Editor editor{host};
    auto trigger = controller_of(editor).trigger();
    trigger.source = scope::TriggerSource::voltage;
    trigger.mode = scope::TriggerMode::normal;
    trigger.level = host.get(Id::threshold_mv);
    controller_of(editor).choose_trigger(trigger);
    run(host, editor, 2.6);
    return spoken_scope(editor);
}

class WaitingScope : public testing::Test {
  protected:
    FakeHost host;
    WaitingScope() {
        host.play_lif();
        host.put(Id::neurons, 1);
        host.put(Id::stim_shape, 0);
    }
    double mohm() const { return host.get(Id::membrane_resistance_mohm); }
    double tau_ms() const { return mohm() * host.get(Id::membrane_capacitance_nf); }
    /// From rest to threshold, mV.
    double way_mv() const { return host.get(Id::threshold_mv) - host.get(Id::rest_mv); }
    juce::String said(double peak_over_rest_mv, const char* more) const {
        const double missing_pa = (way_mv() - peak_over_rest_mv) / mohm() * 1000.0; // mV/MΩ is nA
        return utf8("Below threshold. Peak " + fixed(host.get(Id::rest_mv) + peak_over_rest_mv, 1) + " mV. Needs " +
                    fixed(missing_pa, 1) + more);
    }
};

TEST_F(WaitingScope, SaysWhatASteadyCurrentLacks) {
    host.put(Id::holding_current_pa, 25.0);
    const auto spoken = spoken_while_waiting(host);
    EXPECT_TRUE(spoken.endsWith(said(25.0 * mohm() / 1000.0, " pA more."))) << spoken;
}

TEST_F(WaitingScope, SaysWhatAStimulusLacks) {
    host.put(Id::holding_current_pa, 5.0);
    host.put(Id::stim_shape, 1);
    host.put(Id::stim_amplitude_pa, 40.0);
    host.put(Id::stim_duration_ms, 10.0);
    const auto spoken = spoken_while_waiting(host);
    const double lifted_mv = (5.0 + 40.0 * (1.0 - std::exp(-10.0 / tau_ms()))) * mohm() / 1000.0;
    EXPECT_TRUE(spoken.endsWith(said(lifted_mv, " pA more."))) << spoken;
}

TEST_F(WaitingScope, WhatItAsksForIsEnough) {
    host.put(Id::stim_shape, 1);
    host.put(Id::stim_amplitude_pa, 40.0);
    host.put(Id::stim_duration_ms, 10.0);
    host.put(Id::noise_pa, 3.0);
    const auto spoken = spoken_while_waiting(host);
    const double missing_pa = spoken.fromFirstOccurrenceOf("Needs ", false, false).getDoubleValue();
    ASSERT_GT(missing_pa, 1.0) << spoken;
    for (const auto& [change_pa, fires] : {std::pair{-0.1, false}, std::pair{0.1, true}}) { // one printed digit
        FakeHost again;
        again.play_lif();
        for (const auto id : {Id::neurons, Id::stim_shape, Id::stim_amplitude_pa, Id::stim_duration_ms, Id::noise_pa})
            again.put(id, host.get(id));
        again.put(Id::holding_current_pa, missing_pa + change_pa);
        EXPECT_EQ(!spoken_while_waiting(again).contains("Below threshold"), fires) << change_pa;
    }
}

TEST_F(WaitingScope, PrintsThePeakAloneWhereTheModelTellsNoMore) {
    host.put(Id::holding_current_pa, 5.0);
    for (const auto model : {ModelKind::glif2, ModelKind::glif5, ModelKind::hh, ModelKind::adex}) {
        host.put(Id::model, static_cast<double>(model));
        const auto spoken = spoken_while_waiting(host);
        EXPECT_TRUE(spoken.contains("Below threshold. Peak ")) << spoken;
        EXPECT_FALSE(spoken.contains("Needs")) << spoken;
    }
    host.put(Id::model, static_cast<double>(ModelKind::rc)); // has no threshold
    EXPECT_TRUE(spoken_while_waiting(host).contains("No crossing yet. Peak "));
}

TEST(EditorStates, TheOutputSaysWhyNothingIsHeard) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    const auto word = [&] {
        editor.refresh();
        return find_titled(editor, "Output: ")->getTitle().fromFirstOccurrenceOf(": ", false, false);
    };
    EXPECT_TRUE(word().startsWith("limiter"));
    host.status_now.engine.silence = sound::SilenceReason::all_levels_off;
    EXPECT_EQ(word(), "All levels off");
    press(editor, 'm');
    EXPECT_EQ(word(), "Muted (M)");
    host.status_now.bypassed = true;
    EXPECT_EQ(word(), "Bypassed by host");
}

TEST(EditorStates, AnInputThatIsNotThereIsSaidInItsPlace) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    editor.refresh();
    EXPECT_NE(find_titled(editor, "Audio in, full scale"), nullptr);
    host.status_now.input_connected = false;
    editor.refresh();
    EXPECT_EQ(find_titled(editor, "Audio in, full scale"), nullptr);
}

TEST(EditorStates, TheLampCountsFaultsAndIsClearedByKeyboard) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    run(host, editor, 0.1);
    host.status_now.engine.bad_inputs = 3;
    juce::Thread::sleep(320); // a word holds 300 ms
    run(host, editor, 0.05);
    auto* lamp = find_titled(editor, "Neuron status");
    ASSERT_NE(lamp, nullptr);
    EXPECT_TRUE(lamp->getWantsKeyboardFocus());
    EXPECT_TRUE(spoken_scope(editor).contains("Input was not a number. It was taken as 0 pA."));
    lamp->keyPressed({juce::KeyPress::returnKey, 0, 0});
    EXPECT_EQ(host.status_now.engine.bad_inputs, 0u);
    juce::Thread::sleep(320);
    editor.refresh();
    EXPECT_FALSE(lamp->getWantsKeyboardFocus());
    host.status_now.engine.resets = 1;
    editor.refresh();
    EXPECT_TRUE(spoken_scope(editor).contains("The membrane left its range. Reset to rest."));
}

/// No counter of the engine stays unseen: each has a word in the footer of Play and Bench, which fits there at any
/// size.
TEST(EditorStates, TheLampShowsEveryCounterOfTheEngine) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    std::set<juce::String> words;
    for (const auto counter : engine_counters)
        for (const bool projector : {false, true}) {
            host.status_now.engine = {};
            host.status_now.engine.*counter = 12345678;
            auto session = host.session();
            session.projector = projector;
            host.set_session(session);
            juce::Thread::sleep(320); // a word holds 300 ms
            run(host, editor, 0.05);
            auto* lamp = dynamic_cast<StatusLamp*>(find_titled(editor, "Neuron status"));
            ASSERT_NE(lamp, nullptr);
            EXPECT_LE(lamp->natural_width(), lamp->getWidth()) << lamp->shown().word;
            EXPECT_TRUE(lamp->shown().word.ends_with(" · 12 M")) << lamp->shown().word;
            words.insert(utf8(lamp->shown().word));
        }
    EXPECT_EQ(words.size(), engine_counters.size()) << "no two share a word";
}

TEST(EditorStates, TooManyNeuronsAreSaidOnceAfterTwoSeconds) {
    FakeHost host;
    host.play_lif();
    host.put(Id::neurons, 100);
    Editor editor{host};
    host.status_now.cpu = 0.95;
    editor.refresh();
    EXPECT_EQ(find_titled(editor, "Too many neurons"), nullptr);
    juce::Thread::sleep(2050);
    editor.refresh();
    auto* message = find_titled(editor, "Too many neurons for this computer. Try 32.");
    ASSERT_NE(message, nullptr);
    EXPECT_EQ(host.get(Id::neurons), 100.0) << "nothing is changed by itself";
    press(editor, juce::KeyPress::escapeKey);
    editor.refresh();
    EXPECT_EQ(find_titled(editor, "Too many neurons"), nullptr);
}

// Space starts the transport of most DAWs: a window that was only opened, or clicked beside the scope, leaves it there.
TEST(EditorStates, InADawKeysAreTheDawsUntilTheScopeIsClicked) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    auto session = host.session();
    session.take_keys = false;
    host.set_session(session);
    editor.refresh(); // as a state that the host gives while the window is open
    for (const juce::juce_wchar key : {' ', 'f', 'm', '1', '0', '['}) EXPECT_FALSE(press(editor, key));
    EXPECT_FALSE(editor.keyPressed({juce::KeyPress::escapeKey, 0, 0})) << "nothing was open";
    editor.show_help();
    EXPECT_TRUE(editor.keyPressed({juce::KeyPress::escapeKey, 0, 0}));

    editor.addToDesktop(0);
    editor.setVisible(true);
    EXPECT_FALSE(editor.hasKeyboardFocus(true)) << "a window that opens takes no keyboard";
    auto& plot = plot_of(editor);
    plot.grabKeyboardFocus(); // as a click does
    ASSERT_TRUE(plot.hasKeyboardFocus(false)) << "this test needs a display";
    for (const juce::juce_wchar key : {' ', 'f', 'm', '1', '['}) EXPECT_TRUE(press(editor, key));
    EXPECT_TRUE(editor.keyPressed({juce::KeyPress::escapeKey, 0, 0})) << "leaves the scope";
    EXPECT_FALSE(editor.hasKeyboardFocus(true));
    EXPECT_FALSE(press(editor, ' '));
}

TEST(EditorStates, KeysThatWereAskedForAreTheWindows) {
    FakeHost host;
    host.play_lif();
    Editor editor{host};
    EXPECT_TRUE(editor.getWantsKeyboardFocus());
    for (const juce::juce_wchar key : {' ', 'f', 'm', '1', '['}) EXPECT_TRUE(press(editor, key));
    auto session = host.session();
    session.take_keys = false;
    host.set_session(session);
    EXPECT_FALSE(Editor{host}.getWantsKeyboardFocus()) << "a window of the DAW leaves the keyboard where it is";
}

TEST(EditorStates, AFailedExportSaysWhyAndOffersAnotherPlace) {
    FakeHost host;
    std::optional<Message> said;
    std::optional<Remedy> offered;
    Context context{.host = host};
    context.offer = [&](const Message& message, const Remedy& remedy) {
        said = message;
        offered = remedy;
    };
    const auto folder = juce::File::createTempFile("export");
    juce::MemoryBlock bytes("new", 3);
    SaveDialog dialog{context};
    const auto write = [&](const juce::File& file) {
        said.reset();
        dialog.write(save_bytes("Save", file, "*.csv", [&] { return bytes; }), file);
    };
    write(folder.getChildFile("trace.csv"));
    ASSERT_TRUE(said);
    EXPECT_EQ(said->title, "Could not save to that folder");
    EXPECT_NE(said->line.find("there is no such folder"), std::string::npos) << said->line;
    EXPECT_EQ(offered->word, "Choose another");
    EXPECT_TRUE(offered->act);
    ASSERT_TRUE(folder.createDirectory());
    write(folder.getChildFile("trace.csv"));
    EXPECT_FALSE(said);
    EXPECT_EQ(folder.getChildFile("trace.csv").loadFileAsString(), "new");
    ASSERT_TRUE(folder.getChildFile("taken.csv").createDirectory());
    ASSERT_TRUE(folder.getChildFile("taken.csv").getChildFile("inside").create());
    write(folder.getChildFile("taken.csv"));
    EXPECT_TRUE(said) << "a folder of that name cannot be replaced";
    EXPECT_EQ(folder.getNumberOfChildFiles(juce::File::findFiles), 1) << "no half a file is left";
    folder.deleteRecursively();
}

TEST(EditorStates, TheTraceLeavesAsRenderWritesIt) {
    FakeHost host;
    host.play_lif();
    host.put(Id::neurons, 1);
    host.put(Id::stim_period_ms, 600); // long enough to be at rest again
    Editor editor{host};
    run(host, editor, 1.3);
    editor.createComponentSnapshot(editor.getLocalBounds());
    const juce::String csv = plot_of(editor).csv();
    EXPECT_TRUE(csv.contains("# time 0 is the trigger"));
    const auto rows =
        juce::StringArray::fromLines(csv.fromFirstOccurrenceOf("time_s,current_pA,voltage_mV\n", false, false).trim());
    // 200 ms at 48 kHz, of which 20 ms before the trigger.
    ASSERT_NEAR(rows.size(), 9600, 1);
    const auto at = [&](int row) { return juce::StringArray::fromTokens(rows[row], ",", ""); };
    EXPECT_NEAR(at(0)[0].getDoubleValue(), -0.02, 1e-4);
    EXPECT_EQ(at(0)[1], "0");
    EXPECT_NEAR(at(0)[2].getDoubleValue(), host.get(Id::rest_mv), 0.5); // the last step's end fades
    // In the middle of the step: current and a spike where the closed form has it.
    EXPECT_EQ(at(4800)[1], "45");
    const auto spikes = juce::StringArray::fromTokens(
        csv.fromFirstOccurrenceOf("# spikes at (s): ", false, false).upToFirstOccurrenceOf("\n", false, false), " ",
        "");
    ASSERT_EQ(spikes.size(), 6);
    const double tau_ms = 345.0 * 0.0586, drive_mv = 45.0 * 0.345;
    const double first_ms = -tau_ms * std::log(1.0 - (host.get(Id::threshold_mv) - host.get(Id::rest_mv)) / drive_mv);
    EXPECT_NEAR(spikes[0].getDoubleValue() * 1e3, first_ms, 0.05); // tau as printed
}

TEST(EditorStates, EveryPointerTargetIsLargeEnough) {
    for (const bool projector : {false, true}) {
        const int least = projector ? 40 : 28;
        FakeHost host;
        host.play_squid();
        host.put(Id::osc_out, 1);
        auto session = host.session();
        session.projector = projector;
        host.set_session(session);
        Editor editor{host};
        run(host, editor, 0.1);
        walk(editor, [&](juce::Component& component) {
            const auto* pressable = dynamic_cast<Button*>(&component);
            bool clicks = false, children = false;
            component.getInterceptsMouseClicks(clicks, children);
            // As drawn: numbers of the GLIF circuits and cells of the stimulus are narrower, circuits 26 high.
            const bool drawn_smaller =
                component.getTitle().startsWith("Model: ") || component.getTitle().startsWith("Stimulus: ");
            if (pressable == nullptr || !clicks || drawn_smaller) return;
            EXPECT_GE(component.getWidth(), least) << component.getTitle();
            EXPECT_GE(component.getHeight(), least) << component.getTitle();
        });
    }
}

} // namespace
} // namespace soma::editor
