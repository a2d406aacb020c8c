#pragma once

#include "Core/Limits.h"
#include "Membrane/Model.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// Many neurons of one model side by side, one in each lane of a vector. A model runs in lanes when it has
///
///  1. a specialisation of LaneModel (in FooLanes.h): which numbers of a neuron are rows, how they come from the scalar
///     model's Coeffs and State and go back, and `run`;
///  2. a kernel (in FooLanes.cpp): one sample of a few vectors of neurons, and nothing else.
///
/// LifLanes.h and PassiveKernel in LifLanes.cpp are the example to follow. LaneFrame-inl.h is the loop around the
/// kernel. Every sample they make one step; the kernel says which lanes were quiet. A lane that was not (a
/// spike, the end of a refractory period, a step that is not trusted, a number out of range) is put back to before the
/// sample, and the scalar model does that one sample of that one neuron instead. Nothing is guessed ahead, so no result
/// depends on how time is cut, bit for bit, and the scalar model alone knows about events.
///
/// The contract of a kernel. It is a struct of constants and one or two static functions:
///
///   struct FooKernel {
///       using Model = Foo;
///       using Row = LaneModel<Foo>;
///       static constexpr std::size_t vectors = 2;      // advanced together, to hide latency; 1, 2, 4 or 8
///       template <class Real>                          // Wide<vectors>
///       static HWY_INLINE typename Real::Mask step(const LaneDrive<Real>& drive, const LaneCoeffs<Row, Real>& coeffs,
///                                                  LaneState<Row, Real>& state, LaneSegment<Real>& segment);
///       template <class Real>                          // only with derived rows
///       static HWY_INLINE void derive(const LaneCoeffs<Row, Real>& coeffs, LaneState<Row, Real>& state);
///   };
///
///   state, coeffs   indexed by LaneModel<Foo>::State and ::Coeff. step replaces `state` by the state one sample later;
///                   lanes that are not quiet may hold anything. Index them by constants only.
///   drive           current_pa is of each lane; conductance_ns and reversal_mv (the dynamic clamp, gap junctions) are
///                   the same for all lanes and 0 without clamp.
///   segment             V and its slope (mV/ms) at both ends of the sample, for the sum over all neurons. A kernel
///                   that makes several steps a sample says both between two steps (`between_steps`), and has a row
///                   `steps` of coefficients, the same for all neurons.
///   returned        the lanes that were quiet: the whole sample passed without an event and V ended below
///                   voltage_limit_mv in magnitude. Write comparisons so that NaN is not quiet.
///   derive          sets the derived rows of `state`, which are in no memory but follow from the others (a cached
///                   slope); called whenever those were read from memory.
///
/// A step of a differential equation is one long chain of dependent operations, longer than what a processor looks
/// ahead. So a kernel is written for numbers of several vectors, which go through it together, operation by operation.
/// LIF and RC that all get one current have a second loop, in PassiveGroup-inl.h.
///
/// The same lane must give the same bits in whatever lane and vector it stands: no operation across lanes, no branch on
/// the other lanes' values that changes a result. Where a step of the scalar model can be repeated operation by
/// operation (plain Mul, Add: nothing contracts), its bits come out; if MulAdd or a vector exponential is used instead,
/// say so with the measured difference.
namespace soma::membrane {

/// Row r holds number r of every neuron. Rows are aligned to 64 bytes and padded to a multiple of LaneRows::padding; a
/// lane of the padding holds a copy of the last neuron.
struct LaneRows {
    static constexpr std::size_t padding = 64;

    double* data;
    std::size_t stride; ///< a multiple of `padding`

    double* operator[](std::size_t row) const noexcept { return data + row * stride; }

    /// Writes one lane of some rows from `first` on.
    template <std::size_t rows>
    void write(std::size_t first, std::size_t lane, const std::array<double, rows>& values) const noexcept {
        for (std::size_t r = 0; r < rows; ++r) (*this)[first + r][lane] = values[r];
    }
};

/// Sums over the neurons that were quiet in the whole of a sample, over the sample or one step of it, in the units of V
/// and of its slope per ms.
struct LaneSums {
    double begin_mv = 0.0, begin_slope = 0.0, end_mv = 0.0, end_slope = 0.0;
};

/// A sample of one neuron, by the scalar model: its segments in order. The last has no event, or nothing is left after
/// it.
struct LaneRecord {
    static constexpr int most_segments = 3;

