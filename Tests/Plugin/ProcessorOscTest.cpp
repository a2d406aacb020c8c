#include "Osc/OscHost.h"
#include "Osc/OscSender.h"
#include "ProcessorBench.h"
#include "Session/ProcessorHost.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>

#include <map>

namespace soma::test {
namespace {

/// Big-endian.
std::uint64_t number(const char* bytes, int count) {
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[i]);
    return value;
}

struct Message {
    std::string address, types;
    std::uint32_t first;
    double second;
};

/// Reads a bundle as the specification has it.
std::vector<Message> read(const char* bytes, int size) {
    std::vector<Message> messages;
    EXPECT_EQ(std::string(bytes, 8), std::string("#bundle\0", 8));
    EXPECT_EQ(number(bytes + 8, 8), 1U);
    for (int at = 16; at < size;) {
        const int length = static_cast<int>(number(bytes + at, 4));
        const char* message = bytes + at + 4;
        EXPECT_EQ(length % 4, 0);
        Message one;
        one.address = message;
        const auto types = (one.address.size() / 4 + 1) * 4;
        one.types = message + types;
        const auto arguments = types + (one.types.size() / 4 + 1) * 4;
        one.first = static_cast<std::uint32_t>(number(message + arguments, 4));
        one.second = std::bit_cast<double>(number(message + arguments + 4, 8));
        EXPECT_EQ(arguments + 12, static_cast<std::size_t>(length));
        messages.push_back(one);
        at += 4 + length;
    }
    return messages;
}

TEST(Osc, SpikesRateAndVoltageArriveOverTheNetwork) {
    juce::DatagramSocket receiver;
    ASSERT_TRUE(receiver.bindToPort(0, "127.0.0.1"));
    ProcessorBench bench;
    bench.processor.host_parameter(Id::osc_port).set_from_editor(receiver.getBoundPort());
    bench.processor.host_parameter(Id::osc_out).set_from_editor(1.0);
    std::map<std::string, int> counts;
    std::vector<double> spikes_s;
    std::vector<char> bytes(65536);
    const auto receive = [&](int patience_ms) {
        while (receiver.waitUntilReady(true, patience_ms) == 1) {
            const int size = receiver.read(bytes.data(), static_cast<int>(bytes.size()), false);
            ASSERT_GT(size, 0);
            for (const auto& message : read(bytes.data(), size)) {
                ++counts[message.address + " " + message.types];
                if (message.address == "/somaphone/spike") spikes_s.push_back(message.second);
            }
        }
    };
    for (int i = 0; i < 100; ++i) { // one second
        bench.run(480);
        receive(0);
    }
    wait_for([&] { return counts["/somaphone/voltage ,fd"] >= 29; }, [&] { receive(0); });
    receive(300); // whether more comes
    EXPECT_EQ(counts.size(), 3U);
    EXPECT_NEAR(counts["/somaphone/rate ,fd"], 30, 1);
    EXPECT_EQ(counts["/somaphone/voltage ,fd"], counts["/somaphone/rate ,fd"]);
    // The first step begins at 100 ms; tau 20.2 ms, 15.525 mV of drive, 10 mV to the threshold, 1 ms refractory.
    const double first_s = 0.1 + 20.2e-3 * std::log(15.525 / 5.525);
    ASSERT_GT(spikes_s.size(), 30U);
    for (std::size_t n = 0; n < spikes_s.size(); ++n)
        EXPECT_NEAR(spikes_s[n], first_s + static_cast<double>(n) * (first_s - 0.1 + 1e-3), 1e-9) << n;
    EXPECT_EQ(bench.processor.osc_feed().dropped(), 0U);
}

/// The time scale glides in steps within a block: each spike carries the time that the neuron had, as the scope has it.
TEST(Osc, TheTimeOfASpikeIsExactWhileTheTimeScaleGlides) {
    Snapshot values;
    values.set(Id::holding_current_pa, 300.0);
    values.set(Id::refractory_ms, 1.0);
    Engine engine;
    engine.prepare(48000.0, 4096);
    engine.set(values);
    engine.reset();
    osc::Feed feed;
    feed.prepare(48000.0);
    std::vector<double> times_ms;
    for (int i = 0; i < 4; ++i) {
        if (i == 1) {
            values.set(Id::time_scale, 20.0);
            engine.set(values);
        }
        Block block;
        block.frames = 4096;
        engine.process(block);
        feed.push(engine, block.frames, 1);
        for (osc::Event event; feed.pop(event);)
            if (event.kind == osc::Event::Kind::spike) times_ms.push_back(1e3 * event.time_s);
    }
    // A neuron under constant current fires at equal intervals of model time, however fast that runs. Rounding.
    ASSERT_GT(times_ms.size(), 100U);
    const double interval_ms = times_ms[1] - times_ms[0];
    for (std::size_t n = 1; n < times_ms.size(); ++n)
        EXPECT_NEAR(times_ms[n] - times_ms[n - 1], interval_ms, 1e-9) << n;
}

TEST(Osc, AHostIsANameOrAnIpv4Address) {
    for (const char* right : {"127.0.0.1", "localhost", "stage-left.local", "10.0.0.255", "pd_machine", "3d.example"})
        EXPECT_EQ(osc::wrong_host(right), std::nullopt) << right;
    const auto says = [](const char* wrong, const char* what) {
        const auto reason = osc::wrong_host(wrong);
        ASSERT_TRUE(reason) << wrong;
        EXPECT_NE(reason->find(what), std::string::npos) << *reason;
    };
    says("", "No host given");
    says("192.168.1.300", "four numbers from 0 to 255");
    says("192.168.1", "four numbers from 0 to 255");
    says("1.2.3.4.5", "four numbers from 0 to 255");
    says("1..2.3", "four numbers from 0 to 255");
    says("10.0.0.1:9000", "the port has a field of its own");
    says("fe80::1", "IPv4");
    says("udp://10.0.0.1", "the host alone");
    says("my laptop", "a name or four numbers");
    says("Küche", "a name or four numbers");
    says(std::string(300, 'a').c_str(), "at most 253");
}

TEST(Osc, TellsThatNothingGetsThere) {
    ProcessorBench bench;
    auto& host = bench.processor.editor_host();
    bench.processor.host_parameter(Id::osc_out).set_from_editor(1.0);
    const auto becomes = [&](bool unreachable) {
        return wait_for([&] { return host.osc_unreachable() == unreachable; }, [&] { bench.run(4800); });
    };
    EXPECT_EQ(host.set_osc_host("255.255.255.255"), std::nullopt); // all computers: the system refuses that at once
    EXPECT_TRUE(becomes(true));
    EXPECT_TRUE(host.set_osc_host("999.1.1.1"));
    EXPECT_EQ(host.osc_host(), "255.255.255.255") << "a wrong host changes nothing";
    EXPECT_EQ(host.set_osc_host("127.0.0.1"), std::nullopt);
    EXPECT_TRUE(becomes(false));
}

TEST(Osc, DropsAndCountsWhatFindsNoRoom) {
    Engine engine;
    Snapshot values;
    values.set(Id::holding_current_pa, 1e6); // a thousand neurons that fire as often as they can
    values.set(Id::neurons, 1000.0);
    engine.prepare(48000.0, 512);
    engine.set(values);
    engine.reset();
    osc::Feed feed;
    feed.prepare(48000.0);
    std::size_t spikes = 0;
    for (int i = 0; i < 20; ++i) {
        Block block;
        block.frames = 512;
        engine.process(block);
        spikes += engine.spikes().size();
        feed.push(engine, 512, 1000);
    }
    std::size_t taken = 0;
    for (osc::Event event; feed.pop(event);) ++taken;
    EXPECT_GT(feed.dropped(), 0U);
    EXPECT_GE(taken + feed.dropped(), spikes);
}

} // namespace
} // namespace soma::test
