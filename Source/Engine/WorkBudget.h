#pragma once

#include "Core/Limits.h"

#include <algorithm>
#include <cstdint>

namespace soma {

/// Work is counted in picoseconds of one core of a slow computer. These are constants of the models (ModelCost), never
/// measured while the engine runs: the same settings and the same input leave out the same on every machine.
using Work = std::int64_t;
constexpr Work work_of_ns(double ns) { return static_cast<Work>(1000.0 * ns); }

/// Work that a neuron earns with every sample, and the most that it may save up.
struct Allowance {
    Work a_sample = 0, most = 0;
};

/// Work that one neuron may still cost. In debt it stands still. The balance at a sample does not depend on how often
/// it was asked before, so results do not depend on how time is cut into blocks. RT.
class Purse {
  public:
    void fill(const Allowance& allowance, std::int64_t sample) noexcept {
        left_ = allowance.most;
        at_ = sample;
    }
    bool open(const Allowance& allowance, std::int64_t sample) noexcept {
        constexpr std::int64_t long_enough = 1 << 20; // any debt is paid by then
        const auto passed = std::clamp<std::int64_t>(sample - at_, 0, long_enough);
        left_ = std::min(allowance.most, left_ + passed * allowance.a_sample);
        at_ = std::max(at_, sample);
        return left_ > 0;
    }
    void pay(Work work) noexcept { left_ -= work; }

  private:
    Work left_ = 0;
    std::int64_t at_ = 0;
};

/// Who pays for a neuron, and by which prices; without a purse nobody does, and nothing is left out. RT.
struct Account {
    Purse* purse = nullptr;
    Allowance allowance;
    Work step = 0;                 ///< of the scalar model
    std::int64_t first_sample = 0; ///< absolute; that of the slice
    Work* spent = nullptr;         ///< of all neurons

    /// A segment of V or a spike, until it is heard: sorting, filtering, its place in the lists.
    static constexpr Work event = work_of_ns(250.0);
    /// A segment between two steps of an integrator, until it is heard.
    static constexpr Work inner_segment = work_of_ns(80.0);
    /// A sample in which the neuron stands still.
    static constexpr Work standing = work_of_ns(60.0);

    bool open(int sample) const noexcept { return purse == nullptr || purse->open(allowance, first_sample + sample); }
    /// Earns first, so that it does not matter when the purse was last asked.
    void pay(int sample, Work work) const noexcept {
        if (purse == nullptr) return;
        purse->open(allowance, first_sample + sample);
        purse->pay(work);
        *spent += work;
    }
};

/// Bounds the work of a block in advance, whatever the parameters: how many neurons run, and what each of them may
/// cost. Decided on a grid of absolute samples. Off, everything runs. RT after prepare.
class WorkBudget {
  public:
    /// Samples from one decision to the next: long enough that deciding costs nothing, and 2.7 ms at 48 kHz.
    static constexpr int interval = 2 * limits::quantum;

    void prepare(double sample_rate_hz) noexcept;
    void set_on(bool on) noexcept;
    bool on() const noexcept { return on_; }

    /// `neurons` of a kind whose sample without an event costs so much; all but the first run in lanes or alone.
    void set(int neurons, bool in_lanes, Work first_sample_work, Work sample_work) noexcept;
    /// At every sample of the grid.
    void begin_interval() noexcept;
    /// The first so many run, the others stand still.
    int running() const noexcept { return running_; }
    /// Allowance of the first neuron, or of each of the others.
    const Allowance& allowance(int neuron) const noexcept { return neuron == 0 ? first_ : each_; }
    Work* spent() noexcept { return &spent_; }

    /// Work that each of `sounding` notes of pitch mode may cost.
    Allowance allowance_of_notes(int sounding) const noexcept;
    /// Samples until neurons may be tuned again, after work that took so long.
    std::int64_t samples_of_tuning(Work work) const noexcept;

  private:
    int rounded(double neurons) const noexcept;

    bool on_ = false;
    Work a_sample_ = 0; ///< of the sound's time
    int neurons_ = 1, most_ = 1, running_ = 1;
    bool in_lanes_ = false;
    Work sample_work_ = 0, spent_ = 0;
    Allowance first_, each_;
};

} // namespace soma
