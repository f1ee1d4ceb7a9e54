#pragma once

#include <cmath>

namespace followspot::tracking {

/// Natural logarithm of a positive, finite, normal number from additions, multiplications and one
/// division only, so that it has the same bits with every compiler and C library. Error below
/// 1e-15 of the result (absolute near 1).
[[nodiscard]] inline double portableLog(double x) {
  constexpr double kLn2 = 0.693147180559945309;
  constexpr double kRootHalf = 0.707106781186547524;
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);  // exact
  if (mantissa < kRootHalf) {
    mantissa *= 2;
    --exponent;
  }
  // log m = 2 artanh((m - 1) / (m + 1)), |s| <= 0.172.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double q = s * s;
  double series = 0;
  for (int k = 21; k >= 1; k -= 2) {
    series = series * q + 1.0 / k;
  }
  return exponent * kLn2 + 2 * s * series;
}

}  // namespace followspot::tracking
