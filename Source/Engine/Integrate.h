#pragma once

#include "Core/Limits.h"
#include "Engine/Block.h"
#include "Engine/BlockTrace.h"
#include "Engine/Models.h"
#include "Engine/WorkBudget.h"
#include "Membrane/InnerSteps.h"
#include "Membrane/Lanes/PrefixScan.h"
#include "Stimulus/Current.h"

#include <cmath>
#include <span>

namespace soma {

/// One neuron's share of an interval of a block.
struct Lane {
    std::int32_t neuron;
    double step_ms;
    int first_sample;                           ///< of the interval, counted in the block's trace
    std::span<const double> held_pa;            ///< one a sample of the interval, as all arrays here
    std::span<const stimulus::Jump> jumps = {}; ///< of the interval, in order, counted in the block's trace
    const double* conductance_ns = nullptr;     ///< per sample
    const double* reversal_mv = nullptr;        ///< of the conductance, per sample
    double* voltage_mv = nullptr;               ///< out: V at each sample's instant
    /// Not null: this neuron may run in time where its model can, without a conductance; voltage_mv then has room for
    /// one more.
    membrane::PassivePrefixScan* prefix_scan = nullptr;
    double* variables = nullptr;        ///< out: Model::variables.size() a sample
    double gain = 1.0, offset_mv = 0.0; ///< the block's trace gets gain·(V − offset)
    Account account = {};
    /// Not null: the block's trace also gets what V does within a sample between two steps of the model. For the ear;
    /// the model does not know.
    membrane::InnerSteps* inner = nullptr;
};

/// Writes a neuron's segments into the block's trace, in samples. RT.
struct SegmentRecorder {
    BlockTrace& block_trace;
    std::int32_t neuron;
    double step_ms;
    double gain = 1.0, offset_mv = 0.0;          ///< as Lane's
    const membrane::InnerSteps* inner = nullptr; ///< of the segment at hand
    Account account = {};                        ///< as Lane's

    double level(double mv) const noexcept { return gain * (mv - offset_mv); }
    double slope(double mv_per_ms) const noexcept { return gain * step_ms * mv_per_ms; }

    /// A segment that fills sample k.
    void whole(int k, const membrane::Segment& segment) noexcept {
        if (has_inner()) return parts(k, 0.0, 1.0, false);
        block_trace.add_whole(k, level(segment.begin_mv), slope(segment.begin_slope), level(segment.end_mv),
                              slope(segment.end_slope));
    }
    /// The end of a sample: from an instant on (a share of the sample), and its length in ms.
    struct Rest {
        double from, ms;
    };
    /// A segment that begins with the rest of sample k until the instant `to`; returns what it leaves of that.
    Rest part(int k, Rest rest, double to, const membrane::Segment& segment) noexcept {
        const double left_ms = segment.event == membrane::Event::none ? 0.0 : rest.ms - segment.elapsed_ms;
        const double end = to - left_ms / step_ms;
        const bool fires = segment.event == membrane::Event::spike;
        if (end > rest.from) {
            if (has_inner())
                parts(k, rest.from, end, fires);
            else
                block_trace.add_segment(k, neuron,
                                        {rest.from, end - rest.from, level(segment.begin_mv),
                                         slope(segment.begin_slope), level(segment.end_mv), slope(segment.end_slope),
                                         fires});
        } else if (fires) {
            block_trace.last_segment_fires(k, neuron);
        }
        if (fires) block_trace.add_spike({k, neuron, std::min(end, 0x1.fffffffffffffp-1)});
        return {end, left_ms};
    }

  private:
    bool has_inner() const noexcept { return inner != nullptr && inner->count > 1; }

