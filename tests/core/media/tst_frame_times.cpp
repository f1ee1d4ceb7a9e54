#include <limits>
#include <random>

#include <QTest>

#include "core/media/ffmpeg/frame_times.h"

using namespace followspot;

class TestFrameTimes : public QObject {
  Q_OBJECT

  using Pts = std::optional<std::int64_t>;

  /// Milliseconds that a 25-a-second source with this clock (time base 1/1000) gets.
  static std::vector<std::int64_t> millis(const std::vector<Pts>& clock, FrameTimes& times) {
    std::vector<std::int64_t> result;
    for (const Pts& pts : clock) {
      result.push_back(times.next(pts).time_since_epoch().count() / 1000);
    }
    return result;
  }

 private slots:
  void putsTimesRight_data() {
    QTest::addColumn<std::vector<Pts>>("clock");
    QTest::addColumn<std::vector<std::int64_t>>("expected");
    QTest::addColumn<int>("repairs");
    using Clock = std::vector<Pts>;
    using Millis = std::vector<std::int64_t>;
    const Pts none;
    QTest::newRow("good times count from the first")
        << Clock{500, 540, 590, 700} << Millis{0, 40, 90, 200} << 0;
    QTest::newRow("a missing one is a step after") << Clock{0, none, 80} << Millis{0, 40, 80} << 1;
    QTest::newRow("missing at the start") << Clock{none, none, 700} << Millis{0, 40, 80} << 2;
    QTest::newRow("none at all") << Clock{none, none, none} << Millis{0, 40, 80} << 3;
    QTest::newRow("an equal one leaves room") << Clock{0, 40, 40, 80} << Millis{0, 40, 60, 80} << 1;
    QTest::newRow("a little back") << Clock{0, 40, 30, 80} << Millis{0, 40, 60, 80} << 1;
    QTest::newRow("a new clock") << Clock{9000, 9040, 0, 40, 80} << Millis{0, 40, 80, 120, 160}
                                 << 1;
    QTest::newRow("a gap stays a gap")
        << Clock{0, 40, 36'000'000} << Millis{0, 40, 36'000'000} << 0;
    QTest::newRow("negative times") << Clock{-80, -40, 0} << Millis{0, 40, 80} << 0;
    QTest::newRow("beyond all sense") << Clock{0, std::numeric_limits<std::int64_t>::max(), 80,
                                               std::numeric_limits<std::int64_t>::min() + 1}
                                      << Millis{0, 40, 80, 120} << 2;
  }

  void putsTimesRight() {
    QFETCH(std::vector<Pts>, clock);
    QFETCH(std::vector<std::int64_t>, expected);
    QFETCH(int, repairs);
    FrameTimes times({1, 1000}, 25, std::nullopt);
    QCOMPARE(millis(clock, times), expected);
    QCOMPARE(times.repairs(), repairs);
  }

  void aFixedRateOverridesAll() {
    FrameTimes times({1, 1000}, 25, 50.0);
    QCOMPARE(millis({0, 1000, 500, std::nullopt}, times),
             (std::vector<std::int64_t>{0, 20, 40, 60}));
    times.moveTo(100, 0);
    QCOMPARE(times.next(7), timestampAt(2.0));
  }

  void goesOnAfterASeekAsIfReadThrough() {
    FrameTimes times({1, 90'000}, 30, std::nullopt);
    times.next(1000);
    times.moveTo(30, 1000);
    QCOMPARE(times.next(91'000), timestampAt(1.0));
    times.restart();
    QCOMPARE(times.next(1000), timestampAt(0));
  }

  void whateverComesTimesIncrease() {
    std::mt19937_64 random(11);
    for (const Rational base : {Rational{1, 1000}, Rational{1, 1'000'000'000}, Rational{1, 1},
                                Rational{2'000'000'000, 1}}) {
      FrameTimes times(base, 30, std::nullopt);
      Timestamp last = timestampAt(-1);
      for (int i = 0; i < 20'000; ++i) {
        const auto kind = random() % 4;
        const auto any = static_cast<std::int64_t>(random());
        const Pts pts = kind == 0 ? Pts() : kind == 1 ? Pts(any) : Pts(any % 1000);
        const Timestamp time = times.next(pts);
        QVERIFY(time > last);
        last = time;
      }
    }
  }
};

QTEST_GUILESS_MAIN(TestFrameTimes)
#include "tst_frame_times.moc"
