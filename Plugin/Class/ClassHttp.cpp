#include "Class/ClassHttp.h"

#include "Class/LimitedStream.h"
#include "Class/Pages.h"
#include "Class/QrCode.h"
#include "State/JsonText.h"

namespace soma::classroom {
namespace {

using httplib::Request;
using httplib::Response;

constexpr std::size_t largest_body_bytes = 4096;
constexpr int spare_threads = 40;      ///< beside one for each open stream
constexpr std::size_t most_parts = 32; ///< of one answer
constexpr std::size_t longest_path = 200;

void refuse(Response& response, int status, const std::string& message) {
    response.status = status;
    response.set_content(Json{{"message", message}}.dump(-1, ' ', false, Json::error_handler_t::replace),
                         "application/json");
}

/// An object, or nothing.
std::optional<Json> read_object(const Request& request) {
    if (request.body.size() > largest_body_bytes) return std::nullopt;
    try {
        auto json = parse_json(request.body);
        return json.is_object() ? std::optional{std::move(json)} : std::nullopt;
    } catch (const FormatError&) {
        return std::nullopt;
    }
}

std::string text_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

int number_of(const Json& json, const char* name) {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_integer()) return -1;
    const auto value = found->get<std::int64_t>();
    return value >= 0 && value < 1'000'000 ? static_cast<int>(value) : -1;
}

/// The answer's parts; empty when it is anything but a short list of texts.
std::vector<std::string> parts_of(const Json& json) {
    const auto found = json.find("value");
    if (found == json.end() || !found->is_array() || found->size() > most_parts) return {};
    std::vector<std::string> parts;
    for (const auto& part : *found) {
        if (!part.is_string()) return {};
        parts.push_back(part.get<std::string>());
    }
    return parts;
}

} // namespace

ClassHttp::ClassHttp(ClassRoom& room, HttpOptions options)
    : room_(room)
    , options_(std::move(options)) {
    const auto seats = room.copy().live().most_seats();
    new_task_queue = [seats] { return new httplib::ThreadPool(static_cast<std::size_t>(seats + spare_threads)); };
    set_payload_max_length(largest_body_bytes);
    set_tcp_nodelay(true);
    set_default_headers(
        {{"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"},
         {"Cache-Control", "no-store"},
         {"X-Frame-Options", "DENY"},
         {"Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'; "
          "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"}});
    set_pre_routing_handler([this](const Request& request, Response& response) { return route(request, response); });
    Post("/seat", [this](const Request& q, Response& r) { post_seat(q, r); });
    Post("/answer", [this](const Request& q, Response& r) { post_answer(q, r); });
    if (!options_.teacher_path.empty())
        Post(options_.teacher_path, [this](const Request& q, Response& r) { post_teacher(q, r); });
    set_error_handler(HandlerWithResponse{[](const Request&, Response& response) {
        if (response.body.empty()) refuse(response, response.status, "There is nothing here.");
        return HandlerResponse::Handled;
    }});
    // An exception's text may hold what a device sent: the answer does not repeat it.
    set_exception_handler([](const Request&, Response& response, std::exception_ptr) {
        refuse(response, 400, "That could not be read.");
    });
}

bool ClassHttp::serve(httplib::Stream& stream) {
    bool closed = false;
    return process_request(stream, true, closed, nullptr);
}

bool ClassHttp::process_and_close_socket(socket_t socket) {
    LimitedStream stream{socket};
    const bool served = serve(stream);
#ifdef _WIN32
    shutdown(socket, SD_BOTH);
    closesocket(socket);
#else
    shutdown(socket, SHUT_RDWR);
    close(socket);
#endif
    return served;
}

/// Everything is decided here, by comparing paths: the library's own patterns see nothing but the three POSTs.
httplib::Server::HandlerResponse ClassHttp::route(const Request& request, Response& response) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (request.path.size() > longest_path || request.has_header("Content-Encoding") ||
        request.has_header("Transfer-Encoding")) {
        refuse(response, 400, "That is not a request of this page.");
        return HandlerResponse::Handled;
    }
    if (reads) {
        get(request, response);
        return HandlerResponse::Handled;
    }
    const bool known = request.path == "/seat" || request.path == "/answer" ||
                       (!options_.teacher_path.empty() && request.path == options_.teacher_path);
    if (request.method == "POST" && known) {
        // Forms and multipart bodies are read by other code of the library, which nothing here needs.
        if (request.get_header_value("Content-Type") == "application/json") return HandlerResponse::Unhandled;
        refuse(response, 415, "The body must be application/json.");
        return HandlerResponse::Handled;
    }
    refuse(response, known ? 405 : 404, "There is nothing here.");
    return HandlerResponse::Handled;
}

