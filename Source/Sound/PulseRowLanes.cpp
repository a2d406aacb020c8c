#include "Sound/PulseRow.h"

#include "Core/Simd.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Sound/PulseRowLanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::sound::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void add(const SpikeKernel& kernel, std::span<const Pulse> pulses) {
    const hn::CappedTag<float, SpikeKernel::taps> d;
    const auto add_to = [d](float* row, auto values)
                            HWY_ATTR { hn::StoreU(hn::Add(hn::LoadU(d, row), values), d, row); };
    for (const auto& pulse : pulses) {
        const auto [low, high, blend] = kernel.at(pulse.delay);
        const auto between = hn::Set(d, blend);
        const auto to_left = hn::Set(d, pulse.to_left), to_right = hn::Set(d, pulse.to_right);
        for (std::size_t j = 0; j < SpikeKernel::taps; j += hn::MaxLanes(d)) {
            const auto from = hn::Load(d, low + j);
            const auto values = hn::Add(from, hn::Mul(between, hn::Sub(hn::Load(d, high + j), from)));
            add_to(pulse.left + j, hn::Mul(to_left, values));
            if (pulse.right != nullptr) add_to(pulse.right + j, hn::Mul(to_right, values));
        }
    }
}

} // namespace
} // namespace soma::sound::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::sound {
namespace {

HWY_EXPORT(add);

} // namespace

void add_pulses(std::span<const Pulse> pulses) noexcept { HWY_DYNAMIC_DISPATCH(add)(SpikeKernel::shared(), pulses); }

} // namespace soma::sound
#endif
