#include "FakePlugin.h"

#include "Processor/HostParameter.h"

#include <cmath>
#include <limits>

namespace soma::validator {
namespace {

constexpr int fake_note = 60;
int shared_phase = 0;
std::vector<std::string> leaked;

/// The plugin's own parameter, but for the fault.
class FakeParameter final : public juce::AudioProcessorParameterWithID {
  public:
    FakeParameter(FakePlugin& plugin, Id id)
        : juce::AudioProcessorParameterWithID(
              text(parameter(id).id),
              text(plugin.has(Fault::renames_a_parameter) && id == Id::rest_mv ? "Unrest" : parameter(id).label),
              juce::AudioProcessorParameterWithIDAttributes().withLabel(text(parameter(id).unit)))
        , plugin_(plugin)
        , real_(id, plugin.store()) {}

    float getValue() const override { return real_.getValue(); }
    void setValue(float position) override {
        if (!std::isfinite(position) && plugin_.has(Fault::screams_at_nan)) plugin_.scream();
        if (plugin_.has(Fault::ignores_automation) && real_.id() == Id::threshold_mv) return;
        real_.setValue(position);
    }
    float getDefaultValue() const override { return real_.getDefaultValue(); }
    int getNumSteps() const override { return real_.getNumSteps(); }
    bool isDiscrete() const override { return real_.isDiscrete(); }
    juce::String getText(float position, int length) const override {
        return real_.getText(plugin_.has(Fault::shows_other_texts) ? 1.0F - position : position, length);
    }
    float getValueForText(const juce::String& typed) const override { return real_.getValueForText(typed); }
    using juce::AudioProcessorParameterWithID::getName;

  private:
    static juce::String text(std::string_view utf8) {
        return juce::String::fromUTF8(utf8.data(), static_cast<int>(utf8.size()));
    }

