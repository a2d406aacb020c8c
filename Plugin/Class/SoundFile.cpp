#include "Class/SoundFile.h"

#include "Engine/Engine.h"
#include "Lesson/Answers/Setup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

namespace soma::classroom {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int block_frames = 1024;
constexpr double endless_s = 2.0; ///< of a sound that lasts until it is stopped
constexpr double longest_s = 30.0;

void append(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> (8 * i)) & 0xff);
}

std::string header(std::uint32_t data_bytes) {
    constexpr std::uint32_t rate = 48000;
    std::string out = "RIFF";
    append(out, 36 + data_bytes, 4);
    out += "WAVEfmt ";
    append(out, 16, 4);
    append(out, 1, 2); // PCM
    append(out, 1, 2); // channels
    append(out, rate, 4);
    append(out, rate * 2, 4);
    append(out, 2, 2);
    append(out, 16, 2);
    out += "data";
    append(out, data_bytes, 4);
    return out;
}

} // namespace

std::string wav_of(const lesson::Setup& setup) {
    if (setup.live_input || !setup.audio_file.empty()) return {};
    const auto engine = std::make_unique<Engine>();
    engine->prepare(rate_hz, block_frames);
    engine->set(setup.values);
    engine->set_initial(lesson::initial_of(setup));
    engine->reset();
    const double model_s = setup.total_ms / 1000.0 / setup.values[Id::time_scale];
    const double duration_s = std::min(longest_s, model_s > 0.0 ? model_s : endless_s);
    const auto frames = std::max<std::int64_t>(1, std::llround(duration_s * rate_hz));
    std::string out = header(static_cast<std::uint32_t>(2 * frames));
    std::array<std::vector<float>, 2> channels{std::vector<float>(block_frames), std::vector<float>(block_frames)};
    for (std::int64_t start = 0; start < frames; start += block_frames) {
        Block block;
        block.frames = static_cast<int>(std::min<std::int64_t>(block_frames, frames - start));
        for (std::size_t c = 0; c < 2; ++c) block.main[c] = channels[c].data();
        engine->process(block);
        for (std::size_t i = 0; i < static_cast<std::size_t>(block.frames); ++i) {
            const double x = std::clamp(0.5 * (static_cast<double>(channels[0][i]) + channels[1][i]), -1.0, 1.0);
            append(out, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(32767.0 * x))), 2);
        }
    }
    return out;
}

} // namespace soma::classroom
