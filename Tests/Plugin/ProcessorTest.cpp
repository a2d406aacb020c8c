#include "Parameters/ParameterText.h"
#include "ProcessorBench.h"

#include <gtest/gtest.h>

#include <limits>

namespace soma::test {
namespace {

/// Every value where no float can be: a third of its range, in double.
Snapshot odd_values() {
    Snapshot values;
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        values.set(id, from_position(parameter(id), 1.0 / 3.0));
    }
    values.set(Id::model, 3.0);
    return values;
}

juce::MemoryBlock state_of(SomaphoneProcessor& processor) {
    juce::MemoryBlock state;
    processor.getStateInformation(state);
    return state;
}

void set_state(SomaphoneProcessor& processor, const juce::MemoryBlock& state) {
    processor.setStateInformation(state.getData(), static_cast<int>(state.getSize()));
}

TEST(Processor, KeepsItsStateToTheLastDigit) {
    ProcessorBench first, second;
    Preset preset;
    preset.values = odd_values();
    preset.name = "Odd";
    preset.session["width"] = "1234";
    first.processor.load(preset);
    set_state(second.processor, state_of(first.processor));
    const auto restored = second.processor.preset();
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        EXPECT_EQ(restored.values[id], preset.values[id]) << parameter(id).id;
    }
    EXPECT_EQ(restored.name, "Odd");
    EXPECT_EQ(restored.session.at("width"), "1234");
    EXPECT_EQ(state_of(second.processor), state_of(first.processor));
}

TEST(Processor, AHostThatRepeatsWhatItWasToldChangesNothing) {
    ProcessorBench bench;
    Preset preset;
    preset.values = odd_values();
    bench.processor.load(preset);
    for (auto* parameter : bench.processor.getParameters()) parameter->setValue(parameter->getValue());
    EXPECT_EQ(bench.processor.preset().values, preset.values);
}

TEST(Processor, TakesAStateInAnyOrder) {
    ProcessorBench maker;
    auto wanted = maker.processor.preset();
    wanted.values.set(Id::stim_amplitude_pa, 77.25);
    maker.processor.load(wanted);
    const auto state = state_of(maker.processor);
    const auto voltage = [](SomaphoneProcessor& processor, bool prepare_first, const juce::MemoryBlock& given) {
        if (!prepare_first) set_state(processor, given);
        processor.setRateAndBufferSizeDetails(48000.0, 64);
        processor.prepareToPlay(48000.0, 64);
        if (prepare_first) set_state(processor, given);
        juce::AudioBuffer<float> audio(std::max(3, processor.getTotalNumOutputChannels()), 64);
        juce::MidiBuffer midi;
        std::vector<float> out;
        for (int i = 0; i < 300; ++i) {
            audio.clear();
            processor.processBlock(audio, midi);
            out.insert(out.end(), audio.getReadPointer(0), audio.getReadPointer(0) + 64);
        }
        return out;
    };
    Plugin before, after;
    EXPECT_EQ(voltage(before, false, state), voltage(after, true, state));
    EXPECT_EQ(before.store().get(Id::stim_amplitude_pa), 77.25);
}

TEST(Processor, KeepsItsSoundWhenAStateCannotBeRead) {
    ProcessorBench bench;
    const auto before = bench.processor.preset().values;
    const std::string garbage = "{\"format\": \"other\"";
    bench.processor.setStateInformation(garbage.data(), static_cast<int>(garbage.size()));
    EXPECT_EQ(bench.processor.preset().values, before);
    ASSERT_EQ(bench.processor.load_notes().size(), 1U);
    EXPECT_NE(bench.processor.load_notes()[0].find("state"), std::string::npos);
    bench.processor.setStateInformation(nullptr, 0);
    EXPECT_EQ(bench.processor.preset().values, before);
}

