#pragma once

#include "Plugin.h"

#include <cmath>
#include <vector>

namespace soma::test {

/// A processor, its buffers and a host's transport.
class ProcessorBench : private juce::AudioPlayHead {
  public:
    explicit ProcessorBench(double rate_hz = 48000.0, int prepared = 512) {
        processor.setPlayHead(this);
        processor.enableAllBuses();
        processor.setRateAndBufferSizeDetails(rate_hz, prepared);
        processor.prepareToPlay(rate_hz, prepared);
    }
    ~ProcessorBench() override { processor.setPlayHead(nullptr); }

    /// One block; the input holds `input` in all channels.
    juce::AudioBuffer<float>& run(int frames, float input = 0.0f) {
        begin(frames, input);
        processor.processBlock(audio, midi);
        return audio;
    }
    /// As run, but only what comes before processBlock.
    void begin(int frames, float input = 0.0f) {
        audio.setSize(std::max(processor.getTotalNumInputChannels(), processor.getTotalNumOutputChannels()), frames,
                      false, false, true);
        for (int channel = 0; channel < audio.getNumChannels(); ++channel)
            juce::FloatVectorOperations::fill(audio.getWritePointer(channel), input, frames);
    }

    float peak(int channel = 0) const { return audio.getMagnitude(channel, 0, audio.getNumSamples()); }
    bool is_finite() const {
        for (int channel = 0; channel < audio.getNumChannels(); ++channel)
            for (int i = 0; i < audio.getNumSamples(); ++i)
                if (!std::isfinite(audio.getSample(channel, i))) return false;
        return true;
    }

    Plugin processor;
    juce::AudioBuffer<float> audio;
    juce::MidiBuffer midi;
    bool playing = false;

  private:
    juce::Optional<PositionInfo> getPosition() const override {
        PositionInfo position;
        position.setIsPlaying(playing);
        position.setBpm(97.0);
        return position;
    }
};

} // namespace soma::test
