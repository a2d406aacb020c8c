#include "Fuzz/Case.h"

#include "Engine/Engine.h"

#include <cmath>
#include <vector>

namespace soma::fuzz {
namespace {

constexpr double rate_hz = 48000.0;
constexpr int longest_block = 256;
constexpr float ceiling = 0.98855f; ///< −0.1 dBFS
constexpr std::size_t channels = 2;

/// Input of one block, and how many of its samples the engine must refuse.
struct Feed {
    std::array<std::vector<float>, channels> input;
    std::vector<float> sidechain;
    std::vector<double> current_pa, conductance_ns;
    std::vector<MidiEvent> midi;
    Transport transport;
    std::uint64_t bad = 0;
};

bool bad_sound(float sample) { return !(std::abs(sample) <= 100.0f); }
bool bad_exact(double value) { return !(std::abs(value) <= 1e9); }

/// A wave of one of several kinds: silence, a level, a square, or the case's own bits.
float sound(Bytes& input, int kind, int sample) {
    switch (kind) {
    case 0:
        return 0.0f;
    case 1:
        return 1.0f;
    case 2:
        return sample / 7 % 2 == 0 ? 0.7f : -0.7f;
    default:
        return input.take<float>();
    }
}

Feed make_feed(Bytes& input, const Snapshot& values, int frames) {
    Feed feed;
    const int kinds = input.byte(), exact = input.byte();
    const auto mode = values.integer(Id::sidechain_mode);
    for (auto& channel : feed.input)
        for (int k = 0; k < frames; ++k) {
            channel.push_back(sound(input, kinds % 4, k));
            feed.bad += bad_sound(channel.back());
        }
    for (int k = 0; k < frames; ++k) {
        feed.sidechain.push_back(sound(input, kinds / 4 % 4, k));
        feed.bad += mode != 0 && bad_sound(feed.sidechain.back());
        feed.current_pa.push_back(exact % 4 == 0 ? input.take<double>() : 20.0 * (exact % 4));
        feed.bad += bad_exact(feed.current_pa.back());
        feed.conductance_ns.push_back(exact / 4 % 4 == 0 ? input.take<double>() : exact / 4 % 4 - 1.0);
        feed.bad += bad_exact(feed.conductance_ns.back());
    }
    for (int n = input.below(16); n > 0; --n) {
        MidiEvent event{static_cast<std::int32_t>(input.below(frames)), {}};
        for (auto& byte : event.bytes) byte = input.byte();
        feed.midi.push_back(event);
    }
    std::ranges::stable_sort(feed.midi, {}, &MidiEvent::sample);
    feed.transport.playing = input.byte() % 2 == 0;
    feed.transport.tempo_bpm = 1.0 + 998.0 * input.unit(); // as the plugin passes it on
    return feed;
}

/// One engine and all it gave.
class Player {
  public:
    explicit Player(int prepared) { engine_.prepare(rate_hz, prepared, true); }

    Engine& engine() { return engine_; }

    /// The feed in pieces of at most `piece` samples.
    void play(const Feed& feed, int piece) {
        const int frames = static_cast<int>(feed.sidechain.size());
        const auto begin = out_.size();
        out_.resize(begin + outputs * static_cast<std::size_t>(frames));
        float* at = out_.data() + begin;
        for (int from = 0; from < frames; from += piece) {
            const int length = std::min(piece, frames - from);
            std::array<const float*, channels> input{feed.input[0].data() + from, feed.input[1].data() + from};
            std::vector<MidiEvent> midi;
            for (auto event : feed.midi)
                if (event.sample >= from && event.sample < from + length) {
                    event.sample -= from;
                    midi.push_back(event);
                }
            Block block;
            block.frames = length;
            block.input = input;
            block.sidechain = feed.sidechain.data() + from;
            block.current_pa = feed.current_pa.data() + from;
            block.conductance_ns = feed.conductance_ns.data() + from;
            block.midi = midi;
            block.transport = feed.transport;
            float** const buses[outputs] = {&block.main[0], &block.main[1], &block.voltage, &block.spikes,
                                            &block.stimulus};
            for (std::size_t bus = 0; bus < outputs; ++bus)
                *buses[bus] = at + bus * static_cast<std::size_t>(frames) + from;
            engine_.process(block);
            check_block(block);
        }
    }

