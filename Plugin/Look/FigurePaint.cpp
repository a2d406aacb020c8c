#include "Look/FigurePaint.h"

#include <algorithm>

namespace soma::editor {

void draw_vertical_grid_line(juce::Graphics& g, const Theme& theme, float x, juce::Rectangle<float> area, bool major,
                             float width) {
    g.setColour(theme[major ? Token::grid_major : Token::grid]);
    g.fillRect(x - 0.5f * width, area.getY(), width, area.getHeight());
}

void draw_horizontal_grid_line(juce::Graphics& g, const Theme& theme, float y, juce::Rectangle<float> area, bool major,
                               float width) {
    g.setColour(theme[major ? Token::grid_major : Token::grid]);
    g.fillRect(area.getX(), y - 0.5f * width, area.getWidth(), width);
}

void stroke(juce::Graphics& g, const juce::Path& path, float width, std::span<const float> dash, float scale) {
    const juce::PathStrokeType type(width, juce::PathStrokeType::curved);
    if (dash.empty()) {
        g.strokePath(path, type);
        return;
    }
    std::vector<float> lengths(dash.begin(), dash.end());
    for (auto& length : lengths) length *= scale;
    juce::Path dashed;
    type.createDashedStroke(dashed, path, lengths.data(), static_cast<int>(lengths.size()));
    g.fillPath(dashed);
}

void draw_reference_line(juce::Graphics& g, float y, juce::Rectangle<float> area, juce::Colour colour, float width,
                         std::span<const float> dash, float scale) {
    std::vector<float> lengths(dash.begin(), dash.end());
    for (auto& length : lengths) length *= scale;
    g.setColour(colour);
    g.drawDashedLine({area.getX(), y, area.getRight(), y}, lengths.data(), static_cast<int>(lengths.size()), width);
}

// Pool adjacent violators: labels that would overlap become a block, which stands at the mean of what they want.
std::vector<float> spread_labels(std::span<const float> wanted_y, float pitch, float lowest_y) {
    struct PooledLabels {
        double sum = 0.0; ///< of the wanted places of the block's first label
        int count = 0;
        double first() const { return sum / count; }
    };
    std::vector<PooledLabels> blocks;
    for (const float wanted : wanted_y) {
        blocks.push_back({static_cast<double>(wanted), 1});
        while (blocks.size() > 1) {
            const auto last = blocks.back();
            auto& before = blocks[blocks.size() - 2];
            if (last.first() >= before.first() + static_cast<double>(pitch) * before.count) break;
            before.sum += last.sum - static_cast<double>(pitch) * before.count * last.count;
            before.count += last.count;
            blocks.pop_back();
        }
    }
    std::vector<float> placed;
    for (const auto& block : blocks)
        for (int i = 0; i < block.count; ++i)
            placed.push_back(static_cast<float>(block.first()) + pitch * static_cast<float>(i));
    for (std::size_t i = placed.size(); i-- > 0;)
        placed[i] = std::min(placed[i], i + 1 < placed.size() ? placed[i + 1] - pitch : lowest_y);
    return placed;
}

} // namespace soma::editor
