#pragma once

#include <string>

namespace soma::validator {

/// Findings of one check. Main thread.
class Report {
  public:
    /// Counts one more thing looked at; the first complaint is kept.
    bool expect(bool good, const std::string& complaint) {
        ++looked_at_;
        if (!good && failed_++ == 0) complaint_ = complaint;
        return good;
    }
    /// A figure to be printed behind the check's name.
    void note(const std::string& figure) { notes_ += (notes_.empty() ? "" : ", ") + figure; }

    bool good() const { return failed_ == 0 && looked_at_ > 0; }
    int looked_at() const { return looked_at_; }
    int failed() const { return failed_; }
    const std::string& complaint() const { return complaint_; }
    const std::string& notes() const { return notes_; }

  private:
    int looked_at_ = 0, failed_ = 0;
    std::string complaint_, notes_;
};

} // namespace soma::validator
