#include "Soak/Soak.h"

#include "Core/Limits.h"
#include "Soak/Wave.h"

#include "Scope/Scope.h"
#include "Sound/Mixer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace soma::soak {
namespace {

constexpr int prepared = 512;
constexpr float ceiling = 0.98855f;        ///< −0.1 dBFS
constexpr double neuron_samples = 96000.0; ///< in a segment, so that populations take no longer than single neurons

// Input that an engine must take as it is (Engine's own rule, restated): sound up to +40 dBFS, exact input up to 1e9.
const Waves<float>& sounds() {
    static const Waves<float> all(1.0, 100.0);
    return all;
}
const Waves<double>& exact_inputs() {
    static const Waves<double> all(200.0, 1e9);
    return all;
}

/// Where values of a segment come from: most at their default, some anywhere in their range.
class Automation {
  public:
    Automation(double model, SplitMix64& random)
        : random_(random) {
        values_.set(Id::model, model);
    }

    /// A new sound.
    const Snapshot& begin_segment() {
        const double model = values_[Id::model];
        values_ = {};
        values_.set(Id::model, model);
        values_.set(Id::stim_shape, static_cast<double>(random_.below(8)));
        values_.set(Id::stim_delay_ms, 20.0 * random_.unit());
        values_.set(Id::stim_amplitude_pa, 600.0 * random_.unit() - 100.0);
        for (auto n = random_.below(16); n > 0; --n) turn_one();
        values_.set(Id::neurons, population());
        // Half of the time as fast as a membrane is; else anything.
        values_.set(Id::time_scale,
                    random_.below(2) == 0 ? 1.0 : from_position(parameter(Id::time_scale), random_.unit()));
        if (random_.below(4) == 0) values_.set(Id::noise_pa, 100.0 * random_.unit());
        if (random_.below(4) == 0) values_.set(Id::coupling, static_cast<double>(random_.below(4)));
        return values_;
    }

    /// As hosts do between blocks. The number of neurons and their speed stay, for the sake of the time it takes.
    const Snapshot& turn_some() {
        for (auto n = random_.below(4); n > 0; --n) turn_one();
        return values_;
    }

    const Snapshot& values() const { return values_; }

  private:
    void turn_one() {
        const auto id = static_cast<Id>(random_.below(parameter_count));
        if (id == Id::model || id == Id::neurons || id == Id::time_scale) return;
        values_.set(id, from_position(parameter(id), random_.unit()));
    }

    double population() {
        const auto kind = random_.below(100);
        if (kind < 60) return 1.0;
        const double most = kind < 85 ? 16.0 : kind < 97 ? 256.0 : 4096.0;
        return std::floor(std::exp2(random_.unit() * std::log2(most)) + 0.5);
    }

    SplitMix64& random_;
    Snapshot values_;
};

/// One engine under test.
class Bath {
  public:
    Bath(double model, std::uint64_t seed)
        : random_(seed)
        , automation_(model, random_) {
        engine_.prepare(rate_hz, prepared, true);
        engine_.connect(&tap_);
    }

    const Tally& tally() const { return tally_; }

    void segment() {
        scope_.reset();
        engine_.set(automation_.begin_segment());
        engine_.set_initial(random_.below(8) == 0 ? anywhere() : membrane::Initial{});
        reset();
        if (random_.below(8) == 0) scope_.emplace(tap_);
        for (double left = neuron_samples; left > 0.0 && tally_.broken.empty();) {
            const double cost = cost_of(automation_.values());
            left -= cost * block(left / cost);
        }
        take_counters();
    }

  private:
    /// How much work a sample is, in samples of one neuron; a neuron in tune may run at many times its own speed.
    static double cost_of(const Snapshot& values) {
        constexpr double voices = 32.0, faster = 32.0;
        const bool in_tune = values.integer(Id::midi_mode) == 2;
        return values[Id::neurons] * (in_tune ? voices * faster : 1.0) * std::max(1.0, values[Id::time_scale]);
    }

    /// A start that some cell may state.
    membrane::Initial anywhere() {
        membrane::Initial initial;
        initial.voltage_mv = 500.0 * random_.unit() - 250.0;
        for (auto& variable : initial.internal)
            if (random_.below(2) == 0) variable = std::exp2(40.0 * random_.unit() - 20.0) * (random_.unit() - 0.5);
        return initial;
    }

    void reset() {
        take_counters();
        engine_.reset();
        expected_bad_ = 0;
    }

    /// Adds the engine's counters to the tally, before a reset forgets them.
    void take_counters() {
        const auto status = engine_.status();
        tally_.bad_inputs += status.bad_inputs;
        tally_.resets += status.resets;
        tally_.rate_limited += status.rate_limited;
        tally_.dropped_spikes += status.dropped_spikes;
        expected_bad_ = 0;
    }

    template <class Sample>
    const Sample* feed(const Wave<Sample>& wave, int frames, bool counts) {
        const auto begin = static_cast<std::size_t>(random_.below(Wave<Sample>::begins));
        if (counts) bad_in_block_ += wave.bad(begin, static_cast<std::size_t>(frames));
        return wave.at(begin);
    }

