#include "Editor/Lesson/ClassQr.h"

#include <algorithm>

namespace soma::editor {

namespace {

constexpr int quiet = 4; ///< modules around the code (ISO/IEC 18004)

} // namespace

void ClassQr::show(const std::string& text) {
    if (text == text_) return;
    text_ = text;
    code_ = text.empty() ? classroom::QrCode{} : classroom::qr_code(text);
    repaint();
}

void ClassQr::paint(juce::Graphics& g) {
    if (code_.size == 0) return;
    const int modules = code_.size + 2 * quiet;
    const int module = std::max(1, std::min(getWidth(), getHeight()) / modules);
    const auto area = getLocalBounds().withSizeKeepingCentre(module * modules, module * modules);
    g.setColour(juce::Colours::white);
    g.fillRect(area);
    g.setColour(juce::Colours::black);
    for (int y = 0; y < code_.size; ++y)
        for (int x = 0; x < code_.size; ++x)
            if (code_.at(x, y))
                g.fillRect(area.getX() + (x + quiet) * module, area.getY() + (y + quiet) * module, module, module);
}

} // namespace soma::editor
