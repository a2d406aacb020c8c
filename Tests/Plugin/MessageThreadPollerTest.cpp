#include "Session/MessageThreadPoller.h"
#include "Support/WaitFor.h"

#include <gtest/gtest.h>
#include <juce_events/juce_events.h>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>

namespace juce {
/// Declared as in JUCE's own LV2 wrapper, whose message thread calls nothing else.
bool dispatchNextMessageOnSystemQueue(bool return_if_none);
} // namespace juce

namespace soma::test {
namespace {

constexpr int polls_per_s = 500;

void pump(int milliseconds) {
    for (int i = 0; i < milliseconds; ++i)
        if (!juce::dispatchNextMessageOnSystemQueue(true)) juce::Thread::sleep(1);
}

TEST(MessageThreadPoller, LooksUntilItEnds) {
    int looks = 0;
    std::optional<host::MessageThreadPoller> follower;
    follower.emplace(polls_per_s, [&looks] { ++looks; });
    wait_for([&] { return looks >= 3; }, [] { pump(10); });
    EXPECT_GE(looks, 3);
    follower.reset();
    const int last = looks;
    pump(20);
    EXPECT_EQ(looks, last);
}

/// JUCE calls a timer a moment after it has chosen it; a host's thread that stops the timer in between must not take
/// away what is called.
TEST(MessageThreadPoller, EndedBesideTheMessageThreadItStaysUntilThatIsPastIt) {
    int looks = 0;
    auto part = std::make_shared<int>();
    const std::weak_ptr<int> kept = part;
    auto follower =
        std::make_unique<host::MessageThreadPoller>(polls_per_s, [&looks, part = std::move(part)] { ++looks; });
    std::thread([&follower] { follower.reset(); }).join();
    EXPECT_FALSE(kept.expired());
    wait_for([&] { return kept.expired(); }, [] { pump(10); });
    EXPECT_TRUE(kept.expired());
    EXPECT_EQ(looks, 0);
}

TEST(MessageThreadPoller, EndsAfterALookUnderWay) {
    std::atomic<bool> looking{false}, looked{false}, looked_at_the_end{false}, ended{false};
    auto follower = std::make_unique<host::MessageThreadPoller>(polls_per_s, [&] {
        looking.store(true);
        juce::Thread::sleep(20);
        looked.store(true);
    });
    std::thread closing([&] {
        while (!looking.load()) std::this_thread::yield();
        follower.reset();
        looked_at_the_end.store(looked.load());
        ended.store(true);
    });
    wait_for([&] { return ended.load(); }, [] { pump(10); });
    closing.join();
    EXPECT_TRUE(looked_at_the_end.load());
}

} // namespace
} // namespace soma::test
