#include "Peers.h"

#define FAUSTFLOAT double

// Types that Faust's output takes for granted.
struct Meta {
    void declare(const char*, const char*) {}
};
struct UI {
    void openVerticalBox(const char*) {}
    void closeBox() {}
};
class dsp {
  public:
    virtual ~dsp() = default;
};

#include <faust_lif.h>

namespace soma::benchmarks::peers {

FaustLif::FaustLif()
    : generated_(new ::FaustLifDsp) {
    generated_->init(48000);
}
FaustLif::~FaustLif() { delete generated_; }
void FaustLif::run(double* pa, double* mv, int samples) { generated_->compute(samples, &pa, &mv); }

} // namespace soma::benchmarks::peers
