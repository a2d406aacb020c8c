#pragma once

#include <functional>
#include <memory>

namespace soma::host {

/// Calls `look` on the message thread, `polls_per_s` times a second, until it ends. It may end on any thread and waits
/// there for a look under way: an LV2 without a window has a second message thread, and the host closes the plugin
/// beside it.
class MessageThreadPoller {
  public:
    MessageThreadPoller(int polls_per_s, std::function<void()> look);
    ~MessageThreadPoller();

    MessageThreadPoller(const MessageThreadPoller&) = delete;
    MessageThreadPoller& operator=(const MessageThreadPoller&) = delete;

  private:
    class Polls;
    std::shared_ptr<Polls> polls_;
};

} // namespace soma::host
