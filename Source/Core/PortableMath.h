#pragma once

#include <cmath>
#include <cstdint>

/// Logarithm and exponential from IEEE +, −, ×, ÷ alone, so that seeded noise has the same bits on every platform: the
/// C library's own versions differ in the last bit from one system to the next. Relative error below 4e-16.
namespace soma::portable {

/// The series of artanh(t)/t in t², highest power first.
constexpr double log_series[] = {1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13,
                                 1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3,  1.0};

/// Natural logarithm of x > 0, by the series of artanh on a mantissa within [√½, √2).
inline double log(double x) {
    int exponent = 0;
    double mantissa = std::frexp(x, &exponent);
    if (mantissa < 0.70710678118654752440) {
        mantissa *= 2.0;
        --exponent;
    }
    const double t = (mantissa - 1.0) / (mantissa + 1.0), t2 = t * t;
    double sum = 0.0;
    for (const double coefficient : log_series) sum = sum * t2 + coefficient;
    return 2.0 * t * sum + exponent * 0.69314718055994530942;
}

/// e^x for |x| < 700: Taylor series on |r| ≤ ½ ln 2, then a power of two.
inline double exp(double x) {
    const double k = std::floor(x / 0.69314718055994530942 + 0.5);
    const double r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10;
    double sum = 1.0;
    for (int n = 14; n >= 1; --n) sum = 1.0 + sum * r / n;
    return std::ldexp(sum, static_cast<int>(k));
}

} // namespace soma::portable
