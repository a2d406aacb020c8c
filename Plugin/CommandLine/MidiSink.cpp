#include "CommandLine/Sink.h"

#include <juce_audio_basics/juce_audio_basics.h>

#include <bitset>
#include <cmath>

namespace soma::command {
namespace {

/// 0.026 ms: finer than the 0.1 ms by which a spike's note may be off, and a multiple of the resolutions programs use.
constexpr int ticks_per_quarter = 19200;
constexpr double seconds_per_quarter = 0.5;

/// A standard MIDI file of one track with the notes of the spikes, in the time of the sound.
class MidiSink final : public Sink {
  public:
    MidiSink(Output& output, const RunInfo& info)
        : output_(output)
        , info_(info) {
        track_.addEvent(juce::MidiMessage::textMetaEvent(3, "Somaphone"));
        track_.addEvent(juce::MidiMessage::tempoMetaEvent(static_cast<int>(1e6 * seconds_per_quarter)));
    }

    void block(const RunBlock& block) override {
        for (const auto& event : block.engine.midi_out())
            add(juce::MidiMessage(event.bytes, 3), block.start + event.sample);
    }

    void end() override {
        for (std::size_t i = 0; i < sounding_.size(); ++i)
            if (sounding_[i])
                add(juce::MidiMessage::noteOff(static_cast<int>(i / keys) + 1, static_cast<int>(i % keys)),
                    info_.frames);
        auto last = juce::MidiMessage::endOfTrack();
        last.setTimeStamp(ticks(info_.frames));
        track_.addEvent(last);
        juce::MidiFile file;
        file.setTicksPerQuarterNote(ticks_per_quarter);
        file.addTrack(track_);
        juce::MemoryOutputStream bytes;
        file.writeTo(bytes, 0);
        output_.write({static_cast<const char*>(bytes.getData()), bytes.getDataSize()});
    }

  private:
    double ticks(std::int64_t sample) const {
        const double seconds = static_cast<double>(sample) / info_.provenance.sample_rate_hz;
        return std::round(seconds / seconds_per_quarter * ticks_per_quarter);
    }

    void add(juce::MidiMessage message, std::int64_t sample) {
        if (message.isNoteOnOrOff())
            sounding_.set(keys * static_cast<std::size_t>(message.getChannel() - 1) +
                              static_cast<std::size_t>(message.getNoteNumber()),
                          message.isNoteOn());
        message.setTimeStamp(ticks(sample));
        track_.addEvent(message);
    }

    Output& output_;
    const RunInfo& info_;
    juce::MidiMessageSequence track_;
    static constexpr std::size_t channels = 16, keys = 128;
    std::bitset<channels * keys> sounding_;
};

} // namespace

std::unique_ptr<Sink> make_midi_sink(Output& output, const RunInfo& info) {
    return std::make_unique<MidiSink>(output, info);
}

} // namespace soma::command
