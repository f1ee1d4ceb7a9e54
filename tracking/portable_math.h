#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace followspot::tracking {

/// Natural logarithm of a positive, finite, normal number from additions, multiplications and one
/// division only, so that it has the same bits with every compiler and C library. Error below
/// 1e-15 of the result (absolute near 1).
[[nodiscard]] inline double portableLog(double x) {
  constexpr double kLn2 = 0.693147180559945309;
  constexpr int kMantissaBits = 52;
  // x = 2^exponent mantissa, with the mantissa from the root of 1/2 to the root of 2.
  const auto bits = std::bit_cast<std::uint64_t>(x);
  constexpr auto kRootHalf = std::bit_cast<std::uint64_t>(0.707106781186547524);
  const std::int64_t exponent = static_cast<std::int64_t>(bits - kRootHalf) >> kMantissaBits;
  const auto mantissa =
      std::bit_cast<double>(bits - (static_cast<std::uint64_t>(exponent) << kMantissaBits));
  // log m = 2 artanh((m - 1) / (m + 1)), |s| <= 0.172; odd and even terms side by side.
  const double s = (mantissa - 1) / (mantissa + 1);
  const double q = s * s;
  const double p = q * q;
  const double even =
      1 + p * (1.0 / 5 + p * (1.0 / 9 + p * (1.0 / 13 + p * (1.0 / 17 + p * (1.0 / 21)))));
  const double odd = 1.0 / 3 + p * (1.0 / 7 + p * (1.0 / 11 + p * (1.0 / 15 + p * (1.0 / 19))));
  return static_cast<double>(exponent) * kLn2 + 2 * s * (even + q * odd);
}

/// sqrt(a a + b b). Square roots are exact to the last bit everywhere; std::hypot is not.
[[nodiscard]] inline double rootOfSquares(double a, double b) { return std::sqrt(a * a + b * b); }

/// A number from exp(x) to 1.07 exp(x), for 0 <= x <= 700; cheap.
[[nodiscard]] inline double expAtMost(double x) {
  // The bits of a double are about its logarithm to base 2; read the other way round, they are the
  // chords of 2^x between whole powers. The bias is 1023, and a little for the rounding.
  constexpr double kPerLog = 1.4426950408889634;  // 1 / log 2
  constexpr double kBias = 1023.000000000001;
  constexpr double kMantissa = 4503599627370496;  // 2^52
  return std::bit_cast<double>(static_cast<std::int64_t>((x * kPerLog + kBias) * kMantissa));
}

}  // namespace followspot::tracking
