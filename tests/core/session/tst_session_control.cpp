#include <chrono>
#include <stop_token>
#include <thread>

#include <QTest>

#include "core/session/session_control.h"

using namespace followspot;
using namespace std::chrono_literals;

namespace {

using Turn = SessionControl::Turn;
using Pausable = SessionControl::Pausable;
using Time = std::chrono::steady_clock::time_point;

constexpr Time kNow{};  // long past

Time inAnHour() { return std::chrono::steady_clock::now() + 1h; }

}  // namespace

class TestSessionControl : public QObject {
  Q_OBJECT
 private slots:
  void aDuePictureIsEmitted() {
    SessionControl control(false);
    const auto order = control.wait(Pausable::Holds, kNow, {});
    QCOMPARE(order.turn, Turn::Emit);
    QVERIFY(!order.single && !order.afterPause);
  }

  void aPausedStartShowsOnePicture() {
    SessionControl control(true);
    QVERIFY(control.paused());
    const auto order = control.wait(Pausable::Holds, inAnHour(), {});  // does not wait for its time
    QCOMPARE(order.turn, Turn::Emit);
    QVERIFY(order.single);
    QVERIFY(idle(control));
  }

  void whilePausedAFileWaitsAndACameraDrops() {
    SessionControl control(false);
    control.pause();
    QCOMPARE(control.wait(Pausable::Drops, kNow, {}).turn, Turn::Drop);
    SessionControl::Order order;
    std::jthread file([&] { order = control.wait(Pausable::Holds, kNow, {}); });
    control.seek(FrameId{1});  // whoever does not wait has emitted by now, or does not see this
    file.join();
    QCOMPARE(order.turn, Turn::Seek);
  }

  void everyStepEmitsOne() {
    SessionControl control(false);
    control.step();
    control.step();
    QVERIFY(control.paused());
    QVERIFY(control.wait(Pausable::Holds, kNow, {}).single);
    QVERIFY(control.wait(Pausable::Drops, kNow, {}).single);
    QVERIFY(idle(control));
  }

  void resumeForgetsStepsAndSaysOnceThatAPauseWas() {
    SessionControl control(false);
    control.step();
    control.step();
    control.resume();
    const auto first = control.wait(Pausable::Holds, inAnHour(), {});
    QCOMPARE(first.turn, Turn::Emit);
    QVERIFY(first.afterPause && !first.single);
    const auto second = control.wait(Pausable::Holds, kNow, {});
    QVERIFY(!second.afterPause && !second.single);
  }

  void aSeekGoesFirstAndTheLastOneWins() {
    SessionControl control(false);
    control.pause();
    control.refilter();
    control.seek(FrameId{5});
    control.seek(FrameId{9});
    const auto order = control.wait(Pausable::Holds, kNow, {});
    QCOMPARE(order.turn, Turn::Seek);
    QCOMPARE(order.target, FrameId{9});
    const auto shown = control.wait(Pausable::Holds, kNow, {});
    QCOMPARE(shown.turn, Turn::Emit);
    QVERIFY(shown.single);
    QVERIFY(idle(control));  // neither refilter nor the other seek is left
  }

  void aSeekWhilePlayingPlaysOn() {
    SessionControl control(false);
    control.seek(FrameId{5});
    QCOMPARE(control.wait(Pausable::Holds, inAnHour(), {}).turn, Turn::Seek);
    const auto order = control.wait(Pausable::Holds, kNow, {});
    QCOMPARE(order.turn, Turn::Emit);
    QVERIFY(!order.single);
  }

  void refilterActsWhilePausedOnly() {
    SessionControl control(false);
    control.refilter();
    QCOMPARE(control.wait(Pausable::Holds, kNow, {}).turn, Turn::Emit);
    control.pause();
    control.refilter();
    QCOMPARE(control.wait(Pausable::Holds, kNow, {}).turn, Turn::Refilter);
    QVERIFY(idle(control));
    control.step();
    control.refilter();  // the step will show the new filter anyway
    QCOMPARE(control.wait(Pausable::Holds, kNow, {}).turn, Turn::Emit);
    QVERIFY(idle(control));
  }

  void whoWaitsHearsOfEverything_data() {
    QTest::addColumn<bool>("paused");
    QTest::addColumn<QString>("call");
    QTest::addColumn<int>("turn");
    const auto row = [](const char* name, bool paused, Turn turn) {
      QTest::newRow(qPrintable(QString("%1, %2").arg(paused ? "paused" : "playing", name)))
          << paused << name << static_cast<int>(turn);
    };
    row("resume", true, Turn::Emit);
    row("step", true, Turn::Emit);
    row("seek", true, Turn::Seek);
    row("refilter", true, Turn::Refilter);
    row("stop", true, Turn::End);
    row("step", false, Turn::Emit);
    row("seek", false, Turn::Seek);
    row("stop", false, Turn::End);
    row("pause, then resume", false, Turn::Emit);
  }
  void whoWaitsHearsOfEverything() {
    QFETCH(const bool, paused);
    QFETCH(const QString, call);
    QFETCH(const int, turn);
    for (int round = 0; round < 50; ++round) {
      SessionControl control(false);
      if (paused) {
        control.pause();
      }
      std::stop_source stop;
      SessionControl::Order order;
      std::jthread waiting(
          [&] { order = control.wait(Pausable::Holds, inAnHour(), stop.get_token()); });
      if (call == "resume") {
        control.resume();
      } else if (call == "step") {
        control.step();
      } else if (call == "seek") {
        control.seek(FrameId{3});
      } else if (call == "refilter") {
        control.refilter();
      } else if (call == "stop") {
        stop.request_stop();
      } else {
        control.pause();
        control.resume();
      }
      waiting.join();
      QCOMPARE(static_cast<int>(order.turn), turn);
    }
  }

  void stopWinsOverWhatIsThere() {
    SessionControl control(false);
    control.seek(FrameId{3});
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(control.wait(Pausable::Holds, kNow, stop.get_token()).turn, Turn::End);
  }

 private:
  /// While paused: whether nothing is left to do, which a camera shows by dropping.
  static bool idle(SessionControl& control) {
    return control.wait(Pausable::Drops, kNow, {}).turn == Turn::Drop;
  }
};

QTEST_GUILESS_MAIN(TestSessionControl)
#include "tst_session_control.moc"
