#pragma once

#include <string>
#include <vector>

namespace soma::classroom {

/// Addresses of this machine at which other devices may reach it, private ones of IPv4 first; never a loopback address.
/// Not on the audio thread.
std::vector<std::string> network_addresses();

} // namespace soma::classroom