// A state that comes before the first block sounds from its first sample on as it does after any further start: levels
// do not glide there from those of the first sound.
TEST(Processor, PreparedAgainItGivesTheSameSamples) {
    ProcessorBench bench;
    auto preset = bench.processor.preset();
    preset.values.set(Id::output_level_db, -20.0);
    preset.values.set(Id::voltage_level_db, 0.0);
    preset.values.set(Id::spike_level_db, -3.0);
    preset.values.set(Id::noise_pa, 20.0);
    bench.processor.load(preset);
    const auto start = [&] {
        bench.processor.prepareToPlay(48000.0, 512);
        std::vector<float> samples;
        for (int block = 0; block < 20; ++block) {
            const auto& audio = bench.run(512, 0.1f);
            samples.insert(samples.end(), audio.getReadPointer(0), audio.getReadPointer(0) + 512);
        }
        return samples;
    };
    const auto first = start();
    EXPECT_EQ(start(), first);
}

TEST(Processor, SoundsWithinASecondWithNothingPluggedIn) {
    for (const double rate_hz : {44100.0, 48000.0, 96000.0, 192000.0}) {
        ProcessorBench bench(rate_hz, 256);
        float peak = 0.0f;
        for (double s = 0.0; s < 1.0; s += 256.0 / rate_hz) {
            bench.run(256);
            peak = std::max(peak, bench.peak());
        }
        EXPECT_GT(juce::Decibels::gainToDecibels(peak), -30.0f) << rate_hz;
        EXPECT_LT(juce::Decibels::gainToDecibels(peak), -0.1f) << rate_hz;
    }
}

TEST(Processor, HasNoLatency) {
    ProcessorBench bench;
    EXPECT_EQ(bench.processor.getLatencySamples(), 0);
}

TEST(Processor, BypassEndsTheNotesThatSound) {
    ProcessorBench bench;
    bench.processor.host_parameter(Id::midi_out).set_from_editor(1.0);
    bench.processor.host_parameter(Id::midi_out_length_ms).set_from_editor(1000.0);
    int sounding = 0;
    const auto count = [&] {
        for (const auto meta : bench.midi) sounding += meta.getMessage().isNoteOn() ? 1 : -1;
    };
    for (int i = 0; i < 400 && sounding == 0; ++i) {
        bench.midi.clear();
        bench.run(128);
        count();
    }
    ASSERT_EQ(sounding, 1);
    bench.midi.clear();
    bench.begin(128, 0.25f);
    bench.processor.processBlockBypassed(bench.audio, bench.midi);
    count();
    EXPECT_EQ(sounding, 0);
    EXPECT_TRUE(bench.processor.status().bypassed());
    EXPECT_FLOAT_EQ(bench.audio.getSample(0, 100), 0.25f) << "what comes in goes out";
    bench.midi.clear();
    bench.run(128);
    EXPECT_FALSE(bench.processor.status().bypassed());
}

TEST(Processor, StopOfTheTransportEndsTheNotesThatSound) {
    ProcessorBench bench;
    bench.processor.host_parameter(Id::midi_out).set_from_editor(1.0);
    bench.processor.host_parameter(Id::midi_out_length_ms).set_from_editor(1000.0);
    bench.playing = true;
    bool sounds = false;
    for (int i = 0; i < 400 && !sounds; ++i) {
        bench.midi.clear();
        bench.run(128);
        for (const auto meta : bench.midi) sounds = meta.getMessage().isNoteOn();
    }
    ASSERT_TRUE(sounds);
    bench.playing = false;
    bench.midi.clear();
    bench.run(1);
    ASSERT_FALSE(bench.midi.isEmpty());
    EXPECT_TRUE((*bench.midi.begin()).getMessage().isNoteOff());
}

TEST(Processor, ABlockLongerThanPreparedIsTheSameSound) {
    ProcessorBench cut(48000.0, 64), whole(48000.0, 64);
    std::vector<float> pieces;
    for (int i = 0; i < 200; ++i) {
        cut.run(48);
        pieces.insert(pieces.end(), cut.audio.getReadPointer(0), cut.audio.getReadPointer(0) + 48);
    }
    whole.run(200 * 48);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        ASSERT_EQ(whole.audio.getSample(0, static_cast<int>(i)), pieces[i]) << i;
}

