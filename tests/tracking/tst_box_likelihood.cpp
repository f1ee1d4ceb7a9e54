#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include <QTest>

#include "tracking/auto_model.h"
#include "tracking/box_likelihood.h"
#include "tracking/camera_shift.h"
#include "tracking/portable_math.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

struct Sight {
  ExpectedBox expected;
  MeasuredBox seen;
};

std::vector<ShiftSample> samplesOf(const std::vector<Sight>& sights) {
  std::vector<ShiftSample> samples;
  for (const Sight& sight : sights) {
    samples.push_back({&sight.expected, &sight.seen});
  }
  return samples;
}

std::optional<Shift> shiftByTheRule(const std::vector<Sight>& sights, const AutoModel& model) {
  std::vector<double> dx;
  std::vector<double> dy;
  for (const Sight& sight : sights) {
    dx.push_back(sight.seen.cx - sight.expected.centre.cx);
    dy.push_back(sight.seen.cy - sight.expected.centre.cy);
  }
  std::ranges::sort(dx);
  std::ranges::sort(dy);
  const Shift shift{dx[dx.size() / 2], dy[dy.size() / 2]};
  double gain = 0;
  double gaining = 0;
  for (const Sight& sight : sights) {
    MeasuredBox back = sight.seen;
    back.cx -= shift.dx;
    back.cy -= shift.dy;
    const auto density = [&](const MeasuredBox& box) {
      return -0.5 * (model.tail + 4) *
             std::log(1 + squaredDistance(sight.expected, box) / model.tail);
    };
    gain += density(back) - density(sight.seen);
    gaining += density(back) > density(sight.seen) ? 1 : 0;
  }
  const auto count = static_cast<double>(sights.size());
  const bool isCamera = sights.size() >= static_cast<std::size_t>(model.shiftPairs) &&
                        gain >= model.shiftGain * count && gaining >= model.shiftShare * count;
  return isCamera ? std::optional(shift) : std::nullopt;
}

}  // namespace

class TestBoxLikelihood : public QObject {
  Q_OBJECT
 private slots:
  void theBoundOnTheExponentialHolds() {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> upTo(0, 700);
    for (int i = 0; i < 100'000; ++i) {
      const double x = i % 3 == 0 ? (i % 1000) * 0.693147180559945309 : upTo(random);
      QVERIFY(expAtMost(x) >= std::exp(x) && expAtMost(x) <= 1.07 * std::exp(x));
    }
  }

  void theLogarithmIsRight() {
    std::mt19937 random(2);
    std::uniform_real_distribution<double> exponent(-60, 60);
    QCOMPARE(portableLog(1), 0.0);
    for (int i = 0; i < 100'000; ++i) {
      const double x = std::exp(exponent(random));
      QVERIFY(std::abs(portableLog(x) - std::log(x)) <= 4e-16 * (1 + std::abs(std::log(x))));
    }
    for (double x = 0.5; x < 2; x += 1e-4) {
      QVERIFY(std::abs(portableLog(x) - std::log(x)) <= 4e-16);
    }
  }

  /// The four-dimensional Student density, written out.
  void theDensityIsStudents() {
    const BoxNoise noise;
    BoxFilter filter({100, 50, 40, 80}, noise);
    filter.predict(2, noise);
    const ExpectedBox expected = expectedBox(filter, noise, NoiseScale(0.1));
    const MeasuredBox seen(Box{104, 53, 42, 77});
    const double misses[4] = {5.0 / 40, 1.5 / 80, std::log(42.0 / 40), std::log(77.0 / 80)};
    const double r = noise.measurement[0] * noise.measurement[0];
    const double variances[4] = {filter.cx().varValue / 1600 + r, filter.cy().varValue / 6400 + r,
                                 filter.width().varValue / 1600 + r,
                                 filter.height().varValue / 6400 + r};
    double distance = 0;
    double volume = 1;
    for (int i = 0; i < 4; ++i) {
      distance += misses[i] * misses[i] / variances[i];
      volume *= std::sqrt(variances[i]);
    }
    QVERIFY(std::abs(squaredDistance(expected, seen) - distance) < 1e-9);
    const double tail = 4;
    const double density = std::pow(1 + distance / tail, -(tail + 4) / 2) / volume;
    QVERIFY(std::abs(logDensity(expected, distance, tail) - std::log(density)) < 1e-9);
  }

