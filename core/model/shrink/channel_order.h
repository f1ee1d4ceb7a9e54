#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace followspot::model {

/// First and second moments of what a layer reads, over calibration pictures.
struct Moments {
  std::size_t size = 0;  ///< F, channels.
  double samples = 0;
  std::vector<double> mean;        ///< [F]
  std::vector<double> covariance;  ///< [F, F]
};

/// A convolution that reads channels, as a matrix: y = weights' x + bias at every tap.
struct ChannelReader {
  const Moments* input = nullptr;
  std::size_t outputs = 0;      ///< O: taps times output channels.
  std::vector<double> weights;  ///< [F, O]
  /// Where each channel of the group is in the input; several where it is read more than once.
  std::vector<std::vector<std::size_t>> positions;
};

/// The order in which a group's channels are best taken out, and what that costs.
struct ChannelOrder {
  std::vector<std::size_t> order;  ///< Of the group's channels, the least missed first.
  /// After each of them: squared error of all that read the group, relative to the variance of
  /// what each computes, where the channels left make up for those gone as well as they can.
  std::vector<double> errors;
};

/// Takes out one channel after another, each time the one whose loss the others make up for best.
///
/// The loss of channel c is |w_c|^2 / [C^-1]_cc with the covariance C of what is left; C^-1 and w
/// are updated after each. All in double precision; C gets a small ridge.
/// @param most  how many channels to take out.
/// @source Hassibi & Stork 1993 (optimal brain surgeon), for whole inputs of a linear layer.
[[nodiscard]] ChannelOrder orderChannels(const std::vector<ChannelReader>& readers,
                                         std::size_t channels, std::size_t most);

/// Weights of the inputs kept such that y stays as near as it can when the others go.
/// @param weights  [F, O]
/// @param gone     [F]
/// @return  weights [kept, O], and what is to be added to the bias [O].
[[nodiscard]] std::pair<std::vector<double>, std::vector<double>> compensate(
    const Moments& input, const std::vector<double>& weights, const std::vector<bool>& gone);

/// Samples of what a layer reads and should compute.
struct Regression {
  std::size_t inputs = 0;   ///< F
  std::size_t outputs = 0;  ///< O
  bool hasBias = true;      ///< Whether a bias is free.
  std::vector<float> x;     ///< [N, F]
  std::vector<float> y;     ///< [N, O]
};

/// Linear regression with a pull towards given weights: minimises
/// |Y - X W - b|^2 + ridge mean(diag(X'X)) |W - W0|^2.
/// @param weights  W0 in, W out; [F, O].
/// @return  b [O]; empty where no bias is free.
[[nodiscard]] std::vector<double> regress(const Regression& data, double ridge,
                                          std::vector<double>& weights);

/// Adds samples to moments that are not finished.
/// @param x  [N, F]
void addSamples(Moments& moments, const std::vector<float>& x);
/// Makes mean and covariance of the sums.
void finish(Moments& moments);

}  // namespace followspot::model