TEST(Processor, AnswersAbsurdInputWithFiniteSound) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(), std::numeric_limits<float>::max()}) {
        for (double model = 0; model <= parameter(Id::model).max; ++model) {
            ProcessorBench bench;
            bench.processor.host_parameter(Id::model).set_from_editor(model);
            bench.processor.host_parameter(Id::sidechain_mode).set_from_editor(2.0);
            for (int i = 0; i < 4; ++i) {
                bench.run(512, bad);
                ASSERT_TRUE(bench.is_finite()) << bad << ", model " << model;
            }
            EXPECT_GT(bench.processor.status().engine().bad_inputs, 0U) << bad << ", model " << model;
        }
    }
}

TEST(Processor, RunsInEveryLayoutItSupports) {
    using Set = juce::AudioChannelSet;
    const std::array inputs{Set::disabled(), Set::mono(), Set::stereo()};
    const std::array optional_outputs{Set::disabled(), Set::mono()};
    int supported = 0;
    for (const auto& main_in : inputs)
        for (const auto& sidechain : inputs)
            for (const auto& main_out : {Set::mono(), Set::stereo()})
                for (int outputs = 0; outputs < 8; ++outputs) {
                    Plugin processor;
                    juce::AudioProcessor::BusesLayout layout;
                    layout.inputBuses = {main_in, sidechain};
                    layout.outputBuses = {main_out, optional_outputs[outputs & 1], optional_outputs[outputs >> 1 & 1],
                                          optional_outputs[outputs >> 2]};
                    ASSERT_TRUE(processor.setBusesLayout(layout)) << outputs;
                    ++supported;
                    processor.setRateAndBufferSizeDetails(48000.0, 256);
                    processor.prepareToPlay(48000.0, 256);
                    const int channels =
                        std::max(processor.getTotalNumInputChannels(), processor.getTotalNumOutputChannels());
                    juce::AudioBuffer<float> audio(channels, 256);
                    juce::MidiBuffer midi;
                    std::vector<float> peaks(static_cast<std::size_t>(channels));
                    for (int i = 0; i < 40; ++i) {
                        audio.clear();
                        processor.processBlock(audio, midi);
                        for (int c = 0; c < channels; ++c)
                            peaks[static_cast<std::size_t>(c)] =
                                std::max(peaks[static_cast<std::size_t>(c)], audio.getMagnitude(c, 0, 256));
                    }
                    for (int c = 0; c < processor.getTotalNumOutputChannels(); ++c)
                        EXPECT_GT(peaks[static_cast<std::size_t>(c)], 0.0f)
                            << "channel " << c << ", outputs " << outputs;
                }
    EXPECT_EQ(supported, 3 * 3 * 2 * 8);
}

TEST(Processor, EveryParametersTextReadsBack) {
    ProcessorBench bench;
    for (std::size_t i = 0; i < parameter_count; ++i) {
        auto& host = bench.processor.host_parameter(static_cast<Id>(i));
        const auto& row = parameter(static_cast<Id>(i));
        for (const float position : {0.0f, 0.25f, 0.5f, 0.8f, 1.0f}) {
            const auto text = host.getText(position, 0);
            const double value = from_position(row, static_cast<double>(position));
            const double read = from_position(row, static_cast<double>(host.getValueForText(text)));
            // Three digits are shown; a choice or a whole number is exact; a position has 24 bits.
            EXPECT_NEAR(read, value, 0.006 * std::abs(value) + 1e-5 * (row.max - row.min)) << row.id << ": " << text;
        }
        EXPECT_EQ(host.getValueForText("nonsense"), host.getValue()) << row.id;
    }
}

TEST(HostParameter, CountsVersionsAsNumbers) {
    EXPECT_EQ(version_hint("0.1"), 1);
    EXPECT_EQ(version_hint("0.2"), 2);
    EXPECT_EQ(version_hint("0.10"), 10);
    EXPECT_EQ(version_hint("1.0"), 100);
    EXPECT_EQ(version_hint("1.10"), 110);
    EXPECT_EQ(version_hint("12.3"), 1203);
}

} // namespace
} // namespace soma::test
