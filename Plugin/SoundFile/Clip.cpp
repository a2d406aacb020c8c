#include "SoundFile/Clip.h"

#include "SoundFile/SoundReader.h"

#include <array>

namespace soma {
namespace {

constexpr double longest_s = 1800.0;
constexpr int block_frames = 1 << 14;

/// All of a sound at its own rate.
juce::AudioBuffer<float> samples_of(sound_file::SoundReader& sound) {
    juce::AudioBuffer<float> all(std::min(2, sound.channels()), static_cast<int>(sound.frames()));
    juce::AudioBuffer<float> block(sound.channels(), block_frames);
    for (int start = 0; start < all.getNumSamples(); start += block_frames) {
        const int count = std::min(block_frames, all.getNumSamples() - start);
        sound.read(start, count, block.getArrayOfWritePointers());
        for (int c = 0; c < all.getNumChannels(); ++c) all.copyFrom(c, start, block, c, 0, count);
    }
    return all;
}

} // namespace

std::unique_ptr<Clip> read_clip(const juce::File& file, double rate_hz) {
    auto clip = std::make_unique<Clip>();
    clip->name = file.getFileName().toStdString();
    clip->rate_hz = rate_hz;
    const auto path = file.getFullPathName().toStdString();
    sound_file::SoundReader sound(std::filesystem::path(std::u8string(path.begin(), path.end())), clip->name);
    if (static_cast<double>(sound.frames()) > longest_s * sound.rate_hz())
        throw sound_file::Error(clip->name + ": is longer than 30 minutes; cut it into shorter files");
    auto read = samples_of(sound);
    if (sound.rate_hz() == rate_hz) {
        clip->audio = std::move(read);
        return clip;
    }
    const double ratio = sound.rate_hz() / rate_hz;
    const int frames = std::max(1, static_cast<int>(read.getNumSamples() / ratio));
    clip->audio.setSize(read.getNumChannels(), frames);
    clip->audio.clear(); // the interpolator reads what it replaces
    for (int c = 0; c < read.getNumChannels(); ++c) {
        juce::WindowedSincInterpolator sinc;
        sinc.process(ratio, read.getReadPointer(c), clip->audio.getWritePointer(c), frames, read.getNumSamples(), 0);
    }
    return clip;
}

} // namespace soma
