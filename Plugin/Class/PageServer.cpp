#include "Class/PageServer.h"

#include "Class/Pages.h"
#include "Class/SocketOptions.h"

#include <httplib.h>

#include <stdexcept>

namespace soma::classroom {
namespace {

/// The same at each start where it is free, so that a browser finds the page that it installed again.
constexpr int usual_port = 8421;
constexpr const char* address = "127.0.0.1";
constexpr const char* name = "/somaphone.html";

} // namespace

PageServer::PageServer(std::string page)
    : page_(std::move(page))
    , http_(std::make_unique<httplib::Server>()) {
    // The page's own policy stands in its head. This adds what only a header can say.
    http_->set_default_headers(
        {{"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"},
         {"Cache-Control", "no-cache"},
         {"X-Frame-Options", "DENY"},
         {"Cross-Origin-Resource-Policy", "same-origin"},
         {"Content-Security-Policy", "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}});
    http_->set_payload_max_length(0);
    http_->set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        const bool reads = request.method == "GET" || request.method == "HEAD";
        response.status = reads ? 200 : 405;
        const auto* beside = find_page("program" + request.path);
        if (reads && (request.path == "/" || request.path == name))
            response.set_content(page_.data(), page_.size(), "text/html; charset=utf-8");
        else if (reads && beside != nullptr)
            response.set_content(beside->text.data(), beside->text.size(), beside->type);
        else
            response.status = reads ? 404 : 405;
        return httplib::Server::HandlerResponse::Handled;
    });
    http_->set_socket_options(one_listener_a_port);
    int port = usual_port;
    if (!http_->bind_to_port(address, port)) port = http_->bind_to_any_port(address);
    if (port <= 0) throw std::runtime_error("127.0.0.1: cannot listen at any port, so the page cannot be shown");
    url_ = "http://" + std::string{address} + ":" + std::to_string(port) + name;
    listener_ = std::thread([this] { http_->listen_after_bind(); });
    while (!http_->is_running()) std::this_thread::yield(); // stop() before that would be lost
}

PageServer::~PageServer() {
    http_->stop();
    listener_.join();
}

} // namespace soma::classroom
