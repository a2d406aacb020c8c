#include "Editor/Bench/BenchPlotCard.h"

#include "Plot/OutcomeAxis.h"

#include <algorithm>

namespace soma::editor {

/// The plot area; its accessible text says what the curve says.
class BenchPlotCard::Plot final : public Widget {
  public:
    Plot(Context& shared, BenchController& controller)
        : Widget(shared)
        , controller_(controller) {
        setTitle("Plot");
        setWantsKeyboardFocus(true);
        setMouseClickGrabsKeyboardFocus(false);
    }

    std::unique_ptr<juce::AccessibilityHandler> createAccessibilityHandler() override {
        return std::make_unique<juce::AccessibilityHandler>(*this, juce::AccessibilityRole::image);
    }

    void describe() {
        const auto& entry = controller_.chosen();
        auto text = utf8(entry.kind->title);
        if (entry.run.outcome)
            text << " of " << utf8(entry.cell) << (controller_.stale(entry) ? ", another cell than now" : "");
        if (entry.run.outcome) {
            text << ", " << static_cast<int>(entry.run.outcome->table.rows.size()) << " rows";
            for (const auto& figure : entry.run.outcome->figures)
                text << ", " << utf8(figure.name) << " " << utf8(plot::prefixed(figure.value, figure.unit));
        } else {
            text << ", no results yet";
        }
        setTitle(text);
    }

    void paint(juce::Graphics& g) override {
        const auto& entry = controller_.chosen();
        const auto area = getLocalBounds().toFloat();
        if (const auto scene = controller_.scene(); scene && !entry.run.outcome->series.empty()) {
            auto drawn = *scene;
            drawn.axis_px = metrics().axis;
            drawn.label_px = metrics().label;
            drawn.stroke = metrics().trace;
            plot::draw_outcome(g, drawn, *context.theme, area);
            if (controller_.stale(entry)) paint_stale(g, area);
        } else {
            paint_empty(g, area, entry.run);
        }
        draw_focus_ring(g, 4.0f);
    }

  private:
    /// Results of another cell stand back, and say whose they are.
    void paint_stale(juce::Graphics& g, juce::Rectangle<float> area) {
        g.setColour(colour(Token::panel).withAlpha(0.6f));
        g.fillRect(area);
        const TextLine line{"Results of " + controller_.chosen().cell + ". Press space to measure this cell.",
                            type(Face::semibold, metrics().label, Token::text)};
        const auto box =
            area.withSizeKeepingCentre(std::min(line.width() + 24.0f, area.getWidth()), metrics().label * 2.4f);
        fill(g, box, metrics().field_radius, Token::raised);
        draw_text(g, line, box.reduced(8.0f, 0.0f), Align::centre, Fit::shorten);
    }

    void paint_empty(juce::Graphics& g, juce::Rectangle<float> area, const RunState& run) {
        fill(g, area, 4.0f, Token::plot);
        const bool failed = run.stage == RunStage::failed;
        const auto title = failed ? "Cannot be run" : run.stage == RunStage::running ? "Measuring" : "No results yet";
        auto middle = area.withSizeKeepingCentre(area.getWidth() * 0.8f, 90.0f);
        draw_text(g, {title, type(Face::semibold, metrics().section, failed ? Token::alert : Token::text)},
                  middle.removeFromTop(metrics().section * 1.8f), Align::centre);
        const auto line = failed                           ? run.failure
                          : run.stage == RunStage::running ? std::string()
                                                           : std::string("Press space to start.");
        draw_paragraph(g, line, type(Face::regular, metrics().label, Token::text2), middle);
    }

