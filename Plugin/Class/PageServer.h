#pragma once

#include <memory>
#include <string>
#include <thread>

namespace httplib {
class Server;
}

namespace soma::classroom {

/// Serves somaphone.html to browsers of this computer, at a loopback address: there browsers let a page have live
/// sound, a microphone and MIDI, and install it. From another address without https they do not. It listens from the
/// constructor to the destructor, on threads that are its own.
class PageServer {
  public:
    /// `page` is the text of the file. Throws std::runtime_error in one line where no port can be used.
    explicit PageServer(std::string page);
    ~PageServer();

    /// "http://127.0.0.1:8421/somaphone.html"
    const std::string& url() const { return url_; }

  private:
    std::string page_, url_;
    std::unique_ptr<httplib::Server> http_;
    std::thread listener_;
};

} // namespace soma::classroom
