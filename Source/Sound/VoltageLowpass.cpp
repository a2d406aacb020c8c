#include "Sound/VoltageLowpass.h"

namespace soma::sound {

void VoltageLowpass::reset(double v_mv) noexcept {
    const auto& c = constants_;
    state_ = Modes{};
    accumulate(state_, v_mv, product(c.decay, c.rest));
    output_ = v_mv;
    bends_ = {};
}

VoltageLowpass::Modes VoltageLowpass::remains(double instant) const noexcept {
    const VoltageRemains left(instant);
    const Modes& tabulated = constants_.exponential[left.nearest];
    return left.delta == 0.0 ? tabulated : product(tabulated, combine(left.powers(), constants_.power));
}

void VoltageLowpass::filter(double instant, const VoltageBends::Terms& terms) noexcept {
    accumulate(state_, 1.0, product(remains(instant), combine(terms, constants_.residue_reciprocal)));
}

void VoltageLowpass::bend(double instant, const VoltageBends::Terms& terms) noexcept {
    bends_.any = true;
    if (instant <= 0.0) return VoltageBends::add(bends_.at_begin, terms);
    if (instant >= 1.0) return VoltageBends::add(bends_.at_end, terms);
    if (instant == bends_.instant) return VoltageBends::add(bends_.within, terms);
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    bends_.within = terms;
    bends_.instant = instant;
}

void VoltageLowpass::filter_bends() noexcept {
    accumulate(state_, 1.0, product(constants_.decay, combine(bends_.at_begin, constants_.residue_reciprocal)));
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    accumulate(state_, 1.0, combine(bends_.at_end, constants_.residue_reciprocal));
    bends_ = {};
}

void VoltageLowpass::segment(const VoltageSegment& segment) noexcept {
    if (!(segment.length > 0.0)) return;
    const double end = segment.start + segment.length;
    const VoltageCubic<double> cubic(segment.length, segment.begin_mv, segment.begin_slope, segment.end_mv,
                                     segment.end_slope);
    if (is_short(segment)) {
        accumulate(state_, 1.0, product(remains(end), combine(cubic.series(), constants_.residue_power)));
        return;
    }
    const auto ends = cubic.ends();
    bend(segment.start, ends.start);
    bend(end, ends.end);
}

} // namespace soma::sound
