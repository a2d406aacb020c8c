#include "Session/ProcessorHost.h"
#include "ProcessorBench.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>

namespace soma::test {
namespace {

using host::ProcessorHost;

/// A host with a separate folder for presets.
struct HostBench : ProcessorBench {
    juce::TemporaryFile temporary{"somaphone-test"};
    juce::File place = temporary.getFile();
    ProcessorHost host{processor, place};

    ~HostBench() override { place.deleteRecursively(); }

    void turn(Id id, double value) {
        host.parameters().begin_gesture(id);
        host.parameters().set_value(id, 0.5 * (value + host.parameters().value(id)));
        host.parameters().set_value(id, value);
        host.parameters().end_gesture(id);
    }
    double value(Id id) { return host.parameters().value(id); }
    void follow(int looks) {
        for (int i = 0; i < looks; ++i) host.follow();
    }
};

TEST(ProcessorHost, AGestureIsOneStepOfUndo) {
    HostBench bench;
    auto& history = bench.host.history();
    EXPECT_FALSE(history.can_undo());
    bench.turn(Id::stim_amplitude_pa, 80.125);
    bench.turn(Id::rest_mv, -71.0);
    history.undo();
    EXPECT_EQ(bench.value(Id::rest_mv), -62.6);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 80.125);
    history.undo();
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 45.0);
    EXPECT_FALSE(history.can_undo());
    history.redo();
    history.redo();
    EXPECT_EQ(bench.value(Id::rest_mv), -71.0);
    EXPECT_EQ(bench.processor.store().get(Id::rest_mv), -71.0);
    EXPECT_FALSE(history.can_redo());
}

TEST(ProcessorHost, AChoiceOfUnitIsOneStepOfUndo) {
    HostBench bench;
    auto& parameters = bench.host.parameters();
    auto& history = bench.host.history();
    parameters.set_unit_choice(Id::stim_amplitude_pa, "nA");
    parameters.set_unit_choice(Id::stim_amplitude_pa, "nA"); // nothing new, no step
    bench.turn(Id::rest_mv, -71.0);
    parameters.set_unit_choice(Id::stim_amplitude_pa, "µA");
    history.undo();
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "nA");
    EXPECT_EQ(bench.value(Id::rest_mv), -71.0);
    history.undo();
    EXPECT_EQ(bench.value(Id::rest_mv), -62.6);
    history.undo();
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "");
    EXPECT_FALSE(history.can_undo());
    for (int i = 0; i < 3; ++i) history.redo();
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "µA");
    EXPECT_FALSE(history.can_redo());
}

TEST(ProcessorHost, UndoOfAUnitLeavesOtherUnitsAlone) {
    HostBench bench;
    auto& parameters = bench.host.parameters();
    parameters.set_unit_choice(Id::stim_amplitude_pa, "nA");
    bench.processor.with_description([](Preset& description) { description.units["rest_mv"] = "V"; }); // by no step
    bench.host.history().undo();
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "");
    EXPECT_EQ(parameters.unit_choice(Id::rest_mv), "V");
}

TEST(ProcessorHost, AResumedGestureIsTheSameStep) {
    HostBench bench;
    auto& parameters = bench.host.parameters();
    const auto notch = [&](Id id, double value) {
        parameters.resume_gesture(id);
        parameters.set_value(id, value);
        parameters.end_gesture(id);
    };
    bench.turn(Id::stim_amplitude_pa, 46.0);
    for (const double pa : {47.0, 48.0, 49.0}) notch(Id::stim_amplitude_pa, pa);
    notch(Id::rest_mv, -71.0); // another value is another step
    bench.host.history().undo();
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 49.0);
    EXPECT_EQ(bench.value(Id::rest_mv), -62.6);
    bench.host.history().undo();
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 45.0);
    EXPECT_FALSE(bench.host.history().can_undo());
    notch(Id::stim_amplitude_pa, 50.0); // after an undo nothing is joined
    EXPECT_FALSE(bench.host.history().can_redo());
    bench.host.history().undo();
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 45.0);
}

TEST(ProcessorHost, UndoLeavesAutomationAlone) {
    HostBench bench;
    bench.turn(Id::rest_mv, -71.0);
    bench.processor.store().set(Id::input_scale_pa, 123.0);
    bench.host.history().undo();
    EXPECT_EQ(bench.processor.store().get(Id::input_scale_pa), 123.0);
}

TEST(ProcessorHost, AGestureWithoutAChangeIsNoStep) {
    HostBench bench;
    bench.turn(Id::stim_amplitude_pa, 45.0);
    EXPECT_FALSE(bench.host.history().can_undo());
}

