#include "Standalone/Audio.h"

namespace soma::standalone {
namespace {

constexpr const char* jack = "JACK";

/// A server that runs shows its ports.
bool jack_runs(juce::AudioDeviceManager& devices) {
    for (auto* type : devices.getAvailableDeviceTypes()) {
        if (type->getTypeName() != jack) continue;
        type->scanForDevices();
        return !type->getDeviceNames(false).isEmpty();
    }
    return false;
}

/// Stereo in and out, nothing else: the other buses are for hosts.
void choose_buses(SomaphoneProcessor& processor) {
    const auto stereo = juce::AudioChannelSet::stereo(), none = juce::AudioChannelSet::disabled();
    juce::AudioProcessor::BusesLayout layout;
    layout.inputBuses = {stereo, none};
    layout.outputBuses = {stereo, none, none, none};
    processor.setBusesLayout(layout);
}

} // namespace

Audio::Audio(SomaphoneProcessor& processor)
    : processor_(processor)
    , clock_([this] { run_by_clock(); }) {
    choose_buses(processor_);
    devices_.addChangeListener(this);
    devices_.addMidiInputDeviceCallback({}, &midi_in_);
}

Audio::~Audio() {
    devices_.removeAudioCallback(this);
    devices_.removeMidiInputDeviceCallback({}, &midi_in_);
    devices_.removeChangeListener(this);
    devices_.closeAudioDevice();
    clock_.stop();
}

juce::String Audio::open(const juce::XmlElement* saved) {
    if (saved == nullptr && jack_runs(devices_)) devices_.setCurrentAudioDeviceType(jack, true);
    auto error = devices_.initialise(channels, channels, saved, true);
    devices_.addAudioCallback(this);
    changeListenerCallback(nullptr);
    block_seen_ms_ = juce::Time::getMillisecondCounter();
    look_after_device();
    return error;
}

void Audio::look_after_device() {
    constexpr juce::uint32 patience_ms = 2000, try_every_ms = 2000; // some devices take a second to start
    const auto now = juce::Time::getMillisecondCounter();
    const auto blocks = blocks_.load(std::memory_order_relaxed);
    if (blocks != blocks_seen_) {
        blocks_seen_ = blocks;
        block_seen_ms_ = now;
        lost_ = false;
    }
    if (devices_.getCurrentAudioDevice() == nullptr && !lost_) block_seen_ms_ = now; // none was chosen
    if (now - block_seen_ms_ >= patience_ms && now - tried_ms_ >= try_every_ms) {
        lost_ = true;
        tried_ms_ = now;
        devices_.closeAudioDevice();
        if (auto* type = devices_.getCurrentDeviceTypeObject()) type->scanForDevices();
        devices_.setAudioDeviceSetup(chosen_, false);
    }
    if (devices_.getCurrentAudioDevice() == nullptr && !clock_.running()) {
        prepare(rate_hz(), clock_block);
        processor_.set_heard(false);
        clock_.start(clock_block / rate_hz());
    }
}

/// The setup as it was chosen. A device that is about to go says that it has fewer channels, so that only a change of
/// names or of what is to be saved counts as a choice.
void Audio::take_choice() {
    if (devices_.getCurrentAudioDevice() == nullptr) return;
    const auto now = devices_.getAudioDeviceSetup();
    const auto saved = devices_.createStateXml();
    const auto text = saved != nullptr ? saved->toString() : juce::String();
    if (text == chosen_text_ && now.inputDeviceName == chosen_.inputDeviceName &&
        now.outputDeviceName == chosen_.outputDeviceName)
        return;
    chosen_ = now;
    chosen_text_ = text;
}

/// Another device or another MIDI output may have been chosen.
void Audio::changeListenerCallback(juce::ChangeBroadcaster*) {
    take_choice();
    const auto wanted = devices_.getDefaultMidiOutputIdentifier();
    if (wanted == midi_out_id_) return;
    midi_out_id_ = wanted;
    midi_out_.set_output(wanted.isEmpty() ? nullptr : juce::MidiOutput::openDevice(wanted));
}

void Audio::audioDeviceAboutToStart(juce::AudioIODevice* device) {
    clock_.stop();
    processor_.set_heard(true);
    prepare(device->getCurrentSampleRate(), std::max(64, device->getCurrentBufferSizeSamples()));
}

void Audio::prepare(double rate_hz, int block) {
    constexpr int spare = 4; // times the block: some devices give longer ones
    rate_hz_ = rate_hz;
    midi_in_.reset(rate_hz_);
    midi_.ensureSize(1 << 15);
    audio_.setSize(channels, spare * block);
    processor_.setRateAndBufferSizeDetails(rate_hz_, block);
    processor_.prepareToPlay(rate_hz_, block);
}

void Audio::audioDeviceStopped() { processor_.releaseResources(); }

void Audio::audioDeviceIOCallbackWithContext(const float* const* inputs, int input_count, float* const* outputs,
                                             int output_count, int frames, const juce::AudioIODeviceCallbackContext&) {
    blocks_.fetch_add(1, std::memory_order_relaxed);
    const int room = audio_.getNumSamples();
    for (int from = 0; from < frames; from += room) {
        const int now = std::min(room, frames - from);
        const float* given[channels] = {};
        for (int c = 0; c < std::min(channels, input_count); ++c)
            given[c] = inputs[c] != nullptr ? inputs[c] + from : nullptr;
        run(given, std::min(channels, input_count), now, true);
        for (int c = 0; c < output_count; ++c) {
            if (outputs[c] == nullptr) continue;
            if (c < channels)
                juce::FloatVectorOperations::copy(outputs[c] + from, audio_.getReadPointer(c), now);
            else
                juce::FloatVectorOperations::clear(outputs[c] + from, now);
        }
    }
}

/// No microphone, no loudspeaker.
void Audio::run_by_clock() { run(nullptr, 0, clock_block, false); }

void Audio::run(const float* const* inputs, int input_count, int frames, bool heard) noexcept {
    juce::AudioBuffer<float> block(audio_.getArrayOfWritePointers(), channels, frames);
    block.clear();
    float input_peak = 0.0f;
    for (int c = 0; microphone_.is_open() && c < channels && input_count > 0; ++c) {
        const auto* input = inputs[std::min(c, input_count - 1)]; // one microphone is heard on both sides
        if (input != nullptr) block.copyFrom(c, 0, input, frames);
        input_peak = std::max(input_peak, block.getMagnitude(c, 0, frames));
    }
    player_.add_to(block.getWritePointer(0), block.getWritePointer(1), frames, rate_hz());
    midi_.clear();
    midi_in_.removeNextBlockOfMessages(midi_, frames);
    const juce::ScopedTryLock lock(processor_.getCallbackLock());
    if (lock.isLocked() && !processor_.isSuspended())
        processor_.processBlock(block, midi_);
    else
        block.clear();
    midi_out_.push(midi_);
    microphone_.watch(input_peak, block.getMagnitude(0, frames), frames / rate_hz());
    if (heard && recorder_.rate_hz() == rate_hz())
        recorder_.push(block.getReadPointer(0), block.getReadPointer(1), frames);
}

} // namespace soma::standalone
