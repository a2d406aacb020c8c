#include "Sound/VoltageBank.h"

namespace soma::sound {

void VoltageBank::reset(double v_mv) noexcept {
    const auto& c = constants_;
    state_ = Modes{};
    accumulate(state_, v_mv, product(c.decay, c.rest));
    output_ = v_mv;
    bends_ = {};
}

VoltageBank::Modes VoltageBank::remains(double instant) const noexcept {
    const VoltageRemains left(instant);
    const Modes& tabulated = constants_.exponential[left.nearest];
    return left.delta == 0.0 ? tabulated : product(tabulated, combine(left.powers(), constants_.power));
}

void VoltageBank::filter(double instant, const VoltageCubic::Terms& terms) noexcept {
    accumulate(state_, 1.0, product(remains(instant), combine(terms, constants_.residue_reciprocal)));
}

void VoltageBank::bend(double instant, const VoltageCubic::Terms& terms) noexcept {
    bends_.any = true;
    if (instant <= 0.0) return VoltageBends::add(bends_.at_begin, terms);
    if (instant >= 1.0) return VoltageBends::add(bends_.at_end, terms);
    if (instant == bends_.instant) return VoltageBends::add(bends_.within, terms);
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    bends_.within = terms;
    bends_.instant = instant;
}

void VoltageBank::filter_bends() noexcept {
    filter(0.0, bends_.at_begin);
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    filter(1.0, bends_.at_end);
    bends_ = {};
}

void VoltageBank::segment(double start, double length, double v0, double slope0, double v1, double slope1) noexcept {
    if (!(length > 0.0)) return;
    const VoltageCubic cubic(length, v0, slope0, v1, slope1);
    if (cubic.is_short()) {
        accumulate(state_, 1.0, product(remains(start + length), combine(cubic.series(), constants_.residue_power)));
        return;
    }
    const auto ends = cubic.ends();
    bend(start, ends.start);
    bend(start + length, ends.end);
}

} // namespace soma::sound