    /// The inner steps of a segment, from one instant of sample k to another.
    void parts(int k, double from, double to, bool fires) const noexcept {
        const auto count = static_cast<int>(inner->count);
        account.pay(k, count * Account::inner_segment);
        const bool kept = block_trace.takes_inner(k, count);
        double ms = 0.0, start = from;
        for (std::size_t i = 0; i < inner->count; ++i) {
            const auto& part = inner->parts[i];
            ms += part.ms;
            const double end = i + 1 < inner->count ? std::min(from + ms / step_ms, to) : to;
            const VoltageSegment segment{start,
                                         end - start,
                                         level(part.begin_mv),
                                         slope(part.begin_slope),
                                         level(part.end_mv),
                                         slope(part.end_slope),
                                         fires && i + 1 == inner->count};
            kept ? block_trace.add_segment(k, neuron, segment) : block_trace.add_filtered(k, segment);
            start += segment.length;
        }
    }
};

/// Runs one neuron through a block, event by event. RT.
template <membrane::NeuronModel M>
class Integrator {
  public:
    Integrator(Neuron<M>& neuron, const Lane& lane, const membrane::Initial& initial, BlockTrace& block_trace,
               EngineStatus& status) noexcept
        : coeffs_(neuron.coeffs)
        , state_(neuron.state)
        , lane_(lane)
        , initial_(initial)
        , notes_{block_trace, lane.neuron, lane.step_ms, lane.gain, lane.offset_mv, lane.inner, lane.account}
        , status_(status) {}

    void run() noexcept {
        auto jump = Jumps(lane_.jumps).begin();
        for (std::size_t row = 0; row < lane_.held_pa.size(); ++row) {
            if (lane_.prefix_scan != nullptr && lane_.account.open(lane_.first_sample + static_cast<int>(row)))
                row += event_free_samples(row, jump);
            if (row == lane_.held_pa.size()) return;
            const int k = lane_.first_sample + static_cast<int>(row);
            membrane::Drive drive{lane_.held_pa[row], 0.0, 0.0};
            if (lane_.conductance_ns != nullptr) {
                drive.conductance_ns = lane_.conductance_ns[row];
                drive.reversal_mv = lane_.reversal_mv[row];
            }
            if (lane_.voltage_mv != nullptr) lane_.voltage_mv[row] = M::voltage_mv(coeffs_, state_);
            if (lane_.variables != nullptr)
                M::observe(coeffs_, state_, drive, lane_.variables + row * M::variables.size());
            if (lane_.prefix_scan != nullptr) lane_.prefix_scan->restart();
            const auto jumps_from = jump;
            while (jump != lane_.jumps.end() && jump->sample == k) ++jump;
            sample(k, drive, {jumps_from, jump});
        }
    }

    /// One sample, counted in the block's trace, with the jumps of the current within it.
    void sample(int k, membrane::Drive drive, std::span<const stimulus::Jump> jumps) noexcept {
        if (!lane_.account.open(k)) return stand_still(k);
        spikes_left_ = limits::spikes_per_sample;
        if (jumps.empty()) {
            quiet_sample(k, drive);
        } else {
            double from = 0.0;
            for (const auto& jump : jumps) {
                finish(k, drive, {from, (jump.offset - from) * lane_.step_ms}, jump.offset);
                from = jump.offset;
                drive.current_pa += jump.delta_pa;
            }
            finish(k, drive, {from, (1.0 - from) * lane_.step_ms}, 1.0);
        }
        if (!(std::abs(M::voltage_mv(coeffs_, state_)) < membrane::voltage_limit_mv)) {
            state_ = M::reset(coeffs_, initial_);
            ++status_.resets;
        }
    }

  private:
    using Jumps = std::span<const stimulus::Jump>;

