#pragma once

class FaustLifDsp; ///< as Faust names it

/// Work of others per sample, written from the published equations and compiled with all that a compiler may do for
/// this machine (-Ofast -march=native). Plain pointers only: nothing of ours is compiled along with it.
namespace soma::benchmarks::peers {

/// The default cell, the current in pA and the voltage in mV.
struct LifCell {
    double tau_ms = 20.2, resistance_gohm = 0.345, rest_mv = -62.6, threshold_mv = -52.6, reset_mv = -62.6,
           refractory_ms = 1.0;
};

struct EulerLif {
    double voltage_mv;
    int held; ///< steps that are left of the refractory period
    long spikes = 0;
};

/// Forward Euler as the course's notebook does it: hold while refractory, else fire at the threshold, then one step.
/// Each sample of the current is held for `steps`. Row k of `mv` is V before sample k.
void euler_lif(const LifCell& cell, double step_ms, int steps, EulerLif& state, const double* pa, double* mv,
               int samples);

/// One Hodgkin–Huxley neuron in the manner of Snyder, Bhatia & Mulshine, "Neuron-Modeled Audio Synthesis" (NIME 2018):
/// the equations of 1952 in single precision, one forward Euler step a sample.
struct EulerHh {
    float voltage_mv = -65.0f, m = 0.0529f, h = 0.5961f, n = 0.3177f;
};
void euler_hh(EulerHh& state, float step_ms, const float* current_ua_per_cm2, float* mv, int samples);

/// Faust's LIF, from lif.dsp; exists where `faust` did when this was built.
class FaustLif {
  public:
    FaustLif();
    ~FaustLif();
    FaustLif(const FaustLif&) = delete;
    FaustLif& operator=(const FaustLif&) = delete;
    void run(double* pa, double* mv, int samples);

  private:
    ::FaustLifDsp* generated_;
};

} // namespace soma::benchmarks::peers
