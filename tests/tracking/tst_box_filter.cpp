#include <cmath>
#include <random>

#include <QTest>

#include <Eigen/LU>

#include "tracking/box_filter.h"

using namespace followspot;
using namespace followspot::tracking;

namespace {

using Matrix8 = Eigen::Matrix<double, 8, 8>;
using Vector8 = Eigen::Matrix<double, 8, 1>;
using Matrix48 = Eigen::Matrix<double, 4, 8>;

/// The same filter with full matrices: x = [cx cy w h, rates].
struct DenseFilter {
  Vector8 x = Vector8::Zero();
  Matrix8 p = Matrix8::Zero();

  [[nodiscard]] Eigen::Vector4d sizes() const { return {x(2), x(3), x(2), x(3)}; }

  DenseFilter(const Box& box, const BoxNoise& noise) {
    x.head<4>() << box.x + box.w / 2, box.y + box.h / 2, box.w, box.h;
    for (int i = 0; i < 4; ++i) {
      p(i, i) = std::pow(2 * noise.measurement.at(static_cast<std::size_t>(i)) * sizes()(i), 2);
      p(i + 4, i + 4) = std::pow(10 * noise.velocity * sizes()(i), 2);
    }
  }

  void predict(double steps, const BoxNoise& noise) {
    Matrix8 f = Matrix8::Identity();
    f.topRightCorner<4, 4>() = Eigen::Matrix4d::Identity() * steps;
    Matrix8 q = Matrix8::Zero();
    for (int i = 0; i < 4; ++i) {
      const double velocity = i < 2 ? noise.velocity : noise.sizeVelocity;
      q(i, i) = std::pow(noise.position * sizes()(i), 2) * steps;
      q(i + 4, i + 4) = std::pow(velocity * sizes()(i), 2) * steps;
    }
    x = f * x;
    p = f * p * f.transpose() + q;
  }

  void update(const Box& box, double score, const BoxNoise& noise, double doubt = 1) {
    Matrix48 h = Matrix48::Zero();
    h.leftCols<4>() = Eigen::Matrix4d::Identity();
    const double factor = doubt * (1 + noise.lowScoreDoubt * (1 - score));
    Eigen::Matrix4d r = Eigen::Matrix4d::Zero();
    for (int i = 0; i < 4; ++i) {
      r(i, i) =
          factor * std::pow(noise.measurement.at(static_cast<std::size_t>(i)) * sizes()(i), 2);
    }
    Eigen::Vector4d z(box.x + box.w / 2, box.y + box.h / 2, box.w, box.h);
    const Eigen::Matrix<double, 8, 4> k = p * h.transpose() * (h * p * h.transpose() + r).inverse();
    x += k * (z - h * x);
    p = (Matrix8::Identity() - k * h) * p;
  }

  /// A zoom and a shift.
  void move(double zoom, double dx, double dy) {
    x *= zoom;
    p *= zoom * zoom;
    x(0) += dx;
    x(1) += dy;
  }
};

}  // namespace

class TestBoxFilter : public QObject {
  Q_OBJECT
 private slots:
  void equalsTheFilterWithFullMatrices() {
    std::mt19937 random(17);
    std::uniform_real_distribution<double> unit(0, 1);
    BoxNoise noise;
    noise.measurement = {0.05, 0.1, 0.03, 0.2};
    for (int scene = 0; scene < 40; ++scene) {
      Box box{1000 * unit(random), 500 * unit(random), 20 + 100 * unit(random),
              20 + 200 * unit(random)};
      BoxFilter ours(box, noise);
      DenseFilter dense(box, noise);
      for (int picture = 0; picture < 100; ++picture) {
        const double steps = 0.2 + 5 * unit(random);
        if (unit(random) < 0.3) {
          const double zoom = 0.98 + 0.04 * unit(random);
          const double dx = 20 * unit(random) - 10;
          const double dy = 20 * unit(random) - 10;
          ours.move({zoom, 0, dx, 0, zoom, dy});
          dense.move(zoom, dx, dy);
        }
        ours.predict(steps, noise);
        dense.predict(steps, noise);
        if (unit(random) < 0.7) {
          box = {dense.x(0) - box.w / 2 + 4 * unit(random), dense.x(1) - box.h / 2,
                 box.w * (0.95 + 0.1 * unit(random)), box.h * (0.95 + 0.1 * unit(random))};
          const double score = unit(random);
          const double doubt = 1 + unit(random);
          ours.update(box, score, noise, doubt);
          dense.update(box, score, noise, doubt);
        }
        const LineFilter* const lines[4] = {&ours.cx(), &ours.cy(), &ours.width(), &ours.height()};
        const auto same = [](double a, double b) {
          return std::abs(a - b) < 1e-7 * (1 + std::abs(b));
        };
        for (int i = 0; i < 4; ++i) {
          QVERIFY(same(lines[i]->value, dense.x(i)) && same(lines[i]->rate, dense.x(i + 4)));
          QVERIFY(same(lines[i]->varValue, dense.p(i, i)) &&
                  same(lines[i]->covariance, dense.p(i, i + 4)) &&
                  same(lines[i]->varRate, dense.p(i + 4, i + 4)));
        }
      }
    }
  }

  void aSizeNeverTurnsOver() {
    const BoxNoise noise;
    BoxFilter filter({0, 0, 100, 100}, noise);
    for (int i = 1; i < 5; ++i) {
      filter.predict(1, noise);
      filter.update({0, 0, 100.0 - 24 * i, 100.0 - 24 * i}, 1, noise);
    }
    filter.predict(300, noise);
    QVERIFY(filter.box().w > 0 && filter.box().h > 0);
  }

  void aRotationTurnsPlaceAndSpeed() {
    const BoxNoise noise;
    BoxFilter filter({90, -10, 20, 20}, noise);  // centre (100, 0)
    for (int i = 1; i < 30; ++i) {
      filter.predict(1, noise);
      filter.update({90.0 + 2 * i, -10, 20, 20}, 1, noise);
    }
    const double rate = filter.cx().rate;
    QVERIFY(rate > 1.8);
    filter.move({0, -1, 0, 1, 0, 0});  // a quarter turn
    QVERIFY(std::abs(filter.cx().value) < 1e-9 && filter.cy().value > 150);
    QCOMPARE(filter.cy().rate, rate);
    QVERIFY(std::abs(filter.width().value - 20) < 1);
  }
};

QTEST_GUILESS_MAIN(TestBoxFilter)
#include "tst_box_filter.moc"