TEST(ProcessorHost, ShowsAutomationBesideTheValueUntilItRests) {
    HostBench bench;
    bench.follow(1);
    bench.processor.host_parameter(Id::threshold_mv).setValue(0.6f);
    bench.follow(2);
    EXPECT_EQ(bench.value(Id::threshold_mv), -52.6);
    EXPECT_NEAR(bench.host.parameters().live_value(Id::threshold_mv), 50.0, 1e-4); // 24 bits of 500 mV
    bench.follow(20);
    EXPECT_EQ(bench.value(Id::threshold_mv), bench.host.parameters().live_value(Id::threshold_mv));
}

TEST(ProcessorHost, LearnsAControllerAndKeepsItWithTheState) {
    HostBench bench;
    const auto move = [&](int value) {
        bench.midi.clear();
        bench.midi.addEvent(juce::MidiMessage::controllerEvent(3, 21, value), 0);
        bench.run(64);
        bench.follow(1);
    };
    auto& parameters = bench.host.parameters();
    move(127);
    EXPECT_EQ(bench.processor.store().get(Id::hh_ttx_percent), 0.0);
    parameters.learn(Id::hh_ttx_percent);
    EXPECT_EQ(parameters.learning(), Id::hh_ttx_percent);
    move(0);
    EXPECT_EQ(parameters.learning(), std::nullopt);
    EXPECT_EQ(parameters.controller(Id::hh_ttx_percent), 21);
    move(127);
    EXPECT_EQ(bench.processor.store().get(Id::hh_ttx_percent), 100.0);
    parameters.set_locked(Id::hh_ttx_percent, true);
    move(0);
    EXPECT_EQ(bench.processor.store().get(Id::hh_ttx_percent), 100.0) << "a lock holds";

    juce::MemoryBlock state;
    bench.processor.getStateInformation(state);
    HostBench other;
    other.processor.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
    other.follow(1);
    EXPECT_EQ(other.host.parameters().controller(Id::hh_ttx_percent), 21);
    EXPECT_TRUE(other.host.parameters().locked(Id::hh_ttx_percent));
    parameters.forget_controller(Id::hh_ttx_percent);
    EXPECT_EQ(parameters.controller(Id::hh_ttx_percent), std::nullopt);
}

TEST(ProcessorHost, ALockHoldsOverPresetsAndUndo) {
    HostBench bench;
    auto& parameters = bench.host.parameters();
    parameters.set_locked(Id::stim_amplitude_pa, true);
    bench.turn(Id::stim_amplitude_pa, 99.0);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 45.0);
    EXPECT_FALSE(bench.host.library().load("factory/squid-axon"));
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 45.0);
    EXPECT_EQ(bench.value(Id::model), 10.0);
}

TEST(ProcessorHost, KeepsUnitsWithThePresetAndTheWindowWithTheSession) {
    HostBench bench;
    auto& parameters = bench.host.parameters();
    parameters.set_unit_choice(Id::stim_amplitude_pa, "nA");
    auto session = bench.host.session();
    session.width = 1400;
    session.theme = editor::ThemeChoice::light;
    session.ms_per_division = 0.5;
    bench.host.set_session(session);
    ASSERT_FALSE(bench.host.library().save_as("Mine"));
    ASSERT_FALSE(bench.host.library().load("allen/545612828"));
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "nA") << "a cell is only the neuron";
    ASSERT_FALSE(bench.host.library().load("factory/first-sound"));
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "");
    ASSERT_FALSE(bench.host.library().load("user/Mine"));
    EXPECT_EQ(parameters.unit_choice(Id::stim_amplitude_pa), "nA");
    EXPECT_EQ(bench.host.session(), session);
}

TEST(ProcessorHost, KnowsWhatThePresentSoundIsAndWhetherItChanged) {
    HostBench bench;
    auto& library = bench.host.library();
    EXPECT_EQ(library.current().id, "factory/first-sound");
    EXPECT_FALSE(library.dirty());
    bench.turn(Id::stim_amplitude_pa, 46.0);
    EXPECT_TRUE(library.dirty());
    bench.host.history().undo();
    EXPECT_FALSE(library.dirty());
    ASSERT_FALSE(library.load("hh/squid"));
    EXPECT_EQ(library.current().name, "Squid giant axon");
    bench.turn(Id::stim_amplitude_pa, 46.0);
    EXPECT_FALSE(library.dirty()) << "the stimulus is not the cell's";
    bench.turn(Id::hh_temperature_c, 20.0);
    EXPECT_TRUE(library.dirty());
    bench.host.history().undo();
    bench.host.history().undo();
    bench.host.history().undo();
    EXPECT_EQ(library.current().id, "factory/first-sound");
    EXPECT_FALSE(library.dirty());
}

