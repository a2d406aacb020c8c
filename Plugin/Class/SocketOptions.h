#pragma once

#include <httplib.h>

namespace soma::classroom {

/// The library's own options let two programs have one port, each with half of the class.
inline void one_listener_a_port(socket_t socket) {
    const int yes = 1;
#ifdef _WIN32
    constexpr int option = SO_EXCLUSIVEADDRUSE;
#else
    constexpr int option = SO_REUSEADDR; // the port of a class that has just ended
#endif
    setsockopt(socket, SOL_SOCKET, option, reinterpret_cast<const char*>(&yes), sizeof yes);
}

} // namespace soma::classroom
