#include "Editor/Scope/ScopeToolbar.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace soma::editor {

namespace {

struct Source {
    scope::TriggerSource source;
    const char* word;
    const char* label; ///< markup
    Token hue;
};
constexpr std::array<Source, 4> sources{{{scope::TriggerSource::voltage, "Membrane voltage", "V_{m}", Token::vm},
                                         {scope::TriggerSource::current, "Current", "I", Token::cur},
                                         {scope::TriggerSource::spike, "Spikes", "spike", Token::spike},
                                         {scope::TriggerSource::stimulus, "Stimulus onset", "onset", Token::cur}}};

const Source& source_of(scope::TriggerSource wanted) { return *std::ranges::find(sources, wanted, &Source::source); }

bool has_level(scope::TriggerSource source) {
    return source == scope::TriggerSource::voltage || source == scope::TriggerSource::current;
}

enum Item : int {
    first_source_item = 1,
    rising_item = 10,
    falling_item,
    draw_spikes_item,
    first_figure_item = 20,
    first_hysteresis_item = 40,
    first_hold_off_item = 60,
    copy_item = 80,
    picture_item,
    csv_item,
};
constexpr std::array hysteresis_choices{0.1, 0.5, 1.0, 2.0, 5.0, 10.0};
constexpr std::array hold_off_choices_ms{0.0, 1.0, 5.0, 20.0, 100.0, 500.0};
constexpr std::array figure_words{"Sweep", "Spikes laid over each other", "Intervals between spikes",
                                  "Phase plane V–dV/dt", "Spectrum of the voltage"};
constexpr std::array figure_names{"Sweep", "Spikes", "Intervals", "Phase", "Spectrum"}; ///< on the button

Parameter level_meta(scope::TriggerSource source) {
    const bool current = source == scope::TriggerSource::current;
    return {.id = "trigger_level",
            .label = "Trigger level",
            .group = "Scope",
            .unit = current ? "pA" : "mV",
            .min = current ? -1e6 : -250.0,
            .max = current ? 1e6 : 250.0,
            .default_value = current ? 0.0 : -55.0,
            .scale = Scale::linear,
            .choices = "",
            .since = "0.1",
            .help = "The sweep begins where the trace crosses this level."};
}

Parameter time_base_meta() {
    return {.id = "time_base",
            .label = "Time base",
            .group = "Scope",
            .unit = "ms/div",
            .min = scope::step_value(scope::TimeBase::shortest),
            .max = scope::step_value(scope::TimeBase::longest),
            .default_value = 20,
            .scale = Scale::logarithmic,
            .choices = "",
            .since = "0.1",
            .help = "Model time of one division; steps of 1, 2 and 5 ([ and ])."};
}

FieldLook toolbar_look(const char* spoken) {
    return {.label = "", .style = FieldLook::Style::toolbar, .bar = false, .spoken = spoken};
}

} // namespace

class ScopeToolbar::SourceButton final : public Button {
  public:
    SourceButton(Context& shared, ScopeController& controller)
        : Button(shared, "Trigger source")
        , controller_(controller) {
        setTooltip("Trigger\nSource, edge, hysteresis and hold-off.");
    }

    int natural_width() const {
        const float size = metrics().toolbar_value + 0.5f;
        const float words = onset() ? size : label().width();
        const int width = static_cast<int>(std::ceil(words + (has_edge() ? size + 6.0f : 0.0f))) + 14;
        return std::max(width, metrics().toolbar_field);
    }

    void paint(juce::Graphics& g) override {
        const auto area = getLocalBounds().toFloat();
        fill(g, area, metrics().field_radius, hovered() ? Token::raised_hi : Token::raised);
        const auto words = label();
        const float size = metrics().toolbar_value + 0.5f;
        if (onset())
            draw_icon(g, Icon::step, area.withTrimmedLeft(9.0f).withWidth(size), size, colour(Token::cur));
        else
            draw_text(g, words, area.withTrimmedLeft(9.0f));
        draw_focus_ring(g, metrics().field_radius);
        if (!has_edge()) return;
        const auto edge = controller_.trigger().edge == scope::Edge::rising ? Icon::edge_rising : Icon::edge_falling;
        draw_icon(g, edge, area.withTrimmedLeft(9.0f + words.width() + 6.0f).withWidth(size), size,
                  colour(Token::text));
    }

