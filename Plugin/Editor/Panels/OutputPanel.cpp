#include "Editor/Panels/OutputPanel.h"

#include "Look/NumberFormat.h"

#include <array>

namespace soma::editor {

namespace {

struct Sound {
    int index; ///< of the parameter spike_sound
    const char* name;
    Icon icon;
};
constexpr std::array<Sound, 4> sounds{{{1, "Click", Icon::click},
                                       {2, "Action potential", Icon::action_potential},
                                       {3, "Tone", Icon::tone},
                                       {0, "Impulse", Icon::impulse}}};

struct Level {
    Id id;
    const char* label;
    Token hue;
};
constexpr std::array<Level, 4> levels{{{Id::output_level_db, "Volume", Token::text},
                                       {Id::voltage_level_db, "Voltage", Token::vm},
                                       {Id::spike_level_db, "Spikes", Token::spike},
                                       {Id::stimulus_level_db, "Stimulus", Token::cur}}};

constexpr int midi_pitch_mode = 2;

/// C4 is note 60.
std::string note_name(int note) {
    constexpr std::array names{"C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B"};
    const int octave = note / 12 - 1;
    return names[static_cast<std::size_t>(note % 12)] + fixed(octave, 0);
}

std::vector<Choice> sound_choices() {
    std::vector<Choice> choices;
    for (const auto& sound : sounds) choices.push_back({sound.name, sound.icon});
    return choices;
}

void set_parameter(ParameterAccess& parameters, Id id, double value) {
    parameters.begin_gesture(id);
    parameters.set_value(id, value);
    parameters.end_gesture(id);
}

int sound_cell(const ParameterAccess& parameters) {
    const int chosen = static_cast<int>(parameters.value(Id::spike_sound));
    for (std::size_t i = 0; i < sounds.size(); ++i)
        if (sounds[i].index == chosen) return static_cast<int>(i);
    return 0;
}

std::unique_ptr<ValueField> field(Context& context, const Quantity& quantity, const char* label, Token hue) {
    return std::make_unique<ValueField>(context, model_of(context.host.parameters(), quantity),
                                        FieldLook{.label = label, .hue = hue});
}

} // namespace

OutputPanel::OutputPanel(Context& shared)
    : SidePanel(shared)
    , levels_([&] {
        std::vector<LevelField*> made;
        for (const auto& level : levels)
            made.push_back(&add(std::make_unique<LevelField>(
                shared, level.id,
                FieldLook{.label = level.label, .hue = level.hue, .spoken = std::string(level.label) + " level"})));
        return made;
    }())
    , sounds_(add(std::make_unique<ChoiceGroup>(shared, "Spike sound", sound_choices(), ChoiceGroup::Style::cells)))
    , sound_name_(add(std::make_unique<TitleWord>(
          shared, "Spike sound",
          [this] { return sounds[static_cast<std::size_t>(sound_cell(host().parameters()))].name; })))
    , time_scale_(add(std::make_unique<TimeScaleField>(shared)))
    , tracking_(add(std::make_unique<ToggleRow>(shared, "Key tracking",
                                                [this] {
                                                    auto& values = host().parameters();
                                                    if (values.value(Id::midi_mode) < midi_pitch_mode)
                                                        return std::string("off");
                                                    return "A4 = " + fixed(values.value(Id::tuning_hz), 0) + " Hz" +
                                                           (host().library().scale_name().empty() ? "" : " · scale");
                                                })))
    , neurons_(add(field(shared, {.id = Id::neurons}, "Neurons", Token::spike)))
    , spread_(add(field(shared, {.id = Id::spread_percent}, "Spread", Token::spike)))
    , midi_out_(add(std::make_unique<TitleWord>(shared, "MIDI out",
                                                [this] {
                                                    auto& values = host().parameters();
                                                    if (values.value(Id::midi_out) < 0.5) return std::string("off");
                                                    return note_name(
                                                               static_cast<int>(values.value(Id::midi_out_note))) +
                                                           " · ch " + fixed(values.value(Id::midi_out_channel), 0);
                                                })))
    , note_length_(add(field(shared, {.id = Id::midi_out_length_ms, .decimals = 1}, "Note length", Token::text3)))
    , osc_(add(std::make_unique<ToggleRow>(shared, "OSC out", [this] { return sends_osc() ? "on" : "off"; })))
    , osc_host_(add(std::make_unique<TextRow>(
          shared, "Host", "OSC host",
          TextRow::Source{.get = [this] { return host().osc_host(); },
                          .set = [this](std::string_view text) { return host().set_osc_host(text); },
                          .trouble =
                              [this] {
                                  return host().osc_unreachable()
                                             ? std::optional(host().osc_host() +
                                                             " cannot be reached: is the name right?")
                                             : std::nullopt;
                              }})))
    , osc_port_(add(field(shared, {.id = Id::osc_port}, "Port", Token::text3)))
    , output_word_(add(std::make_unique<TitleWord>(
          shared, "Output", [this] { return output_word(); }, Token::text3)))
    , meter_(add(std::make_unique<LevelMeter>(shared))) {
    setTitle("Output");
    auto& parameters = shared.host.parameters();
    sounds_.chosen = [&parameters] { return sound_cell(parameters); };
    sounds_.choose = [&parameters](int cell) {
        set_parameter(parameters, Id::spike_sound, sounds[static_cast<std::size_t>(cell)].index);
    };
    sound_name_.setInterceptsMouseClicks(false, false);
    sound_name_.setWantsKeyboardFocus(false);
    tracking_.is_on = [&parameters] { return parameters.value(Id::midi_mode) >= midi_pitch_mode; };
    tracking_.pressed = [&parameters] {
        const bool tracks = parameters.value(Id::midi_mode) >= midi_pitch_mode;
        set_parameter(parameters, Id::midi_mode, tracks ? 1 : midi_pitch_mode);
    };
    tracking_.setTooltip("Key tracking\nEach note is a separate neuron whose firing rate is the note's frequency");
    midi_out_.pressed = [this] { choose_midi_out(); };
    osc_.is_on = [this] { return sends_osc(); };
    osc_.pressed = [this, &parameters] { set_parameter(parameters, Id::osc_out, sends_osc() ? 0.0 : 1.0); };
    osc_.setTooltip("OSC out\n" + utf8(parameter(Id::osc_out).help));
    osc_host_.setTooltip(
        "OSC host\nName or IPv4 address of the computer that the messages go to. 127.0.0.1 is this one.");
    output_word_.is_on = [&parameters] { return parameters.value(Id::mute) > 0.5; };
    output_word_.pressed = [&parameters] {
        set_parameter(parameters, Id::mute, parameters.value(Id::mute) > 0.5 ? 0.0 : 1.0);
    };
    output_word_.setTooltip("Mutes the main output (M)");
}

/// Why nothing is heard, or what the limiter does.
std::string OutputPanel::output_word() const {
    const auto status = host().monitor().status();
    if (status.bypassed) return "Bypassed by host";
    if (host().parameters().value(Id::mute) > 0.5) return "Muted (M)";
    if (status.engine.silence == sound::SilenceReason::output_off) return "Output is off";
    if (status.engine.silence == sound::SilenceReason::all_levels_off) return "All levels off";
    return "limiter " + fixed(status.limiter_db, 1) + " dB";
}

void OutputPanel::choose_midi_out() {
    auto& parameters = host().parameters();
    const int note = static_cast<int>(parameters.value(Id::midi_out_note));
    const int channel = static_cast<int>(parameters.value(Id::midi_out_channel));
    const bool is_on = parameters.value(Id::midi_out) > 0.5;
    constexpr int off_item = 1, on_item = 2, note_items = 100, channel_items = 300;
    juce::PopupMenu menu, notes, channels;
    menu.addItem(off_item, "Off", true, !is_on);
    menu.addItem(on_item, "On", true, is_on);
    for (int octave = 0; octave < 11; ++octave) {
        juce::PopupMenu row;
        for (int key = 12 * octave; key < std::min(128, 12 * octave + 12); ++key)
            row.addItem(note_items + key, utf8(note_name(key)), true, key == note);
        notes.addSubMenu(utf8(note_name(12 * octave)), row);
    }
    for (int number = 1; number <= 16; ++number)
        channels.addItem(channel_items + number, juce::String(number), true, number == channel);
    menu.addSubMenu("Note", notes);
    menu.addSubMenu("Channel", channels);
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(midi_out_).withParentComponent(context.top),
                       [&parameters, safe = SafePointer<OutputPanel>(this)](int item) {
                           if (safe == nullptr || item == 0) return;
                           if (item <= on_item)
                               set_parameter(parameters, Id::midi_out, item == on_item ? 1.0 : 0.0);
                           else if (item < channel_items)
                               set_parameter(parameters, Id::midi_out_note, item - note_items);
                           else
                               set_parameter(parameters, Id::midi_out_channel, item - channel_items);
                       });
}

