#include "Editor/Panels/InputPanel.h"

#include "Editor/Panels/StimulusShapes.h"
#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 total_every_ms = 100;
constexpr double quiet_db = -90.0;
constexpr int first_stimulus = 10, after_stimulus = 30; ///< places in the order of Tab

std::vector<Choice> shape_choices() {
    std::vector<Choice> choices;
    for (const auto& shape : stimulus_shapes()) choices.push_back({utf8(shape.name), shape.icon});
    return choices;
}

void set_parameter(ParameterAccess& parameters, Id id, double value) {
    parameters.begin_gesture(id);
    parameters.set_value(id, value);
    parameters.end_gesture(id);
}

} // namespace

ValueField& InputPanel::add_field(const Quantity& quantity, std::string label, std::string spoken) {
    return add(std::make_unique<ValueField>(
        context, model_of(host().parameters(), quantity),
        FieldLook{.label = std::move(label), .hue = Token::cur, .spoken = std::move(spoken)}));
}

InputPanel::InputPanel(Context& shared)
    : SidePanel(shared)
    , audio_in_(add_field({.id = Id::input_scale_pa}, "0 dBFS =", "Audio in, full scale"))
    , shapes_(add(std::make_unique<ChoiceGroup>(shared, "Stimulus", shape_choices(), ChoiceGroup::Style::cells)))
    , run_(add(std::make_unique<WordButton>(shared, WordButton::Wording{.word = "Run", .primary = true})))
    , once_(add(std::make_unique<WordButton>(shared, WordButton::Wording{.word = "Once"})))
    , shape_name_(add(std::make_unique<TitleWord>(shared, "Stimulus shape",
                                                  [this] { return std::string(stimulus_shape(shape_index()).name); })))
    , midi_mode_(add(std::make_unique<TitleWord>(shared, "MIDI in mode",
                                                 [this] {
                                                     const auto index = static_cast<std::size_t>(midi_mode_index());
                                                     return std::string(midi_input_modes()[index].name);
                                                 })))
    , input_level_(add(std::make_unique<TitleWord>(
          shared, "Audio in level",
          [this] {
              const auto status = host().monitor().status();
              if (!status.input_connected) return std::string();
              return status.input_db < quiet_db ? std::string("−∞ dB") : fixed(status.input_db, 0) + " dB";
          },
          Token::text3)))
    , velocity_(add_field({.id = Id::midi_current_pa}, "Velocity 127 =", "MIDI in, full velocity"))
    , holding_(add_field({.id = Id::holding_current_pa}, "Holding", "Holding current"))
    , noise_(add_field({.id = Id::noise_pa}, "Noise", "Noise rms")) {
    setTitle("Input");
    order_focus({&audio_in_, &shapes_});
    int order = after_stimulus;
    for (auto* part :
         std::initializer_list<juce::Component*>{&run_, &once_, &midi_mode_, &velocity_, &holding_, &noise_})
        part->setExplicitFocusOrder(order++);
    auto& parameters = shared.host.parameters();
    shapes_.chosen = [this] {
        const auto all = stimulus_shapes();
        const auto found = std::ranges::find(all, shape_index(), &StimulusShape::index);
        return static_cast<int>(found - all.begin());
    };
    shapes_.choose = [this, &parameters](int cell) {
        choose_shape(stimulus_shapes()[static_cast<std::size_t>(cell)]);
        refresh();
    };
    shape_name_.setInterceptsMouseClicks(false, false);
    shape_name_.setWantsKeyboardFocus(false);
    input_level_.setInterceptsMouseClicks(false, false);
    input_level_.setWantsKeyboardFocus(false);
    midi_mode_.pressed = [this] { choose_midi_mode(); };
    run_.pressed = [this] {
        auto& stimulator = host().stimulator();
        stimulator.run(!stimulator.running());
        refresh();
    };
    once_.pressed = [this] { host().stimulator().send_once(); };
    run_.setTooltip("Runs or stops the stimulus (space)");
    once_.setTooltip("Sends one stimulus (Enter)");
    rebuild_stimulus();
}

