#include "Host/ProcessorHost.h"
#include "Standalone/Window.h"

namespace soma::standalone {
namespace {

constexpr const char* devices_key = "devices";
constexpr const char* state_key = "state";
constexpr int save_every_ms = 30000; // what a power cut may take

/// The program without a host: one instrument, its window, and what it was when it was left.
class Application final : public juce::JUCEApplication, private juce::Timer {
  public:
    const juce::String getApplicationName() override { return JucePlugin_Name; }
    const juce::String getApplicationVersion() override { return JucePlugin_VersionString; }
    bool moreThanOneInstanceAllowed() override { return true; }

    void initialise(const juce::String& command_line) override {
        const auto folder = host::PresetFolder::usual_place();
        folder.createDirectory();
        juce::PropertiesFile::Options options;
        settings_ = std::make_unique<juce::PropertiesFile>(folder.getChildFile("Standalone.settings"), options);
        juce::AudioProcessor::setTypeOfNextNewPlugin(juce::AudioProcessor::wrapperType_Standalone);
        processor_ = std::make_unique<SomaphoneProcessor>();
        juce::MemoryBlock state;
        if (state.fromBase64Encoding(settings_->getValue(state_key)))
            processor_->setStateInformation(state.getData(), static_cast<int>(state.getSize()));
        processor_->editor_host().follow();
        audio_ = std::make_unique<Audio>(*processor_);
        const auto error = audio_->open(settings_->getXmlValue(devices_key).get());
        window_ = std::make_unique<Window>(*processor_, *audio_);
        if (error.isNotEmpty()) window_->bar().say("No sound: " + error);
        if (const auto file = juce::File::getCurrentWorkingDirectory().getChildFile(command_line.unquoted());
            command_line.isNotEmpty() && file.existsAsFile())
            window_->bar().open(file);
        startTimer(save_every_ms);
    }

    void shutdown() override {
        stopTimer();
        if (processor_ != nullptr) save();
        window_.reset();
        audio_.reset();
        processor_.reset();
        settings_.reset();
    }

    void systemRequestedQuit() override { quit(); }

  private:
    void timerCallback() override { save(); }

    void save() {
        juce::MemoryBlock state;
        processor_->getStateInformation(state);
        settings_->setValue(state_key, state.toBase64Encoding());
        if (const auto devices = audio_->devices().createStateXml()) settings_->setValue(devices_key, devices.get());
        settings_->saveIfNeeded();
    }

    std::unique_ptr<juce::PropertiesFile> settings_;
    std::unique_ptr<SomaphoneProcessor> processor_;
    std::unique_ptr<Audio> audio_;
    std::unique_ptr<Window> window_;
};

} // namespace
} // namespace soma::standalone

// JUCE's entry point of the standalone format asks for the program by this name.
juce::JUCEApplicationBase* juce_CreateApplication();
juce::JUCEApplicationBase* juce_CreateApplication() { return new soma::standalone::Application; }
