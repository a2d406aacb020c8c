#pragma once

namespace soma::sound {

inline constexpr double rate_hz = 48000.0; ///< of the sounds in these tests

} // namespace soma::sound