/// A value that the new shape cannot have, or that would make it the old one, becomes the shape's usual one: a step
/// of a second is no short pulse.
void InputPanel::choose_shape(const StimulusShape& shape) {
    auto& parameters = host().parameters();
    parameters.begin_gesture(Id::stim_shape);
    parameters.set_value(Id::stim_shape, shape.index);
    for (const auto& usual : shape.usual) {
        const double now = parameters.value(usual.id);
        if (now >= usual.least && now <= usual.most) continue;
        set_parameter(parameters, usual.id, usual.value);
    }
    // A stimulus that repeats sooner than it ends would have no pause.
    const double period_ms = parameters.value(Id::stim_period_ms), duration_ms = parameters.value(Id::stim_duration_ms);
    if (period_ms > 0.0 && period_ms <= duration_ms) set_parameter(parameters, Id::stim_period_ms, 1.5 * duration_ms);
    parameters.end_gesture(Id::stim_shape);
}

int InputPanel::shape_index() const { return static_cast<int>(host().parameters().value(Id::stim_shape)); }

int InputPanel::midi_mode_index() const {
    auto& parameters = host().parameters();
    const int mode = static_cast<int>(parameters.value(Id::midi_mode));
    const int kernel = static_cast<int>(parameters.value(Id::midi_kernel));
    const auto modes = midi_input_modes();
    for (std::size_t i = 0; i < modes.size(); ++i)
        if (modes[i].mode == mode && (modes[i].kernel < 0 || modes[i].kernel == kernel)) return static_cast<int>(i);
    return 0;
}

void InputPanel::choose_midi_mode() {
    juce::PopupMenu menu;
    const auto modes = midi_input_modes();
    for (std::size_t i = 0; i < modes.size(); ++i)
        menu.addItem(static_cast<int>(i) + 1, utf8(modes[i].name), true, static_cast<int>(i) == midi_mode_index());
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(midi_mode_).withParentComponent(context.top),
                       [safe = SafePointer<InputPanel>(this)](int item) {
                           if (safe == nullptr || item == 0) return;
                           const auto& chosen = midi_input_modes()[static_cast<std::size_t>(item - 1)];
                           auto& parameters = safe->host().parameters();
                           // Two parameters, one choice, one step of undo.
                           parameters.begin_gesture(Id::midi_mode);
                           parameters.set_value(Id::midi_mode, chosen.mode);
                           if (chosen.kernel >= 0) set_parameter(parameters, Id::midi_kernel, chosen.kernel);
                           parameters.end_gesture(Id::midi_mode);
                           safe->refresh();
                       });
}

void InputPanel::rebuild_stimulus() {
    built_shape_ = shape_index();
    for (auto* field : stimulus_fields_) remove(*field);
    stimulus_fields_.clear();
    for (const auto& field : stimulus_shape(built_shape_).fields) {
        auto& added = add_field(field.quantity, std::string(field.label), std::string(field.spoken));
        added.setExplicitFocusOrder(first_stimulus + static_cast<int>(stimulus_fields_.size()));
        stimulus_fields_.push_back(&added);
    }
}

void InputPanel::refresh() {
    if (shape_index() != built_shape_) {
        rebuild_stimulus();
        resized();
    }
    if (connected() != laid_connected_) resized();
    const bool running = host().stimulator().running();
    run_.set_wording(
        {.word = running ? "Stop" : "Run", .icon = running ? Icon::stop : Icon::play, .key = "space", .primary = true});
    noise_.look().label = "Noise, seed " + fixed(host().parameters().value(Id::stim_seed), 0);
    SidePanel::refresh();
    const auto now = juce::Time::getMillisecondCounter();
    if (now - total_read_ms_ < total_every_ms && !total_text_.empty()) return;
    total_read_ms_ = now;
    const double total = host().monitor().status().current_pa;
    auto text = std::abs(total) >= 1000.0  ? fixed(total, 0)
                : std::abs(total) >= 100.0 ? fixed(total, 0)
                                           : fixed(total, 1);
    if (text == total_text_) return;
    total_pa_ = total;
    total_text_ = std::move(text);
    repaint(total_area_);
}

/// The largest sum that the sources can reach, in round numbers, so that the bar's scale stays put.
double InputPanel::full_scale_pa() const {
    auto& parameters = host().parameters();
    const auto size = [&](Id id) { return std::abs(parameters.value(id)); };
    const double stimulus = shape_index() == 0 ? 0.0 : std::max(size(Id::stim_amplitude_pa), size(Id::stim_start_pa));
    const double sum = stimulus + size(Id::holding_current_pa) + size(Id::input_scale_pa) +
                       (midi_mode_index() == 0 ? 0.0 : size(Id::midi_current_pa)) + 3.0 * size(Id::noise_pa);
    return std::max(sum, 1.0);
}

