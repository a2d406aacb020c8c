#pragma once

#include "Osc/OscFeed.h"
#include "Osc/OscPacket.h"

#include <juce_core/juce_core.h>

#include <atomic>
#include <mutex>
#include <string>

namespace soma::osc {

constexpr const char* default_host = "127.0.0.1";

/// The thread that sends the feed's events as UDP datagrams to host:port:
///   /somaphone/spike   ,id   neuron, model time in s
///   /somaphone/rate    ,fd   spikes/s of model time, mean over the neurons and the last half second; model time in s
///   /somaphone/voltage ,fd   V of neuron 0 in mV, model time in s
/// It never holds the audio thread up: what the network does not take is lost and counted.
class Sender final : private juce::Thread {
  public:
    explicit Sender(Feed& feed);
    ~Sender() override;

    // Any thread but the audio thread.
    void set_host(const std::string& host);
    std::string host() const;
    /// Audio thread too.
    void set_port(int port) noexcept { port_.store(port, std::memory_order_relaxed); }
    void set_on(bool on) noexcept { on_.store(on, std::memory_order_relaxed); }
    /// The last datagram found no way to the host: there is no computer of this name, or no network.
    bool unreachable() const noexcept { return unreachable_.load(std::memory_order_relaxed); }
    /// Datagrams the network refused.
    std::size_t refused() const noexcept { return refused_.load(std::memory_order_relaxed); }

  private:
    void run() override;
    void send_all(juce::DatagramSocket& socket);
    void flush(juce::DatagramSocket& socket);

    Feed& feed_;
    Packet packet_;
    mutable std::mutex mutex_; ///< guards host_, never taken by the audio thread
    std::string host_ = default_host;
    std::atomic<int> port_{9000};
    std::atomic<bool> on_{false}, unreachable_{false};
    std::atomic<std::size_t> refused_{0};
};

} // namespace soma::osc
