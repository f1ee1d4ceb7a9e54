#include <limits>
#include <random>

#include <QTest>

#include "core/types/box.h"

using namespace followspot;

class TestBox : public QObject {
  Q_OBJECT
 private slots:
  void iouOfHandMadeBoxes() {
    const Box a{0, 0, 10, 10};
    QCOMPARE(iou(a, a), 1.0);
    QCOMPARE(iou(a, Box{5, 0, 10, 10}), 50.0 / 150.0);
    QCOMPARE(iou(a, Box{10, 0, 10, 10}), 0.0);
    QCOMPARE(iou(a, Box{2, 2, 0, 5}), 0.0);
  }

  void iouIsSymmetricAndBounded() {
    std::mt19937 random(1);
    std::uniform_real_distribution<double> at(-50, 50);
    std::uniform_real_distribution<double> side(0, 60);
    for (int i = 0; i < 10'000; ++i) {
      const Box a{at(random), at(random), side(random), side(random)};
      const Box b{at(random), at(random), side(random), side(random)};
      QCOMPARE(iou(a, b), iou(b, a));
      QVERIFY(iou(a, b) >= 0 && iou(a, b) <= 1);
    }
  }

  void properMeansFiniteWithArea() {
    QVERIFY(isProper({0, 0, 1, 1}));
    QVERIFY(!isProper({0, 0, 0, 1}));
    QVERIFY(!isProper({0, 0, -1, 1}));
    QVERIFY(!isProper({std::numeric_limits<double>::quiet_NaN(), 0, 1, 1}));
    QVERIFY(!isProper({0, 0, std::numeric_limits<double>::infinity(), 1}));
  }
};

QTEST_GUILESS_MAIN(TestBox)
#include "tst_box.moc"
