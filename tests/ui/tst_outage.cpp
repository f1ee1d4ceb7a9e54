#include <chrono>

#include <QTest>

#include "tests/ui/window_stage.h"
#include "ui/watch/outage.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;
using namespace std::chrono_literals;

namespace {

const SourceLink::Clock::time_point kNow{10'000s};

/// A running camera whose last picture came that long ago.
SessionSnapshot camera(std::chrono::milliseconds silence, double frameRate = 25) {
  SessionSnapshot snapshot;
  snapshot.active = true;
  snapshot.state = SessionState::Running;
  snapshot.source.emplace();
  snapshot.source->live = true;
  snapshot.source->frameRate = frameRate;
  snapshot.stats.link.lastPicture = kNow - silence;
  return snapshot;
}

}  // namespace

class TestOutage : public QObject {
  Q_OBJECT

 private slots:
  void saysSinceWhenAndWhenAgain() {
    SessionSnapshot lost = camera(12'400ms);
    lost.stats.link.state = SourceLink::State::Waiting;
    lost.stats.link.retryAt = kNow + 3'200ms;
    lost.stats.link.reason = "rtsp://camera/: cut off.";
    QCOMPARE(outageText(lost, kNow),
             QStringLiteral("No video 00:12, retry in 4 s\nrtsp://camera/: cut off."));
    QVERIFY(
        outageText(lost, kNow + 10min).startsWith(QStringLiteral("No video 10:12, retry in 0 s")));
    lost.stats.link.state = SourceLink::State::Connecting;
    QVERIFY(outageText(lost, kNow).startsWith(QStringLiteral("No video 00:12, connecting")));
  }

  void silenceIsSaidBeforeItIsALoss() {
    QCOMPARE(outageText(camera(1'900ms), kNow), QString());
    QCOMPARE(outageText(camera(3'100ms), kNow), QStringLiteral("No picture for 00:03"));
    // A camera with a picture every four seconds is not silent in between.
    QCOMPARE(outageText(camera(8'000ms, 0.25), kNow), QString());
  }

  void filesAndWhatDoesNotRunAreNeverSilent() {
    SessionSnapshot file = camera(1h);
    file.source->live = false;
    QCOMPARE(outageText(file, kNow), QString());
    SessionSnapshot paused = camera(1h);
    paused.state = SessionState::Paused;
    QCOMPARE(outageText(paused, kNow), QString());
  }

  void theLastPictureIsDimmedUntilTheCameraIsBack() {
    Stage stage;
    stage.engine->source.live = true;
    stage.engine->source.failAt = 20;
    stage.engine->source.failure = ErrorCode::Unavailable;
    stage.openWithModel();
    QTRY_VERIFY(stage.view().dimmed());
    QVERIFY(stage.view().picture());
    QVERIFY(stage.view().notice().startsWith(QStringLiteral("No video 00:0")));
    QVERIFY(stage.view().grab().toImage().pixelColor(stage.view().rect().bottomLeft()).isValid());
    QTRY_VERIFY(stage.shownFrame() >= 20);  // it was opened again, by itself
    QCOMPARE(stage.issues().rowCount(), 0);
  }
};

QTEST_MAIN(TestOutage)
#include "tst_outage.moc"