void InputPanel::lay_out() {
    if (projected()) {
        for (auto* part : std::initializer_list<juce::Component*>{&audio_in_, &shapes_, &once_, &midi_mode_, &velocity_,
                                                                  &holding_, &noise_, &input_level_})
            part->setVisible(false);
        section("Stimulus", &shape_name_);
        for (std::size_t i = 0; i < stimulus_fields_.size(); ++i) {
            stimulus_fields_[i]->setVisible(i < 2);
            if (i < 2) row(*stimulus_fields_[i]);
        }
        space(5);
        row(run_, metrics().button);
        total_area_ = unconnected_area_ = {};
        return;
    }
    const bool small = metrics().kind == Metrics::Kind::minimum;
    for (auto* part :
         std::initializer_list<juce::Component*>{&audio_in_, &shapes_, &once_, &midi_mode_, &holding_, &noise_})
        part->setVisible(true);
    if (!small)
        section("Input current");
    else
        untitled_section();
    total_area_ = take(small ? 25 : 27);
    input_level_.setVisible(!small);
    if (!small) section("Audio in", &input_level_);
    laid_connected_ = connected();
    audio_in_.setVisible(laid_connected_);
    unconnected_area_ = {};
    if (laid_connected_)
        row(audio_in_);
    else
        unconnected_area_ = take(34);
    section("Stimulus", &shape_name_);
    row(shapes_, small ? 26 : metrics().row);
    for (auto* field : stimulus_fields_) {
        field->setVisible(true);
        row(*field);
    }
    space(3);
    auto buttons = take(metrics().button);
    once_.setBounds(buttons.removeFromRight(54));
    run_.setBounds(buttons.withTrimmedRight(6));
    section("MIDI in", &midi_mode_);
    const bool pitched = midi_mode_index() == 4;
    velocity_.setVisible(!pitched);
    if (!pitched) row(velocity_);
    section("Always on");
    row(holding_);
    row(noise_);
}

void InputPanel::paint(juce::Graphics& g) {
    SidePanel::paint(g);
    if (!total_area_.isEmpty()) paint_total(g);
    if (unconnected_area_.isEmpty()) return;
    auto area = unconnected_area_.toFloat();
    draw_text(g, {"Audio in is not connected", type(Face::medium, metrics().label, Token::text)},
              area.removeFromTop(area.getHeight() / 2.0f));
    draw_text(g, {"The stimulus and MIDI still work.", type(Face::regular, metrics().caption, Token::text2)}, area);
}

void InputPanel::paint_total(juce::Graphics& g) {
    const auto area = total_area_.toFloat();
    if (metrics().kind == Metrics::Kind::desktop)
        draw_text(g, {"total", type(Face::regular, metrics().caption, Token::text3)},
                  area.withY(area.getY() - 27.0f).withHeight(20.0f), Align::right);
    TextLine line{total_text_.empty() ? "–" : total_text_, type(Face::mono_medium, metrics().hero, Token::cur)};
    line.add("pA", type(Face::regular, metrics().label, Token::cur), 6.0f);
    draw_text(g, line, area);
    constexpr float bar_width = 84.0f;
    if (metrics().kind != Metrics::Kind::desktop || line.width() > area.getWidth() - bar_width - 6.0f) return;
    const auto bar = area.withLeft(area.getRight() - bar_width).withSizeKeepingCentre(bar_width, 6.0f);
    fill(g, bar, 3.0f, Token::line);
    const float share = static_cast<float>(std::clamp(total_pa_ / full_scale_pa(), -1.0, 1.0));
    const float middle = bar.getCentreX(), end = middle + share * (bar_width / 2.0f);
    fill(g, bar.withLeft(std::min(middle, end)).withRight(std::max(middle, end)), 3.0f, Token::cur);
    g.setColour(colour(Token::text2));
    g.fillRect(juce::Rectangle<float>{middle - 0.75f, bar.getCentreY() - 7.0f, 1.5f, 14.0f});
}

} // namespace soma::editor