  private:
    bool onset() const { return controller_.trigger().source == scope::TriggerSource::stimulus; }
    bool has_edge() const { return has_level(controller_.trigger().source); }
    TextLine label() const {
        const auto& source = source_of(controller_.trigger().source);
        return {source.label, type(Face::semibold, projected() ? 18.0f : 12.0f, source.hue)};
    }
    ScopeController& controller_;
};

ScopeToolbar::ScopeToolbar(Context& shared, ScopeController& controller)
    : Widget(shared)
    , controller_(controller)
    , modes_(shared, "Trigger", {{"Auto"}, {"Normal"}, {"Single"}}, ChoiceGroup::Style::soft_tabs)
    , source_(std::make_unique<SourceButton>(shared, controller))
    , level_(shared,
             model_of(FreeValue{.meta = [&controller] { return level_meta(controller.trigger().source); },
                                .get = [&controller] { return controller.trigger().level; },
                                .set =
                                    [&controller](double level) {
                                        auto trigger = controller.trigger();
                                        trigger.level = level;
                                        if (!has_level(trigger.source)) trigger.source = scope::TriggerSource::voltage;
                                        controller.choose_trigger(trigger);
                                    },
                                .decimals = 1}),
             toolbar_look("Trigger level"))
    , time_base_(shared,
                 model_of(FreeValue{.meta = time_base_meta,
                                    .get = [&controller] { return controller.ms_per_division(); },
                                    .set =
                                        [&controller](double ms) {
                                            // A step of the wheel that rounds back to the same base moves by one.
                                            const double now = controller.ms_per_division();
                                            controller.set_ms_per_division(ms);
                                            if (std::abs(controller.ms_per_division() - now) < 1e-12 && ms != now)
                                                controller.move_time_base(ms > now ? 1 : -1);
                                        },
                                    .decimals = 0}),
                 toolbar_look("Time base"))
    , figure_(shared, {.word = figure_names[0], .icon = Icon::down})
    , cursors_(shared, "Cursors (C)", Icon::cursors, 17.0f)
    , freeze_(shared, "Freeze (F)", Icon::freeze, 17.0f)
    , camera_(shared, "Save picture", Icon::camera, 17.0f) {
    setTitle("Scope controls");
    modes_.chosen = [&controller] { return static_cast<int>(controller.trigger().mode); };
    modes_.choose = [&controller](int mode) { controller.set_mode(static_cast<scope::TriggerMode>(mode)); };
    source_->pressed = [this] { show_menu(juce::PopupMenu::Options{}.withTargetComponent(*source_)); };
    figure_.pressed = [this] { show_figures(); };
    figure_.setTooltip(
        "Figure\nThe sweep, spikes laid over each other, intervals between spikes, the phase plane, or the spectrum.");
    cursors_.is_on = [&controller] { return controller.cursors; };
    cursors_.pressed = [this] { toggle_cursors(); };
    freeze_.is_on = [&controller] { return controller.scope().frozen(); };
    freeze_.pressed = [this] { toggle_freeze(); };
    camera_.pressed = [this] {
        if (save_picture) save_picture();
    };
    for (auto* part : std::initializer_list<juce::Component*>{&modes_, source_.get(), &level_, &time_base_, &figure_,
                                                              &cursors_, &freeze_, &camera_})
        addAndMakeVisible(part);
    order_focus({&modes_, source_.get(), &level_, &time_base_, &figure_, &cursors_, &freeze_, &camera_});
}

ScopeToolbar::~ScopeToolbar() = default;

void ScopeToolbar::toggle_cursors() {
    controller_.cursors = !controller_.cursors;
    controller_.cursors_placed = false;
    auto session = host().session();
    session.cursors = controller_.cursors;
    host().set_session(session);
    if (auto* parent = getParentComponent()) parent->repaint();
}

void ScopeToolbar::toggle_freeze() {
    controller_.scope().freeze(!controller_.scope().frozen());
    if (auto* parent = getParentComponent()) parent->resized();
    repaint();
}

std::string ScopeToolbar::state_text() const { return std::string(scope::state_word(controller_.scope().state())); }

