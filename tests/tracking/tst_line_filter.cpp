#include <cmath>
#include <random>

#include <QTest>

#include <Eigen/LU>

#include "tracking/line_filter.h"

using namespace followspot::tracking;

class TestLineFilter : public QObject {
  Q_OBJECT
 private slots:
  void equalsTheMatrixForm() {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> unit(0, 1);
    for (int scene = 0; scene < 50; ++scene) {
      LineFilter line;
      line.value = 100 * unit(random);
      line.varValue = 1 + 10 * unit(random);
      line.varRate = 1 + 10 * unit(random);
      Eigen::Vector2d x(line.value, 0);
      Eigen::Matrix2d p = Eigen::Vector2d(line.varValue, line.varRate).asDiagonal();
      const Eigen::RowVector2d h(1, 0);
      for (int step = 0; step < 200; ++step) {
        const double dt = 2 * unit(random);
        const double noiseValue = unit(random);
        const double noiseRate = 0.1 * unit(random);
        line.predict(dt, noiseValue, noiseRate);
        Eigen::Matrix2d f;
        f << 1, dt, 0, 1;
        x = f * x;
        p = f * p * f.transpose();
        p(0, 0) += noiseValue;
        p(1, 1) += noiseRate;
        if (unit(random) < 0.7) {
          const double noise = 0.5 + unit(random);
          const double z = 100 * unit(random);
          line.update(z, noise);
          const double s = (h * p * h.transpose())(0, 0) + noise;
          const Eigen::Vector2d k = p * h.transpose() / s;
          x += k * (z - x(0));
          p = (Eigen::Matrix2d::Identity() - k * h) * p;
        }
        const auto same = [](double a, double b) {
          return std::abs(a - b) <= 1e-9 * (1 + std::abs(b));
        };
        QVERIFY(same(line.value, x(0)) && same(line.rate, x(1)));
        QVERIFY(same(line.varValue, p(0, 0)) && same(line.covariance, p(0, 1)) &&
                same(line.varRate, p(1, 1)));
        QVERIFY(line.varValue > 0 && line.varRate > 0 &&
                line.covariance * line.covariance <= line.varValue * line.varRate);
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestLineFilter)
#include "tst_line_filter.moc"
