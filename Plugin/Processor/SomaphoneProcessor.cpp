#include "Processor/SomaphoneProcessor.h"

#include "Engine/InitialState.h"
#include "Lesson/Answers/Setup.h"

#include <array>
#include <utility>

namespace soma {
namespace {

constexpr int note_on = 0x90;

bool is_off_or(const juce::AudioChannelSet& set, const juce::AudioChannelSet& wanted) {
    return set.isDisabled() || set == wanted;
}

/// The n-th channel of a bus, or null where the host left the bus out.
float* channel_of(juce::AudioBuffer<float>& audio, juce::AudioProcessor& processor, bool input, int bus, int channel) {
    const auto* host_bus = processor.getBus(input, bus);
    if (host_bus == nullptr || !host_bus->isEnabled() || channel >= host_bus->getNumberOfChannels()) return nullptr;
    const int index = processor.getChannelIndexInProcessBlockBuffer(input, bus, channel);
    return index < audio.getNumChannels() ? audio.getWritePointer(index) : nullptr;
}

Transport transport_of(juce::AudioPlayHead* head) {
    Transport transport;
    if (head == nullptr) return transport;
    if (const auto position = head->getPosition()) {
        transport.playing = position->getIsPlaying();
        if (const auto bpm = position->getBpm(); bpm && *bpm > 0.0) transport.tempo_bpm = *bpm;
    }
    return transport;
}

/// Parameters that stay the user's while a lesson plays.
std::bitset<parameter_count> kept_in_lessons() {
    std::bitset<parameter_count> kept;
    for (std::size_t i = 0; i < parameter_count; ++i) kept[i] = !lesson::set_by_lessons(static_cast<Id>(i));
    return kept;
}

} // namespace

juce::AudioProcessor::BusesProperties SomaphoneProcessor::all_buses() {
    const auto mono = juce::AudioChannelSet::mono();
    const auto stereo = juce::AudioChannelSet::stereo();
    return BusesProperties()
        .withInput("Main", stereo)
        .withInput("Sidechain", mono)
        .withOutput("Main", stereo)
        .withOutput("Voltage", mono)
        .withOutput("Spikes", mono)
        .withOutput("Stimulus", mono);
}

SomaphoneProcessor::SomaphoneProcessor(const Preset& first_sound)
    : juce::AudioProcessor(all_buses())
    , lesson_override_(kept_in_lessons()) {
    add_parameters();
    engine_.connect(&tap_);
    load(first_sound);
}

SomaphoneProcessor::~SomaphoneProcessor() = default;

/// In the table's order, and in its groups, which follow each other (a VST3's units).
void SomaphoneProcessor::add_parameters() {
    for (std::size_t i = 0; i < parameter_count;) {
        const auto group = parameters()[i].group;
        const auto name = juce::String::fromUTF8(group.data(), static_cast<int>(group.size()));
        auto members = std::make_unique<juce::AudioProcessorParameterGroup>(name, name, "|");
        for (; i < parameter_count && parameters()[i].group == group; ++i) {
            auto member = std::make_unique<HostParameter>(static_cast<Id>(i), store_);
            host_parameters_.push_back(member.get());
            members->addChild(std::move(member));
        }
        addParameterGroup(std::move(members));
    }
}

bool SomaphoneProcessor::isBusesLayoutSupported(const BusesLayout& layout) const {
    const auto mono = juce::AudioChannelSet::mono();
    const auto stereo = juce::AudioChannelSet::stereo();
    const auto main_in = layout.getMainInputChannelSet();
    const auto main_out = layout.getMainOutputChannelSet();
    if (main_out != mono && main_out != stereo) return false;
    if (!is_off_or(main_in, mono) && main_in != stereo) return false;
    if (layout.inputBuses.size() > 1 && !is_off_or(layout.inputBuses[1], mono) && layout.inputBuses[1] != stereo)
        return false;
    for (int bus = 1; bus < layout.outputBuses.size(); ++bus)
        if (!is_off_or(layout.outputBuses[bus], mono)) return false;
    return true;
}

void SomaphoneProcessor::prepareToPlay(double sample_rate_hz, int max_block) {
    midi_.prepare();
    osc_feed_.prepare(sample_rate_hz);
    status_.prepare(sample_rate_hz);
    engine_.prepare(sample_rate_hz, max_block);
    seen_revision_ = 0;
    take_changes();
    engine_.start();
    setLatencySamples(Engine::latency_samples());
    // All that an LV2 host knows of a value is what it was told, and JUCE's wrapper tells of changes alone.
    if (wrapperType == wrapperType_LV2) tell_values();
}

void SomaphoneProcessor::reset() { restart_.store(true, std::memory_order_release); }

/// Audio thread, or before it starts.
void SomaphoneProcessor::take_changes() noexcept {
    const bool changed = store_.revision() != seen_revision_ && store_.read(live_, seen_revision_);
    bool restarts = false;
    const bool turned = lesson_override_.take(restarts);
    if (changed || turned) engine_.set(lesson_override_.values(live_));
    bool restart = restart_.exchange(false, std::memory_order_acq_rel);
    for (membrane::Initial initial; changed && starts_.pop(initial);) {
        initial_ = initial;
        restart = true;
        if (!lesson_override_.lent_now()) engine_.set_initial(initial);
    }
    for (KeyFrequencies keys; changed && tunings_.pop(keys);) {
        keys_ = keys;
        if (!lesson_override_.lent_now()) engine_.set_keys(keys);
    }
    if (turned) take_lesson_turn(restarts);
    if (restarts || (restart && !lesson_override_.lent_now()) || lesson_override_.take_repeat()) engine_.reset();
    for (Request wanted; requests_.pop(wanted);) take_request(wanted);
    for (PitchReference reference; analysis_.pop(reference);) engine_.set_pitch_reference(reference);
    osc_sender_.set_on(live_.on(Id::osc_out));
    osc_sender_.set_port(live_.integer(Id::osc_port));
}

/// The scope does not see what a lesson plays.
void SomaphoneProcessor::take_lesson_turn(bool restarts) noexcept {
    const bool lent = lesson_override_.lent_now();
    engine_.connect(lent ? nullptr : &tap_);
    engine_.end_notes(); // what is played while a lesson has the engine, note-offs too, does not reach it
    if (!restarts) return;
    engine_.set_initial(lent ? lesson_override_.initial() : initial_);
    engine_.set_keys(lent ? KeyFrequencies{} : keys_);
    engine_.run_stimulus(lent || stimulus_runs_);
}

/// While a lesson has the engine, the preset's stimulus waits.
void SomaphoneProcessor::take_request(Request wanted) noexcept {
    if (wanted == Request::run_stimulus || wanted == Request::stop_stimulus)
        stimulus_runs_ = wanted == Request::run_stimulus;
    if (!lesson_override_.lent_now()) carry_out(wanted, engine_);
}

void SomaphoneProcessor::take_controllers(std::span<const MidiEvent> midi) noexcept {
    constexpr std::uint8_t control_change = 0xb0, first_mode_message = 120;
    for (const auto& event : midi)
        if ((event.bytes[0] & 0xf0) == control_change && event.bytes[1] < first_mode_message)
            control_changes_.push({static_cast<std::uint8_t>(event.bytes[0] & 0x0f), event.bytes[1], event.bytes[2]});
}

Block SomaphoneProcessor::block_of(juce::AudioBuffer<float>& audio, std::span<const float*> inputs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i] = channel_of(audio, *this, true, 0, static_cast<int>(i));
    Block block;
    block.frames = audio.getNumSamples();
    block.input = inputs.first(static_cast<std::size_t>(getMainBusNumInputChannels()));
    block.sidechain = channel_of(audio, *this, true, 1, 0);
    block.transport = transport_of(getPlayHead());
    block.main[0] = channel_of(audio, *this, false, 0, 0);
    block.main[1] = channel_of(audio, *this, false, 0, 1);
    block.voltage = channel_of(audio, *this, false, 1, 0);
    block.spikes = channel_of(audio, *this, false, 2, 0);
    block.stimulus = channel_of(audio, *this, false, 3, 0);
    return block;
}

