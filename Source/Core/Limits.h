#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

/// Every limit of the core and its reason. The audio thread never allocates, so each list has a room that is known
/// beforehand; whatever goes beyond it is counted or kept as a mean, and no limit changes a result before it is
/// reached.
namespace soma::limits {

/// Samples that are computed at once, at most. The engine alone cuts time: at every 64th sample since the start, at the
/// end of a block, at a note and at a step of a glide (Engine::process). Everything below it counts on no more than
/// these: rows of 64 numbers stay in the first-level cache, and 64 samples last 1.3 ms at 48 kHz.
constexpr int quantum = 64;

/// Channels of audio input; more are left out. Eight is what common audio interfaces have.
constexpr std::size_t channels = 8;
/// Neurons of a population. So many of the cheapest model run in real time on one core.
constexpr int neurons = 4096;
/// Notes at once, and so neurons of pitch mode: ten fingers with a pedal do not reach it.
constexpr int notes = 64;

/// Spikes of one neuron in one sample: 12 MHz at 48 kHz, far beyond hearing. Without a limit a huge current would take
/// unbounded time.
constexpr int spikes_per_sample = 256;
/// Spikes of all neurons in one quantum: as many as one neuron can fire, or 16 of each of the largest population.
constexpr std::size_t spikes_per_quantum = 1 << 16;
static_assert(spikes_per_quantum >= std::size_t{quantum} * spikes_per_sample);
/// Spikes of a block of so many samples, for readers after it: 64 a sample, and never fewer than one neuron
/// can fire in a quantum.
constexpr std::size_t spikes_per_block(int frames) {
    return std::max<std::size_t>(quantum * spikes_per_sample, 64 * static_cast<std::size_t>(frames));
}
/// Segments between two steps of an integrator that are kept of one sample, of all neurons together: those of ten
/// neurons at the highest key. Others are filtered as they come, which costs more and loses nothing.
constexpr int inner_segments_per_sample = 512;
/// Segments of V within samples, of all neurons in one quantum: the inner ones, and 16 of each of the largest
/// population.
constexpr std::size_t segments = (1 << 16) + std::size_t{quantum} * inner_segments_per_sample;
/// Steps of a population in one sample between which its V is summed for the ear: Hodgkin and Huxley's axon at a
/// thousand times real time makes 496 at 48 kHz. Beyond, a sample is one segment.
constexpr int summed_steps = 512;

/// MIDI messages in one quantum: a cable of 31 250 bits/s carries two, a burst of automation some hundred.
constexpr std::size_t midi_events = 2048;
/// Jumps of the current inside the samples of one quantum: 64 edges in each sample.
constexpr std::size_t current_jumps = 4096;
/// Edges of the stimulator in one sample; beyond them the sample gets its mean.
constexpr int edges_per_sample = 64;
/// Onsets of a stimulus in one quantum. They are for triggers; nobody can tell more apart.
constexpr std::size_t stimulus_onsets = 256;

/// Breakpoints of V of the first neuron in one quantum that the scope draws: 64 in each sample.
constexpr std::size_t breakpoints = 4096;
/// Neurons with a raster row each; the spikes of all neurons are counted together.
constexpr int raster_rows = 16;
/// Packets that wait for the scope: 0.34 s at 192 kHz, 1.4 s at 48 kHz, longer than a window takes to draw.
constexpr std::size_t trace_packets = 1024;
/// Events in one packet of the scope; the next ones begin another packet.
constexpr int events_per_packet = 8;

} // namespace soma::limits
