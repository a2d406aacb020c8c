#include "Sound/VoltageLowpass.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Sound/VoltageLowpassLanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::sound::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

// Every step rounds as its scalar twin in VoltageLowpass does: the same IEEE operations in the same order, none fused.

using Reals = hn::CappedTag<double, VoltageModes::row>;
constexpr Reals reals;
constexpr std::size_t lanes = hn::MaxLanes(reals);
constexpr std::size_t vectors = (VoltageModes::count + lanes - 1) / lanes;

/// VoltageModes in registers.
struct Modes {
    hn::Vec<Reals> re[vectors], im[vectors];

    static HWY_INLINE Modes load(const VoltageModes& from) {
        Modes modes;
        for (std::size_t v = 0; v < vectors; ++v) {
            modes.re[v] = hn::Load(reals, from.re.data() + v * lanes);
            modes.im[v] = hn::Load(reals, from.im.data() + v * lanes);
        }
        return modes;
    }
    HWY_INLINE void store(VoltageModes& to) const {
        for (std::size_t v = 0; v < vectors; ++v) {
            hn::Store(re[v], reals, to.re.data() + v * lanes);
            hn::Store(im[v], reals, to.im.data() + v * lanes);
        }
    }
    HWY_INLINE void add(const Modes& other) {
        for (std::size_t v = 0; v < vectors; ++v) {
            re[v] = hn::Add(re[v], other.re[v]);
            im[v] = hn::Add(im[v], other.im[v]);
        }
    }
};

HWY_INLINE Modes product(const Modes& a, const Modes& b) {
    Modes result;
    for (std::size_t v = 0; v < vectors; ++v) {
        result.re[v] = hn::Sub(hn::Mul(a.re[v], b.re[v]), hn::Mul(a.im[v], b.im[v]));
        result.im[v] = hn::Add(hn::Mul(a.re[v], b.im[v]), hn::Mul(a.im[v], b.re[v]));
    }
    return result;
}

HWY_INLINE Modes product(double weight, const VoltageModes& value) {
    const auto w = hn::Set(reals, weight);
    Modes result;
    for (std::size_t v = 0; v < vectors; ++v) {
        result.re[v] = hn::Mul(w, hn::Load(reals, value.re.data() + v * lanes));
        result.im[v] = hn::Mul(w, hn::Load(reals, value.im.data() + v * lanes));
    }
    return result;
}

template <std::size_t Terms>
HWY_INLINE Modes combine(const std::array<double, Terms>& weights, const std::array<VoltageModes, Terms>& values) {
    auto sum = product(weights[0], values[0]);
    for (std::size_t i = 1; i < Terms; ++i) sum.add(product(weights[i], values[i]));
    return sum;
}

/// Two numbers side by side, the same on all targets: the compiler's own vector.
using Pair = double __attribute__((vector_size(2 * sizeof(double))));

HWY_INLINE VoltageCubic<Pair>::Ends ends_of(const VoltageSegment& a, const VoltageSegment& b) {
    const auto both = [&](double VoltageSegment::*number) HWY_ATTR { return Pair{a.*number, b.*number}; };
    return VoltageCubic<Pair>(both(&VoltageSegment::length), both(&VoltageSegment::begin_mv),
                              both(&VoltageSegment::begin_slope), both(&VoltageSegment::end_mv),
                              both(&VoltageSegment::end_slope))
        .ends();
}

class Bank {
  public:
    HWY_INLINE Bank(const VoltageConstants& constants, const VoltageModes& state)
        : constants_(constants)
        , state_(Modes::load(state)) {
        forget_bends();
    }

    HWY_INLINE void whole_sample(double v0, double slope0, double v1, double slope1) {
        const auto& c = constants_.whole;
        const auto w0 = hn::Set(reals, v0 + denormal_guard), w1 = hn::Set(reals, v1);
        const auto s0 = hn::Set(reals, slope0), s1 = hn::Set(reals, slope1);
        const auto sum = [&](const double* c0, const double* c1, const double* cs0, const double* cs1) HWY_ATTR {
            return hn::Add(hn::Add(hn::Mul(hn::Load(reals, c0), w0), hn::Mul(hn::Load(reals, c1), w1)),
                           hn::Add(hn::Mul(hn::Load(reals, cs0), s0), hn::Mul(hn::Load(reals, cs1), s1)));
        };
        for (std::size_t v = 0, i = 0; v < vectors; ++v, i += lanes) {
            state_.re[v] = hn::Add(state_.re[v], sum(&c.v0.re[i], &c.v1.re[i], &c.slope0.re[i], &c.slope1.re[i]));
            state_.im[v] = hn::Add(state_.im[v], sum(&c.v0.im[i], &c.v1.im[i], &c.slope0.im[i], &c.slope1.im[i]));
        }
    }

    /// A neuron's segments in this sample. Most often there are two, which meet at the one event in it.
    HWY_INLINE void add(std::span<const VoltageSegment> segments) {
        if (segments.size() == 2 && meet_within(segments[0], segments[1])) return add_pair(segments[0], segments[1]);
        for (const auto& segment : segments) add(segment);
    }

    HWY_INLINE void add(const VoltageModes& filtered) { state_.add(Modes::load(filtered)); }

