#include <QTest>

#include "core/base/rate_meter.h"

using namespace std::chrono_literals;
using followspot::RateMeter;

class TestRateMeter : public QObject {
  Q_OBJECT
 private slots:
  void steadyEventsGiveTheirRate() {
    RateMeter meter;
    RateMeter::Clock::time_point now{1000s};
    QCOMPARE(meter.rate(now), 0.0);
    meter.count(now);
    QCOMPARE(meter.rate(now), 0.0);
    for (int i = 0; i < 1000; ++i) {
      now += 40ms;
      meter.count(now);
    }
    QCOMPARE(meter.rate(now), 25.0);
  }

  void silenceMakesItZero() {
    RateMeter meter;
    const RateMeter::Clock::time_point now{1000s};
    meter.count(now);
    meter.count(now + 100ms);
    QCOMPARE(meter.rate(now + 100ms), 10.0);
    QCOMPARE(meter.rate(now + 2s), 0.0);
  }

  void fasterThanItsMemoryIsStillRight() {
    RateMeter meter;
    RateMeter::Clock::time_point now{1000s};
    for (int i = 0; i < 10000; ++i) {
      now += 1ms;
      meter.count(now);
    }
    QCOMPARE(meter.rate(now), 1000.0);
  }
};

QTEST_GUILESS_MAIN(TestRateMeter)
#include "tst_rate_meter.moc"