  /// Boxes that really miss by 20 % where 5 % is believed: the scale comes to what they miss.
  void theScaleLearnsHowExactTheDetectorIs() {
    std::mt19937 random(4);
    std::normal_distribution<double> off(0, 0.2);
    const BoxNoise noise;
    NoiseScale scale(0.02);
    ExpectedBox expected;
    for (int i = 0; i < 2000; ++i) {
      const BoxFilter filter({100, 50, 40, 80}, noise);
      expected = expectedBox(filter, noise, scale);
      const double w = 40 * std::exp(off(random));
      const double h = 80 * std::exp(off(random));
      scale.learn(expected, MeasuredBox(Box{120 + 40 * off(random) - w / 2,
                                            90 + 80 * off(random) - h / 2, w, h}));
    }
    for (const double precision : expected.precision) {
      const double deviation = 1 / std::sqrt(precision);
      QVERIFY2(deviation > 0.14 && deviation < 0.25, qPrintable(QString::number(deviation)));
    }
  }

  void oneWildMatchTeachesLittle() {
    NoiseScale scale(0.02);
    const BoxNoise noise;
    const BoxFilter filter({100, 50, 40, 80}, noise);
    scale.learn(expectedBox(filter, noise, scale), MeasuredBox(Box{900, 50, 400, 8}));
    for (const double factor : scale.factors()) {
      QVERIFY(factor > 0.9 && factor < 1.1);
    }
  }

  void aShiftOfAllIsTheCamera() {
    const BoxNoise noise;
    const AutoModel model;
    CameraShift shift;
    std::vector<Sight> sights;
    for (int i = 0; i < 6; ++i) {
      const Box box{200.0 * i, 100, 40, 80};
      const Box seen{box.x + 30, box.y - 12, box.w, box.h};
      sights.push_back(
          {expectedBox(BoxFilter(box, noise), noise, NoiseScale(0.1)), MeasuredBox(seen)});
    }
    const auto samples = samplesOf(sights);
    const auto found = shift.find(samples, model);
    QVERIFY(found.has_value());
    QCOMPARE(found->dx, 30.0);
    QCOMPARE(found->dy, -12.0);
    QVERIFY(!shift.find(std::span(samples).first(3), model).has_value());  // too few to tell
  }

  void objectsThatGoTheirOwnWaysAreNot() {
    const BoxNoise noise;
    const AutoModel model;
    CameraShift shift;
    std::vector<Sight> sights;
    for (int i = 0; i < 8; ++i) {
      const Box box{200.0 * i, 100, 40, 80};
      const Box seen{box.x + (i % 2 == 0 ? 30 : -30), box.y, box.w, box.h};
      sights.push_back(
          {expectedBox(BoxFilter(box, noise), noise, NoiseScale(0.1)), MeasuredBox(seen)});
    }
    const auto samples = samplesOf(sights);
    QVERIFY(!shift.find(samples, model).has_value());
  }

  /// The rule in its plain words: medians of the offsets, log densities before and after.
  void shiftsAreFoundByTheRule() {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> unit(-1, 1);
    const BoxNoise noise;
    const AutoModel model;
    CameraShift shift;
    int found = 0;
    for (int round = 0; round < 2000; ++round) {
      const double dx = 8 * unit(random);
      const double dy = 8 * unit(random);
      const double own = 12 * std::abs(unit(random));
      std::vector<Sight> sights;
      for (int i = 3 + static_cast<int>(random() % 30); i > 0; --i) {
        const Box box{300 * unit(random), 300 * unit(random), 40 + 9 * unit(random), 80};
        const Box seen{box.x + dx + own * unit(random), box.y + dy + own * unit(random),
                       box.w * (1 + 0.1 * unit(random)), 80 + unit(random)};
        sights.push_back(
            {expectedBox(BoxFilter(box, noise), noise, NoiseScale(0.1)), MeasuredBox(seen)});
      }
      const auto samples = samplesOf(sights);
      const auto ours = shift.find(samples, model);
      const auto plain = shiftByTheRule(sights, model);
      QCOMPARE(ours.has_value(), plain.has_value());
      if (ours) {
        ++found;
        QCOMPARE(ours->dx, plain->dx);
        QCOMPARE(ours->dy, plain->dy);
      }
    }
    QVERIFY(found > 200 && found < 1800);
  }
};

QTEST_GUILESS_MAIN(TestBoxLikelihood)
#include "tst_box_likelihood.moc"
