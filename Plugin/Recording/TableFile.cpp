#include "Recording/RecordingFile.h"

#include "Recording/SweepTable.h"

namespace soma::recording {
namespace {

class TableFile final : public RecordingFile {
  public:
    TableFile(const std::string& name, std::vector<Sweep> sweeps)
        : RecordingFile(name)
        , sweeps_(std::move(sweeps)) {
        format_ = "CSV";
        for (const auto& sweep : sweeps_) numbers_.push_back(sweep.number);
    }
    Sweep load(std::size_t index) override { return sweeps_.at(index); }

  private:
    std::vector<Sweep> sweeps_;
};

} // namespace

std::unique_ptr<RecordingFile> read_table(const std::string& name, const std::string& text) {
    return std::make_unique<TableFile>(name, read_sweep_table(name, text));
}

} // namespace soma::recording
