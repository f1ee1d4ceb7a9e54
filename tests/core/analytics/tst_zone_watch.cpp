#include <cmath>
#include <vector>

#include <QTest>

#include "core/analytics/zone_watch.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

TrackPoint point(std::uint64_t track, std::int64_t second, double x, double y) {
  return {TrackId{track},
          ClassId{1},
          FrameId{second * 10},
          timestampAt(static_cast<double>(second)),
          {x, y}};
}

/// A square of 100 to 200, or an L.
Zone square() { return {"yard", {{100, 100}, {200, 100}, {200, 200}, {100, 200}}}; }

}  // namespace

class TestZoneWatch : public QObject {
  Q_OBJECT
 private slots:
  void aVisitLastsFromEdgeToEdge() {
    auto watch = ZoneWatch::create(square(), 0);
    FS_VERIFY_OK(watch);
    QVERIFY(!watch->update(point(1, 0, 50, 150)));
    QVERIFY(!watch->update(point(1, 1, 120, 150)));
    QCOMPARE(watch->occupancy(), std::size_t{1});
    QVERIFY(!watch->update(point(1, 2, 180, 150)));
    const auto visit = watch->update(point(1, 5, 220, 150));
    QVERIFY(visit.has_value());
    QCOMPARE(visit->track, TrackId{1});
    QCOMPARE(visit->classId, ClassId{1});
    QCOMPARE(visit->firstFrame, FrameId{10});
    QCOMPARE(visit->dwell().count(), 4.0);
    QVERIFY(visit->left);
    QCOMPARE(watch->occupancy(), std::size_t{0});
    QVERIFY(watch->finish().empty());
  }

  void theDeadBandHoldsBothWays() {
    auto watch = ZoneWatch::create(square(), 10);
    FS_VERIFY_OK(watch);
    // In at 1, but only at 3 far enough; the visit began at the edge.
    watch->update(point(1, 0, 50, 150));
    watch->update(point(1, 1, 105, 150));
    QCOMPARE(watch->occupancy(), std::size_t{0});
    watch->update(point(1, 3, 111, 150));
    QCOMPARE(watch->occupancy(), std::size_t{1});
    // Trembles over the edge.
    QVERIFY(!watch->update(point(1, 4, 95, 150)));
    QVERIFY(!watch->update(point(1, 5, 105, 150)));
    QVERIFY(!watch->update(point(1, 6, 99, 150)));
    const auto visit = watch->update(point(1, 8, 89, 150));
    QVERIFY(visit.has_value());
    QCOMPARE(visit->enter, timestampAt(1));
    QCOMPARE(visit->leave, timestampAt(6));
    // Only ever near the edge: no visit.
    watch->update(point(2, 0, 95, 150));
    watch->update(point(2, 1, 105, 150));
    QVERIFY(!watch->update(point(2, 2, 95, 150)));
    QVERIFY(watch->finish().empty());
  }

  void whoEndsInsideIsCountedUpToTheEnd() {
    auto watch = ZoneWatch::create(square(), 0);
    FS_VERIFY_OK(watch);
    for (const std::uint64_t track : {3U, 2U, 1U}) {
      watch->update(point(track, 1, 150, 150));
      watch->update(point(track, 4, 151, 150));
    }
    QCOMPARE(watch->occupancy(), std::size_t{3});
    const auto ended = watch->endTrack(TrackId{2});
    QVERIFY(ended.has_value());
    QVERIFY(!ended->left);
    QCOMPARE(ended->dwell().count(), 3.0);
    QVERIFY(!watch->endTrack(TrackId{2}));
    const auto rest = watch->finish();
    QCOMPARE(rest.size(), std::size_t{2});
    QCOMPARE(rest[0].track, TrackId{1});
    QCOMPARE(watch->occupancy(), std::size_t{0});
  }

  void zonesNeedNotBeConvex_data() {
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::addColumn<bool>("inside");
    QTest::newRow("upper arm") << 50.0 << 20.0 << true;
    QTest::newRow("corner") << 20.0 << 80.0 << true;
    QTest::newRow("notch") << 80.0 << 80.0 << false;
    QTest::newRow("left of it") << -1.0 << 50.0 << false;
    QTest::newRow("below") << 20.0 << 101.0 << false;
  }
  void zonesNeedNotBeConvex() {
    QFETCH(const double, x);
    QFETCH(const double, y);
    QFETCH(const bool, inside);
    // An L turned over: a square of 100 without its lower right quarter.
    auto watch =
        ZoneWatch::create({"L", {{0, 0}, {100, 0}, {100, 40}, {40, 40}, {40, 100}, {0, 100}}}, 0);
    FS_VERIFY_OK(watch);
    watch->update(point(1, 0, x, y));
    QCOMPARE(watch->occupancy() == 1, inside);
  }

  void badZonesAreRefused() {
    FS_VERIFY_ERROR(ZoneWatch::create({"a", {{0, 0}, {1, 1}}}, 0), ErrorCode::InvalidArgument,
                    "corners");
    FS_VERIFY_ERROR(ZoneWatch::create({"a", {{0, 0}, {1, 1}, {std::nan(""), 0}}}, 0),
                    ErrorCode::InvalidArgument, "corners");
    FS_VERIFY_ERROR(ZoneWatch::create(square(), -1), ErrorCode::InvalidArgument, "dead-band");
  }
};

QTEST_GUILESS_MAIN(TestZoneWatch)
#include "tst_zone_watch.moc"
