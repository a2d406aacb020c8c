#include "Peers.h"

#include <cmath>

namespace soma::benchmarks::peers {

void euler_hh(EulerHh& state, float step_ms, const float* current_ua_per_cm2, float* mv, int samples) {
    float v = state.voltage_mv, m = state.m, h = state.h, n = state.n;
    for (int k = 0; k < samples; ++k) {
        mv[k] = v;
        const float u = v + 65.0f;
        const float alpha_m = 0.1f * (25.0f - u) / (std::exp((25.0f - u) / 10.0f) - 1.0f);
        const float beta_m = 4.0f * std::exp(-u / 18.0f);
        const float alpha_h = 0.07f * std::exp(-u / 20.0f);
        const float beta_h = 1.0f / (std::exp((30.0f - u) / 10.0f) + 1.0f);
        const float alpha_n = 0.01f * (10.0f - u) / (std::exp((10.0f - u) / 10.0f) - 1.0f);
        const float beta_n = 0.125f * std::exp(-u / 80.0f);
        const float sodium = 120.0f * m * m * m * h * (v - 50.0f);
        const float potassium = 36.0f * n * n * n * n * (v + 77.0f);
        const float leak = 0.3f * (v + 54.3f);
        m += step_ms * (alpha_m * (1.0f - m) - beta_m * m);
        h += step_ms * (alpha_h * (1.0f - h) - beta_h * h);
        n += step_ms * (alpha_n * (1.0f - n) - beta_n * n);
        v += step_ms * (current_ua_per_cm2[k] - sodium - potassium - leak);
    }
    state = {v, m, h, n};
}

} // namespace soma::benchmarks::peers
