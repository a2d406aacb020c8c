#include "Editor/Window/Header.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 cpu_every_ms = 500;

std::vector<Choice> view_choices() {
    std::vector<Choice> choices;
    for (const auto& kind : view_kinds()) choices.push_back({kind.name});
    return choices;
}

enum MoreItem : int { slot_a_item = 1, slot_b_item, copy_slot_item, undo_item, redo_item, theme_item, settings_item };

} // namespace

class Header::Brand final : public Button {
  public:
    explicit Brand(Context& shared)
        : Button(shared, "Somaphone settings") {
        setTooltip("Size, keys, motion");
    }
    float mark_height() const { return projected() ? 28.0f : metrics().kind == Metrics::Kind::minimum ? 22.0f : 24.0f; }
    int natural_width() const {
        const float mark = mark_height() * 1.55f;
        if (metrics().kind == Metrics::Kind::minimum) return static_cast<int>(std::ceil(mark));
        return static_cast<int>(std::ceil(mark + 9.0f + word().width())) + 1;
    }
    void paint(juce::Graphics& g) override {
        const auto area = getLocalBounds().toFloat();
        draw_brand(g, 0.0f, area.getCentreY() - mark_height() / 2.0f, mark_height(), colour(Token::text),
                   colour(Token::vm));
        if (metrics().kind != Metrics::Kind::minimum)
            draw_text(g, word(), area.withTrimmedLeft(mark_height() * 1.55f + 9.0f));
        draw_focus_ring(g, 6.0f);
    }

  private:
    TextLine word() const { return {"Somaphone", type(Face::semibold, metrics().brand, Token::text)}; }
};

class Header::Name final : public Button {
  public:
    explicit Name(Context& shared)
        : Button(shared, "Preset") {}
    void show(const HeaderWords& words, bool dirty) {
        words_ = words;
        dirty_ = dirty;
        setTitle((words.locked ? "Lesson: " : "Preset: ") + utf8(words.name) + ", " + utf8(words.sub) +
                 (dirty ? ", changed" : ""));
        repaint();
    }
    void paint(juce::Graphics& g) override {
        const auto area = getLocalBounds().toFloat();
        const float px = projected() ? 20.0f : metrics().label;
        TextLine line{words_.name, type(Face::semibold, px, Token::text)};
        if (!words_.sub.empty())
            line.add(words_.sub, type(Face::regular, px, Token::text3), projected() ? 12.0f : 8.0f);
        const float dot = projected() ? 9.0f : 6.0f;
        const bool fits = line.width() + 4.0f * dot < area.getWidth();
        draw_text(g, line, fits || !dirty_ ? area : area.withTrimmedLeft(2.0f * dot),
                  fits ? Align::centre : Align::left, Fit::shorten);
        if (dirty_) {
            const float x = fits ? area.getCentreX() - line.width() / 2.0f - 2.0f * dot : 0.0f;
            g.setColour(colour(Token::text));
            g.fillEllipse(x, area.getCentreY() - dot / 2.0f, dot, dot);
        }
        draw_focus_ring(g, 6.0f);
    }

  private:
    HeaderWords words_;
    bool dirty_ = false;
};

Header::Header(Context& shared, Actions actions)
    : Widget(shared)
    , actions_(std::move(actions))
    , brand_(std::make_unique<Brand>(shared))
    , views_(shared, "View", view_choices(), ChoiceGroup::Style::view_tabs, Token::hdr)
    , slots_(shared, "Compare", {{"A"}, {"B"}}, ChoiceGroup::Style::soft_tabs, Token::hdr)
    , name_(std::make_unique<Name>(shared))
    , previous_(shared, "Previous preset (PgUp)", Icon::left, 16.0f)
    , menu_(shared, "Preset browser", Icon::down, 16.0f)
    , next_(shared, "Next preset (PgDn)", Icon::right, 16.0f)
    , undo_(shared, "Undo (Ctrl Z)", Icon::undo, 17.0f)
    , redo_(shared, "Redo (Ctrl Shift Z)", Icon::redo, 17.0f)
    , projector_(shared, "Projector (P)", Icon::projector)
    , theme_(shared, "Theme (T)", Icon::theme)
    , help_(shared, "Help (F1)", Icon::help)
    , speaker_(shared, "Output levels (O)", Icon::speaker)
    , more_(shared, "More", Icon::more) {
    setTitle("Header");
    auto& history = shared.host.history();
    brand_->pressed = [this] { actions_.settings(); };
    views_.chosen = [this] { return actions_.view(); };
    views_.choose = [this](int view) { actions_.choose_view(view); };
    slots_.chosen = [&history] { return history.compare_slot(); };
    slots_.choose = [&history](int slot) { history.choose_slot(slot); };
    name_->pressed = menu_.pressed = [this] { actions_.browse(); };
    previous_.pressed = [this] { actions_.step(-1); };
    next_.pressed = [this] { actions_.step(1); };
    undo_.pressed = [&history] { history.undo(); };
    redo_.pressed = [&history] { history.redo(); };
    projector_.is_on = [this] { return host().session().projector; };
    projector_.pressed = [this] { actions_.projector(); };
    theme_.pressed = [this] { actions_.theme(); };
    help_.pressed = [this] { actions_.help(); };
    speaker_.pressed = [this] { actions_.output(); };
    more_.pressed = [this] { show_more(); };
    for (auto* part : std::initializer_list<juce::Component*>{brand_.get(), &views_, &previous_, name_.get(), &menu_,
                                                              &next_, &slots_, &undo_, &redo_, &speaker_, &projector_,
                                                              &theme_, &help_, &more_})
        addAndMakeVisible(part);
    order_focus({brand_.get(), &views_, &previous_, name_.get(), &menu_, &next_, &slots_, &undo_, &redo_, &speaker_,
                 &projector_, &theme_, &help_, &more_});
    refresh();
}

