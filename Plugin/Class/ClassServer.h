#pragma once

#include "Class/ClassRoom.h"

#include <functional>
#include <memory>
#include <string>

namespace soma::classroom {

class PageServer;

/// An action of the teacher's page, when there is no window, by name ("open", "next", "hand 2 1" …).
using TeacherCommand = std::function<void(const std::string&)>;

struct ServerOptions {
    std::string address = "127.0.0.1";    ///< of this machine, the only one that is listened to
    int port = 0;                         ///< 0: any free one
    TeacherCommand teacher;               ///< none: there is no teacher's page. Called on a server's thread.
    std::function<std::string()> results; ///< the result file for the teacher's page. Called on a server's thread.
    std::string program_page; ///< the text of somaphone.html, for this machine alone; empty: it is not served
};

/// The server of one live class. It listens from the constructor to the destructor, on threads that are its own.
class ClassServer {
  public:
    /// Throws std::runtime_error in one line: the address or the port cannot be used.
    ClassServer(ClassRoom& room, ServerOptions options);
    ~ClassServer();

    int port() const { return port_; }
    /// "http://192.168.1.20:8420"
    const std::string& base_url() const { return base_url_; }
    /// The address in the QR code: the page with the class's code.
    std::string student_url() const;
    /// At a path that cannot be guessed; empty without a teacher's page.
    std::string teacher_url() const;

    /// Where this machine's browsers find the whole program as a page; empty: nowhere.
    std::string program_url() const;

    /// Asks this server for its page, as a phone would. Empty: it answers; else why not. Waits up to three seconds.
    std::string test() const;

  private:
    class Http;
    ClassRoom& room_;
    std::unique_ptr<PageServer> page_;
    std::unique_ptr<Http> http_;
    int port_ = 0;
    std::string base_url_, teacher_path_;
    std::thread listener_;
};

} // namespace soma::classroom
