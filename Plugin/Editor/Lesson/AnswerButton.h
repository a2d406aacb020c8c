#pragma once

#include "Editor/Controls/Button.h"

namespace soma::editor {

/// One answer with its key. Right: filled, with a tick. Wrong: outlined, with a cross and a word.
class AnswerButton final : public Button {
  public:
    enum class Mark : std::uint8_t { open, chosen, right, wrong, dim };
    struct Wording {
        std::string key, label;
        std::string place; ///< at the right: "1st", "12 votes"
        Mark mark = Mark::open;
        bool operator==(const Wording&) const = default;
    };

    explicit AnswerButton(Context& shared);
    void show(Wording wording);
    const Wording& wording() const { return shown_; }

    /// On one line.
    int natural_width() const;
    int height_for(int width) const;
    void paint(juce::Graphics& g) override;

  private:
    float px() const { return projected() ? 24.0f : 16.0f; }
    float room_for_label(float width) const;

    Wording shown_;
};

} // namespace soma::editor
