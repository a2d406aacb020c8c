#include "Editor/Circuit/CircuitView.h"

#include "Look/NumberFormat.h"

#include <algorithm>
#include <cmath>

namespace soma::editor {

namespace {

constexpr juce::uint32 live_every_ms = 33;
constexpr float gate_words_beyond_bar = 14.0f; ///< at the right, where no part stands
constexpr int selector_height = 40, least_chip_width = 100, chip_gap = 5;

/// The leak as one resistance.
double leak_mohm(const ParameterAccess& parameters) {
    if (model_kind(parameters) == ModelKind::hh && !has_ion_paths(parameters)) {
        const double us = parameters.value(Id::hh_leak_ms_cm2) * parameters.value(Id::membrane_capacitance_nf);
        return us > 0.0 ? 1.0 / us : 0.0;
    }
    return leak_of(snapshot_of(parameters)).resistance_mohm;
}

/// R·C of such a membrane is the leak's alone: channels conduct at rest too.
bool leak_only(ModelKind model) { return model == ModelKind::hh || model == ModelKind::channel; }

} // namespace

CircuitView::CircuitView(Context& shared)
    : Widget(shared)
    , selector_(shared) {
    setTitle("Circuit");
    addAndMakeVisible(selector_);
    rebuild();
}

void CircuitView::rebuild() {
    const auto& parameters = host().parameters();
    key_ = branch_key(parameters);
    branches_ = branches_of(parameters);
    fields_.clear();
    int order = 1;
    selector_.setExplicitFocusOrder(order);
    for (const auto& branch : branches_) {
        auto& row = fields_.emplace_back();
        for (const auto& field : branch.fields) {
            const auto hue = branch.element == Element::current_source ? Token::cur
                             : branch.element == Element::capacitor    ? Token::text
                                                                       : branch.hue;
            row.push_back(std::make_unique<ValueField>(
                context, model_of(host().parameters(), field.quantity),
                FieldLook{.label = std::string(field.symbol),
                          .hue = hue,
                          .style = chips_ ? FieldLook::Style::chip : FieldLook::Style::circuit,
                          .bar = false,
                          .spoken = std::string(field.spoken)}));
            row.back()->setExplicitFocusOrder(++order);
            addAndMakeVisible(*row.back());
        }
    }
    still_key_.clear();
}

void CircuitView::show_chips(bool wanted) {
    if (wanted == chips_) return;
    chips_ = wanted;
    rebuild();
}

int CircuitView::chip_columns(int width) const {
    std::size_t count = product().empty() ? 0 : 1;
    for (const auto& branch : branches_) count += branch.fields.size();
    const int most = std::max(1, (width - 16 + chip_gap) / (least_chip_width + chip_gap));
    return count <= 8 ? std::min(4, most) : std::min(most, 5);
}

int CircuitView::chips_height(int width) const {
    int count = product().empty() ? 0 : 1;
    for (const auto& branch : branches_) count += static_cast<int>(branch.fields.size());
    const int columns = chip_columns(width), rows = std::max(2, (count + columns - 1) / columns);
    return 36 + rows * (28 + chip_gap) + 8;
}

void CircuitView::resized() {
    if (chips_)
        lay_out_chips();
    else
        lay_out_drawing();
    still_key_.clear();
}

void CircuitView::lay_out_chips() {
    auto room = getLocalBounds();
    selector_.setBounds(room.removeFromTop(36));
    room.reduce(8, 0);
    const int columns = chip_columns(getWidth());
    const float pitch = static_cast<float>(room.getWidth() + chip_gap) / static_cast<float>(columns);
    int index = 0;
    const auto next = [&] {
        const int column = index % columns, row = index / columns;
        ++index;
        const int left = room.getX() + juce::roundToInt(pitch * static_cast<float>(column));
        const int right = room.getX() + juce::roundToInt(pitch * static_cast<float>(column + 1)) - chip_gap;
        return juce::Rectangle<int>{left, room.getY() + row * (28 + chip_gap), right - left, 28};
    };
    for (auto& row : fields_)
        for (auto& field : row) field->setBounds(next());
    product_chip_ = product().empty() ? juce::Rectangle<float>{} : next().toFloat();
    vm_area_ = {};
}

void CircuitView::lay_out_drawing() {
    auto room = getLocalBounds();
    if (projected()) {
        selector_.setBounds(room.withHeight(40).withTrimmedTop(2));
    } else {
        selector_.setBounds(room.removeFromTop(selector_height));
        room.reduce(12, 0);
        room.removeFromBottom(12);
    }
    layout_ = CircuitLayout::of(room.toFloat(), branches_, metrics());
    for (std::size_t i = 0; i < fields_.size(); ++i)
        for (std::size_t k = 0; k < fields_[i].size(); ++k) {
            auto& look = fields_[i][k]->look();
            look.px = layout_.tight ? (projected() ? 16.0f : 11.0f) : 0.0f;
            fields_[i][k]->setBounds(layout_.fields[i][k].toNearestInt());
        }
    const int px = static_cast<int>(layout_.type_px);
    vm_area_ = {static_cast<int>(layout_.right) - 12 * px, static_cast<int>(layout_.inside_y) - 8 - 3 * px / 2,
                12 * px + 4, 3 * px / 2 + 4};
    product_chip_ = {};
}

void CircuitView::refresh() {
    if (branch_key(host().parameters()) != key_) {
        rebuild();
        if (auto* parent = getParentComponent()) parent->resized();
        resized();
        repaint();
    }
    selector_.refresh();
    for (auto& row : fields_)
        for (auto& field : row) {
            field->setVisible(!covered);
            field->refresh();
        }
    const auto& parameters = host().parameters();
    const std::array<double, 3> product_now{leak_mohm(parameters), parameters.value(Id::membrane_capacitance_nf),
                                            host().monitor().derived().rest_mv.value_or(0.0)};
    if (product_now != product_of_) {
        product_of_ = product_now;
        repaint(getLocalBounds().withTop(static_cast<int>(layout_.outside_y)));
        if (chips_) repaint(product_chip_.toNearestInt());
    }
    const auto now = juce::Time::getMillisecondCounter();
    if (chips_ || now - live_ms_ < live_every_ms) return;
    live_ms_ = now;
    status_ = host().monitor().status();
    auto vm_now = fixed(status_.voltage_mv, 1);
    if (vm_now != vm_text_) {
        vm_text_ = std::move(vm_now);
        repaint(vm_area_);
    }
    std::string gates_now;
    for (const auto& branch : branches_) {
        const auto open = open_share(branch.gate);
        gates_now += open.words + open.gates;
    }
    if (gates_now == gates_text_) return;
    gates_text_ = std::move(gates_now);
    for (const auto& gate : layout_.gates)
        if (!gate.isEmpty())
            repaint(gate.withHeight(gate.getHeight() + layout_.type_px * 2.9f)
                        .withWidth(gate.getWidth() + gate_words_beyond_bar)
                        .getSmallestIntegerContainer());
}

std::vector<bool> CircuitView::signs() const {
    std::vector<bool> positive;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        bool above = true;
        for (std::size_t k = 0; k < fields_[i].size(); ++k)
            if (branches_[i].fields[k].place == CircuitField::Place::foot ||
                branches_[i].element == Element::after_spike) {
                above = fields_[i][k]->model().value() > 0.0;
                break;
            }
        if (branches_[i].element == Element::reset_switch) above = host().parameters().value(Id::reset_mv) > 0.0;
        positive.push_back(above);
    }
    return positive;
}

