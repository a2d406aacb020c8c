#pragma once

#include "Engine/Engine.h"

#include <cstdint>

namespace soma {

/// Requests of the message thread to the audio thread, beside parameters.
enum class Request : std::uint8_t { restart, run_stimulus, stop_stimulus, send_stimulus };

/// RT.
inline void carry_out(Request request, Engine& engine) noexcept {
    switch (request) {
    case Request::restart:
        return engine.reset();
    case Request::run_stimulus:
        return engine.run_stimulus(true);
    case Request::stop_stimulus:
        return engine.run_stimulus(false);
    case Request::send_stimulus:
        return engine.send_stimulus();
    }
}

/// A MIDI controller that moved, for the message thread.
struct ControlChange {
    std::uint8_t channel = 0;    ///< 0 … 15
    std::uint8_t controller = 0; ///< 0 … 119
    std::uint8_t value = 0;      ///< 0 … 127
};

} // namespace soma
