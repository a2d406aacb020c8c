#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <type_traits>

namespace soma {

/// Bounded queue of plain data from one thread to one other. Neither side waits or allocates; a full queue refuses and
/// counts. The producer alone calls push, the consumer alone calls pop.
template <class T, std::size_t Capacity>
class SpscQueue {
    static_assert(std::is_trivially_copyable_v<T>, "only plain data crosses between threads");
    static_assert((Capacity & (Capacity - 1)) == 0, "capacity is a power of two");

  public:
    bool push(const T& item) {
        const auto write = write_.load(std::memory_order_relaxed);
        if (write - read_.load(std::memory_order_acquire) == Capacity) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        items_[write % Capacity] = item;
        write_.store(write + 1, std::memory_order_release);
        return true;
    }

    bool pop(T& item) {
        const auto read = read_.load(std::memory_order_relaxed);
        if (read == write_.load(std::memory_order_acquire)) return false;
        item = items_[read % Capacity];
        read_.store(read + 1, std::memory_order_release);
        return true;
    }

    /// Items refused because the queue was full; any thread.
    std::size_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

  private:
    std::array<T, Capacity> items_{};
    alignas(64) std::atomic<std::size_t> write_{0};
    alignas(64) std::atomic<std::size_t> read_{0};
    std::atomic<std::size_t> dropped_{0};
};

} // namespace soma
