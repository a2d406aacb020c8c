#pragma once

#include <juce_audio_formats/juce_audio_formats.h>

#include <memory>

namespace soma::compatibility {

/// A writer of `format` to `stream`, which it then owns; none, and the stream left alone, where the format cannot do
/// it. `bits` 32 is floating point in WAV.
inline std::unique_ptr<juce::AudioFormatWriter> audio_writer(juce::AudioFormat& format,
                                                             std::unique_ptr<juce::OutputStream>& stream,
                                                             double rate_hz, int channels, int bits) {
#if JUCE_MAJOR_VERSION >= 8
    return format.createWriterFor(
        stream,
        juce::AudioFormatWriterOptions{}.withSampleRate(rate_hz).withNumChannels(channels).withBitsPerSample(bits));
#else
    std::unique_ptr<juce::AudioFormatWriter> writer{
        format.createWriterFor(stream.get(), rate_hz, static_cast<unsigned int>(channels), bits, {}, 0)};
    if (writer != nullptr) static_cast<void>(stream.release());
    return writer;
#endif
}

} // namespace soma::compatibility
