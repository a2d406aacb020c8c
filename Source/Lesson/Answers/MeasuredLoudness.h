#pragma once

#include <span>

/// How loud a listener finds a sound, and how high its peaks are. Whole stereo sounds at 48 kHz; not the audio thread.
namespace soma::lesson {

constexpr double loudness_rate_hz = 48000.0;
constexpr double silent_lufs = -100.0; ///< stands for silence

/// Integrated loudness with both gates (ITU-R BS.1770-4), in LUFS.
double loudness_lufs(std::span<const float> left, std::span<const float> right);

/// Largest value of the curve through the samples, looked for at 4 places between two of them (BS.1770-4, annex 2), in
/// dBTP.
double true_peak_db(std::span<const float> left, std::span<const float> right);

} // namespace soma::lesson