    /// Passes the samples before the next event or jump of the current, from `row` on, many at once; returns how many.
    std::size_t event_free_samples(std::size_t row, Jumps::iterator jump) noexcept {
        if constexpr (membrane::PrefixScan<M>::available) {
            const auto end = jump == lane_.jumps.end() ? lane_.held_pa.size()
                                                       : static_cast<std::size_t>(jump->sample - lane_.first_sample);
            const auto held_pa = lane_.held_pa.subspan(row, end - row);
            const auto slopes = membrane::PrefixScan<M>::slopes(coeffs_, state_);
            double* const voltage_mv = lane_.voltage_mv + row;
            voltage_mv[0] = M::voltage_mv(coeffs_, state_);
            const auto passed =
                membrane::PrefixScan<M>::quiet(*lane_.prefix_scan, coeffs_, state_, held_pa, voltage_mv + 1);
            for (std::size_t j = 0; j < passed; ++j) {
                const double drive = slopes.mv_per_ms_pa * held_pa[j];
                const auto slope_at = [&](double mv) {
                    return notes_.slope(drive - slopes.per_ms * (mv - slopes.reversal_mv));
                };
                notes_.block_trace.add_whole(lane_.first_sample + static_cast<int>(row + j),
                                             notes_.level(voltage_mv[j]), slope_at(voltage_mv[j]),
                                             notes_.level(voltage_mv[j + 1]), slope_at(voltage_mv[j + 1]));
            }
            return passed;
        }
        return 0;
    }

    /// Nothing moves in sample k: the neuron has cost too much before.
    void stand_still(int k) noexcept {
        const double v = notes_.level(M::voltage_mv(coeffs_, state_));
        notes_.block_trace.add_whole(k, v, 0.0, v, 0.0);
        ++status_.left_out;
        *lane_.account.spent += Account::standing;
    }

    /// A sample without a jump of the current: most often without an event either.
    void quiet_sample(int k, const membrane::Drive& drive) noexcept {
        const auto segment = advance(drive, lane_.step_ms);
        if (segment.event == membrane::Event::none) {
            // A PrefixScan may do this sample without payment. So it is free here too: results must not depend on it.
            if constexpr (!membrane::PrefixScan<M>::available) lane_.account.pay(k, segment.steps * lane_.account.step);
            return notes_.whole(k, segment);
        }
        finish(k, drive, take(k, {0.0, lane_.step_ms}, 1.0, segment), 1.0);
    }

    /// The rest of sample k up to the instant `to`, with one drive.
    void finish(int k, const membrane::Drive& drive, SegmentRecorder::Rest rest, double to) noexcept {
        while (rest.ms > 0.0) {
            const auto segment = advance(drive, rest.ms);
            rest = take(k, rest, to, segment);
            if (segment.event == membrane::Event::none) return;
            const bool in_debt = !lane_.account.open(k);
            if (spikes_left_ == 0 || in_debt) {
                ++(in_debt ? status_.left_out : status_.rate_limited);
                const double v = notes_.level(M::voltage_mv(coeffs_, state_));
                notes_.block_trace.add_segment(k, lane_.neuron, {rest.from, to - rest.from, v, 0.0, v, 0.0});
                return;
            }
        }
    }

    membrane::Segment advance(const membrane::Drive& drive, double ms) noexcept {
        if constexpr (requires { M::advance(coeffs_, state_, drive, ms, lane_.inner); }) {
            if (lane_.inner != nullptr) lane_.inner->clear();
            return M::advance(coeffs_, state_, drive, ms, lane_.inner);
        } else {
            return M::advance(coeffs_, state_, drive, ms);
        }
    }

    SegmentRecorder::Rest take(int k, SegmentRecorder::Rest rest, double to,
                               const membrane::Segment& segment) noexcept {
        if (segment.event == membrane::Event::spike) --spikes_left_;
        lane_.account.pay(k, std::max(1, segment.steps) * lane_.account.step + Account::event);
        return notes_.part(k, rest, to, segment);
    }

    const typename M::Coeffs& coeffs_;
    typename M::State& state_;
    const Lane& lane_;
    const membrane::Initial& initial_;
    SegmentRecorder notes_;
    EngineStatus& status_;
    int spikes_left_ = 0;
};

} // namespace soma
