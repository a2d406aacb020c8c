#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace soma::recording {

/// NLopt's controlled random search with local mutation (Kaelo & Ali 2006) for the least value of `cost` over
/// coordinates within 0 … 1: a population drawn by the seed, and `start` among it. Ends after so many evaluations, or
/// when `stop` says so. The same seed gives the same point on any thread.
std::vector<double> search_globally(const std::function<double(std::span<const double>)>& cost,
                                    std::vector<double> start, int evaluations, std::uint64_t seed,
                                    const std::atomic<bool>& stop);

} // namespace soma::recording
