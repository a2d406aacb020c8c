#include "Editor/Controls/TextRow.h"

#include "Editor/Controls/InlineText.h"

#include <cmath>

namespace soma::editor {

TextRow::TextRow(Context& shared, const juce::String& label, const juce::String& accessible_name, Source source)
    : Widget(shared)
    , label_(label)
    , source_(std::move(source))
    , shown_(source_.get()) {
    setTitle(accessible_name);
    setWantsKeyboardFocus(true);
}

TextRow::~TextRow() {
    if (text_) text_->removeListener(this);
}

void TextRow::refresh() {
    auto now = source_.get();
    auto trouble = source_.trouble();
    const bool expired = refused_until_ms_ > 0 && juce::Time::currentTimeMillis() > refused_until_ms_;
    if (expired) refused_until_ms_ = 0;
    if (now == shown_ && trouble == trouble_ && !expired) return;
    if (trouble && trouble != trouble_) warn(*trouble);
    shown_ = std::move(now);
    trouble_ = std::move(trouble);
    repaint();
}

void TextRow::warn(const std::string& reason) { context.show_notice(*this, utf8(reason)); }

juce::Rectangle<int> TextRow::text_area() const {
    const int padding = metrics().row_padding;
    const int label = static_cast<int>(std::ceil(text_width(font(Face::regular, metrics().row_label), label_)));
    return getLocalBounds().withTrimmedLeft(padding + label + 10).withTrimmedRight(padding);
}

void TextRow::resized() {
    if (text_) text_->setBounds(text_area().reduced(0, 3));
}

void TextRow::paint(juce::Graphics& g) {
    const auto& m = metrics();
    const auto area = getLocalBounds().toFloat();
    const bool hot = isMouseOver(true);
    fill(g, area, m.field_radius, text_ ? Token::plot : hot ? Token::raised_hi : Token::raised);
    draw_text(g, {label_.toStdString(), type(Face::regular, m.row_label, Token::text2)},
              area.reduced(static_cast<float>(m.row_padding), 0.0f));
    if (!text_)
        draw_text(g, {shown_, type(Face::mono_medium, m.label, Token::text)}, text_area().toFloat(), Align::right,
                  Fit::shorten);
    if (trouble_ || refused_until_ms_ > 0) {
        g.setColour(colour(Token::alert));
        g.drawRoundedRectangle(area.reduced(0.75f), m.field_radius, 1.5f);
    }
    if (text_) {
        g.setColour(colour(Token::focus));
        g.drawRoundedRectangle(area.reduced(1.0f), m.field_radius, 2.0f);
    }
    draw_focus_ring(g, m.field_radius);
}

bool TextRow::keyPressed(const juce::KeyPress& key) {
    if (key == juce::KeyPress::returnKey) {
        type_text();
        return true;
    }
    const auto character = key.getTextCharacter();
    const auto keys = key.getModifiers();
    if (!juce::CharacterFunctions::isLetterOrDigit(character) || keys.isCommandDown() || keys.isAltDown()) return false;
    type_text(juce::String::charToString(character));
    return true;
}

void TextRow::type_text(const juce::String& first) {
    if (text_) return;
    text_ = make_inline_text(context, font(Face::mono_medium, metrics().label));
    text_->setTitle(getTitle());
    text_->addListener(this);
    open_inline_text(*this, *text_, first.isEmpty() ? utf8(source_.get()) : first, first.isEmpty());
}

bool TextRow::commit_text(const juce::String& text) {
    const auto reason = source_.set(text.trim().toStdString());
    refused_until_ms_ = reason ? juce::Time::currentTimeMillis() + refused_ms : 0;
    if (reason) warn(*reason);
    refresh();
    repaint();
    return !reason;
}

void TextRow::close_text(bool keep_focus) {
    if (!text_) return;
    const auto closing = std::move(text_); // losing the focus asks to close once more
    removeChildComponent(closing.get());
    if (keep_focus && isShowing()) grabKeyboardFocus();
    repaint();
}

void TextRow::textEditorReturnKeyPressed(juce::TextEditor& editor) {
    commit_text(editor.getText());
    close_text(true);
}

void TextRow::textEditorFocusLost(juce::TextEditor& editor) {
    if (editor.getText().toStdString() != source_.get()) commit_text(editor.getText());
    close_text(false);
}

juce::String TextRow::getTooltip() {
    if (projected()) return {};
    const auto tip = SettableTooltipClient::getTooltip();
    return trouble_ ? tip + "\n" + utf8(*trouble_) : tip;
}

std::unique_ptr<juce::AccessibilityHandler> TextRow::createAccessibilityHandler() {
    class Access final : public juce::AccessibilityHandler {
      public:
        explicit Access(TextRow& row)
            : AccessibilityHandler(row, juce::AccessibilityRole::editableText, {}, Interfaces{make_value(row)}) {}

      private:
        static std::unique_ptr<juce::AccessibilityValueInterface> make_value(TextRow& row) {
            class Value final : public juce::AccessibilityTextValueInterface {
              public:
                explicit Value(TextRow& of)
                    : row_(of) {}
                bool isReadOnly() const override { return false; }
                juce::String getCurrentValueAsString() const override { return utf8(row_.source_.get()); }
                void setValueAsString(const juce::String& text) override { row_.commit_text(text); }

              private:
                TextRow& row_;
            };
            return std::make_unique<Value>(row);
        }
    };
    return std::make_unique<Access>(*this);
}

} // namespace soma::editor