Header::~Header() = default;

void Header::refresh() {
    views_.refresh();
    slots_.refresh();
    auto& history = host().history();
    for (auto [button, can] : {std::pair{&undo_, history.can_undo()}, std::pair{&redo_, history.can_redo()}})
        if (button->isEnabled() != can) {
            button->setEnabled(can);
            button->repaint();
        }
    auto words = actions_.words();
    const bool dirty = host().library().dirty() && !words.locked;
    if (!(words == shown_) || dirty != dirty_) {
        const bool moves = words.locked != shown_.locked;
        shown_ = std::move(words);
        dirty_ = dirty;
        name_->show(shown_, dirty_);
        if (moves) {
            resized();
            repaint();
        }
    }
    const auto now = juce::Time::getMillisecondCounter();
    if (now - cpu_ms_ < cpu_every_ms && !cpu_.empty()) return;
    cpu_ms_ = now;
    undo_.setTooltip(utf8("Undo (Ctrl Z)\n" + history.undo_name()));
    redo_.setTooltip(utf8("Redo (Ctrl Shift Z)\n" + history.redo_name()));
    auto cpu = fixed(host().monitor().status().cpu * 100.0, 0) + " %";
    if (cpu == cpu_) return;
    cpu_ = std::move(cpu);
    repaint(cpu_area_);
}

void Header::resized() {
    const auto& m = metrics();
    const bool small = m.kind == Metrics::Kind::minimum, big = projected();
    const int gap = big ? 18 : small ? 10 : 14, button = m.icon_button;
    auto room = getLocalBounds();
    room.removeFromLeft(big ? 18 : small ? 10 : 14);
    room.removeFromRight(big ? 18 : small ? 10 : 12);
    const auto left = [&](juce::Component& part, int width, int height) {
        part.setBounds(room.removeFromLeft(width).withSizeKeepingCentre(width, height));
        room.removeFromLeft(gap);
    };
    const auto right = [&](juce::Component& part, bool shown) {
        part.setVisible(shown);
        if (!shown) return;
        part.setBounds(room.removeFromRight(button).withSizeKeepingCentre(button, button));
        room.removeFromRight(2);
    };
    left(*brand_, brand_->natural_width(), button);
    left(views_, views_.natural_width(), m.tab_height + (big ? 6 : 4));
    right(more_, small);
    right(help_, true);
    right(theme_, !small && !big);
    right(projector_, true);
    right(speaker_, big);
    const bool full = !small && !big, locked = shown_.locked;
    cpu_area_ = locked_area_ = {};
    if (full) {
        room.removeFromRight(gap - 2);
        const float words =
            text_width(font(Face::regular, m.label), "CPU") + 5.0f + text_width(font(Face::mono, m.label), "1000 %");
        cpu_area_ = room.removeFromRight(static_cast<int>(std::ceil(words)) + 1);
        room.removeFromRight(gap);
    }
    right(redo_, full && !locked);
    right(undo_, full && !locked);
    slots_.setVisible(full && !locked);
    if (full && !locked) {
        room.removeFromRight(gap - 2);
        const int width = slots_.natural_width();
        slots_.setBounds(room.removeFromRight(width).withSizeKeepingCentre(width, m.tab_height + 4));
        room.removeFromRight(gap);
    } else if (full) {
        locked_area_ = room.removeFromRight(112);
        room.removeFromRight(gap);
    } else {
        room.removeFromRight(gap - 2);
    }
    const int height = big ? 42 : 30;
    preset_area_ = room.withSizeKeepingCentre(room.getWidth(), height);
    auto inside = preset_area_;
    if (big) {
        // The arrows stand beside the name, not at the ends.
        const auto widths = text_width(font(Face::semibold, 20.0f), utf8(shown_.name + shown_.sub)) + 40.0f;
        const int wide = std::min(inside.getWidth(), static_cast<int>(widths) + 80);
        inside = inside.withSizeKeepingCentre(wide, height);
    }
    previous_.setBounds(inside.removeFromLeft(height));
    next_.setBounds(inside.removeFromRight(height));
    menu_.setVisible(full);
    if (full) menu_.setBounds(inside.removeFromRight(height));
    name_->setBounds(inside.reduced(2, 0));
    name_->show(shown_, dirty_);
}

