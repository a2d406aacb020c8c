#include "Osc/OscSender.h"

namespace soma::osc {
namespace {

constexpr int send_every_ms = 2;
constexpr int idle_ms = 50;

bool add(Packet& packet, const Event& event) {
    switch (event.kind) {
    case Event::Kind::spike:
        return packet.add("/somaphone/spike", event.neuron, event.time_s);
    case Event::Kind::rate:
        return packet.add("/somaphone/rate", event.value, event.time_s);
    case Event::Kind::voltage:
        return packet.add("/somaphone/voltage", event.value, event.time_s);
    }
    return true;
}

} // namespace

Sender::Sender(Feed& feed)
    : juce::Thread("Somaphone OSC")
    , feed_(feed) {
    startThread();
}

Sender::~Sender() {
    constexpr int without_limit = -1; // a host name may take long to be looked up; past a limit JUCE kills the thread
    stopThread(without_limit);
}

void Sender::set_host(const std::string& host) {
    const std::lock_guard lock(mutex_);
    host_ = host.empty() ? default_host : host;
    unreachable_.store(false, std::memory_order_relaxed);
}

std::string Sender::host() const {
    const std::lock_guard lock(mutex_);
    return host_;
}

void Sender::run() {
    juce::DatagramSocket socket;
    while (!threadShouldExit()) {
        const bool on = on_.load(std::memory_order_relaxed);
        send_all(socket);
        wait(on ? send_every_ms : idle_ms);
    }
}

void Sender::send_all(juce::DatagramSocket& socket) {
    for (Event event; feed_.pop(event);) {
        if (add(packet_, event)) continue;
        flush(socket);
        add(packet_, event);
    }
    flush(socket);
}

void Sender::flush(juce::DatagramSocket& socket) {
    if (packet_.empty()) return;
    const auto bytes = packet_.bytes();
    const int size = static_cast<int>(bytes.size());
    const auto to = host();
    const bool sent = socket.write(to, port_.load(std::memory_order_relaxed), bytes.data(), size) == size;
    if (!sent) refused_.fetch_add(1, std::memory_order_relaxed);
    if (to == host()) unreachable_.store(!sent, std::memory_order_relaxed); // a name may take long to be looked up
    packet_.clear();
}

} // namespace soma::osc
