#include "Editor/Bench/BenchView.h"

#include "Editor/Play/PlayView.h"
#include "Look/NumberFormat.h"

#include "Core/Units.h"

namespace soma::editor {

namespace {

constexpr int panel_width = 224, result_width = 268;

} // namespace

BenchView::BenchView(Context& shared)
    : View(shared)
    , controller_(shared.host)
    , panel_(shared, std::make_unique<BenchPanel>(shared, controller_))
    , foot_(shared, controller_, dynamic_cast<BenchPanel&>(panel_.panel()).list())
    , plot_(shared, controller_)
    , result_(shared, controller_) {
    setTitle("Bench");
    int order = 1;
    for (auto* part : std::initializer_list<juce::Component*>{&panel_, &foot_, &plot_, &result_}) {
        part->setExplicitFocusOrder(order++);
        addAndMakeVisible(part);
    }
}

void BenchView::refresh() {
    controller_.refresh();
    panel_.refresh();
    foot_.refresh();
    plot_.refresh();
    if (result_.isVisible()) result_.refresh();
}

void BenchView::restyle() {
    resized();
    panel_.panel().resized();
    panel_.resized();
    foot_.resized();
    plot_.resized();
    result_.resized();
    controller_.changed();
}

void BenchView::resized() {
    const auto& m = metrics();
    auto room = getLocalBounds().reduced(m.card_gap, 0);
    auto left = room.removeFromLeft(std::max(panel_width, m.side_panel));
    foot_.setBounds(left.removeFromBottom(foot_.natural_height()));
    left.removeFromBottom(m.card_gap);
    panel_.setBounds(left);
    room.removeFromLeft(std::max(1, m.card_gap));
    result_.setVisible(!folded() || result_shown_);
    if (!folded()) {
        result_.setBounds(room.removeFromRight(result_width));
        room.removeFromRight(m.card_gap);
    } else if (result_shown_) {
        result_.setBounds(room.withLeft(room.getRight() - std::min(room.getWidth(), projected() ? 420 : result_width)));
        result_.toFront(false);
    }
    plot_.setBounds(room);
}

std::vector<Reading> BenchView::readings() {
    auto& parameters = host().parameters();
    const double mohm = parameters.value(Id::membrane_resistance_mohm),
                 nf = parameters.value(Id::membrane_capacitance_nf);
    const auto model = static_cast<ModelId>(static_cast<int>(parameters.value(Id::model)));
    std::vector<Reading> list;
    const bool plain = parameters.value(Id::leak) < 0.5 && model != ModelId::hh && model != ModelId::izhikevich;
    if (plain) list.push_back({"R_{m}", significant(mohm), "MΩ", "Membrane resistance"});
    list.push_back({"C", significant(nf * units::pf_per_nf), "pF", "Membrane capacitance"});
    if (plain) list.push_back({"τ_{m}", significant(mohm * nf), "ms", "R·C"});
    if (plain && model >= ModelId::lif && model <= ModelId::glif5)
        list.push_back({"V_{th} − E_{L}", fixed(parameters.value(Id::threshold_mv) - parameters.value(Id::rest_mv), 1),
                        "mV", "From rest to threshold"});
    return list;
}

LampWord BenchView::lamp() {
    if (controller_.running()) return {LampState::firing, "Bench running, sound stays live"};
    return neuron_lamp(context);
}

bool BenchView::handle_key(const juce::KeyPress& key) {
    const auto keys = key.getModifiers();
    const auto letter = juce::CharacterFunctions::toLowerCase(static_cast<juce::juce_wchar>(
        keys.isCommandDown() || keys.isCtrlDown() ? key.getKeyCode() : static_cast<int>(key.getTextCharacter())));
    if (keys.isCommandDown() || keys.isCtrlDown()) {
        if (letter != 'e') return false;
        plot_.save_csv();
        return true;
    }
    if (letter == ' ') {
        foot_.run_or_stop();
        return true;
    }
    // The tenth experiment has the key 0.
    const auto place = letter == '0' ? std::size_t{9} : static_cast<std::size_t>(letter - '1');
    if (letter >= '0' && letter <= '9' && place < controller_.entries().size()) {
        controller_.choose(place);
        return true;
    }
    if (letter == 'm') {
        auto& parameters = host().parameters();
        parameters.begin_gesture(Id::mute);
        parameters.set_value(Id::mute, parameters.value(Id::mute) > 0.5 ? 0.0 : 1.0);
        parameters.end_gesture(Id::mute);
        return true;
    }
    if (letter == 'o' && folded()) {
        result_shown_ = !result_shown_;
        resized();
        controller_.changed();
        return true;
    }
    return false;
}

} // namespace soma::editor
