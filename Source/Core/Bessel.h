#pragma once

namespace soma {

/// Modified Bessel function of order 0, by its power series; for Kaiser windows. Any thread.
inline double bessel_i0(double x) {
    double term = 1.0, sum = 1.0;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= (0.5 * x / k) * (0.5 * x / k);
        sum += term;
    }
    return sum;
}

} // namespace soma