TEST(ProcessorHost, SavesRenamesImportsExportsAndDeletes) {
    HostBench bench;
    auto& library = bench.host.library();
    bench.turn(Id::stim_amplitude_pa, 46.5);
    ASSERT_FALSE(library.save_as("Élan / one"));
    const auto saved = library.current();
    EXPECT_FALSE(saved.factory);
    EXPECT_FALSE(library.dirty());
    const auto revision = library.revision();
    ASSERT_FALSE(library.rename(saved.id, "Two"));
    EXPECT_GT(library.revision(), revision);
    EXPECT_EQ(library.current().id, "user/Two");
    const auto exported = bench.place.getChildFile("out.json").getFullPathName().toStdString();
    ASSERT_FALSE(library.export_file("user/Two", exported));
    ASSERT_FALSE(library.load("factory/squid-axon"));
    ASSERT_FALSE(library.import_file(exported));
    EXPECT_EQ(library.current().name, "Two 2");
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 46.5);

    HostBench elsewhere;
    ProcessorHost same_place(elsewhere.processor, bench.place);
    EXPECT_FALSE(same_place.library().load("user/Two"));
    ASSERT_FALSE(library.remove("user/Two"));
    ASSERT_TRUE(library.load("user/Two"));
    EXPECT_TRUE(library.remove("hh/squid")) << "the program's own stays";
    EXPECT_TRUE(library.rename("factory/squid-axon", "x"));
    EXPECT_TRUE(library.save_as("  "));
}

TEST(ProcessorHost, ImportsACell) {
    HostBench bench;
    const auto file = bench.place.getChildFile("my-cell.json");
    bench.place.createDirectory();
    file.replaceWithText(R"({"id": "mine/one", "name": "My cell", "model": "rc", "parameters": {"rest_mv": -55}})");
    ASSERT_FALSE(bench.host.library().import_file(file.getFullPathName().toStdString()));
    EXPECT_EQ(bench.host.library().current().name, "My cell");
    EXPECT_EQ(bench.value(Id::rest_mv), -55.0);
    EXPECT_EQ(bench.value(Id::model), 2.0);
}

TEST(ProcessorHost, TakesAScaleIntoTheSoundAndUndoesIt) {
    HostBench bench;
    auto& library = bench.host.library();
    bench.place.createDirectory();
    const auto scale = bench.place.getChildFile("fifths.scl"), wrong = bench.place.getChildFile("wrong.scl");
    scale.replaceWithText("Fifths and octaves\n2\n3/2\n2/1\n");
    wrong.replaceWithText("Fifths and octaves\n2\n3/2\n");
    EXPECT_EQ(library.scale_name(), "");
    const auto failure = library.import_file(wrong.getFullPathName().toStdString());
    ASSERT_TRUE(failure);
    EXPECT_NE(failure->line.find("wrong.scl: ends before pitch 2 of 2"), std::string::npos) << failure->line;
    EXPECT_EQ(library.scale_name(), "");
    EXPECT_FALSE(library.dirty());
    ASSERT_FALSE(library.import_file(scale.getFullPathName().toStdString()));
    EXPECT_EQ(library.scale_name(), "Fifths and octaves");
    EXPECT_TRUE(library.dirty());
    ASSERT_FALSE(library.save_as("My fifths"));
    EXPECT_FALSE(library.dirty());
    ASSERT_FALSE(library.load("factory/squid-axon"));
    EXPECT_EQ(library.scale_name(), "");
    ASSERT_FALSE(library.load("user/My fifths"));
    EXPECT_EQ(library.scale_name(), "Fifths and octaves");
    bench.host.history().undo();
    EXPECT_EQ(library.scale_name(), "");
}

TEST(ProcessorHost, SaysWhyAFileCannotBeUsed) {
    HostBench bench;
    auto& library = bench.host.library();
    const auto before = bench.processor.preset().values;
    const auto missing = library.import_file("/nowhere/at-all.json");
    ASSERT_TRUE(missing);
    EXPECT_NE(missing->line.find("/nowhere/at-all.json"), std::string::npos);
    bench.place.createDirectory();
    const auto broken = bench.place.getChildFile("broken.json");
    broken.replaceWithText("{\"format\": ");
    const auto failure = library.import_file(broken.getFullPathName().toStdString());
    ASSERT_TRUE(failure);
    EXPECT_NE(failure->line.find("broken.json"), std::string::npos);
    EXPECT_TRUE(library.export_file("", "/proc/cannot/write.json"));
    EXPECT_EQ(bench.processor.preset().values, before);
}

