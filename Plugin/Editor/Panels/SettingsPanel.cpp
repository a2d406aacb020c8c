#include "Editor/Panels/SettingsPanel.h"

#include <algorithm>
#include <array>

namespace soma::editor {

namespace {

/// Groups of the table that belong here as a whole, but for what stands in a panel already.
constexpr std::array<std::string_view, 8> whole_groups{"Ions", "Input",      "Stimulus",   "MIDI",
                                                       "Time", "Population", "Spikes out", "Sound"};
constexpr std::array shown_elsewhere{Id::input_scale_pa,
                                     Id::holding_current_pa,
                                     Id::stim_shape,
                                     Id::stim_amplitude_pa,
                                     Id::stim_delay_ms,
                                     Id::stim_duration_ms,
                                     Id::stim_start_pa,
                                     Id::stim_frequency_hz,
                                     Id::stim_end_frequency_hz,
                                     Id::stim_tau_ms,
                                     Id::midi_mode,
                                     Id::midi_kernel,
                                     Id::midi_current_pa,
                                     Id::neurons,
                                     Id::spread_percent,
                                     Id::noise_pa,
                                     Id::time_scale,
                                     Id::spike_sound,
                                     Id::voltage_level_db,
                                     Id::spike_level_db,
                                     Id::stimulus_level_db,
                                     Id::output_level_db,
                                     Id::mute,
                                     Id::midi_out,
                                     Id::midi_out_note,
                                     Id::midi_out_channel,
                                     Id::midi_out_length_ms,
                                     Id::osc_out,
                                     Id::osc_port};
/// Membrane parameters that no part of the circuit stands for.
constexpr std::array membrane_rest{Id::spike_level_mv,         Id::hh_temperature_c, Id::hh_ttx_percent,
                                   Id::hh_tea_percent,         Id::izh_scheme,       Id::izh_euler_step_ms,
                                   Id::izh_recovery_offset_mv, Id::izh_recovery_leak};

bool belongs(Id id, std::string_view group) {
    return parameter(id).group == group && std::ranges::find(shown_elsewhere, id) == shown_elsewhere.end();
}

/// Choices whose names in files are no words for a person.
struct ChoiceWords {
    Id id;
    std::string_view choice, words;
};
constexpr std::array choice_words{ChoiceWords{Id::leak, "single", "one leak"},
                                  ChoiceWords{Id::leak, "ionic", "one per ion"},
                                  ChoiceWords{Id::reversal_source, "typed", "set by hand"},
                                  ChoiceWords{Id::reversal_source, "nernst", "from concentrations"}};

juce::String words(Id id, std::string_view choice) {
    for (const auto& row : choice_words)
        if (row.id == id && row.choice == choice) return utf8(row.words);
    return utf8(choice).replaceCharacter('_', ' ');
}

} // namespace

ChoiceRow::ChoiceRow(Context& shared, Id id)
    : ToggleRow(shared, utf8(parameter(id).label),
                [&values = shared.host.parameters(), id] {
                    return words(id, choice_name(parameter(id), values.value(id))).toStdString();
                })
    , id_(id) {
    setTooltip(utf8(parameter(id).label) + "\n" + utf8(parameter(id).help));
    pressed = [this] { show_choices(); };
    is_on = [this] { return host().parameters().value(id_) > 0.5; };
}

void ChoiceRow::show_choices() {
    juce::PopupMenu menu;
    const auto& row = parameter(id_);
    const int now = static_cast<int>(host().parameters().value(id_));
    for (int i = 0; i < static_cast<int>(choice_count(row)); ++i)
        menu.addItem(i + 1, words(id_, choice_name(row, i)), true, i == now);
    menu.showMenuAsync(juce::PopupMenu::Options{}.withTargetComponent(this).withParentComponent(context.top),
                       [safe = SafePointer<ChoiceRow>(this)](int item) {
                           if (safe == nullptr || item == 0) return;
                           auto& values = safe->host().parameters();
                           values.begin_gesture(safe->id_);
                           values.set_value(safe->id_, item - 1);
                           values.end_gesture(safe->id_);
                           safe->refresh();
                       });
}

SettingsPanel::SettingsPanel(Context& shared)
    : SidePanel(shared) {
    setTitle("More settings");
    const auto make = [&](Id id) -> Widget* {
        if (parameter(id).scale == Scale::choice) return &add(std::make_unique<ChoiceRow>(shared, id));
        return &add(
            std::make_unique<ValueField>(shared, model_of(shared.host.parameters(), {.id = id}),
                                         FieldLook{.label = std::string(parameter(id).label), .hue = Token::text2}));
    };
    for (const auto group : whole_groups) {
        Group made{utf8(group), {}};
        for (std::size_t i = 0; i < parameter_count; ++i)
            if (belongs(static_cast<Id>(i), group)) made.rows.push_back(make(static_cast<Id>(i)));
        if (!made.rows.empty()) groups_.push_back(std::move(made));
    }
    Group rest{"Membrane", {}};
    for (const auto id : membrane_rest) rest.rows.push_back(make(id));
    groups_.push_back(std::move(rest));
}

void SettingsPanel::lay_out() {
    for (const auto& group : groups_) {
        section(group.title);
        for (auto* part : group.rows) row(*part);
    }
}

} // namespace soma::editor