    /// A block of any size, but of no more than `most` samples where that is less than a block prepared for.
    int block(double most) {
        if (random_.below(16) == 0) act();
        int frames = 1 + static_cast<int>(random_.below(random_.below(20) == 0 ? Wave<float>::longest : prepared));
        if (most < prepared) frames = std::min(frames, static_cast<int>(std::ceil(most)));
        const auto& values = automation_.values();
        Block block;
        block.frames = frames;
        bad_in_block_ = 0;
        std::array<const float*, limits::channels> input{};
        const auto channels = random_.below(input.size());
        for (std::size_t c = 0; c < channels; ++c)
            if (random_.below(4) != 0) input[c] = feed(sounds().any(random_), frames, true);
        block.input = std::span(input).first(channels);
        if (random_.below(2) == 0)
            block.sidechain = feed(sounds().any(random_), frames, values.integer(Id::sidechain_mode) != 0);
        if (random_.below(2) == 0) block.current_pa = feed(exact_inputs().any(random_), frames, true);
        if (random_.below(8) == 0) block.conductance_ns = feed(exact_inputs().any(random_), frames, true);
        const auto midi = play(frames);
        block.midi = midi;
        block.transport = {random_.below(4) != 0, 20.0 + 400.0 * random_.unit()};
        float* const rows[] = {out_[0].data(), out_[1].data(), out_[2].data(), out_[3].data(), out_[4].data()};
        block.main[0] = rows[0];
        block.main[1] = rows[1];
        if (random_.below(2) == 0) block.voltage = rows[2];
        if (random_.below(2) == 0) block.spikes = rows[3];
        if (random_.below(2) == 0) block.stimulus = rows[4];
        // The transport's start may start the neuron restarts, which forgets what was counted.
        if (values.on(Id::stim_start) && block.transport.playing && !playing_) take_counters();
        playing_ = block.transport.playing;
        expected_bad_ += bad_in_block_;

        engine_.process(block);
        check(block);
        look();
        tally_.audio_s += frames / rate_hz;
        tally_.model_s += frames / rate_hz * values[Id::time_scale];
        tally_.neuron_audio_s += frames / rate_hz * values[Id::neurons];
        tally_.spikes += engine_.spikes().size();
        return frames;
    }

    /// Acts of hosts and people between blocks.
    void act() {
        switch (random_.below(8)) {
        case 0:
            return engine_.run_stimulus(random_.below(2) == 0);
        case 1:
            return engine_.send_stimulus();
        case 2:
            return engine_.end_midi_out();
        case 3:
            return random_.below(8) == 0 ? reset() : void();
        default:
            engine_.set(automation_.turn_some());
        }
    }

    /// Now and then a few messages, sensible or not.
    std::vector<MidiEvent> play(int frames) {
        std::vector<MidiEvent> midi;
        if (random_.below(4) != 0) return midi;
        for (auto n = random_.below(8); n > 0; --n) {
            MidiEvent event{static_cast<std::int32_t>(random_.below(static_cast<std::uint64_t>(frames))), {}};
            for (auto& byte : event.bytes) byte = static_cast<std::uint8_t>(random_.below(256));
            if (random_.below(2) == 0) event.bytes[0] = static_cast<std::uint8_t>(random_.below(2) == 0 ? 0x90 : 0x80);
            midi.push_back(event);
        }
        std::ranges::sort(midi, {}, &MidiEvent::sample);
        return midi;
    }

    /// An open scope reads along.
    void look() {
        if (!scope_) return;
        scope_->update();
        if (random_.below(16) != 0) return;
        const auto& frame = scope_->frame(300);
        require(std::isfinite(frame.voltage.min) && std::isfinite(frame.voltage.max), "the scope draws numbers");
    }

    void check(const Block& block) {
        const auto frames = static_cast<std::size_t>(block.frames);
        const auto finite = [&](const float* bus) {
            return bus == nullptr || std::all_of(bus, bus + frames, [](float s) { return std::isfinite(s); });
        };
        for (const float* bus : {block.main[0], block.main[1], block.voltage, block.spikes, block.stimulus})
            require(finite(bus), "outputs are finite");
        for (const float* bus : {block.main[0], block.main[1]})
            for (std::size_t k = 0; k < frames; ++k) tally_.peak = std::max(tally_.peak, std::abs(bus[k]));
        require(tally_.peak <= ceiling, "the main output stays below −0.1 dBFS");
        for (const double mv : engine_.voltage_mv()) require(std::isfinite(mv), "V is finite");
        for (const double variable : engine_.variables()) require(std::isfinite(variable), "variables are finite");
        int before = 0;
        for (const auto& spike : engine_.spikes()) {
            require(spike.sample >= before && spike.sample < block.frames && spike.offset >= 0.0 && spike.offset < 1.0,
                    "spikes are in order and within the block");
            before = spike.sample;
        }
        for (const auto& event : engine_.midi_out())
            require(event.sample >= 0 && event.sample < block.frames && event.bytes[1] < 128 && event.bytes[2] < 128,
                    "MIDI is well-formed and within the block");
        require(engine_.status().bad_inputs == expected_bad_, "every bad input is counted once");
        require(engine_.mixer().not_finite() == 0, "nothing that is no number reaches the mix");
    }

    void require(bool holds, const char* property) {
        if (!holds && tally_.broken.empty()) tally_.broken = property;
    }

    SplitMix64 random_;
    Automation automation_;
    Engine engine_;
    scope::TraceTap tap_;
    std::optional<scope::Scope> scope_;
    std::array<std::vector<float>, 5> out_ = [] {
        std::array<std::vector<float>, 5> rows;
        rows.fill(std::vector<float>(Wave<float>::longest));
        return rows;
    }();
    bool playing_ = false;
    std::uint64_t expected_bad_ = 0, bad_in_block_ = 0;
    Tally tally_;
};

} // namespace

Tally soak(double model, double model_s, std::uint64_t seed, const std::function<void(double model_s)>& progress) {
    const auto bath = std::make_unique<Bath>(model, seed);
    while (bath->tally().model_s < model_s && bath->tally().broken.empty()) {
        bath->segment();
        progress(bath->tally().model_s);
    }
    return bath->tally();
}

} // namespace soma::soak
