#pragma once

#include <ctime>

namespace soma::test {

/// Processor time of this thread since construction: what other programs do does not change it.
class CpuTime {
  public:
    double seconds() const { return now_s() - begin_s_; }

  private:
    static double now_s() {
        timespec now{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
    }
    double begin_s_ = now_s();
};

} // namespace soma::test
