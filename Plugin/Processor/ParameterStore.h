#pragma once

#include "Parameters/Snapshot.h"

#include <array>
#include <atomic>
#include <cstdint>

namespace soma {

/// The parameters' values as all threads see them, in full precision: what the host automates in 24 bits keeps the
/// digits that a cell or a typed number gave it. Single values change by set; a whole snapshot is never seen
/// half-changed by read. No function waits.
class ParameterStore {
  public:
    ParameterStore() { set_all(Snapshot{}); }

    double get(Id id) const noexcept { return at(id).load(std::memory_order_relaxed); }

    /// Any thread.
    void set(Id id, double value) noexcept {
        at(id).store(accept(parameter(id), value), std::memory_order_relaxed);
        revision_.fetch_add(2, std::memory_order_release);
    }

    /// Message thread.
    void set_all(const Snapshot& values) noexcept {
        revision_.fetch_add(1, std::memory_order_acq_rel); // odd: being written
        std::atomic_thread_fence(std::memory_order_release);
        for (std::size_t i = 0; i < parameter_count; ++i)
            values_[i].store(values[static_cast<Id>(i)], std::memory_order_relaxed);
        revision_.fetch_add(1, std::memory_order_release);
    }

    std::uint64_t revision() const noexcept { return revision_.load(std::memory_order_acquire); }

    /// Any thread. False, with `values` unchanged, while a snapshot is being written: ask again later.
    bool read(Snapshot& values, std::uint64_t& revision) const noexcept {
        const auto before = revision_.load(std::memory_order_acquire);
        if (before % 2 != 0) return false;
        Snapshot copy;
        for (std::size_t i = 0; i < parameter_count; ++i)
            copy.set(static_cast<Id>(i), values_[i].load(std::memory_order_relaxed));
        std::atomic_thread_fence(std::memory_order_acquire);
        if (revision_.load(std::memory_order_relaxed) != before) return false;
        values = copy;
        revision = before;
        return true;
    }

    /// Message thread: no snapshot is being written there.
    Snapshot snapshot() const noexcept {
        Snapshot copy;
        for (std::size_t i = 0; i < parameter_count; ++i)
            copy.set(static_cast<Id>(i), values_[i].load(std::memory_order_relaxed));
        return copy;
    }

  private:
    const std::atomic<double>& at(Id id) const noexcept { return values_[static_cast<std::size_t>(id)]; }
    std::atomic<double>& at(Id id) noexcept { return values_[static_cast<std::size_t>(id)]; }

    std::array<std::atomic<double>, parameter_count> values_;
    std::atomic<std::uint64_t> revision_{0};
};

} // namespace soma
