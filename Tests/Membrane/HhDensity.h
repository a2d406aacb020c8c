#pragma once

namespace soma::test {

inline constexpr double pa_per_density = 100.0; ///< 1 µA/cm² into 0.1 nF at 1 µF/cm²

} // namespace soma::test
