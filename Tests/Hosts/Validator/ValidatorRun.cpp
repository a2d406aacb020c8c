#include "ValidatorRun.h"

#include "Core/Random.h"

#include <algorithm>
#include <cmath>

namespace soma::validator {

Run::Run(const Subject& subject, double rate_hz, int block)
    : subject_(subject)
    , plugin_(subject.open()) {
    plugin_->setPlayHead(this);
    prepare(rate_hz, block);
}

Run::~Run() {
    plugin_->releaseResources();
    plugin_->setPlayHead(nullptr);
}

void Run::prepare(double rate_hz, int block) {
    plugin_->releaseResources();
    plugin_->setRateAndBufferSizeDetails(rate_hz, block);
    plugin_->prepareToPlay(rate_hz, block);
    rate_hz_ = rate_hz;
    block_ = block;
}

juce::AudioBuffer<float>& Run::begin(int frames, float input) {
    midi.ensureSize(8192); // a host's has room
    const int channels = std::max(plugin_->getTotalNumInputChannels(), plugin_->getTotalNumOutputChannels());
    audio_.setSize(channels, frames, false, false, true);
    for (int channel = 0; channel < channels; ++channel) std::fill_n(audio_.getWritePointer(channel), frames, input);
    return audio_;
}

void Run::finish(bool bypassed) {
    if (auto* bypass = plugin_->getBypassParameter(); bypass != nullptr && bypassed != (bypass->getValue() > 0.5F))
        bypass->setValue(bypassed ? 1.0F : 0.0F);
    if (bypassed)
        plugin_->processBlockBypassed(audio_, midi);
    else
        plugin_->processBlock(audio_, midi);
    time_ += audio_.getNumSamples();
}

void Run::process(int frames, float input) {
    begin(frames, input);
    finish();
}

void Run::bypass(int frames, float input) {
    begin(frames, input);
    finish(true);
}

float Run::play(double seconds, float input) {
    float peak = 0.0F;
    for (auto left = static_cast<int>(seconds * rate_hz_); left > 0; left -= block_) {
        midi.clear();
        process(std::min(left, block_), input);
        peak = std::max(peak, main_peak());
    }
    return peak;
}

bool Run::is_finite() const {
    for (int channel = 0; channel < audio_.getNumChannels(); ++channel) {
        const auto* samples = audio_.getReadPointer(channel);
        if (!std::all_of(samples, samples + audio_.getNumSamples(), [](float x) { return std::isfinite(x); }))
            return false;
    }
    return true;
}

bool Run::has_denormals() const {
    for (int channel = 0; channel < audio_.getNumChannels(); ++channel) {
        const auto* samples = audio_.getReadPointer(channel);
        if (std::any_of(samples, samples + audio_.getNumSamples(),
                        [](float x) { return std::fpclassify(x) == FP_SUBNORMAL; }))
            return true;
    }
    return false;
}

float Run::bus_peak(int bus) const {
    float peak = 0.0F;
    for (int channel = 0; channel < plugin_->getChannelCountOfBus(false, bus); ++channel)
        peak = std::max(peak, audio_.getMagnitude(plugin_->getChannelIndexInProcessBlockBuffer(false, bus, channel), 0,
                                                  audio_.getNumSamples()));
    return peak;
}

float Run::main_peak() const { return bus_peak(0); }

std::string Run::state() {
    juce::MemoryBlock outer;
    plugin_->getStateInformation(outer);
    return subject_.inner_state(outer);
}

void Run::load(std::string_view inner) {
    juce::MemoryBlock pattern;
    plugin_->getStateInformation(pattern);
    const auto outer = subject_.outer_state(pattern, inner);
    plugin_->setStateInformation(outer.getData(), static_cast<int>(outer.getSize()));
}

void Run::set(std::initializer_list<std::pair<Id, double>> values) {
    auto changed = preset();
    for (const auto& [id, value] : values) changed.values.set(id, value);
    load(changed);
}

juce::AudioProcessorParameter* Run::parameter(Id id) const {
    const auto wanted = subject_.parameter_id(soma::parameter(id).id);
    for (auto* parameter : plugin_->getParameters()) {
        const auto* hosted = dynamic_cast<const juce::HostedAudioProcessorParameter*>(parameter);
        if (hosted != nullptr && hosted->getParameterID() == wanted) return parameter;
    }
    return nullptr;
}

juce::Optional<juce::AudioPlayHead::PositionInfo> Run::getPosition() const {
    PositionInfo position;
    position.setIsPlaying(playing);
    position.setBpm(97.0);
    position.setTimeInSamples(time_);
    position.setTimeInSeconds(static_cast<double>(time_) / rate_hz_);
    return position;
}

std::vector<float> rendered(Run& run, int frames, std::span<const int> sizes) {
    constexpr int note_on = 1000, note_off = 9000;
    std::vector<std::vector<float>> channels;
    SplitMix64 random(7);
    std::size_t turn = 0;
    for (int done = 0; done < frames;) {
        const int count = std::min(sizes[turn++ % sizes.size()], frames - done);
        auto& audio = run.begin(count, 0.0F);
        for (int i = 0; i < count; ++i) {
            const auto sample = static_cast<float>(0.1 * (random.unit() - 0.5));
            for (int channel = 0; channel < run.plugin().getTotalNumInputChannels(); ++channel)
                audio.setSample(channel, i, sample);
        }
        run.midi.clear();
        if (note_on >= done && note_on < done + count)
            run.midi.addEvent(juce::MidiMessage::noteOn(1, 60, 0.8F), note_on - done);
        if (note_off >= done && note_off < done + count)
            run.midi.addEvent(juce::MidiMessage::noteOff(1, 60), note_off - done);
        run.finish();
        channels.resize(static_cast<std::size_t>(run.plugin().getTotalNumOutputChannels()));
        for (std::size_t i = 0; i < channels.size(); ++i) {
            const auto* samples = run.audio().getReadPointer(static_cast<int>(i));
            channels[i].insert(channels[i].end(), samples, samples + count);
        }
        done += count;
    }
    std::vector<float> all;
    for (const auto& channel : channels) all.insert(all.end(), channel.begin(), channel.end());
    return all;
}

void make_it_fire(Run& run) {
    Preset preset;
    preset.values.set(Id::stim_shape, 1.0); // step
    preset.values.set(Id::stim_amplitude_pa, 60.0);
    preset.values.set(Id::stim_delay_ms, 5.0);
    preset.values.set(Id::stim_duration_ms, 10000.0);
    preset.values.set(Id::midi_mode, 1.0); // current
    run.load(preset);
}

} // namespace soma::validator
