#pragma once

#include "Look/Theme.h"
#include "Scope/Spectrum.h"

#include <cstdint>
#include <string>
#include <vector>

namespace soma::plot {

/// The frequencies of a sound over time, column by column, from samples as they come. Not for the audio thread.
class Spectrogram {
  public:
    static constexpr double lowest_hz = 20.0;
    double highest_hz() const { return highest_hz_; }

    /// Of a sound of `frames` samples, for a picture of so many device pixels.
    Spectrogram(double sample_rate_hz, std::int64_t frames, int columns, int rows);

    void add(float sample);
    /// Silence follows; completes the last columns.
    void finish();

    double seconds() const { return static_cast<double>(frames_) / rate_hz_; }
    int columns() const { return columns_; }
    int rows() const { return rows_; }
    /// dB of a full-scale sine; row 0 is the highest frequency.
    float level_db(int column, int row) const {
        return levels_db_[static_cast<std::size_t>(column) * static_cast<std::size_t>(rows_) +
                          static_cast<std::size_t>(row)];
    }

  private:
    void analyse();
    double frequency_hz(double row) const;

    double rate_hz_, highest_hz_;
    std::int64_t frames_;
    int columns_, rows_;
    scope::Spectrum spectrum_;
    std::vector<float> recent_, window_; ///< a ring of the last samples; the same in order
    std::int64_t taken_ = 0;
    int done_ = 0; ///< columns
    std::vector<float> levels_db_;
};

/// Device pixels of the picture's plot area.
int spectrogram_columns(int width_px, int scale);
int spectrogram_rows(int height_px, int scale);

/// Time, frequency on a logarithmic axis, and level as brightness: 80 dB from the strongest downwards.
juce::Image draw_spectrogram(const Spectrogram& data, const std::string& title, const editor::Theme& theme,
                             int width_px, int height_px, int scale);

} // namespace soma::plot
