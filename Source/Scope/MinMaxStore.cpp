#include "Scope/MinMaxStore.h"

#include <algorithm>
#include <cmath>

namespace soma::scope {

void MinMaxStore::resize(std::int64_t capacity) {
    raw_ = std::vector<float>(static_cast<std::size_t>(capacity));
    for (std::size_t level = 0; level < levels_.size(); ++level)
        levels_[level] = std::vector<Extent>(static_cast<std::size_t>(capacity) >> shifts[level]);
    clear();
}

void MinMaxStore::clear() {
    std::fill(raw_.begin(), raw_.end(), std::numeric_limits<float>::quiet_NaN());
    for (auto& level : levels_) std::fill(level.begin(), level.end(), Extent{});
}

void MinMaxStore::write(std::int64_t sample, float value) {
    const auto position = slot(sample);
    raw_[position] = value;
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        auto& node = levels_[level][position >> shifts[level]];
        if ((position & ((std::size_t{1} << shifts[level]) - 1)) == 0) node = {};
        node.add(value);
    }
}

void MinMaxStore::fold(std::int64_t sample, float value) {
    const auto position = slot(sample);
    for (std::size_t level = 0; level < levels_.size(); ++level) levels_[level][position >> shifts[level]].add(value);
}

int MinMaxStore::level_at(std::int64_t sample, std::int64_t last) const {
    int level = -1;
    for (const int shift : shifts) {
        const auto size = std::int64_t{1} << shift;
        if (sample % size != 0 || sample + size > last) break;
        ++level;
    }
    return level;
}

Extent MinMaxStore::extent(std::int64_t first, std::int64_t last) const {
    Extent result;
    while (first < last) {
        const int level = level_at(first, last);
        if (level < 0) {
            result.add(at(first++));
        } else {
            const auto shift = shifts[static_cast<std::size_t>(level)];
            result.add(levels_[static_cast<std::size_t>(level)][slot(first) >> shift]);
            first += std::int64_t{1} << shift;
        }
    }
    return result;
}

std::int64_t MinMaxStore::find(std::int64_t first, std::int64_t last, float level, bool upward) const {
    const auto reaches = [=](float min, float max) { return upward ? max >= level : min <= level; };
    while (first < last) {
        int step = level_at(first, last);
        // Descends into the first node that reaches the level.
        for (; step >= 0; --step) {
            const auto shift = shifts[static_cast<std::size_t>(step)];
            const auto& node = levels_[static_cast<std::size_t>(step)][slot(first) >> shift];
            if (!reaches(node.min, node.max)) {
                first += std::int64_t{1} << shift;
                break;
            }
        }
        if (step >= 0) continue;
        if (reaches(at(first), at(first))) return first;
        ++first;
    }
    return last;
}

std::size_t MinMaxStore::bytes() const {
    std::size_t total = raw_.capacity() * sizeof(float);
    for (const auto& level : levels_) total += level.capacity() * sizeof(Extent);
    return total;
}

} // namespace soma::scope