    const std::vector<float>& out() const { return out_; }
    const std::vector<double>& spikes() const { return spikes_; }

  private:
    static constexpr std::size_t outputs = 5;

    void check_block(const Block& block) {
        for (const float* bus : {block.main[0], block.main[1], block.voltage, block.spikes, block.stimulus})
            for (int k = 0; k < block.frames; ++k) require(std::isfinite(bus[k]), "outputs are finite");
        for (const float* bus : {block.main[0], block.main[1]})
            for (int k = 0; k < block.frames; ++k)
                require(std::abs(bus[k]) <= ceiling, "the main output stays below −0.1 dBFS");
        for (const double mv : engine_.voltage_mv()) require(std::isfinite(mv), "V is finite");
        for (const double variable : engine_.variables()) require(std::isfinite(variable), "variables are finite");
        double before = 0.0;
        for (const auto& spike : engine_.spikes()) {
            require(spike.sample >= 0 && spike.sample < block.frames && spike.offset >= 0.0 && spike.offset < 1.0,
                    "a spike falls into the block");
            require(spike.sample + spike.offset >= before, "spikes are in order of time");
            before = spike.sample + spike.offset;
            spikes_.push_back(static_cast<double>(samples_ + spike.sample) + spike.offset);
        }
        samples_ += block.frames;
    }

    Engine engine_;
    std::vector<float> out_;
    std::vector<double> spikes_;
    std::int64_t samples_ = 0;
};

/// Mostly a few parameters at a time, anywhere in their range.
void turn(Bytes& input, Snapshot& values) {
    for (int n = input.below(12); n > 0; --n) {
        const auto id = static_cast<Id>(input.below(static_cast<int>(parameter_count)));
        const double position = input.unit();
        // Large populations only make a case slow; Tests/Soak runs them.
        values.set(id, id == Id::neurons ? 1.0 + std::floor(40.0 * position) : from_position(parameter(id), position));
    }
}

} // namespace

/// The whole instrument with any parameters, MIDI, sound and faults: finite and below the ceiling, every fault counted,
/// and bit for bit the same however time is cut into blocks.
void run_case(std::string_view bytes) {
    Bytes input(bytes);
    const int piece = 1 + input.below(longest_block);
    Player whole(longest_block), pieces(piece);
    Snapshot values;
    std::uint64_t bad = 0;
    bool playing = false;
    for (int block = 0; block < 12 && !input.empty(); ++block) {
        turn(input, values);
        const auto feed = make_feed(input, values, 1 + input.below(longest_block));
        const bool restarts = block == 0 || input.byte() % 8 == 0;
        for (auto* player : {&whole, &pieces}) {
            player->engine().set(values);
            if (restarts) player->engine().reset();
        }
        // The counters begin again at 0 where the neuron restarts.
        if (restarts || (values.on(Id::stim_start) && feed.transport.playing && !playing)) bad = 0;
        playing = feed.transport.playing;
        bad += feed.bad;
        whole.play(feed, longest_block);
        pieces.play(feed, piece);
        require(whole.engine().status().bad_inputs == bad, "every bad sample is counted once");
        require(whole.engine().status().bad_inputs == pieces.engine().status().bad_inputs &&
                    whole.engine().status().resets == pieces.engine().status().resets &&
                    whole.engine().status().rate_limited == pieces.engine().status().rate_limited,
                "counters do not depend on the block size");
        // A spike that finds no room in a block's list is dropped, counted, and depends on the block.
        if (whole.engine().status().dropped_spikes + pieces.engine().status().dropped_spikes > 0) return;
    }
    require(whole.spikes() == pieces.spikes(), "spikes do not depend on the block size");
    require(whole.out() == pieces.out(), "sound does not depend on the block size");
}

} // namespace soma::fuzz