    FakePlugin& plugin_;
    HostParameter real_;
};

struct FakeEditor final : juce::AudioProcessorEditor {
    explicit FakeEditor(FakePlugin& plugin)
        : juce::AudioProcessorEditor(plugin) {
        plugin.has(Fault::opens_a_tiny_editor) ? setSize(10, 10) : setSize(1100, 720);
    }
};

} // namespace

FakePlugin::FakePlugin(Fault fault)
    : juce::AudioProcessor(BusesProperties()
                               .withInput("Main", juce::AudioChannelSet::stereo())
                               .withInput("Sidechain", juce::AudioChannelSet::mono())
                               .withOutput("Main", juce::AudioChannelSet::stereo())
                               .withOutput("Voltage", juce::AudioChannelSet::mono())
                               .withOutput("Spikes", juce::AudioChannelSet::mono())
                               .withOutput("Stimulus", juce::AudioChannelSet::mono()))
    , fault_(fault) {
    for (std::size_t i = 0; i < parameter_count; ++i) addParameter(new FakeParameter(*this, static_cast<Id>(i)));
    addParameter(bypass_ = new juce::AudioParameterBool("bypass", "Bypass", false));
    store_.set(Id::stim_shape, 1.0);
    if (has(Fault::leaks)) leaked.emplace_back(1 << 14, 'x');
}

bool FakePlugin::isBusesLayoutSupported(const BusesLayout& layout) const {
    if (has(Fault::takes_any_layout)) return true;
    const auto is_one_of = [](const juce::AudioChannelSet& set, bool off, bool stereo) {
        return set == juce::AudioChannelSet::mono() || (off && set.isDisabled()) ||
               (stereo && set == juce::AudioChannelSet::stereo());
    };
    bool good = is_one_of(layout.getMainOutputChannelSet(), false, true);
    for (const auto& set : layout.inputBuses) good = good && is_one_of(set, true, true);
    for (int bus = 1; bus < layout.outputBuses.size(); ++bus)
        good = good && is_one_of(layout.outputBuses[bus], true, false);
    return good;
}

void FakePlugin::prepareToPlay(double, int max_block) {
    if (!has(Fault::remembers_its_phase)) phase_ = 0;
    keys_.reset();
    out_.ensureSize(8192);
    blocks_ = note_left_ = 0;
    click_ = 0.0F;
    setLatencySamples(has(Fault::invents_latency) ? max_block : 0);
    if (has(Fault::forgets_when_prepared)) store_.set_all(Snapshot{});
}

void FakePlugin::misbehave() {
    if (has(Fault::allocates)) std::vector<float>(100).swap(*std::make_unique<std::vector<float>>());
    if (has(Fault::locks)) const std::lock_guard lock(mutex_);
}

void FakePlugin::take(const juce::MidiMessage& message) {
    if (message.isNoteOn()) keys_.set(static_cast<std::size_t>(message.getNoteNumber()));
    if (message.isNoteOff()) keys_.reset(static_cast<std::size_t>(message.getNoteNumber()));
    if (message.isAllNotesOff() || message.isAllSoundOff()) keys_.reset();
}

void FakePlugin::end_note(int sample, juce::MidiBuffer& out) {
    if (note_left_ > 0 && !has(Fault::lets_notes_hang)) out.addEvent(juce::MidiMessage::noteOff(1, fake_note), sample);
    note_left_ = 0;
}

/// One sample of the clock: it ticks while there is current.
void FakePlugin::tick(int sample) {
    if (note_left_ == 1) end_note(sample, out_);
    if (note_left_ > 0) --note_left_;
    click_ *= 0.98F;
    if (std::abs(click_) < 1e-6F) click_ = 0.0F;
    const bool has_key = keys_.any() && store_.get(Id::midi_mode) == 1.0;
    if (store_.get(Id::stim_shape) == 0.0 && !has_key) return;
    auto& phase = has(Fault::shares_its_phase) ? shared_phase : phase_;
    if (++phase < 500 + 10 * static_cast<int>(store_.get(Id::model))) return;
    phase = 0;
    click_ = 0.2F;
    if (store_.get(Id::midi_out) < 0.5) return;
    end_note(sample, out_);
    out_.addEvent(juce::MidiMessage::noteOn(1, fake_note, 0.8F),
                  has(Fault::sends_wrong_times) ? sample + 4096 : sample);
    note_left_ = 9600;
}

void FakePlugin::processBlock(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
    const juce::ScopedNoDenormals no_denormals;
    misbehave();
    ++blocks_;
    out_.clear();
    const auto playing = getPlayHead() != nullptr && getPlayHead()->getPosition()->getIsPlaying();
    if ((std::exchange(was_playing_, playing) && !playing) || store_.get(Id::midi_out) < 0.5) end_note(0, out_);
    const auto* main_in = getMainBusNumInputChannels() > 0 ? audio.getReadPointer(0) : nullptr;
    auto next = midi.begin();
    for (int sample = 0; sample < audio.getNumSamples(); ++sample) {
        for (; next != midi.end() && (*next).samplePosition <= sample; ++next) take((*next).getMessage());
        tick(sample);
        float input = main_in != nullptr ? main_in[sample] : 0.0F;
        if (!std::isfinite(input) && !has(Fault::passes_nan_on)) input = 0.0F;
        input = std::fpclassify(input) == FP_SUBNORMAL ? 0.0F : std::clamp(input, -1.0F, 1.0F);
        float sound = click_ + 0.1F * input;
        if (has(Fault::counts_blocks)) sound += 1e-6F * static_cast<float>(blocks_);
        if (has(Fault::breaks_at_high_rates) && getSampleRate() > 100000.0)
            sound = std::numeric_limits<float>::quiet_NaN();
        if (screams_.load()) sound = 2.0F;
        for (int channel = 0; channel < audio.getNumChannels(); ++channel) audio.setSample(channel, sample, sound);
        if (auto* stimulus = getBus(false, 3); stimulus->isEnabled())
            audio.setSample(getChannelIndexInProcessBlockBuffer(false, 3, 0), sample, 0.5F * input);
    }
    screams_.store(screams_.load() && !has(Fault::glitches_when_loaded));
    midi.clear();
    midi.addEvents(out_, 0, -1, 0);
}

void FakePlugin::processBlockBypassed(juce::AudioBuffer<float>& audio, juce::MidiBuffer& midi) {
    juce::AudioProcessor::processBlockBypassed(audio, midi);
    if (has(Fault::is_silent_in_bypass)) audio.clear();
    midi.clear();
    end_note(0, midi);
}

juce::AudioProcessorEditor* FakePlugin::createEditor() { return new FakeEditor(*this); }

void FakePlugin::getStateInformation(juce::MemoryBlock& state) {
    auto preset = description_;
    preset.values = store_.snapshot();
    if (has(Fault::drops_the_session)) preset.session.clear();
    if (has(Fault::drops_the_cell)) preset.cell.clear();
    const auto text = preset_text(preset);
    state.replaceAll(text.data(), text.size());
}

void FakePlugin::setStateInformation(const void* data, int size) {
    try {
        description_ = read_preset("state", {static_cast<const char*>(data), static_cast<std::size_t>(size)}).preset;
        store_.set_all(description_.values);
        if (has(Fault::glitches_when_loaded)) scream();
    } catch (const FormatError&) {
        if (has(Fault::takes_half_of_a_state)) store_.set(Id::rest_mv, 12.5);
    }
}

} // namespace soma::validator
