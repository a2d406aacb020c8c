#pragma once

#include "Recording/LittleEndian.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soma::recording {

/// An input of the digitiser: a sample is scale·raw + offset in its unit.
struct AbfInput {
    std::string name, unit;
    double scale = 1.0, offset = 0.0;
};

/// A piece of the command waveform; level and duration move on from sweep to sweep.
struct AbfEpoch {
    enum class Kind : std::uint8_t { step, ramp };
    Kind kind;
    double level, level_step;
    std::int64_t samples, samples_step;
};

/// The output that commands the amplifier.
struct AbfOutput {
    std::string unit;
    double holding = 0.0;
    bool returns_to_holding = true; ///< between sweeps; else the last level stays
    std::vector<AbfEpoch> epochs;   ///< of a waveform that can be computed
    bool has_waveform = false;      ///< something is commanded beside the holding level
    std::string why_unknown;        ///< not empty: the waveform is of a kind that is not computed
};

/// Where a sweep lies among the samples of all inputs.
struct AbfExtent {
    std::int64_t first, samples;
};

/// The header of either version, in one form.
struct AbfHeader {
    std::string version;
    double rate_hz = 0.0; ///< of each input
    bool floats = false;
    std::uint64_t data_offset = 0; ///< bytes
    std::vector<AbfInput> inputs;
    std::vector<AbfExtent> sweeps;
    std::optional<AbfOutput> output;
};

/// Axon Binary Format 1 (pCLAMP to 9) and 2 (pCLAMP 10 on). Throws FormatError.
AbfHeader read_abf1_header(const LittleEndian& file);
AbfHeader read_abf2_header(const LittleEndian& file);

/// Shared by both: episodes, checked against the file's size. `synch_offset` points at pairs of start and length;
/// `episode_samples` is for a file without them. Lengths count samples of all inputs.
void lay_out_sweeps(const LittleEndian& file, AbfHeader& header, int mode, std::int64_t all_samples,
                    std::uint64_t synch_offset, std::int64_t synch_count, std::int64_t episodes,
                    std::int64_t episode_samples);
/// raw → unit. Throws FormatError where a factor is zero.
AbfInput scaled_input(const LittleEndian& file, AbfInput input, double range, double resolution, double scale_factor,
                      double signal_gain, double programmable_gain, double telegraph_gain, double offset);

} // namespace soma::recording
