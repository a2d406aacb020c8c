#pragma once

#include <juce_graphics/juce_graphics.h>

#include <array>
#include <cstdint>

namespace soma::editor {

/// Meaning of a colour. A hue always means one quantity; everything else is neutral.
enum class Token : std::uint8_t {
    bg,
    hdr,
    panel,
    raised,
    raised_hi,
    line,
    line_strong,
    plot,
    grid,
    grid_major,
    text,
    text2,
    text3,
    primary,
    on_primary,
    vm,
    cur,
    spike,
    na,
    k,
    leak,
    thr,
    alert,
    focus,
    cur_soft,
    vm_soft,
    count
};

/// One value for each token. Components read it while they paint and keep no colour.
class Theme {
  public:
    enum class Kind : std::uint8_t { dark, light, projector };

    static const Theme& of(Kind kind);

    juce::Colour operator[](Token token) const { return colours_[static_cast<std::size_t>(token)]; }
    Kind kind() const { return kind_; }

  private:
    explicit Theme(Kind kind);

    Kind kind_;
    std::array<juce::Colour, static_cast<std::size_t>(Token::count)> colours_;
};

} // namespace soma::editor