TEST(ProcessorHost, SaysWhyAFileWithAFormatThatIsNoTextCannotBeUsed) {
    HostBench bench;
    bench.place.createDirectory();
    const auto odd = bench.place.getChildFile("odd.json");
    odd.replaceWithText(R"({"format": 3})");
    const auto failure = bench.host.library().import_file(odd.getFullPathName().toStdString());
    ASSERT_TRUE(failure);
    EXPECT_NE(failure->line.find("format is 3; it must be 'somaphone-cells'"), std::string::npos) << failure->line;
}

TEST(ProcessorHost, ComparesTwoSounds) {
    HostBench bench;
    auto& history = bench.host.history();
    bench.turn(Id::stim_amplitude_pa, 60.0);
    history.choose_slot(1);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 60.0) << "the other one begins as a copy";
    bench.turn(Id::stim_amplitude_pa, 70.0);
    history.choose_slot(0);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 60.0);
    history.choose_slot(1);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 70.0);
    history.copy_to_other_slot();
    history.choose_slot(0);
    EXPECT_EQ(bench.value(Id::stim_amplitude_pa), 70.0);
}

TEST(ProcessorHost, TellsOfAStateThatCouldNotBeTaken) {
    HostBench bench;
    bench.processor.setStateInformation("nonsense", 8);
    bench.follow(1);
    ASSERT_TRUE(bench.host.message());
    EXPECT_EQ(bench.host.message()->title, "Could not read the file");
    bench.host.dismiss_message();
    EXPECT_FALSE(bench.host.message());
    const std::string newer = R"({"format": "somaphone-patch", "version": 99, "parameters": {"warp": 3}})";
    bench.processor.setStateInformation(newer.data(), static_cast<int>(newer.size()));
    bench.follow(1);
    ASSERT_TRUE(bench.host.message());
    EXPECT_EQ(bench.host.message()->title, "Made by a newer version");
    EXPECT_NE(bench.host.message()->line.find("warp"), std::string::npos);
}

TEST(ProcessorHost, WorksOutWhatTheEditorPrints) {
    HostBench bench;
    const auto wait = [&] {
        wait_for([&] { return bench.processor.analysis().is_up_to_date(); });
        return bench.host.monitor().derived();
    };
    auto derived = wait();
    EXPECT_DOUBLE_EQ(derived.rest_mv.value(), -62.6);
    EXPECT_NEAR(derived.tau_ms.value(), 20.2, 1e-9);
    EXPECT_NEAR(derived.rheobase_pa.value(), 1e4 / 345.0, 1e-9);
    ASSERT_FALSE(bench.host.library().load("hh/squid"));
    derived = wait();
    EXPECT_NEAR(derived.rest_mv.value(), -64.97405, 1e-4);
    // Between 2 and 3 µA/cm² a step fires once (Tests/Reference/hh_fi_curve.csv has 1 spike from 3 on).
    EXPECT_GT(derived.rheobase_pa.value(), 200.0);
    EXPECT_LT(derived.rheobase_pa.value(), 300.0);
    bench.turn(Id::model, 2.0);
    EXPECT_EQ(wait().rheobase_pa, std::nullopt);
}

TEST(ProcessorHost, RunsAndSendsTheStimulus) {
    HostBench bench;
    bench.host.stimulator().run(false);
    for (int i = 0; i < 20; ++i) bench.run(480);
    EXPECT_EQ(bench.host.monitor().status().current_pa, 0.0);
    bench.host.stimulator().send_once();
    for (int i = 0; i < 20; ++i) bench.run(480);
    EXPECT_EQ(bench.host.monitor().status().current_pa, 45.0);
    EXPECT_FALSE(bench.host.stimulator().running());
    bench.host.stimulator().reset_to_rest();
    bench.run(1);
    EXPECT_EQ(bench.host.monitor().status().voltage_mv, -62.6);
}

TEST(ProcessorHost, CountsAfreshAfterClearing) {
    HostBench bench;
    bench.run(100, NAN);
    EXPECT_GT(bench.host.monitor().status().engine.bad_inputs, 0U);
    bench.host.monitor().clear_counters();
    bench.run(100);
    EXPECT_EQ(bench.host.monitor().status().engine.bad_inputs, 0U);
}

} // namespace
} // namespace soma::test
