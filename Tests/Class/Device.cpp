#include "Class/Device.h"

#include <httplib.h>

#include <chrono>

namespace soma::test {

Device::Device(std::string base_url, std::string code)
    : base_url_(std::move(base_url))
    , code_(std::move(code)) {}

Device::~Device() { cut(); }

Device::Answer Device::post(const std::string& path, const Json& body) const {
    httplib::Client client{base_url_};
    client.set_read_timeout(10);
    const auto begun = std::chrono::steady_clock::now();
    const auto result = client.Post(path, body.dump(), "application/json");
    Answer answer;
    answer.took_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    if (!result) return answer;
    answer.status = result->status;
    answer.body = Json::parse(result->body, nullptr, false);
    return answer;
}

Device::Answer Device::join(const std::string& name) {
    auto answer = post("/seat", {{"code", code_}, {"name", name}, {"seat", token_}});
    if (answer.status == 200) token_ = answer.body["seat"];
    return answer;
}

void Device::listen() {
    cut();
    stream_ = std::make_unique<httplib::Client>(base_url_);
    stream_->set_read_timeout(20);
    thread_ = std::thread([this] {
        stream_->Get("/events?seat=" + token_, [this](const char* bytes, size_t size) {
            take({bytes, size});
            return true;
        });
    });
}

void Device::cut() {
    if (stream_) stream_->stop();
    if (thread_.joinable()) thread_.join();
    stream_.reset();
    const std::lock_guard lock{mutex_};
    pending_.clear();
    state_ = nullptr;
}

void Device::take(std::string_view bytes) {
    const std::lock_guard lock{mutex_};
    heard_ += bytes;
    pending_ += bytes;
    for (auto end = pending_.find("\n\n"); end != std::string::npos; end = pending_.find("\n\n")) {
        const auto message = pending_.substr(0, end);
        pending_.erase(0, end + 2);
        const auto data = message.find("data: ");
        if (message.starts_with("event: state") && data != std::string::npos)
            state_ = Json::parse(message.substr(data + 6), nullptr, false);
    }
    changed_.notify_all();
}

Device::Answer Device::answer(const std::vector<std::string>& value) {
    const auto now = state();
    const int question = now.is_object() ? now["class"].value("question", 0) : 0;
    const int round = now.is_object() ? now["class"].value("round", 0) : 0;
    return post("/answer", {{"seat", token_}, {"question", question}, {"round", round}, {"value", value}});
}

Json Device::state() const {
    const std::lock_guard lock{mutex_};
    return state_;
}

std::string Device::heard() const {
    const std::lock_guard lock{mutex_};
    return heard_;
}

bool Device::wait_for(const std::function<bool(const Json&)>& wanted, int milliseconds) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::milliseconds{milliseconds},
                             [&] { return state_.is_object() && wanted(state_); });
}

bool Device::wait_for_phase(const std::string& phase, int milliseconds) const {
    return wait_for([&](const Json& state) { return state["class"]["phase"] == phase; }, milliseconds);
}

} // namespace soma::test
