#include "Editor/Circuit/ModelSelector.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

bool is_glif(ModelKind model) { return model >= ModelKind::glif1 && model <= ModelKind::glif5; }
/// The selector proper ends with HH; what follows are other ways to the same spikes.
bool is_aside(ModelKind model) {
    return model == ModelKind::izhikevich || model == ModelKind::adex || model == ModelKind::channel;
}

std::string_view short_name(const ModelCircuit& circuit) {
    return circuit.model == ModelKind::izhikevich ? "Izh" : circuit.model == ModelKind::channel ? "Ch" : circuit.name;
}

} // namespace

void choose_model(ParameterAccess& parameters, ModelKind model) {
    parameters.begin_gesture(Id::model);
    parameters.set_value(Id::model, static_cast<double>(model));
    parameters.end_gesture(Id::model);
}

class ModelSelector::Cell final : public Button {
  public:
    Cell(Context& shared, const ModelCircuit& circuit, std::size_t index)
        : Button(shared, {}, juce::AccessibilityRole::radioButton)
        , circuit_(circuit) {
        setTitle("Model: " + utf8(circuit.name) + ", " + juce::String(index + 1) + " of " +
                 juce::String(circuits().size()));
        setTooltip(utf8(circuit.name) + " " + utf8(circuit.sentence).replace("_{m}", "m"));
        is_on = [this] { return model_kind(host().parameters()) == circuit_.model; };
        pressed = [this] { choose_model(host().parameters(), circuit_.model); };
    }

    const ModelCircuit& circuit() const { return circuit_; }

    std::string text() const {
        if (metrics().kind == Metrics::Kind::minimum) return std::string(short_name(circuit_));
        return is_glif(circuit_.model) ? std::string(circuit_.name.substr(circuit_.name.size() - 1))
                                       : std::string(circuit_.name);
    }

    void paint(juce::Graphics& g) override {
        const auto area = getLocalBounds().toFloat();
        const bool chosen = on();
        if (chosen || hovered()) fill(g, area, metrics().field_radius, chosen ? Token::primary : Token::raised_hi);
        const bool number = is_glif(circuit_.model) && metrics().kind != Metrics::Kind::minimum;
        const auto face = number ? (chosen ? Face::mono_semibold : Face::mono) : chosen ? Face::semibold : Face::medium;
        draw_text(g,
                  {text(), type(face, metrics().tab,
                                chosen      ? Token::on_primary
                                : hovered() ? Token::text
                                            : Token::text2)},
                  area, Align::centre);
        draw_focus_ring(g, metrics().field_radius);
    }

  private:
    const ModelCircuit& circuit_;
};

ModelSelector::ModelSelector(Context& shared)
    : Widget(shared)
    , previous_(shared, "Previous model", Icon::left, 14.0f)
    , next_(shared, "Next model", Icon::right, 14.0f)
    , shown_(model_kind(shared.host.parameters())) {
    setTitle("Model");
    for (std::size_t i = 0; i < circuits().size(); ++i)
        addAndMakeVisible(*cells_.emplace_back(std::make_unique<Cell>(shared, circuits()[i], i)));
    addChildComponent(previous_);
    addChildComponent(next_);
    previous_.pressed = [this] { step(-1); };
    next_.pressed = [this] { step(1); };
}

ModelSelector::~ModelSelector() = default;

void ModelSelector::step(int direction) {
    const auto all = circuits();
    const auto now = std::ranges::find(all, model_kind(host().parameters()), &ModelCircuit::model) - all.begin();
    const auto next = std::clamp<std::ptrdiff_t>(now + direction, 0, std::ssize(all) - 1);
    choose_model(host().parameters(), all[static_cast<std::size_t>(next)].model);
}

bool ModelSelector::keyPressed(const juce::KeyPress& key) {
    const int direction = key == juce::KeyPress::rightKey ? 1 : key == juce::KeyPress::leftKey ? -1 : 0;
    if (direction == 0) return false;
    step(direction);
    for (const auto& cell : cells_)
        if (cell->on() && cell->isShowing()) cell->grabKeyboardFocus();
    return true;
}

void ModelSelector::refresh() {
    const auto now = model_kind(host().parameters());
    if (now == shown_) return;
    shown_ = now;
    repaint();
}

