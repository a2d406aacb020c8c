#pragma once

#include "Core/SpikeEvent.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <tuple>
#include <vector>

namespace soma {

/// V over part of a sample, between two events: a smooth piece with its slopes in mV per sample.
struct VoltagePiece {
    std::int32_t sample, neuron;
    double start, length; ///< in samples, within the sample
    double begin_mv, begin_slope, end_mv, end_slope;
};

/// What the neurons did in one block, exact: spikes, and V as smooth pieces. Samples in which a neuron had no event are
/// summed over the neurons; the others are listed piece by piece. Nothing allocates after prepare.
class Sweep {
  public:
    static constexpr std::size_t max_pieces = 1 << 15;

    void prepare(int max_frames) {
        for (auto* row : {&begin_mv_, &begin_slope_, &end_mv_, &end_slope_})
            row->assign(static_cast<std::size_t>(max_frames), 0.0);
        pieces_.reserve(max_pieces);
        spikes_.reserve(std::max<std::size_t>(1 << 14, 64 * static_cast<std::size_t>(max_frames)));
    }

    void begin(int frames) noexcept {
        frames_ = static_cast<std::size_t>(frames);
        for (auto* row : {&begin_mv_, &begin_slope_, &end_mv_, &end_slope_}) std::fill_n(row->begin(), frames_, 0.0);
        pieces_.clear();
        spikes_.clear();
        dropped_ = 0;
    }

    void add_whole(int sample, double begin_mv, double begin_slope, double end_mv, double end_slope) noexcept {
        const auto k = static_cast<std::size_t>(sample);
        begin_mv_[k] += begin_mv;
        begin_slope_[k] += begin_slope;
        end_mv_[k] += end_mv;
        end_slope_[k] += end_slope;
    }

    void add_piece(const VoltagePiece& piece) noexcept {
        if (pieces_.size() < max_pieces) pieces_.push_back(piece);
    }

    void add_spike(const SpikeEvent& spike) noexcept {
        if (spikes_.size() < spikes_.capacity())
            spikes_.push_back(spike);
        else
            ++dropped_;
    }

    /// Puts spikes in order of time, and pieces sample by sample, so that no order depends on how blocks are cut.
    void finish() noexcept {
        sort(spikes_, [](const SpikeEvent& e) { return std::tuple(e.sample, e.offset, e.neuron); });
        sort(pieces_, [](const VoltagePiece& e) { return std::tuple(e.sample, e.neuron, e.start); });
    }

    std::span<const double> begin_mv() const noexcept { return {begin_mv_.data(), frames_}; }
    std::span<const double> begin_slope() const noexcept { return {begin_slope_.data(), frames_}; }
    std::span<const double> end_mv() const noexcept { return {end_mv_.data(), frames_}; }
    std::span<const double> end_slope() const noexcept { return {end_slope_.data(), frames_}; }
    std::span<const VoltagePiece> pieces() const noexcept { return pieces_; }
    std::span<const SpikeEvent> spikes() const noexcept { return spikes_; }
    std::uint64_t dropped() const noexcept { return dropped_; }

  private:
    template <class T, class Key>
    static void sort(std::vector<T>& list, Key key) noexcept {
        const auto earlier = [key](const T& a, const T& b) { return key(a) < key(b); };
        if (!std::is_sorted(list.begin(), list.end(), earlier)) std::sort(list.begin(), list.end(), earlier);
    }

    std::vector<double> begin_mv_, begin_slope_, end_mv_, end_slope_;
    std::vector<VoltagePiece> pieces_;
    std::vector<SpikeEvent> spikes_;
    std::size_t frames_ = 0;
    std::uint64_t dropped_ = 0;
};

} // namespace soma
