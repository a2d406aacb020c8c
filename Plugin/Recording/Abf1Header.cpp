#include "Recording/AbfHeader.h"

#include "Recording/Sweep.h"

#include <algorithm>
#include <array>

namespace soma::recording {
namespace {

/// Byte offsets of the header's fields (Axon Instruments' File Support Pack for version 1.83).
namespace at {
constexpr std::uint64_t version = 4, mode = 8, all_samples = 10, ignored = 14, episodes = 16, microsoft_floats = 38,
                        data_block = 40, synch_block = 92, synch_count = 96, data_format = 100, inputs = 120,
                        interval_us = 122, second_interval_us = 126, episode_samples = 138, adc_range = 244,
                        adc_resolution = 252, experiment = 260, sampling_order = 410, input_names = 442,
                        input_units = 602, programmable_gains = 730, scale_factors = 922, offsets = 986,
                        signal_gains = 1050, signal_offsets = 1114, output_units = 1346, holding_levels = 1394,
                        active_output = 1440, waveform_enabled = 2296, waveform_source = 2300, inter_episode = 2304,
                        epoch_types = 2308, epoch_levels = 2348, epoch_level_steps = 2428, epoch_samples = 2508,
                        epoch_samples_steps = 2588, user_list = 3360, telegraph_enabled = 4512, telegraph_gains = 4576;
} // namespace at

constexpr std::uint64_t block_bytes = 512, long_header_bytes = 6144;
constexpr std::uint64_t input_count = 16, waveform_outputs = 2, epochs_each = 10, output_count = 4;

std::string word(const LittleEndian& file, std::uint64_t offset, std::uint64_t length) {
    std::string text(file.text(offset, length));
    text.resize(std::min(text.find('\0'), text.size()));
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

AbfInput read_input(const LittleEndian& file, std::uint64_t index, bool long_header) {
    const auto real = [&](std::uint64_t field, std::string_view name) { return file.real(field + 4 * index, name); };
    double telegraph = 1.0;
    if (long_header && file.at<std::int16_t>(at::telegraph_enabled + 2 * index) != 0)
        telegraph = real(at::telegraph_gains, "fTelegraphAdditGain");
    return scaled_input(file,
                        {word(file, at::input_names + 10 * index, 10), word(file, at::input_units + 8 * index, 8)},
                        file.real(at::adc_range, "fADCRange"), file.at<std::int32_t>(at::adc_resolution),
                        real(at::scale_factors, "fInstrumentScaleFactor"), real(at::signal_gains, "fSignalGain"),
                        real(at::programmable_gains, "fADCProgrammableGain"), telegraph,
                        real(at::offsets, "fInstrumentOffset") - real(at::signal_offsets, "fSignalOffset"));
}

void read_epochs(const LittleEndian& file, std::uint64_t output, AbfOutput& into) {
    for (std::uint64_t e = 0; e < epochs_each; ++e) {
        const auto i = output * epochs_each + e;
        const auto type = file.at<std::int16_t>(at::epoch_types + 2 * i);
        if (type == 0) continue;
        if (type != 1 && type != 2) {
            into.why_unknown = "an epoch of its protocol is neither a step nor a ramp";
            return;
        }
        into.epochs.push_back({type == 1 ? AbfEpoch::Kind::step : AbfEpoch::Kind::ramp,
                               file.real(at::epoch_levels + 4 * i, "fEpochInitLevel"),
                               file.real(at::epoch_level_steps + 4 * i, "fEpochLevelInc"),
                               file.at<std::int32_t>(at::epoch_samples + 4 * i),
                               file.at<std::int32_t>(at::epoch_samples_steps + 4 * i)});
    }
}

std::optional<AbfOutput> read_output(const LittleEndian& file) {
    const auto active = file.at<std::int16_t>(at::active_output);
    if (active < 0 || active >= static_cast<int>(output_count)) return std::nullopt;
    const auto index = static_cast<std::uint64_t>(active);
    AbfOutput output;
    output.unit = word(file, at::output_units + 8 * index, 8);
    output.holding = file.real(at::holding_levels + 4 * index, "fDACHoldingLevel");
    if (index >= waveform_outputs) {
        output.why_unknown = "its protocol is of an output without epochs";
        return output;
    }
    output.has_waveform = file.at<std::int16_t>(at::waveform_enabled + 2 * index) != 0;
    if (!output.has_waveform) return output;
    output.returns_to_holding = file.at<std::int16_t>(at::inter_episode + 2 * index) == 0;
    constexpr int by_epochs = 1;
    if (file.at<std::int16_t>(at::waveform_source + 2 * index) != by_epochs)
        output.why_unknown = "its command came from another file";
    else if (file.at<std::int16_t>(at::user_list) != 0)
        output.why_unknown = "its protocol has a user list";
    else
        read_epochs(file, index, output);
    return output;
}

} // namespace

AbfHeader read_abf1_header(const LittleEndian& file) {
    AbfHeader header;
    const double version = file.real(at::version, "its version");
    if (version < 1.0 || version >= 2.0)
        file.fail("its version is not 1.0 to 1.9; files that a Macintosh of old wrote are not read");
    header.version = "ABF " + std::to_string(version).substr(0, 4);
    if (file.at<std::int16_t>(at::microsoft_floats) != 0)
        file.fail("holds numbers in Microsoft's binary format of old; open and save it with Clampfit");
    const auto format = file.at<std::int16_t>(at::data_format);
    if (format != 0 && format != 1) file.fail("its samples are neither 16-bit integers nor floats");
    header.floats = format == 1;
    const auto channels = file.at<std::int16_t>(at::inputs);
    if (channels < 1 || channels > static_cast<int>(input_count))
        file.fail("says that it holds " + std::to_string(channels) + " inputs; 1 to 16 are possible");
    const double interval_us = file.real(at::interval_us, "fADCSampleInterval");
    const double second_us = file.real(at::second_interval_us, "fADCSecondSampleInterval");
    if (second_us != 0.0 && second_us != interval_us)
        file.fail("changes its sampling rate within a sweep, which is not read");
    header.rate_hz = 1e6 / (interval_us * channels);
    const bool long_header =
        file.size() >= long_header_bytes &&
        static_cast<std::uint64_t>(file.at<std::int32_t>(at::data_block)) * block_bytes >= long_header_bytes;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(channels); ++i) {
        const auto physical = file.at<std::int16_t>(at::sampling_order + 2 * i);
        if (physical < 0 || physical >= static_cast<int>(input_count))
            file.fail("its sampling order names an input that is none; the header is damaged");
        header.inputs.push_back(read_input(file, static_cast<std::uint64_t>(physical), long_header));
    }
    const auto data_block = file.at<std::int32_t>(at::data_block);
    const auto ignored = file.at<std::int16_t>(at::ignored);
    if (data_block < 1 || ignored < 0) file.fail("its data have no place; the header is damaged");
    header.data_offset = static_cast<std::uint64_t>(data_block) * block_bytes +
                         static_cast<std::uint64_t>(ignored) * (header.floats ? 4u : 2u);
    const auto synch_block = std::max(0, file.at<std::int32_t>(at::synch_block));
    lay_out_sweeps(file, header, file.at<std::int16_t>(at::mode), file.at<std::int32_t>(at::all_samples),
                   static_cast<std::uint64_t>(synch_block) * block_bytes,
                   synch_block > 0 ? file.at<std::int32_t>(at::synch_count) : 0, file.at<std::int32_t>(at::episodes),
                   file.at<std::int32_t>(at::episode_samples));
    if (long_header) header.output = read_output(file);
    return header;
}

} // namespace soma::recording