/// Notes are answers then, and only sounds that ask for it hear the room.
void SomaphoneProcessor::give_to_lesson(Block& block, std::span<const float*> inputs) noexcept {
    for (const auto& event : block.midi)
        if (event.status() == note_on && event.bytes[2] > 0) lesson_override_.note_on(event.bytes[1]);
    block.midi = {};
    block.sidechain = nullptr;
    if (lesson_override_.takes_input()) return;
    block.input = {};
    inputs[0] = lesson_override_.recording(block.frames);
    if (inputs[0] != nullptr) block.input = inputs.first(1);
}

void SomaphoneProcessor::measure(PeakMeter& meter, const float* samples, int frames) noexcept {
    if (samples != nullptr)
        meter.process(samples, frames, getSampleRate());
    else
        meter.clear();
}

void SomaphoneProcessor::processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
    const juce::ScopedNoDenormals no_denormals;
    const int frames = audio.getNumSamples();
    if (frames == 0) return;
    const LoadMeter::Block measured(load_meter_, frames, getSampleRate());
    take_changes();

    std::array<const float*, 2> inputs{};
    auto block = block_of(audio, inputs);
    block.midi = midi_.read(midi, frames);
    take_controllers(block.midi);
    if (lesson_override_.lent_now()) give_to_lesson(block, inputs);
    measure(input_meter_, block.input.empty() ? nullptr : block.input[0], frames); // before outputs overwrite it
    const bool stops = std::exchange(was_playing_, block.transport.playing) && !block.transport.playing;
    if (stops) engine_.end_midi_out();
    if (stops || midi_.lost()) engine_.end_notes(); // a host that stops may leave keys or the pedal down

    engine_.bound_work(!isNonRealtime());
    engine_.process(block);
    for (std::size_t i = 0; i < output_meters_.size(); ++i) measure(output_meters_[i], block.main[i], frames);
    if (lesson_override_.advance(frames, engine_.spikes().size())) engine_.set(lesson_override_.values(live_));
    midi_.write(engine_.midi_out(), midi);
    if (live_.on(Id::osc_out)) osc_feed_.push(engine_, frames, live_.integer(Id::neurons));
    status_.publish(engine_);
}

