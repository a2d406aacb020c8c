#include "Editor/Bench/BenchView.h"
#include "Editor/Circuit/ModelCircuit.h"
#include "Editor/Panels/StimulusShapes.h"
#include "Editor/Scope/ReferenceLines.h"
#include "EditorSupport.h"
#include "Membrane/RestingPotential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace soma::editor {
namespace {

std::set<std::string> symbols_of(const ParameterAccess& parameters) {
    std::set<std::string> symbols;
    for (const auto& branch : branches_of(parameters))
        for (const auto& field : branch.fields) symbols.emplace(field.symbol);
    return symbols;
}

/// Rest is computed from the ions' paths, whatever the leak is for other models.
TEST(EditorTruth, RestDrawsTheIonsItIsComputedFrom) {
    FakeHost host;
    host.play_lif();
    host.put(Id::leak, 0);
    for (const auto id : {Id::sodium_leak, Id::potassium_leak}) host.put(id, 1);
    host.put(Id::chloride_leak, 0);
    host.put(Id::model, static_cast<double>(ModelKind::rest));
    const auto symbols = symbols_of(host.parameters());
    EXPECT_TRUE(symbols.contains("R_{Na}") && symbols.contains("E_{K}"));
    EXPECT_TRUE(symbols.contains("I")) << "a current moves it, so its source is drawn";
    EXPECT_FALSE(symbols.contains("R_{m}") || symbols.contains("R_{Cl}") || symbols.contains("C"));
    Editor editor{host};
    host.put(Id::model, static_cast<double>(ModelKind::lif));
    EXPECT_TRUE(symbols_of(host.parameters()).contains("R_{m}"));
}

/// From concentrations E is Nernst's, in the circuit and as a line of the scope; the typed value is nowhere.
TEST(EditorTruth, ReversalPotentialsFromConcentrationsAreShownAndCannotBeTyped) {
    FakeHost host;
    host.play_lif();
    host.put(Id::leak, 1);
    host.put(Id::potassium_leak, 1);
    host.put(Id::reversal_source, 1);
    host.put(Id::potassium_reversal_mv, -20.0);
    const double expected = membrane::nernst_mv(host.get(Id::potassium_inside_mm), host.get(Id::potassium_outside_mm),
                                                1, host.get(Id::temperature_c));
    const auto field = model_of(host.parameters(), {.id = Id::potassium_reversal_mv});
    EXPECT_DOUBLE_EQ(field->value(), expected);
    EXPECT_TRUE(field->locked());
    bool drawn = false;
    for (const auto& line : reference_lines(host.parameters())) drawn |= std::abs(line.value_mv - expected) < 1e-9;
    EXPECT_TRUE(drawn);
    host.put(Id::reversal_source, 0);
    EXPECT_DOUBLE_EQ(field->value(), -20.0);
    EXPECT_FALSE(field->locked());
}

/// 1 nA through R_m = 345 MΩ lifts V by 345 mV (Ohm's law): the model's own lines end far below.
TEST(EditorTruth, FitShowsTheTraceWhereverItIs) {
    FakeHost host;
    host.play_lif();
    host.put(Id::model, static_cast<double>(ModelKind::rc));
    host.put(Id::stim_amplitude_pa, 1000.0);
    Editor editor{host};
    run(host, editor, 1.0);
    auto& controller = controller_of(editor);
    const double expected_mv = host.get(Id::rest_mv) + host.get(Id::membrane_resistance_mohm);
    ASSERT_LT(controller.voltage_axis().high, expected_mv);
    press(editor, '0');
    EXPECT_GT(controller.voltage_axis().high, 0.9 * expected_mv) << "charged to 90 % in 150 ms of step, 7 τ";
    EXPECT_LT(controller.voltage_axis().low, host.get(Id::rest_mv));
}

TEST(EditorTruth, AShapeIsWhatItsNameSaysAtTheFirstClick) {
    FakeHost host;
    host.play_lif();
    host.put(Id::stim_duration_ms, 1000.0);
    Editor editor{host};
    const auto choose = [&](const char* word) {
        auto* cell = find_titled(editor, "Stimulus: " + juce::String(word));
        ASSERT_NE(cell, nullptr) << word;
        cell->keyPressed(juce::KeyPress{juce::KeyPress::returnKey});
        editor.refresh();
    };
    choose("short pulse");
    EXPECT_LE(host.get(Id::stim_duration_ms), 10.0);
    choose("step");
    EXPECT_GT(host.get(Id::stim_duration_ms), 100.0);
    choose("pulse train");
    EXPECT_LT(host.get(Id::stim_duration_ms), host.get(Id::stim_period_ms)) << "there are pauses between the pulses";
    EXPECT_EQ(host.open_gestures, 0);
}

TEST(EditorTruth, WithoutAStimulusNobodyIsToldToSendOne) {
    FakeHost host;
    host.play_lif();
    host.put(Id::stim_shape, 0);
    Editor editor{host};
    run(host, editor, 0.5);
    const auto spoken = spoken_scope(editor);
    EXPECT_TRUE(spoken.contains("No current yet")) << spoken;
    EXPECT_FALSE(spoken.contains("space")) << spoken;
}

TEST(EditorTruth, TheBrowserOpensWithEverythingWhateverWasSearched) {
    FakeHost host;
    Editor editor{host};
    editor.show_browser();
    const auto all = editor.browser().shown_entries();
    editor.browser().search("no such cell");
    EXPECT_EQ(editor.browser().shown_entries(), 0u);
    editor.browser().close();
    editor.show_browser();
    EXPECT_EQ(editor.browser().shown_entries(), all);
}

struct BenchWindow {
    BenchWindow() {
        host.play_lif();
        auto session = host.session();
        session.view = ViewChoice::bench;
        host.set_session(session);
        editor = std::make_unique<Editor>(host);
        editor->refresh();
        view = dynamic_cast<BenchView*>(&editor->view());
    }
    bool run(juce::juce_wchar experiment) {
        press(*editor, experiment);
        press(*editor, ' ');
        for (int i = 0; i < 30000 && view->controller().running(); ++i) {
            editor->refresh();
            juce::Thread::sleep(2);
        }
        editor->refresh();
        return !view->controller().running();
    }
    FakeHost host;
    std::unique_ptr<Editor> editor;
    BenchView* view = nullptr;
};

TEST(EditorTruth, ResultsOfAnotherCellAreMarked) {
    BenchWindow window;
    ASSERT_TRUE(window.run('3'));
    auto& controller = window.view->controller();
    auto& entry = controller.chosen();
    EXPECT_FALSE(controller.stale(entry));
    EXPECT_EQ(controller.status_word(entry), "29.0 pA");
    window.host.put(Id::output_level_db, -20.0);
    window.host.put(Id::stim_amplitude_pa, 12.0);
    window.editor->refresh();
    EXPECT_FALSE(controller.stale(entry)) << "how it is fed and heard is no other cell";
    const double resistance_mohm = window.host.get(Id::membrane_resistance_mohm);
    window.host.put(Id::membrane_resistance_mohm, 100.0);
    window.editor->refresh();
    EXPECT_TRUE(controller.stale(entry));
    EXPECT_EQ(controller.status_word(entry), "other cell");
    window.host.put(Id::membrane_resistance_mohm, resistance_mohm);
    window.editor->refresh();
    EXPECT_FALSE(controller.stale(entry)) << "the same cell again";
    EXPECT_FALSE(window.host.library().load("allen/545612828"));
    window.editor->refresh();
    EXPECT_TRUE(controller.stale(entry)) << "a cell of another name";
}

TEST(EditorTruth, AListThatIsRefusedStaysAndIsNotRun) {
    BenchWindow window;
    press(*window.editor, '4');
    window.editor->refresh();
    auto& controller = window.view->controller();
    ListField* list = nullptr;
    walk(*window.editor, [&](juce::Component& part) {
        if (auto* found = dynamic_cast<ListField*>(&part)) list = found;
    });
    ASSERT_NE(list, nullptr);
    for (const auto& [typed, reason] : {std::pair{"1 2 5 10 200", "Separate the durations by commas"},
                                        std::pair{"-5", "A duration is longer than 0 ms"}, std::pair{"1, x", "'x'"}}) {
        EXPECT_FALSE(list->commit(typed));
        EXPECT_THAT(controller.chosen().refused, testing::HasSubstr(reason));
        press(*window.editor, ' ');
        EXPECT_FALSE(controller.running()) << typed;
    }
    EXPECT_TRUE(list->commit("1, 2, 5"));
    EXPECT_TRUE(controller.chosen().refused.empty());
    EXPECT_EQ(std::get<bench::StrengthDuration>(controller.chosen().protocol).durations_ms.size(), 3u);
}

} // namespace
} // namespace soma::editor
