#include "Editor/Bench/BenchRunner.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace soma::editor {

namespace {

/// Of a long step only the beginning is waited for, and there is a breath after each.
constexpr double longest_heard_ms = 400.0, breath_ms = 120.0;

} // namespace

BenchRunner::~BenchRunner() { stop(); }

void BenchRunner::start(const bench::Subject& subject, const bench::Protocol& protocol) {
    stop();
    {
        const std::lock_guard lock(mutex_);
        cancel_ = false;
        to_hear_.reset();
        state_ = {};
        state_.stage = RunStage::running;
        ++revision_;
    }
    thread_ = std::thread([this, subject, protocol] { work(subject, protocol); });
}

void BenchRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        cancel_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool BenchRunner::running() const {
    const std::lock_guard lock(mutex_);
    return state_.stage == RunStage::running;
}

std::uint64_t BenchRunner::revision() const {
    const std::lock_guard lock(mutex_);
    return revision_;
}

RunState BenchRunner::state() const {
    const std::lock_guard lock(mutex_);
    return state_;
}

void BenchRunner::listen(bool on) {
    {
        const std::lock_guard lock(mutex_);
        listening_ = on;
    }
    wake_.notify_all();
}

std::optional<bench::Attempt> BenchRunner::take_heard() {
    const std::lock_guard lock(mutex_);
    return std::exchange(to_hear_, std::nullopt);
}

void BenchRunner::work(const bench::Subject& subject, const bench::Protocol& protocol) {
    try {
        finish(RunStage::done,
               bench::run(subject, protocol, [this](const bench::Stage& stage) { return watch(stage); }), {});
    } catch (const bench::Cancelled&) {
        finish(RunStage::stopped, std::nullopt, {});
    } catch (const std::exception& error) { // a protocol that cannot be run, or no memory
        finish(RunStage::failed, std::nullopt, error.what());
    }
}

void BenchRunner::finish(RunStage stage, std::optional<bench::Outcome> outcome, std::string failure) {
    const std::lock_guard lock(mutex_);
    state_.stage = stage;
    if (stage == RunStage::done) state_.share = 1.0;
    if (outcome) state_.outcome = std::move(outcome);
    // Axes without a point are no result.
    if (stage != RunStage::done && state_.outcome && state_.outcome->table.rows.empty()) state_.outcome.reset();
    state_.attempt.reset();
    state_.failure = std::move(failure);
    to_hear_.reset();
    ++revision_;
}

bool BenchRunner::watch(const bench::Stage& stage) {
    std::unique_lock lock(mutex_);
    state_.share = stage.share;
    if (stage.partial != nullptr) state_.outcome = *stage.partial;
    if (stage.attempt != nullptr) state_.attempt = *stage.attempt;
    if (stage.partial != nullptr || stage.attempt != nullptr) ++revision_;
    if (stage.attempt != nullptr && listening_ && !cancel_) hear(lock, *stage.attempt);
    return !cancel_;
}

void BenchRunner::hear(std::unique_lock<std::mutex>& lock, const bench::Attempt& attempt) {
    to_hear_ = attempt;
    const auto length =
        std::chrono::duration<double, std::milli>(std::min(attempt.duration_ms, longest_heard_ms) + breath_ms);
    wake_.wait_for(lock, length, [this] { return cancel_ || !listening_; });
}

} // namespace soma::editor
