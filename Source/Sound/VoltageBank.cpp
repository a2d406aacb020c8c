#include "Sound/VoltageBank.h"

namespace soma::sound {

void VoltageBank::reset(double v_mv) noexcept {
    const auto& c = constants_;
    state_ = Modes{};
    accumulate(state_, v_mv, product(c.decay, c.rest));
    output_ = v_mv;
}

const VoltageBank::Modes& VoltageBank::remains(double instant) noexcept {
    const VoltageRemains left(instant);
    const Modes& tabulated = constants_.exponential[left.nearest];
    if (left.delta == 0.0) return tabulated;
    if (instant_[newest_] == instant) return remains_[newest_];
    newest_ ^= 1;
    if (instant_[newest_] == instant) return remains_[newest_];
    instant_[newest_] = instant;
    return remains_[newest_] = product(tabulated, combine(left.powers(), constants_.power));
}

void VoltageBank::segment(double start, double length, double v0, double slope0, double v1, double slope1) noexcept {
    if (!(length > 0.0)) return;
    const VoltageCubic cubic(length, v0, slope0, v1, slope1);
    if (length < VoltageConstants::short_segment) {
        accumulate(state_, 1.0, product(remains(start + length), combine(cubic.series(), constants_.residue_power)));
        return;
    }
    const Modes& from = remains(start);
    const Modes& to = remains(start + length); // the cache keeps the two newest, so `from` stays
    const auto ends = cubic.ends();
    accumulate(state_, 1.0, product(from, combine(ends.start, constants_.residue_reciprocal)));
    accumulate(state_, 1.0, product(to, combine(ends.end, constants_.residue_reciprocal)));
}

void VoltageBank::hold(double start, double length, double v) noexcept {
    if (!(length > 0.0)) return;
    const Modes& from = remains(start);
    const Modes& to = remains(start + length);
    Modes decayed;
    for (unsigned k = 0; k < modes; ++k) {
        decayed.re[k] = v * (to.re[k] - from.re[k]);
        decayed.im[k] = v * (to.im[k] - from.im[k]);
    }
    accumulate(state_, 1.0, product(constants_.rest, decayed));
}

} // namespace soma::sound
