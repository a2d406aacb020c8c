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

void VoltageBank::filter(double instant, const VoltageBends::Terms& terms) noexcept {
    accumulate(state_, 1.0, product(remains(instant), combine(terms, constants_.residue_reciprocal)));
}

void VoltageBank::bend(double instant, const VoltageBends::Terms& terms) noexcept {
    bends_.any = true;
    if (instant <= 0.0) return VoltageBends::add(bends_.at_begin, terms);
    if (instant >= 1.0) return VoltageBends::add(bends_.at_end, terms);
    if (instant == bends_.instant) return VoltageBends::add(bends_.within, terms);
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    bends_.within = terms;
    bends_.instant = instant;
}

void VoltageBank::filter_bends() noexcept {
    accumulate(state_, 1.0, product(constants_.decay, combine(bends_.at_begin, constants_.residue_reciprocal)));
    if (bends_.instant > 0.0) filter(bends_.instant, bends_.within);
    accumulate(state_, 1.0, combine(bends_.at_end, constants_.residue_reciprocal));
    bends_ = {};
}

void VoltageBank::segment(const VoltagePiece& piece) noexcept {
    if (!(piece.length > 0.0)) return;
    const double end = piece.start + piece.length;
    const VoltageCubic<double> cubic(piece.length, piece.begin_mv, piece.begin_slope, piece.end_mv, piece.end_slope);
    if (is_short(piece)) {
        accumulate(state_, 1.0, product(remains(end), combine(cubic.series(), constants_.residue_power)));
        return;
    }
    const auto ends = cubic.ends();
    bend(piece.start, ends.start);
    bend(end, ends.end);
}

} // namespace soma::sound
