#include "HostChecks.h"
#include "ValidatorRun.h"

#include <algorithm>
#include <ctime>

namespace soma::validator {
namespace {

/// Of all cores together: what others run on this machine does not count.
double milliseconds_of(auto&& work) {
    const auto begin = std::clock();
    work();
    return 1000.0 * static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

std::string in_ms(double value) { return juce::String(value, 1).toStdString() + " ms"; }

} // namespace

void check_scan(const Subject& subject, Report& report) {
    for (int i = 0; i < 3; ++i) {
        const auto found = subject.scan();
        report.expect(found.size() == 1, "a scan finds " + std::to_string(found.size()) + " plugins, not one");
        if (found.isEmpty()) return;
        const auto& plugin = *found[0];
        report.expect(plugin.name == "Somaphone", "its name is '" + plugin.name.toStdString() + "'");
        report.expect(plugin.manufacturerName == "Somaphone",
                      "its maker is '" + plugin.manufacturerName.toStdString() + "'");
        report.expect(!plugin.isInstrument, "an effect is called an instrument");
        report.expect(plugin.category.isNotEmpty(), "it has no category");
        report.expect(plugin.fileOrIdentifier.isNotEmpty(), "it cannot be found again");
        if (i == 0) report.note(plugin.pluginFormatName.toStdString() + " " + plugin.version.toStdString());
    }
}

void check_opening(const Subject& subject, Report& report) {
    constexpr int openings = 40;
    const double cold = milliseconds_of([&] { subject.open(); });
    std::vector<double> warm;
    for (int i = 0; i < openings; ++i) {
        std::unique_ptr<juce::AudioProcessor> plugin;
        warm.push_back(milliseconds_of([&] { plugin = subject.open(); }));
        report.expect(plugin != nullptr, "not opened");
        // Closed without, before and after being prepared, and while prepared.
        if (i % 4 > 0) plugin->prepareToPlay(44100.0 * (1 + i % 3), 64 << i % 5);
        if (i % 4 == 2) plugin->releaseResources();
        if (i % 4 == 3) plugin->prepareToPlay(48000.0, prepared_block);
    }
    std::sort(warm.begin(), warm.end());
    // A figure, not a condition: the machine may be busy.
    report.note("CPU: cold " + in_ms(cold) + ", warm " + in_ms(warm[openings / 2]) + " (median of " +
                std::to_string(openings) + ", worst " + in_ms(warm.back()) + ")");
}

void check_description(const Subject& subject, Report& report) {
    const auto plugin = subject.open();
    report.expect(plugin->getName() == "Somaphone", "its name is '" + plugin->getName().toStdString() + "'");
    report.expect(plugin->acceptsMidi(), "it takes no MIDI");
    report.expect(plugin->producesMidi(), "it gives no MIDI");
    report.expect(plugin->hasEditor(), "it has no editor");
    const double tail = plugin->getTailLengthSeconds();
    report.expect(tail >= 0.0 && tail < 60.0, "its tail is " + std::to_string(tail) + " s");

    const std::array<juce::StringArray, 2> names{juce::StringArray{"Main", "Voltage", "Spikes", "Stimulus"},
                                                 juce::StringArray{"Main", "Sidechain"}};
    for (const bool is_input : {false, true}) {
        juce::StringArray found;
        for (int bus = 0; bus < plugin->getBusCount(is_input); ++bus)
            found.add(plugin->getBus(is_input, bus)->getName());
        report.expect(found == names[is_input],
                      (is_input ? "its inputs are " : "its outputs are ") + found.joinIntoString(", ").toStdString());
    }
}

void check_layouts(const Subject& subject, Report& report) {
    using Set = juce::AudioChannelSet;
    const Set off = Set::disabled(), mono = Set::mono(), stereo = Set::stereo(), surround = Set::create5point1();
    const auto plugin = subject.open();
    int taken = 0, refused = 0;
    const auto try_layout = [&](const Set& main_in, const Set& side, const Set& main_out, const Set& further) {
        juce::AudioProcessor::BusesLayout layout;
        layout.inputBuses = {main_in, side};
        layout.outputBuses = {main_out, further, further, further};
        // Any bus may be switched off, the main output too where the format asks nobody.
        const bool wanted =
            main_in != surround && side != surround && main_out != surround && (further == off || further == mono);
        plugin->releaseResources();
        const bool accepted = plugin->setBusesLayout(layout);
        const auto text = main_in.getDescription() + ", " + side.getDescription() + " → " + main_out.getDescription() +
                          ", " + further.getDescription();
        if (subject.has_layouts() && main_out != off)
            report.expect(accepted == wanted, text.toStdString() + (accepted ? " is taken" : " is refused"));
        ++(accepted ? taken : refused);
        if (!accepted) return;
        report.expect(plugin->getBusesLayout() == layout, text.toStdString() + " became another layout");
        plugin->prepareToPlay(48000.0, 256);
        juce::AudioBuffer<float> audio(
            std::max({1, plugin->getTotalNumInputChannels(), plugin->getTotalNumOutputChannels()}), 256);
        juce::MidiBuffer midi;
        float peak = 0.0F;
        for (int i = 0; i < 100; ++i) {
            audio.clear();
            plugin->processBlock(audio, midi);
            peak = std::max(peak, audio.getMagnitude(0, 0, 256));
        }
        report.expect((peak > 0.0F || main_out == off) && peak <= full_scale, text.toStdString() + " does not sound");
    };
    for (const auto& main_in : {stereo, mono, off, surround})
        for (const auto& side : {mono, stereo, off, surround})
            for (const auto& main_out : {stereo, mono, off, surround})
                for (const auto& further : {mono, off, stereo}) try_layout(main_in, side, main_out, further);
    report.expect(taken > 0, "no layout at all is taken");
    report.note(std::to_string(taken) + " layouts taken, " + std::to_string(refused) + " refused");
}

} // namespace soma::validator
