#include "core/model/shrink/channel_order.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include <Eigen/Dense>

namespace followspot::model {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Channels that never change would make the covariance singular.
constexpr double kRidge = 1e-4;

Eigen::Index at(std::size_t index) { return static_cast<Eigen::Index>(index); }

Eigen::Map<const Matrix> matrixOf(const std::vector<double>& values, std::size_t rows) {
  return {values.data(), at(rows), at(rows == 0 ? 0 : values.size() / rows)};
}

Matrix ridged(const Moments& moments) {
  Matrix covariance = matrixOf(moments.covariance, moments.size);
  const double scale = covariance.trace() / static_cast<double>(moments.size);
  covariance.diagonal().array() += kRidge * scale + std::numeric_limits<double>::min();
  return covariance;
}

std::vector<double> valuesOf(const Matrix& matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

/// What is left of one reader while channels go.
struct Remaining {
  Matrix inverse;  // of the covariance
  Matrix weights;
  double scale = 1;  // 1 / variance of all outputs
};

}  // namespace

ChannelOrder orderChannels(const std::vector<ChannelReader>& readers, std::size_t channels,
                           std::size_t most) {
  std::vector<Remaining> remaining;
  for (const ChannelReader& reader : readers) {
    const Matrix covariance = ridged(*reader.input);
    const Matrix weights = matrixOf(reader.weights, reader.input->size);
    const double variance = (covariance * weights).cwiseProduct(weights).sum();
    const Matrix identity = Matrix::Identity(covariance.rows(), covariance.cols());
    remaining.push_back(
        {covariance.llt().solve(identity), weights, variance > 0 ? 1 / variance : 0});
  }
  ChannelOrder result;
  std::vector<bool> gone(channels, false);
  double error = 0;
  for (std::size_t step = 0; step < std::min(most, channels); ++step) {
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t channel = 0; channel < channels; ++channel) {
      double loss = 0;
      for (std::size_t i = 0; i < readers.size() && !gone[channel]; ++i) {
        for (const std::size_t position : readers[i].positions[channel]) {
          loss += remaining[i].scale * remaining[i].weights.row(at(position)).squaredNorm() /
                  remaining[i].inverse(at(position), at(position));
        }
      }
      if (!gone[channel] && loss < least) {
        least = loss;
        best = channel;
      }
    }
    gone[best] = true;
    error += least;
    for (std::size_t i = 0; i < readers.size(); ++i) {
      for (const std::size_t position : readers[i].positions[best]) {
        Remaining& left = remaining[i];
        const Eigen::Index c = at(position);
        const double pivot = left.inverse(c, c);
        const Eigen::VectorXd column = left.inverse.col(c);
        const Eigen::RowVectorXd row = left.weights.row(c) / pivot;
        left.weights.noalias() -= column * row;
        left.inverse.noalias() -= (column / pivot) * column.transpose();
        left.inverse.row(c).setZero();
        left.inverse.col(c).setZero();
        left.inverse(c, c) = 1;
        left.weights.row(c).setZero();
      }
    }
    result.order.push_back(best);
    result.errors.push_back(error);
  }
  return result;
}

std::pair<std::vector<double>, std::vector<double>> compensate(const Moments& input,
                                                               const std::vector<double>& weights,
                                                               const std::vector<bool>& gone) {
  const Matrix covariance = ridged(input);
  const Eigen::Map<const Matrix> all = matrixOf(weights, input.size);
  std::vector<Eigen::Index> kept;
  std::vector<Eigen::Index> lost;
  for (std::size_t i = 0; i < gone.size(); ++i) {
    (gone[i] ? lost : kept).push_back(at(i));
  }
  Matrix left = all(kept, Eigen::all);
  if (!lost.empty()) {
    const Matrix among = covariance(kept, kept);
    const Matrix between = covariance(kept, lost);
    left += among.llt().solve(between * all(lost, Eigen::all));
  }
  const Eigen::Map<const Eigen::VectorXd> mean(input.mean.data(), at(input.size));
  const Eigen::VectorXd keptMean = mean(kept);
  const Matrix bias = all.transpose() * mean - left.transpose() * keptMean;
  return {valuesOf(left), valuesOf(bias)};
}

std::vector<double> regress(const Regression& data, double ridge, std::vector<double>& weights) {
  const std::size_t samples = data.x.size() / data.inputs;
  const Eigen::Map<const FloatMatrix> x(data.x.data(), at(samples), at(data.inputs));
  const Eigen::Map<const FloatMatrix> y(data.y.data(), at(samples), at(data.outputs));
  Eigen::Map<Matrix> w(weights.data(), at(data.inputs), at(data.outputs));
  // The pull is towards W0: regress what W0 leaves over.
  const Eigen::RowVectorXd xMean = x.cast<double>().colwise().mean();
  const Matrix xc = x.cast<double>().rowwise() - xMean;
  const Matrix rest = y.cast<double>() - x.cast<double>() * w;
  const bool free = data.hasBias;
  Eigen::RowVectorXd restMean = Eigen::RowVectorXd::Zero(at(data.outputs));
  if (free) {
    restMean = rest.colwise().mean();
  }
  Matrix gram = xc.transpose() * xc;
  if (!free) {
    gram += static_cast<double>(samples) * xMean.transpose() * xMean;
  }
  gram.diagonal().array() +=
      ridge * gram.trace() / static_cast<double>(data.inputs) + std::numeric_limits<double>::min();
  const Matrix cross = free ? Matrix(xc.transpose() * (rest.rowwise() - restMean))
                            : Matrix(x.cast<double>().transpose() * rest);
  const Matrix change = gram.llt().solve(cross);
  w += change;
  if (!free) {
    return {};
  }
  const Eigen::RowVectorXd b = restMean - xMean * change;
  return {b.data(), b.data() + b.size()};
}

void addSamples(Moments& moments, const std::vector<float>& x) {
  const std::size_t samples = x.size() / moments.size;
  moments.mean.resize(moments.size);
  moments.covariance.resize(moments.size * moments.size);
  const Eigen::Map<const FloatMatrix> rows(x.data(), at(samples), at(moments.size));
  Eigen::Map<Eigen::RowVectorXd>(moments.mean.data(), at(moments.size)) +=
      rows.cast<double>().colwise().sum();
  const FloatMatrix squares = rows.transpose() * rows;
  Eigen::Map<Matrix>(moments.covariance.data(), at(moments.size), at(moments.size)) +=
      squares.cast<double>();
  moments.samples += static_cast<double>(samples);
}

void finish(Moments& moments) {
  Eigen::Map<Eigen::RowVectorXd> mean(moments.mean.data(), at(moments.size));
  Eigen::Map<Matrix> covariance(moments.covariance.data(), at(moments.size), at(moments.size));
  mean /= moments.samples;
  covariance /= moments.samples;
  covariance -= mean.transpose() * mean;
}

}  // namespace followspot::model
