#include <array>
#include <cmath>
#include <random>

#include <QTest>

#include "core/analytics/ground_plane.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

/// A pinhole camera 5 m above the ground that looks down by 30 degrees, computed from its geometry
/// and not by a homography: focal length 800 pixels, centre (320, 240). x is to the right, y away.
PicturePoint seen(GroundPoint at) {
  constexpr double kTilt = 0.5235987755982988;
  const double depth = at.y * std::cos(kTilt) + 5 * std::sin(kTilt);
  const double down = 5 * std::cos(kTilt) - at.y * std::sin(kTilt);
  return {320 + 800 * at.x / depth, 240 + 800 * down / depth};
}

std::vector<GroundMark> marksAt(const std::vector<GroundPoint>& places) {
  std::vector<GroundMark> marks;
  for (const GroundPoint& place : places) {
    marks.push_back({seen(place), place});
  }
  return marks;
}

bool near(double a, double b, double within) { return std::abs(a - b) <= within; }

}  // namespace

class TestGroundPlane : public QObject {
  Q_OBJECT
 private slots:
  void findsWhatACameraSees() {
    const auto plane = GroundPlane::fromMarks(marksAt({{-3, 8}, {3, 8}, {4, 25}, {-4, 25}}));
    FS_VERIFY_OK(plane);
    QVERIFY(plane->misfit() < 1e-9);
    std::mt19937 random(3);
    std::uniform_real_distribution<double> across(-10, 10);
    std::uniform_real_distribution<double> away(5, 60);
    for (int k = 0; k < 200; ++k) {
      const GroundPoint place{across(random), away(random)};
      const auto found = plane->toGround(seen(place));
      QVERIFY(found);
      QVERIFY2(near(found->x, place.x, 1e-6) && near(found->y, place.y, 1e-6),
               qPrintable(QString("%1 %2").arg(place.x).arg(place.y)));
    }
    // The camera's horizon is at y = 240 - 800 tan(30 deg) = -221.9.
    QVERIFY(!plane->toGround({320, -221.5}));
    QVERIFY(!plane->toGround({320, -400}));
  }

  void manyMarksFitBest() {
    auto marks = marksAt({{-3, 8}, {3, 8}, {4, 25}, {-4, 25}, {0, 15}, {2, 12}, {-2, 20}});
    FS_VERIFY_OK(GroundPlane::fromMarks(marks));
    marks[4].ground.x += 0.5;
    const auto plane = GroundPlane::fromMarks(marks);
    FS_VERIFY_OK(plane);
    QVERIFY(plane->misfit() > 0.05 && plane->misfit() < 0.5);
  }

  void aLengthIsAScale() {
    const auto plane = GroundPlane::fromLength({100, 100}, {400, 500}, 10);  // 500 pixels
    FS_VERIFY_OK(plane);
    const auto place = plane->toGround({50, -100});
    QVERIFY(place && near(place->x, 1, 1e-12) && near(place->y, -2, 1e-12));
    QCOMPARE(plane->disturbed(1).size(), std::size_t{4});
  }

  void senselessMarksAreRefused_data() {
    QTest::addColumn<std::vector<GroundMark>>("marks");
    QTest::newRow("none") << std::vector<GroundMark>();
    QTest::newRow("three") << marksAt({{0, 8}, {3, 8}, {4, 25}});
    QTest::newRow("three on a line") << marksAt({{0, 8}, {0, 12}, {0, 20}, {4, 25}});
    QTest::newRow("all on a line") << marksAt({{0, 8}, {0, 12}, {0, 20}, {0, 25}, {0, 30}});
    QTest::newRow("one twice") << marksAt({{0, 8}, {0, 8}, {4, 20}, {-4, 25}});
    QTest::newRow("one five times") << marksAt({{1, 8}, {1, 8}, {1, 8}, {1, 8}, {1, 8}});
    auto crossed = marksAt({{-3, 8}, {3, 8}, {4, 25}, {-4, 25}});
    std::swap(crossed[0].ground, crossed[1].ground);
    QTest::newRow("in another order") << crossed;
    auto broken = marksAt({{-3, 8}, {3, 8}, {4, 25}, {-4, 25}});
    broken[2].picture.x = std::nan("");
    QTest::newRow("not a number") << broken;
    broken[2].picture.x = 1e300;
    QTest::newRow("huge") << broken;
  }
  void senselessMarksAreRefused() {
    QFETCH(std::vector<GroundMark>, marks);
    FS_VERIFY_ERROR(GroundPlane::fromMarks(marks), ErrorCode::InvalidArgument, "The ground");
  }
  void senselessLengthsAreRefused() {
    for (const double metres : {0.0, -1.0, std::nan(""), 1e300}) {
      QVERIFY(!GroundPlane::fromLength({0, 0}, {10, 0}, metres));
    }
    QVERIFY(!GroundPlane::fromLength({5, 5}, {5, 5}, 1));
    QVERIFY(!GroundPlane::fromLength({5, std::nan("")}, {5, 5}, 1));
  }
};

QTEST_GUILESS_MAIN(TestGroundPlane)
#include "tst_ground_plane.moc"
