#pragma once

#include <nlohmann/json.hpp>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace httplib {
class Client;
}

namespace soma::test {

using Json = nlohmann::json;

/// A student's device: what the page does, without a browser. Only loopback addresses are used.
class Device {
  public:
    Device(std::string base_url, std::string code);
    ~Device();
    Device(const Device&) = delete;

    struct Answer {
        int status = 0; ///< 0: no answer came
        Json body;
        double took_ms = 0.0;
    };
    Answer join(const std::string& name = {});
    /// Opens the stream of events, in a thread.
    void listen();
    /// As when the network goes or the page is reloaded.
    void cut();
    Answer answer(const std::vector<std::string>& value);
    Answer post(const std::string& path, const Json& body) const;

    /// The last state that came; null before the first.
    Json state() const;
    /// Waits until a state is as wanted. False: not within the time.
    bool wait_for(const std::function<bool(const Json&)>& wanted, int milliseconds) const;
    bool wait_for_phase(const std::string& phase, int milliseconds = 5000) const;
    const std::string& token() const { return token_; }
    /// Everything that came down the stream so far.
    std::string heard() const;

  private:
    void take(std::string_view bytes);

    std::string base_url_, code_, token_;
    std::unique_ptr<httplib::Client> stream_;
    std::thread thread_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::string pending_, heard_;
    Json state_;
};

} // namespace soma::test
