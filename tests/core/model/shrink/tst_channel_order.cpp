#include <algorithm>
#include <cmath>
#include <random>

#include <QTest>

#include "core/model/shrink/channel_order.h"

using namespace followspot::model;

namespace {

constexpr std::size_t kInputs = 6;
constexpr std::size_t kOutputs = 3;
constexpr std::size_t kSamples = 400;

/// Channels that are partly made of each other.
std::vector<float> samples(unsigned seed) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal;
  std::vector<float> x;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const float a = normal(generator);
    const float b = normal(generator) + 2;
    const float c = normal(generator);
    x.insert(x.end(), {a, b, a + 0.5F * b + 0.1F * normal(generator), c,
                       2 * c - 1 + 0.3F * normal(generator), normal(generator)});
  }
  return x;
}

Moments momentsOf(const std::vector<float>& x) {
  Moments moments;
  moments.size = kInputs;
  // In two pieces, as they come picture by picture.
  const auto half = static_cast<std::ptrdiff_t>(x.size() / 2);
  addSamples(moments, {x.begin(), x.begin() + half});
  addSamples(moments, {x.begin() + half, x.end()});
  finish(moments);
  return moments;
}

std::vector<double> someWeights() {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::vector<double> weights(kInputs * kOutputs);
  std::ranges::generate(weights, [&] { return uniform(generator); });
  return weights;
}

/// Solves A x = b by elimination with row exchanges; the textbook's.
std::vector<double> solve(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k; i < n; ++i) {
      pivot = std::abs(a[i][k]) > std::abs(a[pivot][k]) ? i : pivot;
    }
    std::swap(a[k], a[pivot]);
    std::swap(b[k], b[pivot]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = a[i][k] / a[k][k];
      for (std::size_t j = k; j < n; ++j) {
        a[i][j] -= factor * a[k][j];
      }
      b[i] -= factor * b[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) {
      b[k] -= a[k][j] * b[j];
    }
    b[k] /= a[k][k];
  }
  return b;
}

/// Mean squared error per sample of the best linear stand-in that uses `kept` and a constant, over
/// all outputs: by least squares on the samples themselves.
double bestError(const std::vector<float>& x, const std::vector<double>& weights,
                 const std::vector<std::size_t>& kept) {
  double total = 0;
  const std::size_t n = kept.size() + 1;
  const auto feature = [&](std::size_t sample, std::size_t i) {
    return i == kept.size() ? 1.0 : static_cast<double>(x[sample * kInputs + kept[i]]);
  };
  for (std::size_t o = 0; o < kOutputs; ++o) {
    std::vector<double> y(kSamples, 0);
    for (std::size_t s = 0; s < kSamples; ++s) {
      for (std::size_t i = 0; i < kInputs; ++i) {
        y[s] += static_cast<double>(x[s * kInputs + i]) * weights[i * kOutputs + o];
      }
    }
    std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
    std::vector<double> b(n, 0);
    for (std::size_t s = 0; s < kSamples; ++s) {
      for (std::size_t i = 0; i < n; ++i) {
        b[i] += feature(s, i) * y[s];
        for (std::size_t j = 0; j < n; ++j) {
          a[i][j] += feature(s, i) * feature(s, j);
        }
      }
    }
    const auto w = solve(a, b);
    for (std::size_t s = 0; s < kSamples; ++s) {
      double off = y[s];
      for (std::size_t i = 0; i < n; ++i) {
        off -= feature(s, i) * w[i];
      }
      total += off * off / kSamples;
    }
  }
  return total;
}

}  // namespace

class TestChannelOrder : public QObject {
  Q_OBJECT

 private slots:
  /// Every choice is the best of all by least squares on the samples, and costs what that says.
  void everyStepIsTheBest() {
    const auto x = samples(1);
    const Moments moments = momentsOf(x);
    ChannelReader reader;
    reader.input = &moments;
    reader.outputs = kOutputs;
    reader.weights = someWeights();
    for (std::size_t i = 0; i < kInputs; ++i) {
      reader.positions.push_back({i});
    }
    const double variance = bestError(x, reader.weights, {});
    const ChannelOrder order = orderChannels({reader}, kInputs, 4);
    QCOMPARE(order.order.size(), std::size_t{4});
    std::vector<std::size_t> kept = {0, 1, 2, 3, 4, 5};
    for (std::size_t step = 0; step < order.order.size(); ++step) {
      double least = HUGE_VAL;
      std::size_t best = 0;
      for (const std::size_t candidate : kept) {
        auto others = kept;
        std::erase(others, candidate);
        const double error = bestError(x, reader.weights, others);
        if (error < least) {
          least = error;
          best = candidate;
        }
      }
      QCOMPARE(order.order[step], best);
      std::erase(kept, best);
      // The ridge that keeps dead channels harmless costs a little.
      QVERIFY(std::abs(order.errors[step] - least / variance) <= 2e-3);
    }
  }

