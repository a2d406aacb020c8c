#include "Session/MessageThreadPoller.h"

#include <juce_events/juce_events.h>

#include <mutex>
#include <utility>

namespace soma::host {

class MessageThreadPoller::Polls final : private juce::Timer {
  public:
    Polls(int polls_per_s, std::function<void()> look)
        : look_(std::move(look)) {
        startTimerHz(polls_per_s);
    }

    void end() {
        stopTimer();
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }

  private:
    void timerCallback() override {
        const std::lock_guard lock(mutex_);
        if (!ended_) look_();
    }

    std::function<void()> look_;
    std::recursive_mutex mutex_; ///< a host that is told something in a look may turn the message loop
    bool ended_ = false;
};

MessageThreadPoller::MessageThreadPoller(int polls_per_s, std::function<void()> look)
    : polls_(std::make_shared<Polls>(polls_per_s, std::move(look))) {}

MessageThreadPoller::~MessageThreadPoller() {
    polls_->end();
    // A stopped timer may have been chosen already and be called yet: it stays until the message thread is past that.
    if (!juce::MessageManager::existsAndIsCurrentThread())
        juce::MessageManager::callAsync([kept = std::move(polls_)] {});
}

} // namespace soma::host
