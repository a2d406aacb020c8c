#include "Core/Random.h"
#include "HostChecks.h"
#include "Parameters/ParameterText.h"
#include "ValidatorRun.h"

#include <cmath>
#include <limits>
#include <set>

namespace soma::validator {
namespace {

/// A host passes 24 bits: positions agree to two units of the last one.
constexpr float position_tolerance = 2.4e-7F;

std::string text_of(const juce::String& text) { return text.toStdString(); }
juce::String for_host(std::string_view text) {
    return juce::String::fromUTF8(text.data(), static_cast<int>(text.size()));
}

/// Calls look(row, id, parameter of the host) for every row of the table; a missing one is a complaint.
void for_each_parameter(const Run& run, Report& report, auto&& look) {
    for (std::size_t i = 0; i < parameter_count; ++i) {
        const auto id = static_cast<Id>(i);
        auto* parameter = run.parameter(id);
        if (report.expect(parameter != nullptr, std::string(soma::parameter(id).id) + " is not there"))
            look(soma::parameter(id), id, *parameter);
    }
}

/// A value in the plugin's own state, after the format's host has had the time to pass everything on.
double value_in_state(Run& run, Id id) { return run.preset().values[id]; }

} // namespace

void check_parameter_list(const Subject& subject, Report& report) {
    Run run(subject);
    Run other(subject);
    std::set<juce::String> ids;
    for (auto* parameter : run.plugin().getParameters()) {
        const auto* hosted = dynamic_cast<const juce::HostedAudioProcessorParameter*>(parameter);
        if (report.expect(hosted != nullptr, "a parameter has no id") && hosted != nullptr)
            report.expect(ids.insert(hosted->getParameterID()).second,
                          text_of(hosted->getParameterID()) + " is there twice");
        report.expect(parameter->getName(100).isNotEmpty(), "a parameter has no name");
    }
    for_each_parameter(run, report, [&](const Parameter& row, Id id, juce::AudioProcessorParameter& parameter) {
        const std::string name(row.id);
        report.expect(parameter.getName(100) == for_host(row.label),
                      name + " is called '" + text_of(parameter.getName(100)) + "'");
        report.expect(parameter.isAutomatable(), name + " cannot be automated");
        const auto wanted = static_cast<float>(to_position(row, row.default_value));
        report.expect(std::abs(parameter.getDefaultValue() - wanted) < 1e-6F, // six digits in an LV2's description
                      name + " has the default " + std::to_string(parameter.getDefaultValue()));
        if (subject.has_texts())
            report.expect(parameter.getLabel() == for_host(row.unit),
                          name + " has the unit '" + text_of(parameter.getLabel()) + "'");
        const bool has_steps = row.scale == Scale::choice || row.scale == Scale::integer;
        if (has_steps && subject.has_texts())
            report.expect(parameter.getNumSteps() == static_cast<int>(row.max - row.min) + 1,
                          name + " has " + std::to_string(parameter.getNumSteps()) + " steps");
        report.expect(other.parameter(id) != nullptr, name + " is not in every instance");
    });
    report.note(std::to_string(parameter_count) + " parameters of " + std::to_string(ids.size()));
}

void check_parameter_texts(const Subject& subject, Report& report) {
    Run run(subject);
    for_each_parameter(run, report, [&](const Parameter& row, Id, juce::AudioProcessorParameter& parameter) {
        for (const float position : {0.0F, 0.1F, 0.25F, 0.5F, 0.75F, 1.0F}) {
            const auto text = parameter.getText(position, 128);
            const auto name = std::string(row.id) + " at " + std::to_string(position) + " is '" + text_of(text) + "'";
            report.expect(text.isNotEmpty(), name);
            const float back = parameter.getValueForText(text);
            report.expect(back >= 0.0F && back <= 1.0F, name + ", typed " + std::to_string(back));
            report.expect(parameter.getText(back, 128) == text,
                          name + " and, typed again, '" + text_of(parameter.getText(back, 128)) + "'");
            if (subject.has_texts()) {
                const auto table = display_text(row, from_position(row, static_cast<double>(position)));
                report.expect(text == for_host(table), name + ", in the table '" + table + "'");
            }
        }
    });
}

void check_automation(const Subject& subject, Report& report) {
    Run run(subject);
    make_it_fire(run);
    for_each_parameter(run, report, [&](const Parameter& row, Id id, juce::AudioProcessorParameter& parameter) {
        // A new value before every block of 64: finer than any host's control rate that a format passes on in JUCE.
        for (int step = 0; step <= 24; ++step) {
            const float position = static_cast<float>(step) / 24.0F;
            parameter.setValue(position);
            run.midi.clear();
            run.process(64, 0.01F);
            report.expect(run.is_finite() && run.main_peak() <= full_scale, std::string(row.id) + " makes bad sound");
        }
        for (const float position : {0.3F, 0.7F}) {
            parameter.setValue(position);
            run.process(64);
            const double wanted = accept(row, from_position(row, static_cast<double>(position)));
            const double found = value_in_state(run, id);
            report.expect(std::abs(to_position(row, found) - to_position(row, wanted)) <= position_tolerance,
                          std::string(row.id) + " set to " + exact_text(row, wanted) + " is " + exact_text(row, found));
        }
        parameter.setValue(parameter.getDefaultValue());
        run.process(64);
    });
    run.set({{Id::stim_shape, 1.0}, {Id::stim_amplitude_pa, 60.0}});
    report.expect(run.play(1.0) > 0.001F, "nothing is heard afterwards");
}

void check_parameter_fuzz(const Subject& subject, Report& report) {
    constexpr int rounds = 2000;
    constexpr float odd[] = {
        0.0F, 1.0F, -0.5F, 1.5F, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()};
    Run run(subject);
    SplitMix64 random(11);
    for (int round = 0; round < rounds; ++round) {
        for (auto changes = 1 + random.below(12); changes > 0; --changes) {
            auto* parameter = run.parameter(static_cast<Id>(random.below(parameter_count)));
            if (!report.expect(parameter != nullptr, "a parameter is not there")) return;
            parameter->setValue(random.below(8) == 0 ? odd[random.below(std::size(odd))]
                                                     : static_cast<float>(random.unit()));
        }
        // Thousands of neurons, and a thousand times as fast, are as slow as they are told to be; here the values
        // count.
        for (const auto& [id, position] : {std::pair{Id::neurons, 0.002F}, std::pair{Id::time_scale, 0.4F}})
            if (auto* slow = run.parameter(id); slow != nullptr && !(slow->getValue() <= position))
                slow->setValue(position);
        run.midi.clear();
        run.process(1 + static_cast<int>(random.below(256)), static_cast<float>(random.unit() - 0.5));
        report.expect(run.is_finite(), "a sample is not finite in round " + std::to_string(round));
        report.expect(run.main_peak() <= full_scale, "too loud in round " + std::to_string(round));
    }
    const auto preset = run.preset();
    for (const auto& row : parameters()) {
        const double value = preset.values[*find_parameter(row.id)];
        report.expect(value == accept(row, value), std::string(row.id) + " left its range: " + shortest(value));
    }
    report.note(std::to_string(rounds) + " rounds");
}

} // namespace soma::validator
