#pragma once

#include "Report.h"
#include "State/Preset.h"
#include "Subject.h"

#include <span>
#include <vector>

namespace soma::validator {

/// Main bus: −0.1 dBFS, which nothing may exceed (rule 6 of the design).
constexpr float full_scale = 0.98855309F;
constexpr int prepared_block = 512;

/// An instance at work: prepared, with a transport, one block after another. One thread at a time.
class Run : private juce::AudioPlayHead {
  public:
    explicit Run(const Subject& subject, double rate_hz = 48000.0, int block = prepared_block);
    ~Run() override;

    juce::AudioProcessor& plugin() { return *plugin_; }
    /// Prepares again at this rate, for blocks of up to `block`.
    void prepare(double rate_hz, int block);

    /// One block; the input holds `input` in all channels. `midi` holds the messages that go in, then those out.
    void process(int frames, float input = 0.0F);
    /// As process, bypassed.
    void bypass(int frames, float input = 0.0F);
    /// Blocks of the prepared size until `seconds` are over; the largest sample of the main bus.
    float play(double seconds, float input = 0.0F);

    const juce::AudioBuffer<float>& audio() const { return audio_; }
    /// For inputs other than a constant: between begin and finish.
    juce::AudioBuffer<float>& begin(int frames, float input);
    void finish(bool bypassed = false);

    bool is_finite() const;
    bool has_denormals() const;
    float main_peak() const;
    /// Largest sample of an output bus.
    float bus_peak(int bus) const;

    /// The plugin's own state as the format gives it out.
    std::string state();
    Preset preset() { return read_preset("state", state()).preset; }
    void load(std::string_view inner);
    void load(const Preset& preset) { load(preset_text(preset)); }
    /// The present state with these values changed.
    void set(std::initializer_list<std::pair<Id, double>> values);

    /// Null where the host shows no such parameter.
    juce::AudioProcessorParameter* parameter(Id id) const;

    juce::MidiBuffer midi;
    bool playing = true;

  private:
    juce::Optional<PositionInfo> getPosition() const override;

    const Subject& subject_;
    std::unique_ptr<juce::AudioProcessor> plugin_;
    juce::AudioBuffer<float> audio_;
    double rate_hz_ = 0.0;
    int block_ = 0;
    juce::int64 time_ = 0;
};

/// Every output sample of `frames` samples, channel after channel, in blocks whose sizes are `sizes` in turn. The input
/// is the same noise each time, with notes at fixed samples.
std::vector<float> rendered(Run& run, int frames, std::span<const int> sizes);

/// The neuron fires with nothing plugged in, without what makes one run differ from another.
void make_it_fire(Run& run);

} // namespace soma::validator
