#include <cmath>
#include <numbers>
#include <random>

#include <QTest>

#include "core/analytics/track_speed.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

constexpr double kRate = 25;

/// Places by picture, at 25 pictures per second.
template <class Place>
std::vector<TrackPoint> pathOf(int pictures, Place place) {
  std::vector<TrackPoint> points;
  for (int k = 0; k < pictures; ++k) {
    points.push_back(
        {TrackId{1}, ClassId{0}, FrameId{k}, timestampAt(k / kRate), place(k / kRate)});
  }
  return points;
}

bool near(double a, double b, double within) { return std::abs(a - b) <= within; }

/// 10 pixels are a metre.
GroundPlane tenPixelsAMetre() { return *GroundPlane::fromLength({0, 0}, {100, 0}, 10); }

}  // namespace

class TestTrackSpeed : public QObject {
  Q_OBJECT
 private slots:
  void straightAndEven() {
    // 30 and 40 pixels a second: 5 m/s; without error of marks there is none.
    const auto path = pathOf(101, [](double t) { return PicturePoint{30 * t, 700 - 40 * t}; });
    const auto speed = speedOf(path, tenPixelsAMetre(), {Seconds(1), 0});
    QVERIFY(speed);
    QVERIFY(near(speed->mean, 5, 1e-6) && near(speed->fastest, 5, 1e-6));
    QVERIFY(speed->meanError < 1e-6 && near(speed->measured.count(), 4, 1e-6));
  }

  void marksBringTheirError() {
    // Each of the two ends 2 pixels off along 100 pixels: a scale off by sqrt(2) 2 %, so is 5 m/s.
    const auto path = pathOf(101, [](double t) { return PicturePoint{50 * t, 0}; });
    const auto speed = speedOf(path, tenPixelsAMetre(), {Seconds(1), 2});
    QVERIFY(speed);
    QVERIFY2(near(speed->meanError, 5 * std::sqrt(2.0) * 0.02, 0.003),
             qPrintable(QString::number(speed->meanError)));
  }

  void theErrorIsThatOfManyTrials() {
    // Boxes that tremble by 3 pixels: how far means lie from the truth is what they say.
    std::mt19937 random(7);
    std::normal_distribution<double> tremble(0, 3);
    double squares = 0;
    double said = 0;
    constexpr int kTrials = 300;
    for (int k = 0; k < kTrials; ++k) {
      const auto path = pathOf(76, [&](double t) {
        return PicturePoint{50 * t + tremble(random), tremble(random)};
      });
      const auto speed = speedOf(path, tenPixelsAMetre(), {Seconds(1), 0});
      QVERIFY(speed);
      squares += std::pow(speed->mean - 5, 2) / kTrials;
      said += speed->meanError / kTrials;
    }
    const double actual = std::sqrt(squares);
    QVERIFY2(said > 0.8 * actual && said < 1.25 * actual,
             qPrintable(QString("%1 said, %2 found").arg(said).arg(actual)));
  }

  void aCurveIsAsLongAsItIs() {
    // Round a circle of 20 m radius in 20 s: 6.28 m/s, though it ends where it began.
    const auto path = pathOf(501, [](double t) {
      const double angle = 2 * std::numbers::pi * t / 20;
      return PicturePoint{200 * std::cos(angle), 200 * std::sin(angle)};
    });
    const auto speed = speedOf(path, tenPixelsAMetre(), {Seconds(1), 0});
    QVERIFY(speed && near(speed->mean, 2 * std::numbers::pi, 0.1));
  }

  void theFastestSecondIsFound() {
    // 2 s at 1 m/s, then 2 s at 8 m/s.
    const auto path = pathOf(101, [](double t) {
      return PicturePoint{t < 2 ? 10 * t : 20 + 80 * (t - 2), 0};
    });
    const auto speed = speedOf(path, tenPixelsAMetre(), {Seconds(1), 0});
    QVERIFY(speed && near(speed->fastest, 8, 0.05) && near(speed->mean, 4.5, 0.05));
  }

  void shortTracksTellNothing() {
    const auto still = [](double) { return PicturePoint{5, 5}; };
    QVERIFY(!speedOf({}, tenPixelsAMetre(), {}));
    QVERIFY(!speedOf(pathOf(3, still), tenPixelsAMetre(), {}));
    QVERIFY(!speedOf(pathOf(8, still), tenPixelsAMetre(), {}));  // 0.28 s
    const auto speed = speedOf(pathOf(12, still), tenPixelsAMetre(), {Seconds(1), 0});
    QVERIFY(speed && speed->mean == 0 && speed->meanError == 0);
  }
};

QTEST_GUILESS_MAIN(TestTrackSpeed)
#include "tst_track_speed.moc"
