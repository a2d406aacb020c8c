#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Recordings of real cells in current clamp, and comparing models with them. Any thread but the audio thread.
namespace soma::recording {

/// How a sweep's current is known.
enum class CurrentSource : std::uint8_t {
    none,     ///< the file does not say what was injected
    recorded, ///< the amplifier's own measurement of it, sample by sample
    command,  ///< the commanded waveform, sample by sample
    protocol, ///< computed from the protocol's epochs
};
std::string_view source_name(CurrentSource source);

/// One trial: what was injected and what the cell did, sampled together. Row k is the state at k/rate; its current acts
/// from then until the next row.
struct Sweep {
    int number = 0;   ///< as its file counts it
    std::string name; ///< of the stimulus or the series; may be empty
    double rate_hz = 0.0;
    std::vector<double> voltage_mv;
    std::vector<double> current_pa; ///< as many as voltage_mv, or none
    CurrentSource source = CurrentSource::none;
    /// voltage_mv are millivolts across a membrane. False for a sound of spikes outside the cell, whose scale nobody
    /// knows: full scale is then 100.
    bool scaled = true;

    double interval_ms() const { return 1000.0 / rate_hz; }
    double duration_ms() const { return static_cast<double>(voltage_mv.size()) * interval_ms(); }
    bool has_current() const { return !current_pa.empty(); }
};

/// More samples in one sweep are refused: 90 minutes at 50 kHz.
constexpr std::int64_t most_samples = std::int64_t{1} << 28;
/// No amplifier samples slower or faster.
constexpr double least_rate_hz = 100.0, largest_rate_hz = 10e6;
/// A voltage or a current beyond these is no membrane's: its unit or its scale is wrong.
constexpr double largest_mv = 1e4, largest_pa = 1e7;

/// How many mV a voltage unit is ("mV", "V", "volts", "µV"); 0 for a unit of something else.
double millivolts_per(std::string_view unit);
/// How many pA a current unit is ("pA", "nA", "A", "amperes"); 0 for a unit of something else.
double picoamperes_per(std::string_view unit);

} // namespace soma::recording
