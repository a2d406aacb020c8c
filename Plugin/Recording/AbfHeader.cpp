#include "Recording/AbfHeader.h"

#include "Recording/Sweep.h"

#include <algorithm>

namespace soma::recording {

void lay_out_sweeps(const LittleEndian& file, AbfHeader& header, int mode, std::int64_t all_samples,
                    std::uint64_t synch_offset, std::int64_t synch_count, std::int64_t episodes,
                    std::int64_t episode_samples) {
    constexpr int variable_length = 1, gap_free = 3, episodic = 5;
    if (mode == variable_length)
        file.fail("was recorded in event-driven mode with sweeps of different lengths; record or export episodes of "
                  "one length, or gap-free");
    if (mode < variable_length || mode > episodic)
        file.fail("its operation mode is " + std::to_string(mode) +
                  ", which is none of pCLAMP's; the header is damaged");
    const std::uint64_t bytes_each = header.floats ? 4 : 2;
    const std::uint64_t room = header.data_offset < file.size() ? (file.size() - header.data_offset) / bytes_each : 0;
    if (all_samples <= 0) file.fail("holds no samples");
    if (static_cast<std::uint64_t>(all_samples) > room)
        file.fail("is truncated: " + std::to_string(room) + " of its " + std::to_string(all_samples) +
                  " samples are there");
    const auto channels = static_cast<std::int64_t>(header.inputs.size());
    const auto add = [&](std::int64_t first, std::int64_t samples) {
        if (samples <= 0 || samples % channels != 0 || samples > all_samples - first)
            file.fail("sweep " + std::to_string(header.sweeps.size() + 1) + " has " + std::to_string(samples) +
                      " samples, which do not fit the file's " + std::to_string(all_samples) +
                      "; the header is damaged");
        if (samples / channels > most_samples)
            file.fail("sweep " + std::to_string(header.sweeps.size() + 1) + " is longer than " +
                      std::to_string(most_samples) + " samples");
        header.sweeps.push_back({first, samples / channels});
    };
    constexpr std::int64_t most_sweeps = 100'000;
    if (std::max(synch_count, episodes) > most_sweeps)
        file.fail("says that it holds more than " + std::to_string(most_sweeps) + " sweeps; the header is damaged");
    if (mode == gap_free) {
        add(0, all_samples);
    } else if (synch_count > 0) {
        std::int64_t first = 0;
        for (std::int64_t i = 0; i < synch_count; ++i) {
            const auto samples = file.at<std::int32_t>(synch_offset + 8 * static_cast<std::uint64_t>(i) + 4);
            add(first, samples);
            first += samples;
        }
    } else {
        for (std::int64_t i = 0; i < std::max<std::int64_t>(episodes, 1); ++i)
            add(i * episode_samples, episode_samples);
    }
}

AbfInput scaled_input(const LittleEndian& file, AbfInput input, double range, double resolution, double scale_factor,
                      double signal_gain, double programmable_gain, double telegraph_gain, double offset) {
    const double gain = scale_factor * signal_gain * programmable_gain * telegraph_gain * resolution;
    if (!(std::abs(gain) > 0.0) || !(std::abs(range) > 0.0))
        file.fail("the scale of input '" + input.name +
                  "' is zero (ADC range, resolution or one of its gains); the "
                  "header is damaged");
    input.scale = range / gain;
    input.offset = offset;
    return input;
}

} // namespace soma::recording
