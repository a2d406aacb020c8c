#include "Editor/Scope/ScopeCard.h"

#include "Editor/Circuit/ModelCircuit.h"
#include "Look/NumberFormat.h"
#include "Look/Paragraph.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr double longest_history_s = 30.0;

Parameter history_meta() {
    return {.id = "scroll_back",
            .label = "Scroll back",
            .group = "Scope",
            .unit = "s",
            .min = 0,
            .max = longest_history_s,
            .default_value = 0,
            .scale = Scale::linear,
            .choices = "",
            .since = "0.1",
            .help = "Moves the held picture back over the last 30 seconds."};
}

/// The circuit's values as its fields show them, for a picture that leaves the program.
std::string values_in_words(ParameterAccess& parameters) {
    std::string words;
    for (const auto& branch : branches_of(parameters))
        for (const auto& field : branch.fields) {
            const auto model = model_of(parameters, field.quantity);
            const auto unit = model->meta().unit;
            words += (words.empty() ? "" : ",  ") + std::string(field.symbol) + " " + model->text(model->value()) +
                     (unit.empty() ? "" : " " + std::string(unit));
        }
    return words;
}

} // namespace

ScopeCard::ScopeCard(Context& shared)
    : Widget(shared)
    , controller_(*shared.scope)
    , toolbar_(shared, controller_)
    , plot_(shared, controller_)
    , history_(shared,
               model_of(FreeValue{.meta = history_meta,
                                  .get = [this] { return controller_.scroll_back_s; },
                                  .set =
                                      [this](double seconds) {
                                          controller_.scroll_back_s =
                                              std::min(seconds, controller_.scope().scroll_limit_s());
                                          controller_.scope().scroll_back(controller_.scroll_back_s);
                                          plot_.repaint();
                                      },
                                  .decimals = 1}),
               {.label = "Scroll back", .hue = Token::text2})
    , dialog_(shared) {
    setTitle("Scope");
    addAndMakeVisible(toolbar_);
    addAndMakeVisible(plot_);
    addChildComponent(history_);
    toolbar_.save_picture = [this] { save_picture(); };
    toolbar_.save_csv = [this] { save_csv(); };
    toolbar_.copy_numbers = [this] { juce::SystemClipboard::copyTextToClipboard(plot_.spoken()); };
    plot_.show_menu = [this](const juce::PopupMenu::Options& where) { toolbar_.show_menu(where); };
}

void ScopeCard::refresh() {
    const double model = host().parameters().value(Id::model);
    if (std::abs(model - model_) > 0.5) {
        if (model_ >= 0.0) plot_.leave_ghost();
        model_ = model;
    }
    controller_.follow_host();
    toolbar_.refresh();
    plot_.refresh();
    if (history_.isVisible() != controller_.scope().frozen()) resized();
    if (history_.isVisible()) history_.refresh();
}

void ScopeCard::paint(juce::Graphics& g) { fill(g, getLocalBounds().toFloat(), metrics().card_radius, Token::panel); }

void ScopeCard::resized() {
    auto room = getLocalBounds();
    toolbar_.setBounds(room.removeFromTop(metrics().toolbar));
    const bool held = controller_.scope().frozen();
    if (!held) controller_.scroll_back_s = 0.0;
    history_.setVisible(held);
    const int side = projected() ? 12 : metrics().kind == Metrics::Kind::minimum ? 4 : 6;
    room.removeFromBottom(projected() ? 0 : 4);
    if (held)
        history_.setBounds(room.removeFromBottom(metrics().row)
                               .withTrimmedLeft(side + metrics().axis_width)
                               .withTrimmedRight(side + metrics().gutter));
    plot_.setBounds(room.reduced(side, 0));
}

juce::Image ScopeCard::picture() {
    const auto* theme = context.theme;
    context.theme = &Theme::of(Theme::Kind::light);
    constexpr float scale = 2.0f, margin = 12.0f, px = 12.0f;
    const auto trace = plot_.createComponentSnapshot(plot_.getLocalBounds(), true, scale);
    const float width = static_cast<float>(plot_.getWidth());
    const TextLine title{host().library().current().name + " · " +
                             std::string(circuit_of(model_kind(host().parameters())).name),
                         type(Face::semibold, 15.0f, Token::text)};
    const Paragraph values(values_in_words(host().parameters()), type(Face::regular, px, Token::text2),
                           width - 2.0f * margin);
    const float head = 15.0f * 1.6f + values.height() + 1.5f * margin;
    juce::Image image{juce::Image::RGB, trace.getWidth(), trace.getHeight() + juce::roundToInt(head * scale), true};
    juce::Graphics g{image};
    g.fillAll(colour(Token::panel));
    g.drawImageAt(trace, 0, juce::roundToInt(head * scale));
    g.addTransform(juce::AffineTransform::scale(scale));
    draw_text(g, title, {margin, margin / 2.0f, width - 2.0f * margin, 15.0f * 1.6f}, Align::left, Fit::shorten);
    values.draw(g, margin, margin / 2.0f + 15.0f * 1.6f);
    context.theme = theme;
    return image;
}

void ScopeCard::save_picture() {
    const auto folder = juce::File::getSpecialLocation(juce::File::userPicturesDirectory);
    dialog_.ask(save_bytes("Save the picture", folder.getChildFile("Somaphone.png"), "*.png", [this] {
        juce::MemoryOutputStream bytes;
        juce::PNGImageFormat{}.writeImageToStream(picture(), bytes);
        return bytes.getMemoryBlock();
    }));
}

void ScopeCard::save_csv() {
    const auto folder = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory);
    dialog_.ask(save_bytes("Save the trace", folder.getChildFile("Somaphone.csv"), "*.csv", [this] {
        const auto text = plot_.csv();
        return juce::MemoryBlock(text.data(), text.size());
    }));
}

} // namespace soma::editor
