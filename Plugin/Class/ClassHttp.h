#pragma once

#include "Class/ClassRoom.h"

#include <httplib.h>

namespace soma::classroom {

struct HttpOptions {
    std::string teacher_path; ///< empty: no teacher's page
    std::function<void(const std::string&)> teacher;
    std::function<std::string()> results;
    std::string student_url; ///< for the teacher's page
    std::string program_url; ///< for the teacher's page; empty: it has no such link
};

/// Requests of a live class and their answers. Paths are looked up in a table; nothing that a device sends names a
/// file.
class ClassHttp : public httplib::Server {
  public:
    ClassHttp(ClassRoom& room, HttpOptions options);

    void set_student_url(std::string url) { options_.student_url = std::move(url); }

    /// One request and its answer on a stream; for the server and for fuzzing.
    bool serve(httplib::Stream& stream);

  private:
    using Handler = void (ClassHttp::*)(const httplib::Request&, httplib::Response&);
    bool process_and_close_socket(socket_t socket) override;
    HandlerResponse route(const httplib::Request& request, httplib::Response& response);
    void get(const httplib::Request& request, httplib::Response& response);
    void get_teacher(const std::string& path, httplib::Response& response);
    void post_seat(const httplib::Request& request, httplib::Response& response);
    void post_answer(const httplib::Request& request, httplib::Response& response);
    void post_teacher(const httplib::Request& request, httplib::Response& response);
    void send_events(httplib::Response& response, ClassRoom::Stream stream);

    ClassRoom& room_;
    HttpOptions options_;
};

} // namespace soma::classroom