void Header::paint(juce::Graphics& g) {
    if (!projected()) fill(g, preset_area_.toFloat(), metrics().tab_radius, Token::hdr);
    if (!cpu_area_.isEmpty()) {
        TextLine line{"CPU", type(Face::regular, metrics().label, Token::text3)};
        line.add(cpu_, type(Face::mono, metrics().label, Token::text2), 5.0f);
        draw_text(g, line, cpu_area_.toFloat(), Align::right);
    }
    if (!locked_area_.isEmpty()) {
        auto area = locked_area_.toFloat();
        draw_icon(g, Icon::lock, area.removeFromLeft(15.0f), 15.0f, colour(Token::text2));
        draw_text(g, {"Set by lesson", type(Face::regular, metrics().label, Token::text2)}, area.withTrimmedLeft(6.0f));
    }
}

void Header::show_more() {
    auto& history = host().history();
    juce::PopupMenu menu;
    menu.addItem(slot_a_item, "Sound A", true, history.compare_slot() == 0);
    menu.addItem(slot_b_item, "Sound B", true, history.compare_slot() == 1);
    menu.addItem(copy_slot_item, history.compare_slot() == 0 ? "Copy A to B" : "Copy B to A");
    menu.addSeparator();
    menu.addItem(undo_item, utf8("Undo " + history.undo_name()), history.can_undo());
    menu.addItem(redo_item, utf8("Redo " + history.redo_name()), history.can_redo());
    menu.addSeparator();
    menu.addItem(theme_item, "Theme");
    menu.addItem(settings_item, utf8("Settings …"));
    menu.addSectionHeader("CPU " + utf8(cpu_));
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(more_).withParentComponent(context.top),
                       [safe = SafePointer<Header>(this)](int item) {
                           if (safe != nullptr) safe->choose_more(item);
                       });
}

void Header::choose_more(int item) {
    auto& history = host().history();
    if (item == slot_a_item || item == slot_b_item) history.choose_slot(item - slot_a_item);
    if (item == copy_slot_item) history.copy_to_other_slot();
    if (item == undo_item) history.undo();
    if (item == redo_item) history.redo();
    if (item == theme_item) actions_.theme();
    if (item == settings_item) actions_.settings();
}

Footer::Footer(Context& shared)
    : Widget(shared)
    , lamp_(shared) {
    setTitle("Measurements");
    lamp_.pressed = [this] { host().monitor().clear_counters(); };
    addAndMakeVisible(lamp_);
}

void Footer::show(std::vector<Reading> readings, const LampWord& lamp) {
    lamp_.show(lamp);
    if (readings == readings_) return;
    readings_ = std::move(readings);
    repaint();
    juce::String spoken_all;
    for (const auto& reading : readings_)
        spoken_all << TextLine(reading.name, type(Face::regular, 11.0f, Token::text)).plain() << " "
                   << utf8(spoken(reading.value, reading.unit)) << ". ";
    setDescription(spoken_all);
}

void Footer::resized() {
    const int margin = projected() ? 20 : metrics().kind == Metrics::Kind::minimum ? 12 : 14;
    lamp_.setBounds(getLocalBounds().withTrimmedRight(margin).removeFromRight(projected() ? 420 : 210));
}

juce::String Footer::getTooltip() {
    if (projected()) return {};
    const auto x = static_cast<float>(getMouseXYRelative().x);
    for (std::size_t i = 0; i < places_.size() && i < readings_.size(); ++i)
        if (places_[i].contains(x)) return utf8(readings_[i].tip);
    return {};
}

void Footer::paint(juce::Graphics& g) {
    const auto& m = metrics();
    const bool big = projected(), small = m.kind == Metrics::Kind::minimum;
    const float gap = big ? 34.0f : small ? 16.0f : 22.0f, inner = big ? 10.0f : 7.0f;
    const auto quiet = big ? Token::text2 : Token::text3;
    auto area = getLocalBounds().toFloat().withTrimmedLeft(big ? 20.0f : small ? 12.0f : 14.0f);
    const float baseline = area.getCentreY() + m.footer_value * baseline_drop;
    float x = area.getX();
    places_.clear();
    for (const auto& reading : readings_) {
        TextLine line{reading.name, type(Face::regular, m.footer_label, quiet)};
        line.add(reading.value, type(Face::mono_medium, m.footer_value, Token::text), inner);
        if (!reading.unit.empty()) line.add(reading.unit, type(Face::regular, m.footer_unit, quiet), inner);
        draw_text_at(g, line, x, baseline, area.getRight() - x);
        places_.push_back({x, x + line.width()});
        x += line.width() + gap;
    }
}

} // namespace soma::editor