void CircuitView::paint(juce::Graphics& g) {
    fill(g, getLocalBounds().toFloat(), metrics().card_radius, Token::panel);
    if (chips_) {
        if (product_chip_.isEmpty()) return;
        fill(g, product_chip_, metrics().field_radius, Token::raised);
        const auto inner = product_chip_.reduced(8.0f, 0.0f);
        const double tau = leak_mohm(host().parameters()) * host().parameters().value(Id::membrane_capacitance_nf);
        TextLine value{significant(tau), type(Face::mono_medium, metrics().toolbar_value, Token::text)};
        value.add("ms", type(Face::regular, metrics().unit, Token::text3), 4.0f);
        const std::string name = leak_only(model_kind(host().parameters())) ? "τ_{L}" : "τ_{m}";
        const TextLine full{name + " = RC", type(Face::semibold, metrics().label, Token::text2)};
        const TextLine brief{name, type(Face::semibold, metrics().label, Token::text2)};
        const float room = inner.getWidth() - value.width() - 4.0f;
        draw_text(g, full.width() < room ? full : brief, inner.withWidth(room));
        draw_text(g, value, inner, Align::right);
        return;
    }
    paint_still(g);
    paint_live(g);
    paint_product(g);
}

void CircuitView::paint_still(juce::Graphics& g) {
    const float scale = g.getInternalContext().getPhysicalPixelScaleFactor();
    const auto positive = signs();
    juce::String key;
    key << static_cast<int>(key_) << '/' << scale << '/' << static_cast<int>(context.theme->kind()) << '/'
        << static_cast<int>(metrics().kind) << '/' << getWidth() << 'x' << getHeight() << '/';
    for (const bool above : positive) key << (above ? '+' : '-');
    if (key != still_key_ || still_.isNull()) {
        still_key_ = key;
        still_ = juce::Image{juce::Image::ARGB, juce::roundToInt(static_cast<float>(getWidth()) * scale),
                             juce::roundToInt(static_cast<float>(getHeight()) * scale), true};
        juce::Graphics layer{still_};
        layer.addTransform(juce::AffineTransform::scale(scale));
        draw_circuit(layer, layout_, branches_, positive, *context.theme, metrics());
        const float px = layout_.type_px;
        const auto& circuit = circuit_of(model_kind(host().parameters()));
        const float room = layout_.right - layout_.left;
        if (!projected()) {
            const float y = layout_.inside_y - 8.0f;
            draw_text_at(layer, {"inside", type(Face::regular, px * 0.92f, Token::text3)}, layout_.left, y, room);
            const TextLine sentence{std::string(circuit.name) + " " + std::string(circuit.sentence),
                                    type(Face::regular, px * 0.95f, Token::text3)};
            draw_text_at(layer, sentence, layout_.left, y, room, Align::centre);
        }
        draw_text_at(layer, {"outside, 0 mV", type(Face::regular, px * 0.92f, Token::text3)}, layout_.left,
                     layout_.outside_y + px + 4.0f, room);
        for (std::size_t i = 0; i < branches_.size(); ++i) {
            auto area = layout_.equations[i];
            for (auto rest = branches_[i].equation; !rest.empty();) {
                const auto end = std::min(rest.find('\n'), rest.size());
                draw_text(layer, {rest.substr(0, end), type(Face::regular, px * 0.92f, Token::text2)},
                          area.removeFromTop(px * 1.32f));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }
    g.drawImageTransformed(still_, juce::AffineTransform::scale(1.0f / scale));
}

void CircuitView::paint_live(juce::Graphics& g) {
    if (covered) return;
    const float px = layout_.type_px;
    TextLine vm{"V_{m}", type(Face::semibold, px, Token::vm)};
    vm.add((vm_text_.empty() ? std::string("–") : vm_text_) + " mV", type(Face::semibold, px, Token::vm), 4.0f);
    draw_text_at(g, vm, static_cast<float>(vm_area_.getX()), layout_.inside_y - 8.0f * metrics().circuit_scale,
                 layout_.right - static_cast<float>(vm_area_.getX()), Align::right);
    for (std::size_t i = 0; i < branches_.size(); ++i)
        if (branches_[i].gate != Gate::none) paint_gate(g, i);
}

/// Share of the conductance that is open now, and the gates that make it.
CircuitView::OpenShare CircuitView::open_share(Gate gate) const {
    const auto [first, h, n] = status_.gates;
    const auto percent = [](std::string_view product, double share) {
        return std::string(product) + " " + fixed(share * 100.0, share < 0.1 ? 2 : 1) + " % open";
    };
    switch (gate) {
    case Gate::none:
        break;
    case Gate::sodium:
        return {first * first * first * h, percent("m³h", first * first * first * h),
                "m " + fixed(first, 3) + "  h " + fixed(h, 3)};
    case Gate::potassium:
        return {n * n * n * n, percent("n⁴", n * n * n * n), "n " + fixed(n, 3)};
    case Gate::channel: {
        const double share = std::pow(first, host().parameters().value(Id::channel_gates));
        return {share, percent("x^{p}", share), "x " + fixed(first, 3)};
    }
    }
    return {0.0, {}, {}};
}

void CircuitView::paint_gate(juce::Graphics& g, std::size_t branch) {
    const auto bar = layout_.gates[branch];
    const auto now = open_share(branches_[branch].gate);
    fill(g, bar, 2.0f, Token::line);
    const float open = std::clamp(static_cast<float>(now.share), 0.0f, 1.0f);
    fill(g, bar.withWidth(std::max(3.0f, bar.getWidth() * open)), 2.0f, branches_[branch].hue);
    const float px = layout_.type_px * 0.88f, pitch = layout_.type_px * 1.2f,
                room = bar.getWidth() + gate_words_beyond_bar;
    const float first = bar.getBottom() + layout_.type_px;
    draw_text_at(g, {now.words, type(Face::regular, px, Token::text2)}, bar.getX(), first, room);
    if (first + pitch + 2.0f < layout_.fields[branch].back().getY())
        draw_text_at(g, {now.gates, type(Face::mono, px, Token::text2)}, bar.getX(), first + pitch, room);
}

TextLine CircuitView::product() const {
    const auto& parameters = host().parameters();
    const auto model = model_kind(parameters);
    TextLine line;
    const float px = projected() ? 18.0f : 12.0f;
    const auto word = type(Face::regular, px, Token::text2), unit = type(Face::regular, px, Token::text3);
    const auto digits = type(Face::mono, px, Token::text), result = type(Face::mono_semibold, px, Token::text);
    const bool has_product = model != ModelKind::izhikevich;
    if (!has_product) return line;
    if (!circuit_of(model).has_capacitor) {
        const auto rest = host().monitor().derived().rest_mv;
        line.add("V_{m} = Σ(E/R) / Σ(1/R) = ", word).add(known(rest, 1), result, 4.0f).add("mV", unit, 4.0f);
        return line;
    }
    const double resistance = leak_mohm(parameters), capacitance = parameters.value(Id::membrane_capacitance_nf);
    line.add(leak_only(model) ? "τ_{L} = R_{L} · C =" : "τ_{m} = R · C =", word)
        .add(significant(resistance), digits, 4.0f)
        .add("MΩ ×", unit, 4.0f)
        .add(significant(capacitance), digits, 4.0f)
        .add("nF =", unit, 4.0f)
        .add(significant(resistance * capacitance), result, 4.0f)
        .add("ms", unit, 4.0f);
    return line;
}

void CircuitView::paint_product(juce::Graphics& g) {
    const auto line = product();
    if (line.empty() || covered) return;
    draw_text_at(g, line, layout_.left, layout_.outside_y + layout_.type_px + 5.0f, layout_.right - layout_.left,
                 Align::right);
}

void CircuitView::mouseUp(const juce::MouseEvent& event) {
    if (chips_) return;
    for (std::size_t i = 0; i < layout_.wires.size(); ++i) {
        if (std::abs(event.position.x - layout_.wires[i]) > 16.0f || fields_[i].empty()) continue;
        if (event.mods.isPopupMenu()) {
            show_part_menu();
            return;
        }
        const bool lower = event.position.y > layout_.middle_y() && fields_[i].size() > 1;
        fields_[i][lower ? fields_[i].size() - 1 : 0]->grabKeyboardFocus();
        return;
    }
}

void CircuitView::show_part_menu() {
    enum Item : int { single_item = 1, ionic_item, first_ion_item };
    constexpr std::array<std::pair<Id, const char*>, 4> ions{{{Id::sodium_leak, "Sodium path"},
                                                              {Id::potassium_leak, "Potassium path"},
                                                              {Id::chloride_leak, "Chloride path"},
                                                              {Id::extra_leak, "Other ion"}}};
    const auto& parameters = host().parameters();
    const bool always = model_kind(parameters) == ModelKind::rest; // its batteries are the ions'
    const bool ionic = always || parameters.value(Id::leak) > 0.5;
    juce::PopupMenu menu;
    menu.addSectionHeader("Leak");
    menu.addItem(single_item, "One leak", !always, !ionic);
    menu.addItem(ionic_item, "One leak per ion", true, ionic);
    for (std::size_t i = 0; ionic && i < ions.size(); ++i)
        menu.addItem(first_ion_item + static_cast<int>(i), ions[i].second, true, parameters.value(ions[i].first) > 0.5);
    menu.showMenuAsync(
        juce::PopupMenu::Options{}.withMousePosition().withParentComponent(context.top),
        [safe = SafePointer<CircuitView>(this), ions](int item) {
            if (safe == nullptr || item == 0) return;
            auto& values = safe->host().parameters();
            const auto id =
                item < first_ion_item ? Id::leak : ions[static_cast<std::size_t>(item - first_ion_item)].first;
            const double to = item == single_item ? 0.0 : item == ionic_item ? 1.0 : 1.0 - values.value(id);
            values.begin_gesture(id);
            values.set_value(id, to);
            values.end_gesture(id);
        });
}

} // namespace soma::editor
