#include <chrono>

#include <QTest>

#include "core/pipeline/pacer.h"

using namespace followspot;
using namespace std::chrono_literals;

class TestPacer : public QObject {
  Q_OBJECT
 private slots:
  void picturesAreDueAtTheirOwnRate() {
    Pacer pacer;
    QCOMPARE(pacer.due(at(40ms), wall(100ms)), wall(100ms));  // the first: now
    QCOMPARE(pacer.due(at(140ms), wall(120ms)), wall(200ms));
    QCOMPARE(pacer.due(at(1040ms), wall(130ms)), wall(1100ms));  // any distance
  }

  void aLatePictureDoesNotShiftTheOthers() {
    Pacer pacer;
    static_cast<void>(pacer.due(at(0ms), wall(0ms)));
    QCOMPARE(pacer.due(at(100ms), wall(1100ms)), wall(100ms));  // 1 s late: still forgiven
    QCOMPARE(pacer.due(at(1500ms), wall(1100ms)), wall(1500ms));
  }

  void tooLateBeginsAnew() {
    Pacer pacer;
    static_cast<void>(pacer.due(at(0ms), wall(0ms)));
    QCOMPARE(pacer.due(at(100ms), wall(1101ms)), wall(1101ms));
    QCOMPARE(pacer.due(at(200ms), wall(1150ms)), wall(1201ms));
  }

  void goingBackBeginsAnew() {
    Pacer pacer;
    static_cast<void>(pacer.due(at(5000ms), wall(0ms)));
    QCOMPARE(pacer.due(at(4900ms), wall(10ms)), wall(10ms));
    QCOMPARE(pacer.due(at(5000ms), wall(10ms)), wall(110ms));
  }

  void restartMakesTheNextOneDueNow() {
    Pacer pacer;
    static_cast<void>(pacer.due(at(0ms), wall(0ms)));
    pacer.restart();
    QCOMPARE(pacer.due(at(9000ms), wall(50ms)), wall(50ms));
    QCOMPARE(pacer.due(at(9100ms), wall(50ms)), wall(150ms));
  }

 private:
  static Timestamp at(std::chrono::milliseconds time) { return Timestamp(time); }
  static Pacer::Clock::time_point wall(std::chrono::milliseconds time) {
    return Pacer::Clock::time_point(std::chrono::hours(5)) + time;
  }
};

QTEST_GUILESS_MAIN(TestPacer)
#include "tst_pacer.moc"
