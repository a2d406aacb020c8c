#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace soma::sound {

/// Holds the curve between the samples to a ceiling, without latency.
///
/// The curve at an instant is a sum over the samples around it, weighted by a windowed sinc. The guard keeps what each
/// instant has got so far. A sample that would lift one of these sums beyond the ceiling is made smaller, with its
/// partner in the other channel. A sample of 0 lifts none, so there is always a sample that fits, and no finished sum
/// exceeds the ceiling. Sums that are lifted and would have come down again are held back as well: only signals do so
/// that jump at nearly full scale from one sample to the next.
///
/// Most sound needs none of that, and a bound says so. A sum is Σ x·w over samples that all lie in a window of 2·reach
/// samples, with weights w of one row of the windowed sinc; finished or not, it is by Cauchy and Schwarz at most
/// √(Σ x² · Σ w²). So while Σ x² over the last 2·reach samples is at most ceiling²/(largest Σ w²), no sum is beyond the
/// ceiling, `fits` would always say yes, and the sums are not made. That is −18.7 dBFS of rms over a millisecond.
/// Where they are needed they are made again from the last samples, in the same order and so to the same bits.
/// Audio thread.
class TruePeakGuard {
  public:
    /// −1.9 dBTP. Between two of the guard's instants, a quarter of a sample apart, and by other windows of a meter,
    /// the curve was measured up to 0.8 dB above: by 64 taps at 8 times the sample rate below −1 dBTP.
    static constexpr float ceiling = 0.80352612f;

    /// Makes the table.
    TruePeakGuard();

    void reset() noexcept;
    /// In place; both spans have one length. Every value is finite and at most 1.
    void process(std::span<double> left, std::span<double> right) noexcept;

  private:
    static constexpr int reach = 24, places = 4; ///< samples to either side, instants a sample
    static constexpr std::size_t instants = std::size_t{2} * reach * places;
    static constexpr std::size_t history = std::size_t{2} * reach;
    using Row = std::array<float, instants + places>; ///< the last ones are always 0

    struct Channel {
        Row sums{}; ///< of each instant that another sample may reach
        std::array<float, history> past{};
        double energy = 0.0; ///< of `past`

        double energy_with(std::span<const double> values) const noexcept;
        double energy_until(double value, std::size_t next) noexcept; ///< the oldest sample leaves
        void measure() noexcept;
    };

    bool fits(const Row& sums, float value) const noexcept;
    float largest_share(const Row& sums, float value) const noexcept;
    void add(Row& sums, float value) const noexcept;
    void resume() noexcept;
    void guard(double& left, double& right) noexcept;
    void keep(double left, double right) noexcept;

    Row kernel_{};              ///< weight of a sample at each instant from `reach` before it to `reach` after it
    double quiet_energy_ = 0.0; ///< no sum of samples with so little energy reaches the ceiling
    Channel left_, right_;
    std::size_t next_ = 0; ///< in `past`: the oldest
    int active_ = 0;       ///< samples for which the sums are still needed
};

} // namespace soma::sound
