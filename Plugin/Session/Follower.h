#pragma once

#include <functional>
#include <memory>

namespace soma::host {

/// Calls `look` on the message thread, `looks_per_s` times a second, until it ends. It may end on any thread and waits
/// there for a look under way: an LV2 without a window has a message thread of its own, and the host closes the plugin
/// beside it.
class Follower {
  public:
    Follower(int looks_per_s, std::function<void()> look);
    ~Follower();

    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

  private:
    class Looks;
    std::shared_ptr<Looks> looks_;
};

} // namespace soma::host
