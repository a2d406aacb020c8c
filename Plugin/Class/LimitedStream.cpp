#include "Class/LimitedStream.h"

#include <algorithm>

#ifndef _WIN32
#include <poll.h>
#include <sys/socket.h>
#endif

namespace soma::classroom {
namespace {

constexpr int patience_ms = 5000;
constexpr size_t longest_request_bytes = 12 * 1024;

/// Positive: ready; 0: not in time.
int wait_for(socket_t socket, short events, int milliseconds) {
    pollfd one{};
    one.fd = socket;
    one.events = events;
#ifdef _WIN32
    return WSAPoll(&one, 1, milliseconds);
#else
    return poll(&one, 1, milliseconds);
#endif
}

#ifdef MSG_NOSIGNAL
constexpr int send_flags = MSG_NOSIGNAL; // a device that is gone is an error, not a signal
#else
constexpr int send_flags = 0;
#endif

} // namespace

LimitedStream::LimitedStream(socket_t socket)
    : socket_(socket)
    , until_(std::chrono::steady_clock::now() + std::chrono::milliseconds{patience_ms})
    , left_(longest_request_bytes) {}

bool LimitedStream::is_readable() const { return at_ < end_ || wait_for(socket_, POLLIN, patience_ms) > 0; }

/// A device that closed its end is not written to: the stream ends at once, not at the second write.
bool LimitedStream::is_writable() const {
    if (wait_for(socket_, POLLOUT, patience_ms) <= 0) return false;
    if (wait_for(socket_, POLLIN, 0) <= 0) return true;
    char byte = 0;
    return recv(socket_, &byte, 1, MSG_PEEK) > 0;
}

ssize_t LimitedStream::read(char* bytes, size_t size) {
    if (at_ == end_) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now());
        if (left_ == 0 || left.count() <= 0 || wait_for(socket_, POLLIN, static_cast<int>(left.count())) <= 0)
            return -1;
        const auto got = recv(socket_, buffer_, std::min(sizeof buffer_, left_), 0);
        if (got <= 0) return got;
        at_ = 0;
        end_ = static_cast<size_t>(got);
        left_ -= end_;
    }
    const auto count = std::min(size, end_ - at_);
    std::copy_n(buffer_ + at_, count, bytes);
    at_ += count;
    return static_cast<ssize_t>(count);
}

ssize_t LimitedStream::write(const char* bytes, size_t size) {
    if (wait_for(socket_, POLLOUT, patience_ms) <= 0) return -1;
    return send(socket_, bytes, size, send_flags);
}

void LimitedStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear(); // addresses are never kept
    port = 0;
}

void LimitedStream::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

} // namespace soma::classroom
