#pragma once

#include "Engine/Models.h"
#include "Membrane/Lanes/AdexLanes.h"
#include "Membrane/Lanes/GlifLanes.h"
#include "Membrane/Lanes/HhLanes.h"
#include "Membrane/Lanes/IzhikevichLanes.h"
#include "Membrane/Lanes/LifLanes.h"

#include <hwy/aligned_allocator.h>
#include <span>

namespace soma {

/// The neurons of a population side by side, as Membrane/Lanes wants them: what moves is here while they run in lanes;
/// their coefficients are here and, for the scalar model, in the AnyNeuron each comes from.
class LaneStore {
  public:
    /// Allocates for up to `most` neurons; memory that no model asked for yet is not touched.
    void prepare(std::size_t most);

    /// RT. Takes over the states of `neurons`, all of one model. Returns whether they run in lanes; if not (a model or
    /// coefficients without a kernel, none or too many) nothing has changed.
    bool pack(std::span<const AnyNeuron> neurons) noexcept;
    /// RT. Gives the states back to the same neurons.
    void unpack(std::span<AnyNeuron> neurons) noexcept;

    bool active() const noexcept { return count_ > 0; }
    std::size_t count() const noexcept { return count_; }
    const membrane::LaneRows& rows() const noexcept { return rows_; }
    membrane::LaneInterval::Scratch& scratch() noexcept { return *scratch_; }
    /// Parts of a sample that the kernel sums V of: its steps, or 1.
    int summed_steps() const noexcept { return steps_; }
    /// So many samples may run at once where V is summed.
    int most_samples() const noexcept { return membrane::LaneInterval::most_samples(steps_); }
    std::span<membrane::LaneSums> sums() noexcept { return scratch_->summed; }
    /// RT. Sum of V now of the lanes from `first` on, in one order; 0 where nothing is packed.
    double sum_mv(std::size_t first = 0) const noexcept;
    /// RT. Sum of the squares of their distances from a voltage; 0 where nothing is packed.
    double squares_about(double mv) const noexcept;

  private:
    template <class M>
    bool pack_as(std::span<const AnyNeuron> neurons) noexcept;
    template <class M>
    static double sum_as(const membrane::LaneRows& rows, std::size_t first, std::size_t count) noexcept;
    template <class M>
    static double squares_as(const membrane::LaneRows& rows, std::size_t count, double mv) noexcept;

    hwy::AlignedFreeUniquePtr<double[]> memory_;
    hwy::AlignedUniquePtr<membrane::LaneInterval::Scratch> scratch_;
    membrane::LaneRows rows_{};
    double (*sum_)(const membrane::LaneRows&, std::size_t first, std::size_t count) noexcept = nullptr;
    double (*squares_)(const membrane::LaneRows&, std::size_t count, double mv) noexcept = nullptr;
    std::size_t most_ = 0, count_ = 0;
    int steps_ = 1;
};

} // namespace soma
