#include "Web/Core/Player.h"

#include "Web/Core/Export.h"

#include <algorithm>

namespace soma::web {

Player::Player(double sample_rate_hz, int max_frames)
    : max_frames_(max_frames) {
    const auto frames = static_cast<std::size_t>(max_frames);
    for (auto* row : {&input_, &left_, &right_, &voltage_, &spikes_, &stimulus_}) row->assign(frames, 0.0f);
    current_pa_.assign(frames, 0.0);
    midi_.reserve(most_events);
    engine_.prepare(sample_rate_hz, max_frames);
    engine_.connect(&tap_);
    tap_.subscribe(true);
}

void Player::set() noexcept {
    Snapshot values;
    for (std::size_t i = 0; i < parameter_count; ++i) values.set(static_cast<Id>(i), values_[i]);
    engine_.set(values);
}

void Player::midi(int sample, int status, int first, int second) noexcept {
    if (midi_.size() == most_events) return;
    const auto byte = [](int value) { return static_cast<std::uint8_t>(value); };
    midi_.push_back({sample, {byte(status), byte(first), byte(second)}});
}

void Player::process(int frames, int inputs) noexcept {
    const float* const channels[] = {input_.data()};
    Block block;
    block.frames = std::clamp(frames, 0, max_frames_);
    if ((inputs & takes_audio) != 0) block.input = channels;
    if ((inputs & takes_current) != 0) block.current_pa = current_pa_.data();
    block.midi = midi_;
    block.main[0] = left_.data();
    block.main[1] = right_.data();
    block.voltage = voltage_.data();
    block.spikes = spikes_.data();
    block.stimulus = stimulus_.data();
    engine_.process(block);
    midi_.clear();
}

void* Player::row(int row) noexcept {
    switch (row) {
    case 0:
        return values_.data();
    case 1:
        return input_.data();
    case 2:
        return left_.data();
    case 3:
        return right_.data();
    case 4:
        return voltage_.data();
    case 5:
        return spikes_.data();
    case 6:
        return stimulus_.data();
    case 7:
        return current_pa_.data();
    case 8:
        return &initial_;
    case 9:
        return &pitch_;
    default:
        return nullptr;
    }
}

const double* Player::now() noexcept {
    const auto voltage = engine_.voltage_mv();
    now_[0] = voltage.empty() ? 0.0 : voltage.back();
    const auto variables = engine_.variables_now();
    std::copy(variables.begin(), variables.end(), now_.begin() + 1);
    return now_.data();
}

int Player::take_packets(scope::TracePacket* packets, int most) noexcept {
    int taken = 0;
    while (taken < most && tap_.pop(packets[taken])) ++taken;
    return taken;
}

} // namespace soma::web

using soma::web::Player;

SOMA_EXPORT(soma_player_new) Player* soma_player_new(double sample_rate_hz, int max_frames) {
    return new Player(sample_rate_hz, max_frames);
}
SOMA_EXPORT(soma_player_delete) void soma_player_delete(Player* player) { delete player; }

/// Where a row of numbers is: 0 parameters (double, in the table's order), 1 audio in, 2 and 3 main, 4 voltage, 5
/// spikes, 6 stimulus (float, one a frame), 7 current in pA (double, one a frame), 8 where the neuron starts
/// (membrane::Initial), 9 how fast it fires (PitchReference).
SOMA_EXPORT(soma_player_row) void* soma_player_row(Player* player, int row) { return player->row(row); }

/// The parameters of row 0 and the start of row 8 hold from the next block on.
SOMA_EXPORT(soma_player_set) void soma_player_set(Player* player) { player->set(); }
SOMA_EXPORT(soma_player_set_initial) void soma_player_set_initial(Player* player) { player->set_initial(); }
SOMA_EXPORT(soma_player_set_pitch) void soma_player_set_pitch(Player* player) { player->set_pitch(); }
SOMA_EXPORT(soma_player_bound_work) void soma_player_bound_work(Player* player, int wanted) {
    player->engine().bound_work(wanted != 0);
}
SOMA_EXPORT(soma_player_start) void soma_player_start(Player* player) { player->engine().start(); }
SOMA_EXPORT(soma_player_reset) void soma_player_reset(Player* player) { player->engine().reset(); }
SOMA_EXPORT(soma_player_run_stimulus) void soma_player_run_stimulus(Player* player, int wanted) {
    player->engine().run_stimulus(wanted != 0);
}
SOMA_EXPORT(soma_player_send_stimulus) void soma_player_send_stimulus(Player* player) {
    player->engine().send_stimulus();
}
SOMA_EXPORT(soma_player_midi) void soma_player_midi(Player* player, int sample, int status, int first, int second) {
    player->midi(sample, status, first, second);
}
SOMA_EXPORT(soma_player_end_notes) void soma_player_end_notes(Player* player) { player->engine().end_notes(); }

/// `inputs`: 1 row 1 is heard, 2 row 7 adds to the current.
SOMA_EXPORT(soma_player_process) void soma_player_process(Player* player, int frames, int inputs) {
    player->process(frames, inputs);
}

/// The spikes of the last block: their number, and SpikeEvents of 24 bytes.
SOMA_EXPORT(soma_player_spike_count) int soma_player_spike_count(Player* player) {
    return static_cast<int>(player->engine().spikes().size());
}
SOMA_EXPORT(soma_player_spikes) const void* soma_player_spikes(Player* player) {
    return player->engine().spikes().data();
}

/// V of the first neuron in mV after the last block, then its internal variables.
SOMA_EXPORT(soma_player_now) const double* soma_player_now(Player* player) { return player->now(); }

/// Moves what the scope has not seen yet to `packets`; how many there were.
SOMA_EXPORT(soma_player_take_packets)
int soma_player_take_packets(Player* player, soma::scope::TracePacket* packets, int most) {
    return player->take_packets(packets, most);
}
SOMA_EXPORT(soma_packet_bytes) int soma_packet_bytes() { return static_cast<int>(sizeof(soma::scope::TracePacket)); }
SOMA_EXPORT(soma_pitch_bytes) int soma_pitch_bytes() { return static_cast<int>(sizeof(soma::PitchReference)); }
