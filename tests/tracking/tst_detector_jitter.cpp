#include <cmath>
#include <functional>
#include <random>

#include <QtTest/QtTest>

#include "tracking/detector_jitter.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

constexpr double kWidth = 40;

/// What is learnt of many objects whose centres go along a path, with noise of such a deviation (in
/// shares of the width) and pictures so many seconds apart.
double learntOf(const std::function<double(double)>& path, double deviation,
                const std::function<double(std::mt19937&)>& step) {
  DetectorJitter jitter;
  std::mt19937 random(7);
  std::normal_distribution<double> noise(0, deviation * kWidth);
  for (int object = 0; object < 60; ++object) {
    JitterTrace trace;
    double time = 0;
    for (int picture = 0; picture < 60; ++picture) {
      const double centre = path(time) + noise(random);
      jitter.learn(trace, centre, timestampAt(time), picture > 0, 1 / kWidth);
      time += step(random);
    }
  }
  return jitter.deviation();
}

double steady(std::mt19937& /*random*/) { return 0.1; }

double irregular(std::mt19937& random) {
  return std::uniform_real_distribution<double>(0.02, 0.14)(random);
}

double walk(double time) { return 30 * time; }

}  // namespace

class TestDetectorJitter : public QObject {
  Q_OBJECT
 private slots:
  /// The deviation that the noise was made with comes out, at regular and irregular times.
  void theDeviationIsFound() {
    for (const double deviation : {0.01, 0.03, 0.08}) {
      for (const auto& step : {steady, irregular}) {
        const double learnt = learntOf(walk, deviation, step);
        QVERIFY2(std::abs(learnt / deviation - 1) < 0.25, qPrintable(QString::number(learnt)));
      }
    }
  }

  /// An object that brakes and starts again bends its path as far as noise does, but is not taken
  /// for it.
  void accelerationIsNoJitter() {
    const auto swaying = [](double time) { return 40 * std::sin(2 * time); };
    const double bend = 40 * 4 * 0.1 * 0.1 / 2 / kWidth;  // of three boxes 0.1 s apart, at most
    QVERIFY(bend > 0.019);
    QVERIFY(learntOf(swaying, 0, steady) < 0.2 * bend);
  }

  /// Pictures far apart say nothing.
  void slowPicturesTeachNothing() {
    const double before = DetectorJitter().deviation();
    QCOMPARE(learntOf(walk, 0.1, [](std::mt19937&) { return 0.2; }), before);
    QCOMPARE(learntOf(walk, 0.1, [](std::mt19937&) { return 0.0; }), before);
  }

  /// Only boxes in a row count: a gap begins anew.
  void aGapBeginsAnew() {
    DetectorJitter jitter;
    JitterTrace trace;
    const double before = jitter.deviation();
    for (int picture = 0; picture < 100; ++picture) {
      const double centre = picture % 2 == 0 ? 100 : 150;
      jitter.learn(trace, centre, timestampAt(0.1 * picture), picture % 3 != 0, 1 / kWidth);
    }
    QCOMPARE(jitter.deviation(), before);
  }

  /// One box at the other end of the picture does not turn a strong detector into a weak one.
  void oneWildBoxTeachesLittle() {
    DetectorJitter jitter;
    JitterTrace trace;
    for (int picture = 0; picture < 1000; ++picture) {
      const double centre = picture == 990 ? 1e6 : 100;
      jitter.learn(trace, centre, timestampAt(0.1 * picture), picture > 0, 1 / kWidth);
    }
    QCOMPARE(jitter.weakness(), 0.0);
  }

  void weaknessGoesFromExactToWeak() {
    QCOMPARE(DetectorJitter().weakness(), 0.0);
    JitterTrace trace;
    DetectorJitter jitter;
    double last = 0;
    for (int picture = 0; picture < 500; ++picture) {
      const double centre = picture % 2 == 0 ? 100 : 110;
      jitter.learn(trace, centre, timestampAt(0.1 * picture), picture > 0, 1 / kWidth);
      QVERIFY(jitter.weakness() >= last);
      last = jitter.weakness();
    }
    QCOMPARE(last, 1.0);
  }

  void noiseIsMixedEvenly() {
    const BoxNoise first{0.1, 0.2, 0.3, {0.4, 0.5, 0.6, 0.7}, 1};
    const BoxNoise second{0.3, 0.4, 0.5, {0.8, 0.9, 1.0, 1.1}, 3};
    const BoxNoise middle = mix(first, second, 0.5);
    QCOMPARE(middle.position, 0.2);
    QCOMPARE(middle.velocity, 0.3);
    QCOMPARE(middle.sizeVelocity, 0.4);
    QCOMPARE(middle.measurement[0], 0.6);
    QCOMPARE(middle.measurement[3], 0.9);
    QCOMPARE(middle.lowScoreDoubt, 2.0);
    QCOMPARE(mix(first, second, 0).measurement[1], 0.5);
    QCOMPARE(mix(first, second, 1).measurement[1], 0.9);
  }
};

QTEST_GUILESS_MAIN(TestDetectorJitter)
#include "tst_detector_jitter.moc"
