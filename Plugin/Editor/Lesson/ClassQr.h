#pragma once

#include "Class/QrCode.h"
#include "Editor/Controls/Widget.h"

namespace soma::editor {

/// A QR code, black on white in every theme, as large as its place allows in whole pixels.
class ClassQr final : public Widget {
  public:
    explicit ClassQr(Context& shared)
        : Widget(shared) {
        setInterceptsMouseClicks(false, false);
        setTitle("QR code of the class's address");
    }
    /// Empty: nothing is drawn.
    void show(const std::string& text);
    void paint(juce::Graphics& g) override;

  private:
    std::string text_;
    classroom::QrCode code_;
};

} // namespace soma::editor
