#include "SoundFile/Clip.h"

#include <stdexcept>

namespace soma {
namespace {

constexpr double longest_s = 1800.0;

[[noreturn]] void fail(const juce::File& file, const char* why) {
    throw std::runtime_error(file.getFileName().toStdString() + ": " + why);
}

} // namespace

std::unique_ptr<Clip> read_clip(const juce::File& file, double rate_hz) {
    juce::AudioFormatManager formats;
    formats.registerBasicFormats();
    if (!file.existsAsFile()) fail(file, "there is no such file");
    const std::unique_ptr<juce::AudioFormatReader> reader(formats.createReaderFor(file));
    if (reader == nullptr) fail(file, "is no WAV, FLAC, AIFF or Ogg file");
    if (reader->lengthInSamples < 1 || reader->sampleRate <= 0.0) fail(file, "holds no sound");
    if (static_cast<double>(reader->lengthInSamples) > longest_s * reader->sampleRate)
        fail(file, "is longer than 30 minutes");

    const int channels = juce::jlimit(1, 2, static_cast<int>(reader->numChannels));
    juce::AudioBuffer<float> read(channels, static_cast<int>(reader->lengthInSamples));
    if (!reader->read(&read, 0, read.getNumSamples(), 0, true, true)) fail(file, "cannot be read to its end");
    auto clip = std::make_unique<Clip>();
    clip->name = file.getFileName().toStdString();
    if (reader->sampleRate == rate_hz) {
        clip->audio = std::move(read);
        return clip;
    }
    const double ratio = reader->sampleRate / rate_hz;
    const int frames = std::max(1, static_cast<int>(read.getNumSamples() / ratio));
    clip->audio.setSize(channels, frames);
    clip->audio.clear(); // the interpolator reads what it replaces
    for (int c = 0; c < channels; ++c) {
        juce::WindowedSincInterpolator sinc;
        sinc.process(ratio, read.getReadPointer(c), clip->audio.getWritePointer(c), frames, read.getNumSamples(), 0);
    }
    return clip;
}

} // namespace soma
