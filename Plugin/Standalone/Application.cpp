#include "Plugin.h"
#include "Standalone/Arguments.h"
#include "Standalone/EndSignals.h"
#include "Standalone/Window.h"

#include <iostream>

namespace soma::standalone {
namespace {

constexpr const char* devices_key = "devices";
constexpr const char* state_key = "state";
constexpr int look_every_ms = 100;
constexpr int looks_per_save = 20; // every two seconds: what a power cut may take

void print(std::ostream& stream, const juce::String& text) { stream << text.toStdString() << std::flush; }

void complain(const juce::String& line) { print(std::cerr, "somaphone-app: " + line + "\n"); }

bool has_display() {
#if JUCE_LINUX // JUCE tries :0 where DISPLAY names none: another user's screen, or one that nobody sees
    if (juce::SystemStats::getEnvironmentVariable("DISPLAY", {}).isEmpty()) return false;
#endif
    return !juce::Desktop::getInstance().getDisplays().displays.isEmpty();
}

/// The program without a host: one instrument, its window, and what it was when it was left.
class Application final : public juce::JUCEApplication, private juce::Timer {
  public:
    const juce::String getApplicationName() override { return JucePlugin_Name; }
    const juce::String getApplicationVersion() override { return JucePlugin_VersionString; }
    bool moreThanOneInstanceAllowed() override { return true; }

    void initialise(const juce::String&) override {
        catch_end_signals();
        const auto arguments = read_arguments(getCommandLineParameterArray());
        if (arguments.answer.isNotEmpty()) {
            print(std::cout, arguments.answer);
            return quit();
        }
        if (arguments.complaint.isNotEmpty()) complain(arguments.complaint);
        if (arguments.wrong_option) return end_with_failure();
        if (!has_display()) {
            complain("there is no display (DISPLAY is not set, or its X server does not answer). The command somaphone "
                     "works without one.");
            return end_with_failure();
        }
        open_settings();
        restore_instrument();
        audio_ = std::make_unique<Audio>(*processor_);
        const auto error = audio_->open(settings_->getXmlValue(devices_key).get());
        window_ = std::make_unique<Window>(*processor_, *audio_);
        if (error.isNotEmpty()) window_->bar().say("No sound: " + error.upToFirstOccurrenceOf("\n", false, false));
        if (arguments.file != juce::File()) window_->open(arguments.file);
        if (arguments.complaint.isNotEmpty()) window_->bar().say(arguments.complaint);
        startTimer(look_every_ms);
    }

    void shutdown() override {
        stopTimer();
        if (window_ != nullptr) save();
        window_.reset();
        audio_.reset();
        processor_.reset();
        settings_.reset();
    }

    void systemRequestedQuit() override { quit(); }

  private:
    void end_with_failure() {
        setApplicationReturnValue(1);
        quit();
    }

    void open_settings() {
        const auto file = host::PresetFolder::usual_place().getChildFile("Standalone.settings");
        juce::PropertiesFile::Options options;
        options.millisecondsBeforeSaving = -1; // save() does it
        settings_ = std::make_unique<juce::PropertiesFile>(file, options);
        if (settings_->isValidFile() || !file.existsAsFile()) return;
        const auto kept = file.getNonexistentSibling();
        if (file.moveFileTo(kept))
            complain(file.getFullPathName() + ": cannot be read; it is kept as " + kept.getFileName());
    }

    void restore_instrument() {
        juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Standalone);
        processor_ = std::make_unique<Plugin>();
        juce::MemoryBlock state;
        if (state.fromBase64Encoding(settings_->getValue(state_key)))
            processor_->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        processor_->editor_host().follow();
    }

    void timerCallback() override {
        if (end_was_asked()) return quit();
        if (++looks_ % looks_per_save == 0) save();
    }

    /// Whole or not at all; what did not change is not written.
    void save() {
        juce::MemoryBlock state;
        processor_->getStateInformation(state);
        settings_->setValue(state_key, state.toBase64Encoding());
        if (const auto devices = audio_->devices().createStateXml()) settings_->setValue(devices_key, devices.get());
        if (settings_->saveIfNeeded() || save_failed_) return;
        save_failed_ = true;
        const auto line = settings_->getFile().getFullPathName() +
                          ": cannot be written, so that the next start will not know how this one was left";
        complain(line);
        window_->bar().say(line);
    }

    std::unique_ptr<juce::PropertiesFile> settings_;
    std::unique_ptr<Plugin> processor_;
    std::unique_ptr<Audio> audio_;
    std::unique_ptr<Window> window_;
    int looks_ = 0;
    bool save_failed_ = false; ///< it was said
};

} // namespace
} // namespace soma::standalone

// JUCE's entry point of the standalone format asks for the program by this name.
juce::JUCEApplicationBase* juce_CreateApplication();
juce::JUCEApplicationBase* juce_CreateApplication() { return new soma::standalone::Application; }
