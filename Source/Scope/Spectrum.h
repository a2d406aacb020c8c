#pragma once

#include "Scope/TraceHistory.h"

#include <complex>
#include <span>
#include <vector>

namespace soma::scope {

/// Spectrum of equally spaced values through a Blackman–Harris window, which keeps lines apart down to −92 dB (F. J.
/// Harris, Proc. IEEE 66:51, 1978). A sine of amplitude 1 reads 0 dB, less by up to 0.9 dB between two bins. The mean
/// is left out. Not for the audio thread.
class Spectrum {
  public:
    static constexpr double lowest_db = -300.0;

    /// `rows`, a power of two, are analysed at once.
    explicit Spectrum(std::size_t rows);

    std::size_t rows() const { return window_.size(); }
    /// As many values as there are rows; those that are not finite count as the mean.
    void take(std::span<const float> values, double sample_rate_hz);
    /// The strongest that lies between two frequencies, in dB. Closer than two bins: what is between those.
    double level_db(double low_hz, double high_hz) const;
    double bin_hz() const { return bin_hz_; }

  private:
    double db_at(double bin) const;

    std::vector<double> window_;
    std::vector<std::complex<double>> values_;
    std::vector<float> db_; ///< by bin, up to half the sample rate
    double bin_hz_ = 1.0;
};

/// V of neuron 0 over the last samples, as they are heard: in real time, whatever the time scale. False where the
/// history is too short.
bool take_voltage(const TraceHistory& history, Spectrum& spectrum);

} // namespace soma::scope
