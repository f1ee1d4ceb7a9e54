#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <QTest>

#include "core/analytics/line_counter.h"
#include "tests/support/result_check.h"

Q_DECLARE_METATYPE(followspot::CountRule)
Q_DECLARE_METATYPE(std::vector<followspot::PicturePoint>)

using namespace followspot;

namespace {

constexpr std::int64_t kStep = 40'000;  // microseconds a picture

TrackPoint point(std::uint64_t track, std::int64_t frame, double x, double y, int classId = 0) {
  return {TrackId{track},
          ClassId{classId},
          FrameId{frame},
          Timestamp(MediaClock::duration(frame * kStep)),
          {x, y}};
}

/// Counts of a path over the line from (0, 100) to (100, 100), which looks to the east: its right
/// is below. "right left".
std::string countsOf(const std::vector<PicturePoint>& path, const LineRules& rules) {
  auto counter = LineCounter::create({"door", {0, 100}, {100, 100}}, rules);
  if (!counter) {
    return counter.error().message;
  }
  std::int64_t frame = 0;
  for (const PicturePoint& at : path) {
    counter->update(point(1, frame++, at.x, at.y));
  }
  const auto counts = counter->counts().contains(ClassId{0}) ? counter->counts().at(ClassId{0})
                                                             : LineCounter::Counts{};
  return std::to_string(counts[0]) + " " + std::to_string(counts[1]);
}

}  // namespace

class TestLineCounter : public QObject {
  Q_OBJECT
 private slots:
  void paths_data() {
    QTest::addColumn<std::vector<PicturePoint>>("path");
    QTest::addColumn<double>("band");
    QTest::addColumn<CountRule>("rule");
    QTest::addColumn<QString>("counts");
    using Path = std::vector<PicturePoint>;
    const auto once = CountRule::OncePerDirection;
    const auto every = CountRule::EveryCrossing;
    QTest::newRow("down") << Path{{50, 80}, {50, 120}} << 0.0 << once << "1 0";
    QTest::newRow("up") << Path{{50, 120}, {50, 80}} << 0.0 << once << "0 1";
    QTest::newRow("stays above") << Path{{50, 80}, {60, 99}, {50, 80}} << 0.0 << once << "0 0";
    QTest::newRow("over a point on the line")
        << Path{{50, 80}, {50, 100}, {50, 120}} << 0.0 << once << "1 0";
    QTest::newRow("touches and goes back")
        << Path{{50, 80}, {50, 100}, {50, 80}} << 0.0 << once << "0 0";
    QTest::newRow("begins on the line") << Path{{50, 100}, {50, 120}} << 0.0 << once << "0 0";
    QTest::newRow("to and fro, once each")
        << Path{{5, 80}, {5, 120}, {5, 80}, {5, 120}} << 0.0 << once << "1 1";
    QTest::newRow("to and fro, every time")
        << Path{{5, 80}, {5, 120}, {5, 80}, {5, 120}} << 0.0 << every << "2 1";
    QTest::newRow("past the right end") << Path{{150, 80}, {150, 120}} << 0.0 << once << "0 0";
    QTest::newRow("past the left end") << Path{{-1, 80}, {-1, 120}} << 0.0 << once << "0 0";
    QTest::newRow("at the very end") << Path{{100, 80}, {100, 120}} << 0.0 << once << "1 0";
    QTest::newRow("slanting, over it") << Path{{120, 80}, {60, 120}} << 0.0 << once << "1 0";
    QTest::newRow("slanting, beside it") << Path{{130, 80}, {80, 120}} << 0.0 << once << "0 0";
    // In 10 pixels on each side nothing is decided.
    QTest::newRow("trembles") << Path{{5, 80},  {5, 95}, {5, 105}, {5, 97},
                                      {5, 109}, {5, 91}, {5, 80}}
                              << 10.0 << every << "0 0";
    QTest::newRow("trembles, then goes")
        << Path{{5, 80}, {5, 95}, {5, 105}, {5, 97}, {5, 109}, {5, 111}} << 10.0 << every << "1 0";
    QTest::newRow("at the edge of the band") << Path{{5, 90}, {5, 110}} << 10.0 << once << "1 0";
    QTest::newRow("not far enough") << Path{{5, 80}, {5, 109.9}} << 10.0 << once << "0 0";
    QTest::newRow("begins in the band") << Path{{5, 95}, {5, 120}} << 10.0 << once << "0 0";
    QTest::newRow("in within, back outside")
        << Path{{50, 80}, {50, 105}, {150, 105}, {150, 80}, {150, 120}} << 10.0 << every << "0 0";
    QTest::newRow("round the end and back over it")
        << Path{{150, 80}, {150, 120}, {50, 120}, {50, 80}} << 0.0 << every << "0 1";
  }
  void paths() {
    QFETCH(const std::vector<PicturePoint>, path);
    QFETCH(const double, band);
    QFETCH(const CountRule, rule);
    QFETCH(const QString, counts);
    QCOMPARE(QString::fromStdString(countsOf(path, {band, rule})), counts);
    // A line that looks the other way counts the other way.
    auto turned = LineCounter::create({"door", {100, 100}, {0, 100}}, {band, rule});
    FS_VERIFY_OK(turned);
    std::int64_t frame = 0;
    for (const PicturePoint& at : path) {
      turned->update(point(1, frame++, at.x, at.y));
    }
    const auto found = turned->counts().contains(ClassId{0}) ? turned->counts().at(ClassId{0})
                                                             : LineCounter::Counts{};
    QCOMPARE(QStringLiteral("%1 %2").arg(found[1]).arg(found[0]), counts);
  }