  void compensationIsTheBestStandIn() {
    const auto x = samples(2);
    const Moments moments = momentsOf(x);
    const auto weights = someWeights();
    const std::vector<bool> gone = {false, false, true, false, true, false};
    const auto [left, bias] = compensate(moments, weights, gone);
    const std::vector<std::size_t> kept = {0, 1, 3, 5};
    QCOMPARE(left.size(), kept.size() * kOutputs);
    QCOMPARE(bias.size(), kOutputs);
    double error = 0;
    for (std::size_t s = 0; s < kSamples; ++s) {
      for (std::size_t o = 0; o < kOutputs; ++o) {
        double off = -bias[o];
        for (std::size_t i = 0; i < kInputs; ++i) {
          off += static_cast<double>(x[s * kInputs + i]) * weights[i * kOutputs + o];
        }
        for (std::size_t i = 0; i < kept.size(); ++i) {
          off -= static_cast<double>(x[s * kInputs + kept[i]]) * left[i * kOutputs + o];
        }
        error += off * off / kSamples;
      }
    }
    const double best = bestError(x, weights, kept);
    QVERIFY(error >= best - 1e-9);
    QVERIFY(error <= best * 1.001 + 1e-6);
  }

  void channelsThatNeverChangeGoFirst() {
    auto x = samples(3);
    for (std::size_t s = 0; s < kSamples; ++s) {
      x[s * kInputs + 4] = 3;
    }
    const Moments moments = momentsOf(x);
    ChannelReader reader;
    reader.input = &moments;
    reader.outputs = kOutputs;
    reader.weights = someWeights();
    for (std::size_t i = 0; i < kInputs; ++i) {
      reader.positions.push_back({i});
    }
    const ChannelOrder order = orderChannels({reader}, kInputs, 2);
    QCOMPARE(order.order.front(), std::size_t{4});
    QVERIFY(order.errors.front() < 1e-3);
    // Its constant share goes into the bias.
    std::vector<bool> gone(kInputs, false);
    gone[4] = true;
    const auto [left, bias] = compensate(moments, reader.weights, gone);
    for (std::size_t o = 0; o < kOutputs; ++o) {
      QVERIFY(std::abs(bias[o] - 3 * reader.weights[4 * kOutputs + o]) < 1e-2);
    }
  }

  void regressionFindsTheWeights() {
    Regression data;
    data.inputs = kInputs;
    data.outputs = kOutputs;
    data.x = samples(4);
    const auto truth = someWeights();
    const std::vector<double> bias = {1, -2, 3};
    for (std::size_t s = 0; s < kSamples; ++s) {
      for (std::size_t o = 0; o < kOutputs; ++o) {
        double y = bias[o];
        for (std::size_t i = 0; i < kInputs; ++i) {
          y += static_cast<double>(data.x[s * kInputs + i]) * truth[i * kOutputs + o];
        }
        data.y.push_back(static_cast<float>(y));
      }
    }
    std::vector<double> weights(truth.size(), 0);
    const auto found = regress(data, 1e-9, weights);
    for (std::size_t i = 0; i < truth.size(); ++i) {
      QVERIFY(std::abs(weights[i] - truth[i]) < 1e-3);
    }
    for (std::size_t o = 0; o < kOutputs; ++o) {
      QVERIFY(std::abs(found[o] - bias[o]) < 1e-3);
    }
    // A strong pull leaves what was given.
    std::vector<double> pulled(truth.size(), 0.25);
    static_cast<void>(regress(data, 1e9, pulled));
    QVERIFY(std::ranges::all_of(pulled, [](double w) { return std::abs(w - 0.25) < 1e-6; }));
    // Without a bias, its share goes to the weights.
    data.hasBias = false;
    QVERIFY(regress(data, 1e-9, weights).empty());
  }
};

QTEST_GUILESS_MAIN(TestChannelOrder)
#include "tst_channel_order.moc"