    HWY_INLINE void end_sample() {
        if (any_bend_) filter_bends();
    }
    HWY_INLINE double tick() {
        end_sample();
        alignas(64) double re[vectors * lanes];
        for (std::size_t v = 0; v < vectors; ++v) hn::Store(state_.re[v], reals, re + v * lanes);
        state_ = product(Modes::load(constants_.decay), state_);
        return ((re[0] + re[1]) + (re[2] + re[3])) + (re[4] + re[5]);
    }

    HWY_INLINE void store(VoltageModes& state) const { state_.store(state); }

  private:
    using Terms = VoltageBends::Terms;
    static constexpr std::size_t terms = VoltageConstants::cubic_terms;

    HWY_INLINE Modes remains(double instant) const {
        const VoltageRemains left(instant);
        const auto tabulated = Modes::load(constants_.exponential[left.nearest]);
        return left.delta == 0.0 ? tabulated : product(tabulated, combine(left.powers(), constants_.power));
    }
    HWY_INLINE Modes filtered(const Terms& value) const { return combine(value, constants_.residue_reciprocal); }

    /// They cover the sample, and neither is short.
    static HWY_INLINE bool meet_within(const VoltageSegment& a, const VoltageSegment& b) {
        return a.start == 0.0 && a.length == b.start && b.start + b.length >= 1.0 && !is_short(a) && !is_short(b) &&
               b.start < 1.0;
    }
    HWY_INLINE void add_pair(const VoltageSegment& a, const VoltageSegment& b) {
        any_bend_ = true;
        const auto ends = ends_of(a, b);
        Terms end, start;
        for (std::size_t m = 0; m < terms; ++m) {
            starts_[m] += ends.start[m];
            ends_[m] += ends.end[m];
            end[m] = ends.end[m][0];
            start[m] = ends.start[m][1];
        }
        bend_within(b.start, end);
        VoltageBends::add(within_, start);
    }

    HWY_INLINE void add(const VoltageSegment& segment) {
        if (!(segment.length > 0.0)) return;
        const VoltageCubic<double> cubic(segment.length, segment.begin_mv, segment.begin_slope, segment.end_mv,
                                         segment.end_slope);
        if (is_short(segment)) {
            const auto series = combine(cubic.series(), constants_.residue_power);
            state_.add(product(remains(segment.start + segment.length), series));
            return;
        }
        const auto ends = cubic.ends();
        bend(segment.start, ends.start);
        bend(segment.start + segment.length, ends.end);
    }
    HWY_INLINE void bend(double instant, const Terms& value) {
        any_bend_ = true;
        if (instant > 0.0 && instant < 1.0) return bend_within(instant, value);
        auto& sums = instant <= 0.0 ? starts_ : ends_;
        for (std::size_t m = 0; m < terms; ++m) sums[m] += value[m];
    }
    HWY_INLINE void bend_within(double instant, const Terms& value) {
        if (instant == within_instant_) return VoltageBends::add(within_, value);
        if (within_instant_ > 0.0) state_.add(product(remains(within_instant_), filtered(within_)));
        within_ = value;
        within_instant_ = instant;
    }

    HWY_INLINE void filter_bends() {
        Terms begin, end;
        for (std::size_t m = 0; m < terms; ++m) {
            begin[m] = starts_[m][0];
            end[m] = ends_[m][1];
        }
        state_.add(product(Modes::load(constants_.decay), filtered(begin)));
        if (within_instant_ > 0.0) state_.add(product(remains(within_instant_), filtered(within_)));
        state_.add(filtered(end));
        forget_bends();
    }
    HWY_INLINE void forget_bends() {
        any_bend_ = false;
        within_instant_ = 0.0;
        for (std::size_t m = 0; m < terms; ++m) starts_[m] = ends_[m] = Pair{};
    }

    const VoltageConstants& constants_;
    Modes state_;
    /// As VoltageBends. At the sample's begin are the first of starts_, at its end the second of ends_; the others are
    /// not used.
    Pair starts_[terms], ends_[terms];
    Terms within_;
    double within_instant_;
    bool any_bend_;
};

void run(const VoltageConstants& constants, VoltageModes& state, double& output, const VoltageLowpass::Input& input,
         std::span<double> out) {
    Bank lowpass(constants, state);
    auto run = input.runs.begin();
    for (std::size_t k = 0; k < out.size(); ++k) {
        out[k] = output;
        lowpass.whole_sample(input.begin_mv[k], input.begin_slope[k], input.end_mv[k], input.end_slope[k]);
        for (; run != input.runs.end() && static_cast<std::size_t>(run->sample) == k; ++run)
            lowpass.add(input.segments.subspan(run->first, run->count));
        if (!input.filtered.empty()) lowpass.add(input.filtered[k]);
        output = lowpass.tick();
    }
    lowpass.store(state);
}

void filter(const VoltageConstants& constants, const VoltageSegment& segment, VoltageModes& sum) {
    Bank lowpass(constants, sum);
    lowpass.add({&segment, 1});
    lowpass.end_sample();
    lowpass.store(sum);
}

} // namespace
} // namespace soma::sound::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::sound {
namespace {

HWY_EXPORT(run);
HWY_EXPORT(filter);

} // namespace

void VoltageLowpass::process(const Input& input, std::span<double> output) noexcept {
    HWY_DYNAMIC_DISPATCH(run)(constants_, state_, output_, input, output);
}

void VoltageLowpass::filter(const VoltageSegment& segment, VoltageModes& sum) noexcept {
    HWY_DYNAMIC_DISPATCH(filter)(VoltageConstants::shared(), segment, sum);
}

} // namespace soma::sound
#endif
