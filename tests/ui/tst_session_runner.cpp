#include <QSignalSpy>
#include <QTest>

#include "tests/ui/scripted_engine.h"
#include "ui/bridge/session_runner.h"

using namespace followspot;
using namespace followspot::test;
using namespace followspot::ui;

class TestSessionRunner : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    engine_ = std::make_shared<ScriptedEngine>();
    engine_->source.frames = 100'000;
    engine_->source.rate = 50;
  }

  void convertsOffTheGuiThreadToTheSizeWanted() {
    SessionRunner runner(engine_);
    std::optional<ShownPicture> last;
    connect(&runner, &SessionRunner::pictureReady, this,
            [&](const ShownPicture& picture) { last = picture; });
    runner.setViewport(FrameSize{640, 640});
    runner.open({.input = "clip", .startPaused = true});
    QTRY_VERIFY(last.has_value());
    QCOMPARE(last->image.size(), QSize(640, 480));  // 64 x 48 fitted in.
    QCOMPARE(last->image.format(), QImage::Format_RGB32);
    runner.setViewport(FrameSize{320, 640});
    QTRY_COMPARE(last->image.size(), QSize(320, 240));
    QVERIFY(last->repeated);  // The same picture, anew.
    runner.setViewport(std::nullopt);
    runner.step();
    QTRY_VERIFY(last->image.isNull());
  }

  void aBusyWindowSeesTheNewestPictureOnce() {
    SessionRunner runner(engine_);
    int calls = 0;
    std::int64_t frame = -1;
    connect(&runner, &SessionRunner::pictureReady, this, [&](const ShownPicture& picture) {
      ++calls;
      frame = indexOf(picture.tracks.frame);
    });
    runner.open({.input = "clip", .pacing = Pacing::Recorded});
    QTRY_VERIFY(frame > 0);
    // The GUI thread is busy until 200 more pictures have gone by.
    const int before = calls;
    const std::int64_t shown = frame;
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < std::chrono::milliseconds(300)) {
    }
    QCoreApplication::processEvents();
    QVERIFY(calls - before <= 2);
    QVERIFY(frame > shown);
  }

  void manyJumpsAreOne() {
    SessionRunner runner(engine_);
    std::int64_t frame = -1;
    connect(&runner, &SessionRunner::pictureReady, this,
            [&](const ShownPicture& picture) { frame = indexOf(picture.tracks.frame); });
    runner.open({.input = "clip", .startPaused = true});
    QTRY_COMPARE(frame, 0);
    for (int target = 1; target <= 500; ++target) {
      runner.seek(FrameId{target * 10});
    }
    QTRY_COMPARE(frame, 5000);
  }

  void opensAtAPicture() {
    SessionRunner runner(engine_);
    std::vector<std::int64_t> frames;
    connect(&runner, &SessionRunner::pictureReady, this,
            [&](const ShownPicture& picture) { frames.push_back(indexOf(picture.tracks.frame)); });
    runner.open({.input = "clip", .startPaused = true, .startAt = FrameId{4321}});
    QTRY_VERIFY(!frames.empty());
    QCOMPARE(frames.front(), 4321);  // Nothing of the beginning flashes up.
  }

  void changesPacingWhereItIs() {
    SessionRunner runner(engine_);
    std::int64_t frame = -1;
    connect(&runner, &SessionRunner::pictureReady, this,
            [&](const ShownPicture& picture) { frame = indexOf(picture.tracks.frame); });
    runner.open({.input = "clip", .startPaused = true, .startAt = FrameId{70}});
    QTRY_COMPARE(frame, 70);
    runner.setPacing(Pacing::Recorded);
    QTRY_COMPARE(runner.snapshot().pacing, Pacing::Recorded);
    QTRY_COMPARE(runner.snapshot().state, SessionState::Paused);
    QTRY_COMPARE(frame, 70);
  }

  void endsInEveryState_data() {
    QTest::addColumn<int>("milliseconds");
    for (const int wait : {0, 1, 5, 20, 60}) {
      QTest::addRow("after %d ms", wait) << wait;
    }
  }
  void endsInEveryState() {
    QFETCH(const int, milliseconds);
    const auto start = std::chrono::steady_clock::now();
    {
      SessionRunner runner(engine_);
      runner.setViewport(FrameSize{320, 240});
      runner.open({.input = "clip"});
      QTest::qWait(milliseconds);  // A different moment each time; nothing depends on which.
    }
    QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(1500));
  }

  void openingManyTimesShowsTheLast() {
    SessionRunner runner(engine_);
    for (int k = 0; k < 20; ++k) {
      runner.open({.input = "clip" + std::to_string(k)});
    }
    QTRY_VERIFY(runner.snapshot().input == "clip19");
    QTRY_VERIFY(runner.snapshot().state == SessionState::Running);
  }

 private:
  std::shared_ptr<ScriptedEngine> engine_;
};

QTEST_MAIN(TestSessionRunner)
#include "tst_session_runner.moc"
