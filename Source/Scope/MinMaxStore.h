#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace soma::scope {

/// Smallest and largest value of an interval and which came first.
struct Extent {
    float min = std::numeric_limits<float>::infinity();
    float max = -std::numeric_limits<float>::infinity();
    bool min_first = true;

    bool empty() const { return min > max; }

    /// A later value; NaN changes nothing.
    void add(float value) {
        if (value < min) {
            min = value;
            min_first = empty();
        }
        if (value > max) {
            if (min < value) min_first = true;
            max = value;
        }
    }

    /// A later interval.
    void add(const Extent& later) {
        if (later.empty()) return;
        const bool new_min = later.min<min, new_max = later.max> max;
        if (new_min && new_max)
            min_first = later.min_first;
        else if (new_min)
            min_first = false;
        else if (new_max)
            min_first = true;
        if (new_min) min = later.min;
        if (new_max) max = later.max;
    }
};

/// Ring of samples of one quantity with minima and maxima over 16, 256 and 4096 of them, so that the extent of any
/// interval takes at most about a hundred steps. Indexed by absolute sample number; a lost sample is NaN. Reader
/// thread.
class MinMaxStore {
  public:
    static constexpr int finest = 16;     ///< samples in a node of the first level
    static constexpr int coarsest = 4096; ///< samples in a node of the last level

    /// Room for `capacity` samples, a multiple of `coarsest`.
    void resize(std::int64_t capacity);
    void clear();

    /// Samples are written in rising order without holes.
    void write(std::int64_t sample, float value);

    /// A value V takes inside `sample`, which was the last written: counts in extents.
    void fold(std::int64_t sample, float value);

    float at(std::int64_t sample) const { return raw_[slot(sample)]; }

    /// Over samples first … last − 1, all of which are stored.
    Extent extent(std::int64_t first, std::int64_t last) const;

    /// First sample in first … last − 1 whose own value is at or above `level` (at or below it if not `upward`);
    /// `last` if there is none.
    std::int64_t find(std::int64_t first, std::int64_t last, float level, bool upward) const;

    std::int64_t capacity() const { return static_cast<std::int64_t>(raw_.size()); }
    std::size_t bytes() const;

  private:
    static constexpr std::array<int, 3> shifts{4, 8, 12};

    std::size_t slot(std::int64_t sample) const {
        return static_cast<std::size_t>(sample) % raw_.size(); // samples are never negative
    }
    /// Largest level whose node begins at `sample` and ends by `last`; −1: the sample alone.
    int level_at(std::int64_t sample, std::int64_t last) const;

    std::vector<float> raw_;
    std::array<std::vector<Extent>, 3> levels_;
};

} // namespace soma::scope
