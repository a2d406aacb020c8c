#include "Editor/Play/PlayView.h"

#include "Editor/Panels/InputPanel.h"
#include "Editor/Panels/OutputPanel.h"
#include "Look/NumberFormat.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace soma::editor {

namespace {

constexpr int circuit_least = 258, circuit_most = 340, reference_body = 632;
constexpr double firing_hold_s = 0.3, at_rest_within_mv = 1.0;

/// The word of each counter of the engine, the gravest first.
constexpr std::array<std::pair<std::uint64_t EngineStatus::*, const char*>, engine_counters.size()> suppressions{{
    {&EngineStatus::bad_inputs, "Input was not finite"},
    {&EngineStatus::resets, "Membrane was reset"},
    {&EngineStatus::left_out, "Left out to keep time"},
    {&EngineStatus::rate_limited, "Spike rate was limited"},
    {&EngineStatus::dropped_spikes, "Spikes not listed"},
    {&EngineStatus::dropped_segments, "Steps of V averaged"},
    {&EngineStatus::dropped_notes, "Spikes without a note"},
}};

/// In so few characters that word and count fit into the footer: 9999, 12 k, 12 M, "many".
std::string short_count(std::uint64_t count) {
    if (count < 10'000) return std::to_string(count);
    if (count < 10'000'000) return std::to_string(count / 1000) + " k";
    return count < 10'000'000'000 ? std::to_string(count / 1'000'000) + " M" : "many";
}

} // namespace

std::vector<Reading> neuron_readings(Context& context) {
    const auto numbers = context.scope->scope().statistics();
    const auto derived = context.host.monitor().derived();
    const auto model = model_kind(context.host.parameters());
    const bool leak_only = model == ModelKind::hh || model == ModelKind::channel;
    const auto window = "over the last " + fixed(numbers.window_s, 1) + " s of model time";
    const Reading rate{"Rate", known(numbers.rate_per_s, 1), "spikes/s", "Spikes per second " + window};
    const Reading cv{"ISI CV", known(numbers.isi_cv, 2), "",
                     "Standard deviation over mean of the intervals between spikes, " + window};
    const Reading isi{"Last ISI", known(numbers.last_isi_ms, 1), "ms", "The last interval between two spikes"};
    const Reading rest{"V_{rest}", known(derived.rest_mv, 1), "mV", "Where V settles without current"};
    const Reading tau{leak_only ? "τ_{L}" : "τ_{m}", known(derived.tau_ms), "ms", "R·C of the leak"};
    const Reading rheobase{"Rheobase", known(derived.rheobase_pa), "pA", "The smallest lasting step that fires"};
    switch (context.metrics->kind) {
    case Metrics::Kind::minimum:
        return {rate, isi, rheobase};
    case Metrics::Kind::projector:
        return {rate, tau, rheobase};
    case Metrics::Kind::desktop:
        break;
    }
    return {rate, cv, isi, rest, tau, rheobase};
}

LampWord neuron_lamp(Context& context) {
    const auto status = context.host.monitor().status();
    for (const auto& [counter, word] : suppressions)
        if (const auto count = status.engine.*counter; count > 0)
            return {LampState::suppressed, word + std::string(" · ") + short_count(count)};
    const auto& live = context.scope->scope().live();
    if (live.empty()) return {};
    const auto& spikes = live.spikes_s();
    if (!spikes.empty() && (live.end_s() - spikes.back()) / live.time_scale() < firing_hold_s)
        return {LampState::firing, "Firing"};
    const auto rest = context.host.monitor().derived().rest_mv;
    const bool near = !rest || std::abs(status.voltage_mv - *rest) < at_rest_within_mv;
    return {LampState::rest, near ? "V_{m} at rest" : "V_{m} below threshold"};
}

PlayView::PlayView(Context& shared)
    : View(shared)
    , input_(shared, std::make_unique<InputPanel>(shared))
    , output_(shared, std::make_unique<OutputPanel>(shared))
    , scope_(shared)
    , circuit_(shared)
    , tabs_(shared, "Side panel", {{"Input"}, {"Output"}}, ChoiceGroup::Style::even_tabs) {
    setTitle("Play");
    tabs_.chosen = [this] { return output_shown_ ? 1 : 0; };
    tabs_.choose = [this](int tab) {
        output_shown_ = tab == 1;
        resized();
        repaint();
    };
    // The order of the keyboard: left panel, scope, circuit, right panel.
    int order = 1;
    for (auto* part : std::initializer_list<juce::Component*>{&tabs_, &input_, &scope_, &circuit_, &output_}) {
        part->setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    }
}

void PlayView::refresh() {
    for (auto* part : std::initializer_list<Widget*>{&input_, &scope_, &circuit_, &output_, &tabs_})
        if (part->isVisible()) part->refresh();
}

void PlayView::restyle() {
    resized();
    for (auto* column : {&input_, &output_}) {
        column->panel().resized();
        column->resized();
    }
    scope_.resized();
    circuit_.resized();
}

void PlayView::paint(juce::Graphics& g) {
    g.setColour(colour(Token::line));
    for (const auto& line : lines_) g.fillRect(line);
}

void PlayView::resized() {
    lines_.clear();
    if (projected())
        lay_out_projector();
    else if (tabbed())
        lay_out_tabbed();
    else
        lay_out_columns();
}

void PlayView::lay_out_columns() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_gap, 0);
    circuit_.show_chips(false);
    tabs_.setVisible(false);
    input_.setVisible(true);
    output_.setVisible(true);
    input_.head = output_.head = 0;
    input_.setBounds(room.removeFromLeft(m.side_panel));
    output_.setBounds(room.removeFromRight(m.side_panel));
    room.reduce(m.card_gap, 0);
    const int extra = std::max(0, room.getHeight() - reference_body);
    const int circuit = std::min(circuit_most, circuit_least + extra * 3 / 10);
    circuit_.setBounds(room.removeFromBottom(circuit));
    room.removeFromBottom(m.card_gap);
    scope_.setBounds(room);
}