bool OutputPanel::sends_midi() const { return host().parameters().value(Id::midi_out) > 0.5; }

bool OutputPanel::sends_osc() const { return host().parameters().value(Id::osc_out) > 0.5; }

void OutputPanel::refresh() {
    if (sends_osc() != osc_laid_out_ || sends_midi() != midi_laid_out_) resized();
    SidePanel::refresh();
}

void OutputPanel::lay_out() {
    section("Listen");
    for (auto* level : levels_) row(*level);
    section("Spike sound", &sound_name_);
    row(sounds_);
    untitled_section();
    row(time_scale_, projected() ? 62 : 44);
    row(tracking_);
    section("Population");
    row(neurons_);
    row(spread_);
    section("MIDI out", &midi_out_);
    midi_laid_out_ = sends_midi();
    note_length_.setVisible(midi_laid_out_);
    if (midi_laid_out_) row(note_length_);
    osc_laid_out_ = sends_osc();
    row(osc_);
    for (auto* part : std::initializer_list<Widget*>{&osc_host_, &osc_port_}) {
        part->setVisible(osc_laid_out_);
        if (osc_laid_out_) row(*part);
    }
    constexpr int meter_height = 16;
    to_the_foot((projected() ? 28 : 20) + 2 + metrics().field_gap + meter_height);
    section("Output", &output_word_);
    row(meter_, meter_height);
}

} // namespace soma::editor