    BenchController& controller_;
};

BenchPlotCard::BenchPlotCard(Context& shared, BenchController& controller)
    : Widget(shared)
    , controller_(controller)
    , axis_(shared, "Axis", {{"Log"}, {"Linear"}}, ChoiceGroup::Style::soft_tabs)
    , csv_(shared, {"CSV"})
    , course_(shared, {"Course CSV"})
    , png_(shared, {"PNG"})
    , plot_(std::make_unique<Plot>(shared, controller))
    , dialog_(shared) {
    axis_.chosen = [this] { return controller_.chosen().linear ? 1 : 0; };
    axis_.choose = [this](int index) {
        controller_.chosen().linear = index == 1;
        controller_.changed();
    };
    csv_.setTooltip("Save the table with units and all parameters.");
    csv_.pressed = [this] { save_csv(); };
    course_.setTooltip("Save as the course's notebook reads it: ms, then one column per cell in nA.");
    course_.pressed = [this] {
        save("Save the course's table", "Results-strength-duration.csv", "*.csv", [this] {
            const auto text = controller_.course_csv();
            return juce::MemoryBlock(text.data(), text.size());
        });
    };
    png_.setTooltip("Save the picture: light, at twice the size, with title and parameters.");
    png_.pressed = [this] { save_picture(); };
    int order = 1;
    for (auto* part : std::initializer_list<juce::Component*>{&axis_, &course_, &csv_, &png_, plot_.get()}) {
        part->setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    }
}

BenchPlotCard::~BenchPlotCard() = default;

void BenchPlotCard::refresh() {
    axis_.refresh();
    if (shown_ == controller_.revision()) return;
    shown_ = controller_.revision();
    const auto& entry = controller_.chosen();
    const bool results = entry.run.outcome.has_value();
    for (auto* button : {&csv_, &course_, &png_}) button->setEnabled(results);
    resized();
    plot_->describe();
    repaint();
}

void BenchPlotCard::resized() {
    const auto& m = metrics();
    auto room = getLocalBounds();
    auto bar = room.removeFromTop(m.toolbar + 4).reduced(m.card_margin, 0);
    const int height = projected() ? 40 : 28;
    const auto place = [&](juce::Component& part, int width) {
        part.setBounds(bar.removeFromRight(width).withSizeKeepingCentre(width, height));
        bar.removeFromRight(m.card_gap + 2);
    };
    const float big = projected() ? 1.5f : 1.0f;
    const auto& kind = *controller_.chosen().kind;
    const auto* outcome = controller_.chosen().run.outcome ? &*controller_.chosen().run.outcome : nullptr;
    axis_.setVisible(kind.id == "strength-duration" || (outcome != nullptr && outcome->y.logarithmic));
    course_.setVisible(kind.id == "strength-duration");
    place(png_, static_cast<int>(48.0f * big));
    place(csv_, static_cast<int>(48.0f * big));
    if (course_.isVisible()) place(course_, static_cast<int>(88.0f * big));
    if (axis_.isVisible()) place(axis_, axis_.natural_width());
    room.reduce(m.card_margin, 0);
    room.removeFromBottom(static_cast<int>(3.6f * m.label));
    plot_->setBounds(room);
}

void BenchPlotCard::paint(juce::Graphics& g) {
    const auto& m = metrics();
    const auto area = getLocalBounds().toFloat();
    fill(g, area, m.card_radius, Token::panel);
    auto bar = area.withHeight(static_cast<float>(m.toolbar + 4)).reduced(static_cast<float>(m.card_margin), 0.0f);
    const auto* first = axis_.isVisible()     ? static_cast<juce::Component*>(&axis_)
                        : course_.isVisible() ? static_cast<juce::Component*>(&course_)
                                              : static_cast<juce::Component*>(&csv_);
    bar.setRight(static_cast<float>(first->getX()) - 8.0f);
    const auto& kind = *controller_.chosen().kind;
    const auto& of = controller_.chosen().run.outcome ? controller_.chosen().cell : std::string();
    const TextLine title{std::string(kind.title) + (of.empty() ? "" : " · " + of),
                         type(Face::semibold, m.section + 2.0f, Token::text)};
    draw_text(g, title, bar, Align::left, Fit::shorten);
    bar.removeFromLeft(title.width() + 10.0f);
    const TextLine summary{std::string(kind.summary), type(Face::regular, m.label, Token::text2)};
    if (summary.width() <= bar.getWidth()) draw_text(g, summary, bar);
    const auto& run = controller_.chosen().run;
    auto foot =
        area.withTop(static_cast<float>(plot_->getBottom()) + 4.0f).reduced(static_cast<float>(m.card_margin), 0.0f);
    if (run.stage == RunStage::failed && run.outcome)
        draw_paragraph(g, run.failure, type(Face::regular, m.label, Token::alert), foot, Align::left);
    else if (run.outcome && !run.outcome->remarks.empty())
        draw_paragraph(g, run.outcome->remarks.front(), type(Face::regular, m.caption, Token::text2), foot,
                       Align::left);
}

void BenchPlotCard::save_csv() {
    save("Save the table", juce::String(std::string(controller_.chosen().kind->id)) + ".csv", "*.csv", [this] {
        const auto text = controller_.csv();
        return juce::MemoryBlock(text.data(), text.size());
    });
}

void BenchPlotCard::save_picture() {
    save("Save the picture", juce::String(std::string(controller_.chosen().kind->id)) + ".png", "*.png", [this] {
        juce::MemoryOutputStream bytes;
        juce::PNGImageFormat{}.writeImageToStream(controller_.picture(), bytes);
        return bytes.getMemoryBlock();
    });
}

void BenchPlotCard::save(const juce::String& title, const juce::String& name, const juce::String& pattern,
                         std::function<juce::MemoryBlock()> bytes) {
    if (!controller_.chosen().run.outcome) return;
    const auto folder = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory);
    dialog_.ask(save_bytes(title, folder.getChildFile(name), pattern, std::move(bytes)));
}

} // namespace soma::editor
