#pragma once

#include <array>
#include <cstdint>
#include <string_view>

/// SHA-256 (FIPS 180-4) and HMAC (RFC 2104), for the codes on result files. Written here because the libraries that
/// have them bring all of their cryptography into the browser's build and the plugin. Any thread.
namespace soma {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view message);

} // namespace soma