  void aCrossingSaysWhenAndWho() {
    auto counter = LineCounter::create({"door", {0, 100}, {100, 100}}, {5, {}});
    FS_VERIFY_OK(counter);
    QVERIFY(!counter->update(point(7, 10, 50, 90, 3)));
    QVERIFY(!counter->update(point(8, 10, 50, 200, 1)));
    QVERIFY(!counter->update(point(7, 12, 50, 101, 3)));  // beyond, but in the band
    const auto crossing = counter->update(point(7, 13, 50, 120, 3));
    QVERIFY(crossing.has_value());
    QCOMPARE(crossing->track, TrackId{7});
    QCOMPARE(crossing->classId, ClassId{3});
    QCOMPARE(crossing->direction, CrossingDirection::ToRight);
    QCOMPARE(crossing->frame, FrameId{12});
    // From 90 at 10 to 101 at 12: on the line after 10/11 of two pictures.
    QCOMPARE(crossing->time.time_since_epoch().count(),
             10 * kStep + std::llround(80'000 * 10.0 / 11));
    QCOMPARE(counter->counts().size(), std::size_t{1});
    counter->endTrack(TrackId{7});
    // The same number again is another one.
    QVERIFY(!counter->update(point(7, 20, 50, 90, 3)));
    QVERIFY(counter->update(point(7, 21, 50, 120, 3)).has_value());
  }

  /// Whoever ends on the other side of an endless line has crossed it once more often one way.
  void waysBalance() {
    std::mt19937 random(3);
    for (int k = 0; k < 300; ++k) {
      const LineRules rules = {static_cast<double>(random() % 30), CountRule::EveryCrossing};
      auto counter = LineCounter::create({"", {-1e6, 100}, {1e6, 100}}, rules);
      FS_VERIFY_OK(counter);
      const auto far = [&](double y) { return std::abs(y - 100) >= rules.deadBand && y != 100; };
      int first = 0;
      int last = 0;
      for (std::int64_t frame = 0; frame < 40; ++frame) {
        const double y = static_cast<double>(random() % 200);
        counter->update(point(1, frame, static_cast<double>(random() % 100), y));
        if (far(y)) {
          last = y > 100 ? 1 : 0;
          first = first == 0 ? (y > 100 ? 2 : 1) : first;
        }
      }
      const auto counts = counter->counts().contains(ClassId{0}) ? counter->counts().at(ClassId{0})
                                                                 : LineCounter::Counts{};
      QCOMPARE(counts[0] - counts[1], first == 0 ? 0 : std::int64_t{last} - (first - 1));
    }
  }

  void badLinesAreRefused() {
    FS_VERIFY_ERROR(LineCounter::create({"a", {1, 1}, {1, 1}}, {}), ErrorCode::InvalidArgument,
                    "\"a\"");
    FS_VERIFY_ERROR(LineCounter::create({"a", {1, 1}, {std::nan(""), 1}}, {}),
                    ErrorCode::InvalidArgument, "two");
    FS_VERIFY_ERROR(LineCounter::create({"a", {1, 1}, {2, 1}}, {-1, {}}),
                    ErrorCode::InvalidArgument, "dead-band");
  }
};

QTEST_GUILESS_MAIN(TestLineCounter)
#include "tst_line_counter.moc"
