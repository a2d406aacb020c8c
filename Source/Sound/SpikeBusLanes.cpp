#include "Sound/SpikeBus.h"

#include "Core/Simd.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Sound/SpikeBusLanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::sound::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void add(const SpikeKernel& kernel, std::span<const SpikeEvent> events, int first_sample, int frames,
         std::span<const StereoGain> gains, float* mono, float* left, float* right) {
    const hn::CappedTag<float, SpikeKernel::taps> d;
    const auto places = static_cast<std::uint32_t>(gains.size());
    const auto add_to = [d](float* row, auto values)
                            HWY_ATTR { hn::StoreU(hn::Add(hn::LoadU(d, row), values), d, row); };
    for (const auto& event : events) {
        const int row = std::clamp(event.sample - first_sample, 0, frames - 1) + 1;
        const auto [low, high, blend] = kernel.at(1.0 - event.offset);
        const StereoGain gain = gains[static_cast<std::uint32_t>(event.neuron) % places];
        const auto between = hn::Set(d, blend), to_left = hn::Set(d, gain.left), to_right = hn::Set(d, gain.right);
        for (std::size_t j = 0; j < SpikeKernel::taps; j += hn::MaxLanes(d)) {
            const auto from = hn::Load(d, low + j);
            const auto values = hn::Add(from, hn::Mul(between, hn::Sub(hn::Load(d, high + j), from)));
            add_to(mono + row + j, values);
            add_to(left + row + j, hn::Mul(to_left, values));
            add_to(right + row + j, hn::Mul(to_right, values));
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

void SpikeBus::add(std::span<const SpikeEvent> events, int first_sample, int frames,
                   std::span<const StereoGain> gains) noexcept {
    HWY_DYNAMIC_DISPATCH(add)
    (kernel_, events, first_sample, frames, gains, mono_.data(), left_.data(), right_.data());
}

} // namespace soma::sound
#endif
