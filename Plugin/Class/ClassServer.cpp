#include "Class/ClassServer.h"

#include "Class/ClassHttp.h"
#include "Class/PageServer.h"
#include "Class/QrCode.h"
#include "Class/SocketOptions.h"
#include "Class/Token.h"

#include <stdexcept>

namespace soma::classroom {

class ClassServer::Http final : public ClassHttp {
  public:
    using ClassHttp::ClassHttp;
    /// Debian's library lets 5 connections wait: a class that answers at once would wait for its third try.
    void lengthen_backlog() { ::listen(svr_sock_, SOMAXCONN); }
};

ClassServer::ClassServer(ClassRoom& room, ServerOptions options)
    : room_(room) {
    if (options.teacher) teacher_path_ = "/teacher-" + random_token(26);
    if (!options.program_page.empty()) page_ = std::make_unique<PageServer>(std::move(options.program_page));
    HttpOptions http{teacher_path_, std::move(options.teacher), std::move(options.results), {}, program_url()};
    const auto address = options.address;
    http_ = std::make_unique<Http>(room, std::move(http));
    http_->set_socket_options(one_listener_a_port);
    port_ = options.port;
    if (port_ == 0)
        port_ = http_->bind_to_any_port(address);
    else if (!http_->bind_to_port(address, port_))
        port_ = -1;
    if (port_ <= 0)
        throw std::runtime_error(address + ": cannot listen at port " + std::to_string(options.port) +
                                 "; choose another --port, or another address of this machine");
    const bool six = address.find(':') != std::string::npos;
    base_url_ = "http://" + (six ? "[" + address + "]" : address) + ":" + std::to_string(port_);
    http_->set_student_url(student_url());
    http_->lengthen_backlog();
    listener_ = std::thread([this] { http_->listen_after_bind(); });
    while (!http_->is_running()) std::this_thread::yield(); // stop() before that would be lost
}

ClassServer::~ClassServer() {
    room_.end();
    http_->stop();
    listener_.join();
}

std::string ClassServer::student_url() const { return base_url_ + "/?" + room_.code(); }

std::string ClassServer::teacher_url() const { return teacher_path_.empty() ? "" : base_url_ + teacher_path_; }

std::string ClassServer::program_url() const { return page_ == nullptr ? "" : page_->url(); }

std::string ClassServer::test() const {
    httplib::Client client{base_url_};
    client.set_connection_timeout(3);
    client.set_read_timeout(3);
    const auto answer = client.Get("/");
    if (!answer)
        return "This machine cannot reach its own page at " + base_url_ +
               ": choose another address, or look at the firewall.";
    return answer->status == 200 ? "" : base_url_ + " answers with status " + std::to_string(answer->status) + ".";
}

} // namespace soma::classroom