/// The neuron stands still; notes in and out end at once: what is played meanwhile, note-offs too, is not heard.
void SomaphoneProcessor::processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
    juce::AudioProcessor::processBlockBypassed(audio, midi);
    engine_.end_midi_out();
    engine_.end_notes();
    engine_.process({});
    midi_.write(engine_.midi_out(), midi);
    status_.publish_bypass();
}

Preset SomaphoneProcessor::preset() const {
    const std::lock_guard lock(state_mutex_);
    auto preset = loaded_;
    preset.values = store_.snapshot();
    return preset;
}

void SomaphoneProcessor::load(const Preset& preset) {
    const std::lock_guard lock(state_mutex_);
    const auto initial = initial_state(preset.values.choice<ModelId>(Id::model), preset.initial);
    loaded_ = preset;
    if (const auto* start = std::get_if<membrane::Initial>(&initial)) {
        starts_.push(*start);
        analysis_.set_initial(*start);
    }
    tunings_.push(key_frequencies(preset.tuning));
    set_values(preset.values);
}

void SomaphoneProcessor::set_values(const Snapshot& values) {
    store_.set_all(values);
    tell_values();
}

void SomaphoneProcessor::tell_values() {
    for (auto* parameter : host_parameters_) parameter->sendValueChangedMessageToListeners(parameter->getValue());
}

void SomaphoneProcessor::getStateInformation(juce::MemoryBlock& state) {
    const auto text = preset_text(preset());
    state.replaceAll(text.data(), text.size());
}

void SomaphoneProcessor::setStateInformation(const void* data, int size) {
    if (data == nullptr || size <= 0) return;
    const std::lock_guard lock(state_mutex_);
    load_notes_.clear();
    ++states_given_;
    try {
        auto read = read_preset("state", {static_cast<const char*>(data), static_cast<std::size_t>(size)});
        load_notes_ = std::move(read.notes);
        load(read.preset);
        state_refused_ = false;
    } catch (const FormatError& error) {
        load_notes_ = {error.what()}; // the current sound is kept
        state_refused_ = true;
    }
}

} // namespace soma