void ModelSelector::resized() {
    arrows_.clear();
    group_ = group_word_ = separator_ = {};
    const bool arrows_only = projected();
    for (const auto& cell : cells_) cell->setVisible(!arrows_only);
    previous_.setVisible(arrows_only);
    next_.setVisible(arrows_only);
    if (arrows_only)
        lay_out_arrows();
    else if (metrics().kind == Metrics::Kind::minimum)
        lay_out_flat();
    else
        lay_out_selector();
}

void ModelSelector::lay_out_selector() {
    constexpr int height = 26, gap = 2, padding = 8, arrow = 11, number = 20, margin = 10;
    const int y = (getHeight() - height) / 2;
    int x = margin;
    const auto width = [&](const std::string& text) {
        return static_cast<int>(std::ceil(text_width(font(Face::semibold, metrics().tab), utf8(text))));
    };
    bool aside = false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        auto& cell = *cells_[i];
        const auto model = cell.circuit().model;
        if (is_aside(model) && !aside) {
            aside = true;
            separator_ = {static_cast<float>(x + 7), static_cast<float>(y + 4), 1.0f, 18.0f};
            x += 15;
        } else if (i > 0 && !aside && (!is_glif(model) || model == ModelKind::glif1)) {
            arrows_.push_back(
                {static_cast<float>(x), static_cast<float>(y), static_cast<float>(arrow), static_cast<float>(height)});
            x += arrow + gap;
        }
        if (model == ModelKind::glif1) {
            const int word = width("GLIF");
            group_ = {static_cast<float>(x), static_cast<float>(y),
                      static_cast<float>(padding + word + 4 + 5 * number + 2), static_cast<float>(height)};
            group_word_ = group_.withTrimmedLeft(static_cast<float>(padding)).withWidth(static_cast<float>(word + 1));
            x += padding + word + 4;
        }
        const int wide = is_glif(model) ? number : width(cell.text()) + 2 * padding;
        cell.setBounds(x, y, wide, height);
        x += wide + (is_glif(model) && model != ModelKind::glif5 ? 0 : gap + (model == ModelKind::glif5 ? 2 : 0));
    }
}

void ModelSelector::lay_out_flat() {
    constexpr int height = 24, margin = 6;
    float total = 0.0f;
    std::vector<float> widths;
    for (const auto& cell : cells_) {
        widths.push_back(text_width(font(Face::semibold, metrics().tab), utf8(cell->text())));
        total += widths.back();
    }
    const float room = static_cast<float>(getWidth() - 2 * margin);
    const float padding = std::clamp((room - total) / static_cast<float>(cells_.size()), 4.0f, 17.0f);
    float x = static_cast<float>(margin);
    const int top = (getHeight() - height) / 2;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const float wide = widths[i] + padding;
        cells_[i]->setBounds(
            juce::Rectangle<float>{x, static_cast<float>(top), wide, static_cast<float>(height)}.toNearestIntEdges());
        x += wide;
    }
}

void ModelSelector::lay_out_arrows() {
    constexpr int size = 40;
    const int y = (getHeight() - size) / 2;
    previous_.setBounds(16, y, size, size);
    const auto& circuit = circuit_of(model_kind(host().parameters()));
    const int word =
        static_cast<int>(std::ceil(text_width(font(Face::semibold, metrics().section), utf8(circuit.name))));
    next_.setBounds(previous_.getRight() + word + 4, y, size, size);
}

void ModelSelector::paint(juce::Graphics& g) {
    if (projected()) {
        lay_out_arrows();
        const auto& circuit = circuit_of(model_kind(host().parameters()));
        const auto area = getLocalBounds().toFloat();
        draw_text(g, {circuit.name, type(Face::semibold, metrics().section, Token::text)},
                  area.withLeft(static_cast<float>(previous_.getRight())).withRight(static_cast<float>(next_.getX())),
                  Align::centre);
        draw_text(g, {circuit.sentence, type(Face::regular, 17.0f, Token::text2)},
                  area.withLeft(static_cast<float>(next_.getRight() + 8)), Align::left, Fit::shorten);
        return;
    }
    if (!group_.isEmpty()) {
        fill(g, group_, metrics().field_radius, Token::raised);
        draw_text(g, {"GLIF", type(Face::medium, metrics().tab, Token::text2)}, group_word_);
    }
    for (const auto& arrow : arrows_) draw_icon(g, Icon::right, arrow, 11.0f, colour(Token::line_strong));
    g.setColour(colour(Token::line));
    g.fillRect(separator_);
}

} // namespace soma::editor
