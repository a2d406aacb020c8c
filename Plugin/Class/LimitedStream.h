#pragma once

#include <httplib.h>

#include <chrono>
#include <string>

namespace soma::classroom {

/// A connection that a hostile device cannot hold: all that it sends must come within five seconds and fit into
/// 12 KB, headers included; a write that takes longer than five seconds fails.
class LimitedStream final : public httplib::Stream {
  public:
    explicit LimitedStream(socket_t socket);

    bool is_readable() const override;
    bool is_writable() const override;
    ssize_t read(char* bytes, size_t size) override;
    ssize_t write(const char* bytes, size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    socket_t socket() const override { return socket_; }

  private:
    socket_t socket_;
    std::chrono::steady_clock::time_point until_;
    size_t left_, at_ = 0, end_ = 0;
    char buffer_[1024];
};

} // namespace soma::classroom
