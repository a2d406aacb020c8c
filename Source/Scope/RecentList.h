#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace soma::scope {

/// The most recent items of a stream, oldest first. An item keeps the index it was pushed with for ever; indices below
/// begin() are forgotten. Grows up to max_items, then each push forgets the oldest. Reader thread.
template <class T>
class RecentList {
  public:
    explicit RecentList(std::size_t max_items)
        : max_items_(max_items) {}

    std::int64_t begin() const { return begin_; }
    std::int64_t end() const { return end_; }
    std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }
    bool empty() const { return begin_ == end_; }
    const T& operator[](std::int64_t index) const { return items_[slot(index)]; }
    const T& front() const { return (*this)[begin_]; }
    const T& back() const { return (*this)[end_ - 1]; }

    void push(const T& item) {
        if (size() == items_.size()) {
            if (items_.size() < max_items_)
                grow();
            else
                ++begin_;
        }
        items_[slot(end_++)] = item;
    }

    void forget_front() { ++begin_; }

    void clear() { begin_ = end_; }

    /// First index whose item is not before `value`; items are in order. `key` reads from an item what is compared.
    template <class Value, class Key>
    std::int64_t lower_bound(Value value, Key key) const {
        auto low = begin_, high = end_;
        while (low < high) {
            const auto middle = low + (high - low) / 2;
            if (key((*this)[middle]) < value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    std::int64_t lower_bound(const T& value) const {
        return lower_bound(value, [](const T& item) { return item; });
    }

    std::size_t bytes() const { return items_.capacity() * sizeof(T); }

  private:
    std::size_t slot(std::int64_t index) const { return static_cast<std::size_t>(index) % items_.size(); }

    void grow() {
        std::vector<T> larger(items_.empty() ? 64 : items_.size() * 2);
        if (larger.size() > max_items_) larger.resize(max_items_);
        for (auto index = begin_; index < end_; ++index)
            larger[static_cast<std::size_t>(index) % larger.size()] = (*this)[index];
        items_ = std::move(larger);
    }

    std::size_t max_items_;
    std::vector<T> items_;
    std::int64_t begin_ = 0, end_ = 0;
};

} // namespace soma::scope
