#include "Session/ClassController.h"

#include "Class/NetworkAddresses.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace soma::editor {

namespace {

using lesson::ClassAction;
using lesson::ClassPhase;

constexpr int seats = 300;
constexpr int usual_port = 8420, ports = 10; ///< one of these, so that a firewall's rule holds the next time

} // namespace

std::vector<std::string> ClassController::addresses() const { return classroom::network_addresses(); }

void ClassController::next_address() {
    const auto all = addresses();
    const auto found = std::find(all.begin(), all.end(), address_);
    if (all.empty())
        address_.clear();
    else
        address_ = found == all.end() || found + 1 == all.end() ? all.front() : *(found + 1);
}

void ClassController::set_sounds_on_devices(bool allowed) {
    sounds_on_devices_ = allowed;
    if (room_ != nullptr) room_->set_sounds_on_devices(allowed);
}

std::optional<std::string> ClassController::start(const lesson::Session& session) {
    if (running()) return std::nullopt;
    if (address_.empty()) next_address();
    if (address_.empty()) return "This machine is in no network. Join the Wi-Fi, or open a hotspot, and try again.";
    auto room =
        std::make_unique<classroom::ClassRoom>(session, classroom::ClassOptions{seats, sounds_on_devices_, true});
    for (int port = usual_port; port <= usual_port + ports && server_ == nullptr; ++port) {
        classroom::ServerOptions options;
        options.address = address_;
        options.port = port < usual_port + ports ? port : 0;
        try {
            server_ = std::make_unique<classroom::ClassServer>(*room, std::move(options));
        } catch (const std::runtime_error& error) {
            if (port == usual_port + ports) return error.what();
        }
    }
    room_ = std::move(room);
    state_ = std::make_unique<lesson::ClassLesson>(room_->copy());
    begun_ = false;
    seen_ = 0;
    note_.clear();
    return std::nullopt;
}

void ClassController::stop() {
    if (!running()) return;
    if (test_.valid()) test_.wait();
    state_ = std::make_unique<lesson::ClassLesson>(room_->copy());
    server_.reset();
    room_.reset();
    begun_ = false;
}

bool ClassController::refresh(const lesson::Session* session) {
    bool changed = false;
    if (test_.valid() && test_.wait_for(std::chrono::seconds{0}) == std::future_status::ready) {
        const auto problem = test_.get();
        note_ = problem.empty() ? "The address works from this machine. If a phone gets no page, the Wi-Fi keeps "
                                  "devices apart: open a hotspot."
                                : problem;
        changed = true;
    }
    if (!running()) return changed;
    if (begun_ && session != nullptr) room_->show(*session);
    if (room_->version() == seen_) return changed;
    seen_ = room_->version();
    state_ = std::make_unique<lesson::ClassLesson>(room_->copy());
    return true;
}

void ClassController::test_address() {
    if (!running() || test_.valid()) return;
    note_ = "Asking the page …";
    test_ = std::async(std::launch::async, [server = server_.get()] { return server->test(); });
}

void ClassController::act(ClassAction action) {
    if (running()) room_->act(action);
}

void ClassController::hand(int option, int change) {
    if (running()) room_->hand(option, change);
}

bool ClassController::counts_hands() const {
    return running() && begun_ && state_ != nullptr && state_->live().record() != nullptr &&
           state_->live().record()->asked && !state_->question().form.choices.empty();
}

void ClassController::toggle_bars() {
    if (!running()) return;
    if (room_->act(ClassAction::close) || room_->act(ClassAction::tally)) {
        room_->act(ClassAction::tally);
        return;
    }
    if (!room_->act(ClassAction::discuss)) room_->act(ClassAction::open);
}

std::string ClassController::count_words() const {
    if (state_ == nullptr) return {};
    const auto& live = state_->live();
    const bool voting = live.record() != nullptr && live.record()->asked && live.phase() != ClassPhase::listen &&
                        live.phase() != ClassPhase::reveal;
    const auto present = std::to_string(live.present());
    return voting ? std::to_string(live.answered()) + " of " + present + " answered" : present + " here";
}

std::string ClassController::usual_words() const {
    if (in_lobby() || state_ == nullptr) return "First question";
    switch (state_->live().usual()) {
    case ClassAction::open:
        return state_->live().phase() == ClassPhase::discuss ? "Vote again" : "Open the vote";
    case ClassAction::close:
        return "Close the vote";
    case ClassAction::tally:
        return "Show the votes";
    case ClassAction::reveal:
        return "Reveal";
    default:
        return "Next";
    }
}

std::string ClassController::csv(const lesson::Session& session, const std::string& class_name) const {
    if (state_ == nullptr) return {};
    lesson::ResultHeader header;
    header.lesson_id = session.lesson().id;
    header.lesson_version = session.lesson().version;
    header.format_version = session.lesson().format_version;
    header.app_version = SOMAPHONE_VERSION;
    header.class_name = class_name;
    header.class_key = class_key;
    header.seed = session.seed();
    return state_->csv(header);
}

} // namespace soma::editor