    std::size_t neuron;
    int sample, count;
    std::array<Segment, most_segments> segments;
};

/// An interval of time for all neurons of one model.
struct LaneInterval {
    static constexpr std::size_t widest = 64;     ///< neurons that are advanced together, at most
    static constexpr std::size_t widest_lane = 8; ///< doubles in the widest vector

    /// At most so many samples at once, where a sample is so many steps and sums are wanted.
    static constexpr int most_samples(int steps) noexcept { return std::max(1, 2 * limits::quantum / (steps + 1)); }
    /// The ends of the steps of that many samples.
    static constexpr std::size_t most_points = std::max(2 * limits::quantum, limits::summed_steps + 1);

    /// Scratch memory of an interval, as large as it may need, aligned to 64 bytes.
    struct alignas(64) Scratch {
        double current_pa[static_cast<std::size_t>(limits::quantum) * widest];
        double sums[most_points * 2 * widest_lane];
        double between[std::size_t{limits::summed_steps} * 2 * widest]; ///< V and slope between steps, lane by lane
        LaneSums summed[most_points];
    };

    LaneRows rows;                          ///< LaneModel<M>::state_rows, then coeff_rows
    std::size_t neurons;                    ///< at least 1
    int samples;                            ///< 1 … limits::quantum
    const double* held_pa;                  ///< one a sample, for every neuron; or null: own_current is asked
    double lowest_pa = 0.0;                 ///< no value of held_pa is below it
    const double* conductance_ns = nullptr; ///< one a sample, or null
    const double* reversal_mv = nullptr;    ///< of the conductance
    const std::uint8_t* scalar = nullptr;   ///< one a sample: not 0 sends every neuron's sample to scalar_sample
    int steps = 1;                          ///< into how many parts sums divide a sample: 1, or the kernel's steps
    LaneSums* sums = nullptr;               ///< out: `steps` a sample; or null: not wanted
    Scratch* scratch;

    /// Called back, with this:
    void* context;
    /// Writes the currents of `lanes` neurons from `first` on, those of one sample after the other: sample k of neuron
    /// first + j at pa[k·lanes + j]. Lanes beyond the last neuron need any finite number.
    void (*own_current)(void* context, std::size_t first, std::size_t lanes, int samples, double* pa) noexcept;
    /// Does one sample of one neuron by the scalar model, from its rows and back to them.
    void (*scalar_sample)(void* context, std::size_t neuron, int sample, double held_pa) noexcept;
    /// Takes samples that were done by the scalar model already, each neuron's in order; the rows are not to be
    /// touched.
    void (*passed)(void* context, std::span<const LaneRecord>) noexcept;
};

/// Specialised for each model that runs in lanes:
///
///   enum State : std::size_t { …, state_rows };    the rows that a step changes, or that change with a spike
///   derived_rows                                   how many of a kernel's rows follow from those
///   enum Coeff : std::size_t { …, coeff_rows };    the rows that only prepare changes
///   static double now_mv(const LaneRows&, std::size_t lane)    V
///   static bool suits(const Coeffs&)               false: these coefficients need the scalar model for every sample
///   static void write_coeffs(const M::Coeffs&, const LaneRows&, std::size_t lane)
///   static void write_state(const M::Coeffs&, const M::State&, const LaneRows&, std::size_t lane)
///   static M::State read_state(const M::Coeffs&, const LaneRows&, std::size_t lane)
///   static void run(const LaneInterval&)            with the best instructions that this machine has
///
/// A state that is written and read back is the same to rounding, most often to the bit. All but suits may be called on
/// the audio thread.
template <class M>
struct LaneModel {
    static constexpr bool available = false;
};

} // namespace soma::membrane
