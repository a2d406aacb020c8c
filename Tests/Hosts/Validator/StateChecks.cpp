#include "Core/Random.h"
#include "HostChecks.h"
#include "State/Mutation.h"
#include "ValidatorRun.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>

namespace soma::validator {
namespace {

Preset random_preset(SplitMix64& random) {
    Preset preset;
    preset.name = "Größe „1“ \\ \" / <&>";
    preset.cell = "allen/474626527";
    preset.session = {{"theme", "1"}, {"somebody's", "note"}};
    preset.unknown["garden"] = {{"flowers", 3}};
    for (const auto& row : parameters())
        if (random.below(3) > 0) preset.values.set(*find_parameter(row.id), from_position(row, random.unit()));
    preset.values.set(Id::neurons, 1.0 + static_cast<double>(random.below(16)));
    return preset;
}

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The message loop and a few blocks: what a format passes on late has arrived.
void settle(Run& run) {
    for (int i = 0; i < 3; ++i) {
        run.midi.clear();
        run.process(prepared_block);
        juce::MessageManager::getInstance()->runDispatchLoopUntil(40);
    }
}

void expect_state(Run& run, const std::string& wanted, const std::string& complaint, Report& report) {
    const auto found = run.state();
    const auto at = std::mismatch(found.begin(), found.end(), wanted.begin(), wanted.end()).first - found.begin();
    const auto begin = found.rfind('\n', static_cast<std::size_t>(at)) + 1; // npos + 1 is 0
    const auto line = [&](const std::string& text) { return text.substr(begin, text.find('\n', begin) - begin); };
    report.expect(found == wanted, complaint + ": '" + line(found) + "' in place of '" + line(wanted) + "'");
}

void expect_host_shows(Run& run, const Preset& preset, Report& report) {
    for (const auto& row : parameters()) {
        const auto id = *find_parameter(row.id);
        const auto* shown = run.parameter(id);
        if (shown == nullptr) continue;
        const auto wanted = static_cast<float>(to_position(row, preset.values[id]));
        report.expect(std::abs(shown->getValue() - wanted) < 1e-6F, // 24 bits and a unit conversion
                      "the host shows " + std::string(row.id) + " at " + std::to_string(shown->getValue()) + ", not " +
                          std::to_string(wanted));
    }
}

} // namespace

void check_state_round_trip(const Subject& subject, Report& report) {
    constexpr int states = 40;
    SplitMix64 random(3);
    Run run(subject);
    settle(run);
    expect_host_shows(run, run.preset(), report); // what it starts with, before anybody gave it a state
    for (int i = 0; i < states; ++i) {
        const auto preset = random_preset(random);
        const auto text = preset_text(preset);
        run.load(text);
        expect_state(run, text, "a state comes back changed", report);
        run.midi.clear();
        run.process(prepared_block);
        report.expect(run.is_finite(), "a state makes bad sound");
        expect_state(run, text, "a state changes by being played", report);
        if (i % 10 == 0) {
            settle(run);
            expect_host_shows(run, preset, report);
            expect_state(run, text, "a state changes by being shown", report);
        }
        Run fresh(subject);
        fresh.load(text);
        expect_state(fresh, text, "a fresh instance gives another state", report);
    }
    report.note(std::to_string(states) + " states");
}

void check_state_order(const Subject& subject, Report& report) {
    SplitMix64 random(4);
    const auto text = preset_text(random_preset(random));
    const std::array orders{"before it is prepared", "after", "between blocks",
                            "after it is released",  "twice", "at another rate"};
    for (std::size_t order = 0; order < orders.size(); ++order) {
        Run run(subject);
        if (order == 0) run.plugin().releaseResources();
        if (order == 2) run.play(0.1);
        if (order == 3) {
            run.play(0.1);
            run.plugin().releaseResources();
        }
        run.load(text);
        if (order == 4) run.load(text);
        if (order == 5) run.prepare(96000.0, 64);
        if (order == 0 || order == 3) run.prepare(48000.0, prepared_block);
        report.expect(run.state() == text, std::string("given ") + orders[order] + ", the state is lost");
        run.play(0.05);
        report.expect(run.is_finite() && run.state() == text,
                      std::string("given ") + orders[order] + ", the state is lost in playing");
    }
}

void check_old_states(const Subject& subject, Report& report) {
    const std::string folder = SOMAPHONE_SOURCE_DIR "/Tests/State/Old/";
    const auto expected = parse_json("expected.json", text_of_file(folder + "expected.json"));
    Run run(subject);
    for (const auto& [file, what] : expected.items()) {
        run.load(text_of_file(folder + file));
        const auto state = parse_json(file, run.state());
        for (const auto& [id, value] : what["parameters"].items())
            report.expect(state["parameters"][id] == value, file + ": " + id + " is " + brief(state["parameters"][id]));
        report.expect(state["cell"] == what.value("cell", ""), file + ": the cell is another");
        run.play(0.05);
        report.expect(run.is_finite(), file + " makes bad sound");
    }
    report.note(std::to_string(expected.size()) + " states");
}

void check_damaged_states(const Subject& subject, Report& report) {
    constexpr int states = 2000;
    SplitMix64 random(5);
    const std::string small = R"({"format": "somaphone-patch", "version": 1, "name": "n", "cell": "c",
        "parameters": {"model": "hh", "rest_mv": -70.5, "stim_seed": 3}, "session": {"a": "b"}, "later": [1]})";
    Run run(subject);
    int taken = 0, refused = 0;
    for (int i = 0; i < states; ++i) {
        // Whole presets between the damaged ones, so that a half that was taken over shows.
        if (i % 20 == 0) run.load(random_preset(random));
        const auto before = run.state();
        const auto damaged = i % 50 == 1 ? before.substr(0, random.below(before.size()))
                                         : test::mutated(i % 10 == 0 ? before : small, random);
        auto wanted = before;
        try {
            wanted = preset_text(read_preset("damaged", damaged).preset);
            ++taken;
        } catch (const FormatError&) {
            ++refused;
        }
        run.load(damaged);
        expect_state(run, wanted, "half of a damaged state was taken", report);
        if (i % 20 != 0) continue;
        run.midi.clear();
        run.process(64);
        report.expect(run.is_finite(), "a damaged state makes bad sound");
    }
    // Bytes that are not even the host's own format.
    const auto before = run.state();
    for (const std::string_view garbage : {"", "\0\1\2", "VC2!", "<?xml?>", "@prefix : <x> .", "{}"})
        run.plugin().setStateInformation(garbage.data(), static_cast<int>(garbage.size()));
    report.expect(run.state() == before, "garbage changed the state");
    report.note(std::to_string(taken) + " taken, " + std::to_string(refused) + " refused");
}

void check_programs(const Subject& subject, Report& report) {
    Run run(subject);
    const int programs = run.plugin().getNumPrograms();
    for (int program = 0; program < programs; ++program) {
        report.expect(run.plugin().getProgramName(program).isNotEmpty(), "a program has no name");
        run.plugin().setCurrentProgram(program);
        run.play(0.05);
        report.expect(run.is_finite() && run.main_peak() <= full_scale, "a program makes bad sound");
        read_preset("state", run.state());
    }
    const auto before = run.state();
    for (const int wrong : {-1, programs, 1000}) run.plugin().setCurrentProgram(wrong);
    run.process(prepared_block);
    report.expect(run.state() == before, "a program that does not exist changes the state");
    report.note(std::to_string(programs) + " programs");
}

} // namespace soma::validator
