#pragma once

#include "Processor/SomaphoneProcessor.h"

#include "Session/EditorHost.h"

namespace soma::host {

/// State of the running engine, as the editor shows it.
class HostMonitor final : public editor::Monitor {
  public:
    explicit HostMonitor(SomaphoneProcessor& processor)
        : processor_(processor) {}

    editor::Status status() const override;
    editor::Derived derived() const override;
    scope::TraceTap& trace_tap() override { return processor_.trace_tap(); }
    void clear_counters() override { cleared_ = processor_.status().engine(); }

  private:
    SomaphoneProcessor& processor_;
    EngineStatus cleared_; ///< what the counters were when they were cleared
};

/// The stimulator and the membrane, by hand.
class HostStimulator final : public editor::Stimulator {
  public:
    explicit HostStimulator(SomaphoneProcessor& processor)
        : processor_(processor) {}

    bool running() const override { return running_; }
    void run(bool wanted) override {
        running_ = wanted;
        processor_.request(wanted ? Request::run_stimulus : Request::stop_stimulus);
    }
    void send_once() override { processor_.request(Request::send_stimulus); }
    void reset_to_rest() override { processor_.request(Request::restart); }

  private:
    SomaphoneProcessor& processor_;
    bool running_ = true;
};

} // namespace soma::host
