#pragma once

namespace followspot::tracking {

/// Kalman filter of one coordinate that moves at a nearly constant rate.
///
/// Where the noise of a box's coordinates is independent, its filter is one of these for each
/// coordinate, with the same result as the full matrices and no matrix at all.
struct LineFilter {
  double value = 0;
  double rate = 0;  ///< Per unit of time.
  double varValue = 0;
  double covariance = 0;  ///< Of value and rate.
  double varRate = 0;

  /// @param step        units of time, >= 0.
  /// @param noiseValue  variance added to the value, >= 0.
  /// @param noiseRate   variance added to the rate, >= 0.
  void predict(double step, double noiseValue, double noiseRate) {
    value += step * rate;
    varValue += step * (2 * covariance + step * varRate) + noiseValue;
    covariance += step * varRate;
    varRate += noiseRate;
  }

  /// @param noise  variance of the measured value, > 0.
  void update(double measured, double noise) {
    const double sum = varValue + noise;
    const double gainValue = varValue / sum;
    const double gainRate = covariance / sum;
    const double innovation = measured - value;
    value += gainValue * innovation;
    rate += gainRate * innovation;
    varRate -= gainRate * covariance;
    covariance *= 1 - gainValue;
    varValue *= 1 - gainValue;
  }
};

}  // namespace followspot::tracking