void ClassHttp::get(const Request& request, Response& response) {
    const auto& path = request.path;
    response.status = 200;
    if (const auto* page = find_page(path)) {
        response.set_content(page->text.data(), page->text.size(), page->type);
        return;
    }
    if (path == "/events") {
        const auto stream = room_.open_stream(request.get_param_value("seat"));
        return stream ? send_events(response, *stream)
                      : refuse(response, 403, "This device has no seat. Load the page again.");
    }
    constexpr std::string_view before = "/sound/", after = ".wav";
    if (path.starts_with(before) && path.ends_with(after) && path.size() > before.size() + after.size()) {
        const auto token = path.substr(before.size(), path.size() - before.size() - after.size());
        if (const auto wav = room_.sound(token)) {
            response.set_header("Cache-Control", "private, max-age=86400"); // its address never means anything else
            response.set_content(*wav, "audio/wav");
            return;
        }
    }
    if (!options_.teacher_path.empty() && path.starts_with(options_.teacher_path))
        return get_teacher(path.substr(options_.teacher_path.size()), response);
    refuse(response, 404, "There is nothing here.");
}

void ClassHttp::get_teacher(const std::string& path, Response& response) {
    if (path.empty()) {
        const auto* page = find_page("teacher");
        response.set_content(page->text.data(), page->text.size(), page->type);
    } else if (path == "/events") {
        send_events(response, room_.open_teacher_stream());
    } else if (path == "/qr.svg") {
        response.set_content(qr_svg(qr_code(options_.student_url)), "image/svg+xml");
    } else if (path == "/about") {
        response.set_content(
            Json{{"url", options_.student_url}, {"code", room_.code()}, {"program", options_.program_url}}.dump(),
            "application/json");
    } else if (path == "/results.csv" && options_.results) {
        response.set_header("Content-Disposition", "attachment; filename=\"class.csv\"");
        response.set_content(options_.results(), "text/csv; charset=utf-8");
    } else {
        refuse(response, 404, "There is nothing here.");
    }
}

void ClassHttp::send_events(Response& response, ClassRoom::Stream stream) {
    auto state = std::make_shared<ClassRoom::Stream>(stream);
    response.set_header("X-Accel-Buffering", "no");
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, state](std::size_t, httplib::DataSink& sink) {
            if (state->state == 0 && !state->over)
                sink.write("retry: 1000\n\n", 13); // ms until a cut stream comes back
            if (!sink.is_writable()) return false;
            const auto text = room_.next_events(*state);
            return text && sink.write(text->data(), text->size());
        },
        [this, state](bool) { room_.close_stream(*state); });
}

void ClassHttp::post_seat(const Request& request, Response& response) {
    const auto json = read_object(request);
    if (!json) return refuse(response, 400, "That could not be read.");
    const auto joined = room_.join(text_of(*json, "code"), text_of(*json, "seat"), text_of(*json, "name"));
    if (!joined.refusal.empty()) return refuse(response, 403, joined.refusal);
    response.set_content(
        Json{{"seat", joined.token}, {"name", joined.name}}.dump(-1, ' ', false, Json::error_handler_t::replace),
        "application/json");
}

void ClassHttp::post_answer(const Request& request, Response& response) {
    const auto json = read_object(request);
    if (!json) return refuse(response, 400, "That could not be read.");
    const auto answered =
        room_.answer(text_of(*json, "seat"), number_of(*json, "question"), number_of(*json, "round"), parts_of(*json));
    if (answered.status != 200) return refuse(response, answered.status, answered.message);
    response.set_content("{}", "application/json");
}

void ClassHttp::post_teacher(const Request& request, Response& response) {
    const auto json = read_object(request);
    if (!json) return refuse(response, 400, "That could not be read.");
    options_.teacher(text_of(*json, "do"));
    response.set_content("{}", "application/json");
}

} // namespace soma::classroom
