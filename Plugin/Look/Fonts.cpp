#include "Look/Fonts.h"

#include <EmbeddedData.h>

#include <array>

namespace soma::editor {

namespace {

/// ascent + descent of a family's hhea table, in ems.
constexpr float inter_height = (1984.0f + 494.0f) / 2048.0f;
constexpr float mono_height = (1020.0f + 300.0f) / 1000.0f;

struct Source {
    const char* data;
    int size;
    float height;
};

struct Typefaces {
    std::array<juce::Typeface::Ptr, 6> faces;
    std::array<float, 6> heights{};

    Typefaces() {
        const std::array<Source, 6> sources{
            {{embedded::InterRegular_otf, embedded::InterRegular_otfSize, inter_height},
             {embedded::InterMedium_otf, embedded::InterMedium_otfSize, inter_height},
             {embedded::InterSemiBold_otf, embedded::InterSemiBold_otfSize, inter_height},
             {embedded::JetBrainsMonoRegular_ttf, embedded::JetBrainsMonoRegular_ttfSize, mono_height},
             {embedded::JetBrainsMonoMedium_ttf, embedded::JetBrainsMonoMedium_ttfSize, mono_height},
             {embedded::JetBrainsMonoSemiBold_ttf, embedded::JetBrainsMonoSemiBold_ttfSize, mono_height}}};
        for (std::size_t i = 0; i < sources.size(); ++i) {
            faces[i] =
                juce::Typeface::createSystemTypefaceFor(sources[i].data, static_cast<std::size_t>(sources[i].size));
            heights[i] = sources[i].height;
        }
    }
};

const Typefaces& typefaces() {
    // JUCE wants its typefaces gone before it shuts down; it deletes this then.
    struct Holder final : juce::DeletedAtShutdown {
        Typefaces typefaces;
        ~Holder() override { instance() = nullptr; }
        static Holder*& instance() {
            static Holder* holder = nullptr;
            return holder;
        }
    };
    if (Holder::instance() == nullptr) Holder::instance() = new Holder;
    return Holder::instance()->typefaces;
}

} // namespace

juce::Font font(Face face, float em_px) {
    const auto index = static_cast<std::size_t>(face);
    const auto& all = typefaces();
#if JUCE_MAJOR_VERSION >= 8
    return juce::Font{juce::FontOptions{all.faces[index]}
                          .withMetricsKind(juce::TypefaceMetricsKind::legacy)
                          .withHeight(em_px * all.heights[index])};
#else
    juce::Font made{all.faces[index]};
    made.setHeight(em_px * all.heights[index]);
    return made;
#endif
}

float text_width(const juce::Font& font, const juce::String& text) {
    juce::GlyphArrangement glyphs;
    glyphs.addLineOfText(font, text, 0.0f, 0.0f);
    return glyphs.getNumGlyphs() == 0 ? 0.0f : glyphs.getGlyph(glyphs.getNumGlyphs() - 1).getRight();
}

} // namespace soma::editor