void ScopeToolbar::refresh() {
    modes_.refresh();
    level_.refresh();
    time_base_.refresh();
    figure_.set_wording({.word = figure_names[static_cast<std::size_t>(controller_.figure)], .icon = Icon::down});
    figure_.setTitle("Figure: " + juce::String(figure_names[static_cast<std::size_t>(controller_.figure)]));
    if (controller_.trigger().source != laid_source_) resized();
    auto now = state_text();
    if (now == state_) return;
    state_ = std::move(now);
    repaint();
}

void ScopeToolbar::resized() {
    laid_source_ = controller_.trigger().source;
    const auto& m = metrics();
    const bool small = m.kind == Metrics::Kind::minimum;
    const int gap = projected() ? 12 : 10, margin = projected() ? 18 : small ? 8 : 10;
    auto room = getLocalBounds().reduced(margin, 0);
    if (projected()) room.removeFromTop(6);
    const auto place = [&](juce::Component& part, int width, int height) {
        part.setBounds(room.removeFromLeft(width).withSizeKeepingCentre(width, height));
        room.removeFromLeft(gap);
    };
    place(modes_, modes_.natural_width(), m.toolbar_field);
    source_->setVisible(!small);
    level_.setVisible(!small);
    const float digit = text_width(font(Face::mono_medium, m.toolbar_value), "0");
    const float unit = text_width(font(Face::regular, m.unit), "mV");
    if (!small) {
        place(*source_, source_->natural_width(), m.toolbar_field);
        room.setLeft(room.getX() - gap);
        place(level_, static_cast<int>(digit * 5.4f + unit) + 18, m.toolbar_field);
    }
    const float division = text_width(font(Face::regular, m.unit), "ms/div");
    place(time_base_, static_cast<int>(digit * 3.0f + division) + 20, m.toolbar_field);
    // Its longest name decides, so that nothing moves.
    const int figure_width = figure_.width_for(figure_names[2]) + (projected() ? 34 : 23);
    place(figure_, figure_width, m.toolbar_field);
    const auto from_right = [&](juce::Component& part) {
        part.setBounds(room.removeFromRight(m.icon_button).withSizeKeepingCentre(m.icon_button, m.icon_button));
        room.removeFromRight(projected() ? gap : 2);
    };
    const float state_width = text_width(font(Face::semibold, m.label), "Triggered") + 16.0f;
    const int needed = 3 * (m.icon_button + 2) + static_cast<int>(state_width);
    camera_.setVisible(!small && !projected() && room.getWidth() >= needed);
    if (camera_.isVisible()) from_right(camera_);
    from_right(freeze_);
    from_right(cursors_);
    state_area_ = room;
}

void ScopeToolbar::paint(juce::Graphics& g) {
    // Source and level are one field to the eye.
    if (level_.isVisible())
        fill(g, source_->getBounds().getUnion(level_.getBounds()).toFloat(), metrics().field_radius, Token::raised);
    state_ = state_text();
    const float px = projected() ? 19.0f : metrics().label, disc = projected() ? 14.0f : 9.0f;
    const float gap = projected() ? 9.0f : 6.0f;
    const TextLine word{state_, type(Face::semibold, px, Token::text)};
    const float total = word.width() + disc + gap;
    const auto area = state_area_.toFloat();
    if (total > area.getWidth()) {
        draw_text(g, word, area, Align::centre, Fit::shorten);
        return;
    }
    const float x = area.getCentreX() - total / 2.0f;
    const juce::Rectangle<float> mark{x, area.getCentreY() - disc / 2.0f, disc, disc};
    const auto state = controller_.scope().state();
    const bool hollow = state == scope::ScopeState::waiting || state == scope::ScopeState::armed;
    g.setColour(colour(Token::text));
    if (hollow)
        g.drawEllipse(mark.reduced(0.9f), 1.8f);
    else if (state == scope::ScopeState::stopped || state == scope::ScopeState::frozen)
        g.fillRect(mark.reduced(0.5f));
    else
        g.fillEllipse(mark);
    draw_text(g, word, area.withLeft(x + disc + gap).withWidth(word.width() + 1.0f));
}

