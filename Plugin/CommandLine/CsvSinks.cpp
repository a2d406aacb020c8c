#include "CommandLine/Sink.h"

namespace soma::command {
namespace {

class CsvSink : public Sink {
  public:
    CsvSink(Output& output, const RunInfo& info)
        : info_(info)
        , output_(output) {}

  protected:
    void write_rows() {
        output_.write(rows_);
        rows_.clear();
    }

    const RunInfo& info_;
    std::string rows_;

  private:
    Output& output_;
};

class SpikesSink final : public CsvSink {
  public:
    using CsvSink::CsvSink;

    void begin(const Engine&) override {
        rows_ = provenance_lines(info_.provenance) + spikes_header();
        write_rows();
    }
    void block(const RunBlock& block) override {
        append_spikes(rows_, info_.clock(), block.start, block.engine.spikes());
        write_rows();
    }
};

class TraceSink final : public CsvSink {
  public:
    using CsvSink::CsvSink;

    void begin(const Engine& engine) override {
        rows_ = provenance_lines(info_.provenance) + trace_header(engine.variable_names());
        write_rows();
    }
    void block(const RunBlock& block) override {
        append_trace(rows_, info_.clock(), block.start, block.engine.current_pa(), block.engine.voltage_mv(),
                     block.engine.variables(), block.engine.variable_names().size());
        write_rows();
    }
};

} // namespace

std::unique_ptr<Sink> make_spikes_sink(Output& output, const RunInfo& info) {
    return std::make_unique<SpikesSink>(output, info);
}
std::unique_ptr<Sink> make_trace_sink(Output& output, const RunInfo& info) {
    return std::make_unique<TraceSink>(output, info);
}

} // namespace soma::command
