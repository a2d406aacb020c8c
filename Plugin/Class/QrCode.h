#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace soma::classroom {

/// A QR code: dark where true, row by row, without the quiet zone of four modules that must stand around it.
struct QrCode {
    int size = 0;
    std::vector<bool> dark;
    bool at(int x, int y) const {
        return x >= 0 && y >= 0 && x < size && y < size && dark[static_cast<std::size_t>(y * size + x)];
    }
};

/// By libqrencode, error correction M. Throws std::runtime_error for a text that is too long.
QrCode qr_code(std::string_view text);

/// For a terminal: two rows of modules in one line of half blocks, quiet zone included, light on dark and dark on light
/// alike (the colours are set).
std::string qr_terminal(const QrCode& code);

/// A picture of the code with its quiet zone, in the unit of one module.
std::string qr_svg(const QrCode& code);

} // namespace soma::classroom