void ScopeToolbar::show_menu(const juce::PopupMenu::Options& where) {
    const auto trigger = controller_.trigger();
    juce::PopupMenu menu, hysteresis, hold_off;
    menu.addSectionHeader("Trigger");
    for (std::size_t i = 0; i < sources.size(); ++i)
        menu.addItem(first_source_item + static_cast<int>(i), sources[i].word, true,
                     trigger.source == sources[i].source);
    menu.addSeparator();
    menu.addItem(rising_item, "Rising edge", true, trigger.edge == scope::Edge::rising);
    menu.addItem(falling_item, "Falling edge", true, trigger.edge == scope::Edge::falling);
    const auto unit = trigger.source == scope::TriggerSource::current ? " pA" : " mV";
    for (std::size_t i = 0; i < hysteresis_choices.size(); ++i)
        hysteresis.addItem(first_hysteresis_item + static_cast<int>(i), utf8(significant(hysteresis_choices[i])) + unit,
                           true, std::abs(trigger.hysteresis - hysteresis_choices[i]) < 1e-9);
    for (std::size_t i = 0; i < hold_off_choices_ms.size(); ++i)
        hold_off.addItem(first_hold_off_item + static_cast<int>(i), utf8(fixed(hold_off_choices_ms[i], 0)) + " ms",
                         true, std::abs(trigger.hold_off_s * 1e3 - hold_off_choices_ms[i]) < 1e-9);
    menu.addSubMenu("Hysteresis", hysteresis);
    menu.addSubMenu("Hold-off", hold_off);
    menu.addSectionHeader("Plot");
    for (std::size_t i = 0; i < figure_words.size(); ++i)
        menu.addItem(first_figure_item + static_cast<int>(i), utf8(figure_words[i]), true,
                     static_cast<std::size_t>(controller_.figure) == i);
    menu.addItem(draw_spikes_item, "Draw the spikes that LIF and GLIF leave out", true, host().session().draw_spikes);
    menu.addSeparator();
    menu.addItem(copy_item, "Copy numbers");
    menu.addItem(picture_item, utf8("Save picture …"));
    menu.addItem(csv_item, utf8("Save trace as CSV …"));
    menu.showMenuAsync(where.withParentComponent(context.top), [safe = SafePointer<ScopeToolbar>(this)](int item) {
        if (safe != nullptr && item != 0) safe->choose_from(item);
    });
}

void ScopeToolbar::show_figures() {
    juce::PopupMenu menu;
    for (std::size_t i = 0; i < figure_words.size(); ++i)
        menu.addItem(first_figure_item + static_cast<int>(i), utf8(figure_words[i]), true,
                     static_cast<std::size_t>(controller_.figure) == i);
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(figure_).withParentComponent(context.top),
                       [safe = SafePointer<ScopeToolbar>(this)](int item) {
                           if (safe != nullptr && item != 0) safe->choose_from(item);
                       });
}

void ScopeToolbar::choose_from(int item) {
    auto trigger = controller_.trigger();
    const auto offset = [item](int first) { return static_cast<std::size_t>(item - first); };
    if (item == copy_item && copy_numbers) copy_numbers();
    if (item == picture_item && save_picture) save_picture();
    if (item == csv_item && save_csv) save_csv();
    if (item == draw_spikes_item) {
        auto session = host().session();
        session.draw_spikes = !session.draw_spikes;
        host().set_session(session);
        controller_.follow_host();
    }
    if (item >= first_source_item && item < rising_item) {
        trigger.source = sources[offset(first_source_item)].source;
        if (trigger.source != controller_.trigger().source) trigger.level = controller_.usual_level(trigger.source);
    }
    if (item == rising_item) trigger.edge = scope::Edge::rising;
    if (item == falling_item) trigger.edge = scope::Edge::falling;
    if (item >= first_figure_item && item < first_hysteresis_item)
        controller_.figure = static_cast<ScopeFigure>(offset(first_figure_item));
    if (item >= first_hysteresis_item && item < first_hold_off_item)
        trigger.hysteresis = hysteresis_choices[offset(first_hysteresis_item)];
    if (item >= first_hold_off_item && item < copy_item)
        trigger.hold_off_s = hold_off_choices_ms[offset(first_hold_off_item)] * 1e-3;
    if (!(trigger == controller_.trigger())) controller_.choose_trigger(trigger);
    resized();
    if (auto* parent = getParentComponent()) parent->repaint();
}

} // namespace soma::editor
