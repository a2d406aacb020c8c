#include "Sound/TruePeakSums.h"

#include "Core/Simd.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "Sound/TruePeakSumsLanes.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace soma::sound::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

constexpr hn::CappedTag<float, 16> floats;
constexpr std::size_t width = hn::MaxLanes(floats);
static_assert(TruePeakSums::instants % (2 * width) == 0);

HWY_INLINE hn::Vec<decltype(floats)> raised(const float* sums, const float* weights, float value) {
    return hn::Add(hn::LoadU(floats, sums), hn::Mul(hn::Set(floats, value), hn::LoadU(floats, weights)));
}

float highest(const float* sums, const float* weights, float value) {
    auto even = hn::Zero(floats), odd = even; // side by side: one maximum would wait for itself
    for (std::size_t i = 0; i < TruePeakSums::instants; i += 2 * width) {
        even = hn::Max(even, hn::Abs(raised(sums + i, weights + i, value)));
        odd = hn::Max(odd, hn::Abs(raised(sums + i + width, weights + i + width, value)));
    }
    return hn::GetLane(hn::MaxOfLanes(floats, hn::Max(even, odd)));
}

void add(float* sums, const float* weights, float value) {
    constexpr auto places = TruePeakSums::places;
    for (std::size_t i = 0; i < TruePeakSums::instants; i += width)
        hn::StoreU(raised(sums + i + places, weights + i + places, value), floats, sums + i);
}

void make(float* sums, const float* weights, const float* past, std::size_t oldest) {
    constexpr auto history = TruePeakSums::history, instants = TruePeakSums::instants, places = TruePeakSums::places;
    float padded[instants + TruePeakSums::row] = {}; // what has passed an instant reaches it no longer
    std::copy_n(weights, TruePeakSums::row, padded);
    float values[history];
    for (std::size_t k = 0; k < history; ++k) values[k] = past[(oldest + k) % history];
    for (std::size_t i = 0; i < instants; i += 2 * width) {
        auto first = hn::Zero(floats), second = first;
        for (std::size_t k = 0; k < history; ++k) {
            const float* at = padded + i + places * (history - k);
            const auto value = hn::Set(floats, values[k]);
            first = hn::Add(first, hn::Mul(value, hn::LoadU(floats, at)));
            second = hn::Add(second, hn::Mul(value, hn::LoadU(floats, at + width)));
        }
        hn::StoreU(first, floats, sums + i);
        hn::StoreU(second, floats, sums + i + width);
    }
    std::fill_n(sums + instants, places, 0.0f);
}

} // namespace
} // namespace soma::sound::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace soma::sound {
namespace {

HWY_EXPORT(highest);
HWY_EXPORT(add);
HWY_EXPORT(make);

} // namespace

float TruePeakSums::highest(const float* sums, const float* weights, float value) noexcept {
    return HWY_DYNAMIC_DISPATCH(highest)(sums, weights, value);
}

void TruePeakSums::add(float* sums, const float* weights, float value) noexcept {
    HWY_DYNAMIC_DISPATCH(add)(sums, weights, value);
}

void TruePeakSums::make(float* sums, const float* weights, const float* past, std::size_t oldest) noexcept {
    HWY_DYNAMIC_DISPATCH(make)(sums, weights, past, oldest);
}

} // namespace soma::sound
#endif
