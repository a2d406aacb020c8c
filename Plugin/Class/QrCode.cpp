#include "Class/QrCode.h"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace soma::classroom {
namespace {

constexpr int quiet = 4; ///< modules around the code (ISO/IEC 18004)

} // namespace

QrCode qr_code(std::string_view text) {
    const std::string owned{text};
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made{QRcode_encodeString8bit(owned.c_str(), 0, QR_ECLEVEL_M),
                                                               QRcode_free};
    if (made == nullptr) throw std::runtime_error("the address is too long for a QR code");
    QrCode code;
    code.size = made->width;
    for (int i = 0; i < code.size * code.size; ++i) code.dark.push_back((made->data[i] & 1) != 0);
    return code;
}

std::string qr_terminal(const QrCode& code) {
    std::string out;
    for (int y = -quiet; y < code.size + quiet; y += 2) {
        out += "\x1b[30;107m"; // black on bright white
        for (int x = -quiet; x < code.size + quiet; ++x) {
            const bool upper = code.at(x, y), lower = code.at(x, y + 1);
            out += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        out += "\x1b[0m\n";
    }
    return out;
}

std::string qr_svg(const QrCode& code) {
    const auto side = std::to_string(code.size + 2 * quiet);
    std::string out =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
        "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"";
    for (int y = 0; y < code.size; ++y)
        for (int x = 0; x < code.size; ++x)
            if (code.at(x, y)) out += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h1v1h-1z";
    return out + "\"/></svg>";
}

} // namespace soma::classroom
