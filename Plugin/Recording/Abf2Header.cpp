#include "Recording/AbfHeader.h"

#include "Recording/Sweep.h"

#include <algorithm>

namespace soma::recording {
namespace {

constexpr std::uint64_t block_bytes = 512;

/// A table of equal entries somewhere in the file; the header lists where.
struct Section {
    std::uint64_t offset = 0, entry_bytes = 0;
    std::int64_t count = 0;
    std::uint64_t entry(std::int64_t i) const { return offset + entry_bytes * static_cast<std::uint64_t>(i); }
};

enum SectionPlace : std::uint64_t {
    protocol_place = 76,
    inputs_place = 92,
    outputs_place = 108,
    epochs_place = 156,
    user_lists_place = 172,
    strings_place = 220,
    data_place = 236,
    synch_place = 316,
};

Section read_section(const LittleEndian& file, SectionPlace place) {
    return {file.at<std::uint32_t>(place) * block_bytes, file.at<std::uint32_t>(place + 4),
            file.at<std::int64_t>(place + 8)};
}

/// Names and units, one after another, each ended by a zero byte.
class Strings {
  public:
    explicit Strings(const LittleEndian& file) {
        constexpr std::uint64_t head_bytes = 44;
        const auto section = read_section(file, strings_place);
        if (section.offset == 0 || section.entry_bytes <= head_bytes) return;
        text_ = file.text(section.offset + head_bytes, section.entry_bytes - head_bytes);
    }

    /// Counted from 1; empty where there is none.
    std::string at(std::int32_t index) const {
        auto rest = text_;
        for (; index > 1 && !rest.empty(); --index) rest.remove_prefix(std::min(rest.find('\0'), rest.size() - 1) + 1);
        std::string found(index < 1 ? std::string_view() : rest.substr(0, std::min(rest.find('\0'), rest.size())));
        while (!found.empty() && found.back() == ' ') found.pop_back();
        return found;
    }

  private:
    std::string_view text_;
};

AbfInput read_input(const LittleEndian& file, std::uint64_t protocol, std::uint64_t entry, const Strings& strings) {
    AbfInput input{strings.at(file.at<std::int32_t>(entry + 74)), strings.at(file.at<std::int32_t>(entry + 78))};
    const bool telegraph = file.at<std::int16_t>(entry + 2) != 0;
    return scaled_input(file, std::move(input), file.real(protocol + 110, "fADCRange"),
                        file.at<std::int32_t>(protocol + 118), file.real(entry + 40, "fInstrumentScaleFactor"),
                        file.real(entry + 48, "fSignalGain"), file.real(entry + 28, "fADCProgrammableGain"),
                        telegraph ? file.real(entry + 6, "fTelegraphAdditGain") : 1.0,
                        file.real(entry + 44, "fInstrumentOffset") - file.real(entry + 52, "fSignalOffset"));
}

void read_epochs(const LittleEndian& file, std::int16_t output_number, AbfOutput& output) {
    const auto section = read_section(file, epochs_place);
    constexpr std::int64_t most_epochs = 1000;
    if (section.count < 0 || section.count > most_epochs) file.fail("lists too many epochs; the header is damaged");
    for (std::int64_t i = 0; i < section.count; ++i) {
        const auto entry = section.entry(i);
        const auto type = file.at<std::int16_t>(entry + 4);
        if (file.at<std::int16_t>(entry + 2) != output_number || type == 0) continue;
        if (type != 1 && type != 2) {
            output.why_unknown = "an epoch of its protocol is neither a step nor a ramp";
            return;
        }
        output.epochs.push_back({type == 1 ? AbfEpoch::Kind::step : AbfEpoch::Kind::ramp,
                                 file.real(entry + 6, "fEpochInitLevel"), file.real(entry + 10, "fEpochLevelInc"),
                                 file.at<std::int32_t>(entry + 14), file.at<std::int32_t>(entry + 18)});
    }
}

/// The output with a waveform; without one, the first.
std::optional<AbfOutput> read_output(const LittleEndian& file, const Strings& strings) {
    const auto section = read_section(file, outputs_place);
    constexpr std::int64_t most_outputs = 64;
    if (section.count < 0 || section.count > most_outputs) file.fail("lists too many outputs; the header is damaged");
    std::optional<AbfOutput> found;
    for (std::int64_t i = 0; i < section.count && !(found && found->has_waveform); ++i) {
        const auto entry = section.entry(i);
        AbfOutput output;
        output.unit = strings.at(file.at<std::int32_t>(entry + 28));
        output.holding = file.real(entry + 12, "fDACHoldingLevel");
        output.has_waveform = file.at<std::int16_t>(entry + 40) != 0;
        output.returns_to_holding = file.at<std::int16_t>(entry + 44) == 0;
        if (output.has_waveform) {
            constexpr int by_epochs = 1;
            if (file.at<std::int16_t>(entry + 42) != by_epochs)
                output.why_unknown = "its command came from another file";
            else if (read_section(file, user_lists_place).count > 0)
                output.why_unknown = "its protocol has a user list";
            else
                read_epochs(file, file.at<std::int16_t>(entry), output);
        }
        if (!found || output.has_waveform) found = std::move(output);
    }
    return found;
}

} // namespace

AbfHeader read_abf2_header(const LittleEndian& file) {
    AbfHeader header;
    header.version = "ABF " + std::to_string(file.at<std::uint8_t>(7)) + "." + std::to_string(file.at<std::uint8_t>(6));
    if (file.at<std::uint8_t>(7) != 2) file.fail("its version is not 2");
    const auto format = file.at<std::uint16_t>(30);
    if (format > 1) file.fail("its samples are neither 16-bit integers nor floats");
    header.floats = format == 1;
    const auto protocol = read_section(file, protocol_place);
    if (protocol.offset == 0) file.fail("has no protocol section; the header is damaged");
    if (file.at<std::uint8_t>(protocol.offset + 6) != 0)
        file.fail("its samples are compressed, which is not read; save it without compression");
    const auto inputs = read_section(file, inputs_place);
    constexpr std::int64_t most_inputs = 64;
    if (inputs.count < 1 || inputs.count > most_inputs)
        file.fail("says that it holds " + std::to_string(inputs.count) + " inputs; 1 to 64 are possible");
    const Strings strings(file);
    for (std::int64_t i = 0; i < inputs.count; ++i)
        header.inputs.push_back(read_input(file, protocol.offset, inputs.entry(i), strings));
    header.rate_hz = 1e6 / file.real(protocol.offset + 2, "fADCSequenceInterval");
    const auto data = read_section(file, data_place), synch = read_section(file, synch_place);
    if (data.entry_bytes != (header.floats ? 4u : 2u))
        file.fail("its samples have a wrong size; the header is damaged");
    header.data_offset = data.offset;
    lay_out_sweeps(file, header, file.at<std::int16_t>(protocol.offset), data.count, synch.offset, synch.count,
                   file.at<std::uint32_t>(12), file.at<std::int32_t>(protocol.offset + 22));
    header.output = read_output(file, strings);
    return header;
}

} // namespace soma::recording