void PlayView::lay_out_tabbed() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_gap, 0);
    auto side = room.removeFromRight(m.side_panel);
    room.removeFromRight(m.card_gap);
    tabs_.setVisible(true);
    constexpr int tabs_height = 28;
    input_.setVisible(!output_shown_);
    output_.setVisible(output_shown_);
    auto& shown = output_shown_ ? output_ : input_;
    input_.head = output_.head = m.card_margin + tabs_height;
    shown.setBounds(side);
    shown.resized();
    tabs_.setBounds(side.reduced(m.card_margin).withHeight(tabs_height));
    tabs_.toFront(false);
    const bool chips = getHeight() + m.header + m.footer < 620;
    circuit_.show_chips(chips);
    circuit_.setBounds(room.removeFromBottom(chips ? circuit_.chips_height(room.getWidth()) : circuit_least));
    room.removeFromBottom(m.card_gap);
    scope_.setBounds(room);
}

void PlayView::lay_out_projector() {
    const auto& m = metrics();
    auto room = getLocalBounds();
    constexpr int line = 2;
    circuit_.show_chips(false);
    tabs_.setVisible(false);
    input_.setVisible(true);
    input_.head = output_.head = 0;
    lines_.push_back(room.removeFromTop(line));
    lines_.push_back(room.removeFromBottom(line));
    output_.setVisible(output_shown_);
    if (output_shown_) {
        output_.setBounds(room.withLeft(room.getRight() - m.side_panel));
        output_.toFront(false);
    }
    constexpr int circuit_least_height = 222;
    const int extra = std::max(0, room.getHeight() - 604);
    auto foot = room.removeFromBottom(circuit_least_height + extra * 3 / 10);
    lines_.push_back(foot.removeFromTop(line));
    input_.setBounds(foot.removeFromRight(m.side_panel));
    lines_.push_back(foot.removeFromRight(line));
    circuit_.setBounds(foot);
    scope_.setBounds(room);
}

/// Where it is always there the keyboard goes to it.
void PlayView::toggle_output() {
    if (!tabbed() && !projected()) {
        juce::KeyboardFocusTraverser traverser;
        if (auto* first = traverser.getDefaultComponent(&output_.panel()); first != nullptr && first->isShowing())
            first->grabKeyboardFocus();
        return;
    }
    output_shown_ = !output_shown_;
    resized();
    repaint();
}

bool PlayView::has_clicked_keys() const { return scope_.plot().hasKeyboardFocus(true); }

bool PlayView::handle_key(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    // Arrows move the cursors and Ctrl C copies, wherever the ring is, unless its control takes them.
    if (scope_.plot().keyPressed(key)) return true;
    if (keys.isCommandDown() || keys.isCtrlDown()) {
        if (key.getKeyCode() != 'e' && key.getKeyCode() != 'E') return false;
        scope_.save_csv();
        return true;
    }
    if (keys.isAltDown()) return false;
    auto& controller = scope_.controller();
    // Rest RC LIF GLIF 1 … 5 HH
    constexpr std::array digits{ModelKind::rest,  ModelKind::rc,    ModelKind::lif,
                                ModelKind::glif1, ModelKind::glif2, ModelKind::glif3,
                                ModelKind::glif4, ModelKind::glif5, ModelKind::hh};
    const auto character = juce::CharacterFunctions::toLowerCase(key.getTextCharacter());
    if (character >= '1' && character <= '9') {
        choose_model(host().parameters(), digits[static_cast<std::size_t>(character - '1')]);
        return true;
    }
    struct Action {
        juce::juce_wchar key;
        std::function<void()> act;
    };
    const std::array<Action, 14> actions{{
        {' ', [&] { host().stimulator().run(!host().stimulator().running()); }},
        {'f', [&] { scope_.toolbar().toggle_freeze(); }},
        {'c', [&] { scope_.toolbar().toggle_cursors(); }},
        {'s', [&] { controller.set_mode(scope::TriggerMode::single); }},
        {'[', [&] { controller.move_time_base(-1); }},
        {']', [&] { controller.move_time_base(1); }},
        {'+',
         [&] { controller.zoom_voltage(-1, (controller.voltage_axis().low + controller.voltage_axis().high) / 2.0); }},
        {'-',
         [&] { controller.zoom_voltage(1, (controller.voltage_axis().low + controller.voltage_axis().high) / 2.0); }},
        {0x2212,
         [&] { controller.zoom_voltage(1, (controller.voltage_axis().low + controller.voltage_axis().high) / 2.0); }},
        {'0',
         [&] {
             controller.fit_trace();
             controller.fit_time();
         }},
        {'o', [&] { toggle_output(); }},
        {'a', [&] { host().history().choose_slot(0); }},
        {'b', [&] { host().history().choose_slot(1); }},
        {'r', [&] { host().stimulator().reset_to_rest(); }},
    }};
    if (key == juce::KeyPress::returnKey) {
        host().stimulator().send_once();
        return true;
    }
    for (const auto& action : actions)
        if (character == action.key) {
            action.act();
            scope_.plot().repaint();
            return true;
        }
    return false;
}

} // namespace soma::editor
