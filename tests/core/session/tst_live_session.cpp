#include <algorithm>
#include <atomic>

#include <QTest>

#include "tests/support/session_fakes.h"

using namespace followspot;
using namespace followspot::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 20s;

SessionSettings live(int workers = 1) {
  SessionSettings settings;
  settings.pacing = Pacing::Live;
  settings.detectorWorkers = workers;
  return settings;
}

SourceScript camera(std::int64_t frames, std::int64_t allowed) {
  SourceScript source;
  source.frames = frames;
  source.live = true;
  source.valve = std::make_shared<Valve>(allowed);
  return source;
}

}  // namespace

class TestLiveSession : public QObject {
  Q_OBJECT
 private slots:
  void theNewestWinsAndEveryDropIsCounted() {
    RecordingSink sink;
    const SourceScript source = camera(10, 1);
    ScriptedDetector::Script detector;
    detector.valve = std::make_shared<Valve>(0);
    TrackingSession session(live(), scriptedParts(source, detector, {&sink}), {});
    const OpenAtExit guard{detector.valve};
    detector.valve->awaitBlocked();  // has picture 0
    source.valve->allow(8);          // 1 ... 8
    QTRY_COMPARE(session.stats().position, FrameId{8});
    QCOMPARE(session.stats().framesSkipped, std::int64_t{7});
    detector.valve->allow(1);
    detector.valve->awaitBlocked();  // has picture 8, the newest
    source.valve->allow(2);          // 9, and the end
    detector.valve->allow(Valve::kUnlimited);
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Finished);
    QCOMPARE(sink.ids(), (std::vector<std::int64_t>{0, 8, 9}));
    const SessionStats stats = session.stats();
    QCOMPARE(stats.framesRead, std::int64_t{10});
    QCOMPARE(stats.framesDetected, std::int64_t{3});
    QCOMPARE(stats.framesSkipped, std::int64_t{7});
  }

  void aLostCameraIsOpenedAgain() {
    RecordingSink sink;
    SourceScript lost = camera(100, Valve::kUnlimited);
    lost.failAt = 2;
    lost.failure = ErrorCode::Unavailable;
    const SourceScript back = camera(2, 1);
    SessionParts parts = scriptedParts(lost, {}, {&sink});
    std::atomic<int> opened = 0;
    parts.openSource = [&](const std::stop_token&) -> Result<std::unique_ptr<VideoSource>> {
      switch (++opened) {
        case 1:
          return std::make_unique<ScriptedSource>(lost);
        case 2:
          return fail(ErrorCode::Unavailable, "script: nothing answers there.");
        default:
          return std::make_unique<ScriptedSource>(back);
      }
    };
    SessionSettings settings = live();
    settings.reconnect = ReconnectPolicy{.first = 5ms, .longest = 5ms};
    TrackingSession session(settings, parts, {});
    const OpenAtExit guard{back.valve};
    QTRY_COMPARE(session.stats().position, FrameId{2});  // the first after the loss
    const SourceLink link = session.stats().link;
    QVERIFY(link.state == SourceLink::State::Up);
    QCOMPARE(link.losses, 1);
    QCOMPARE(link.attempts, 2);
    QCOMPARE(session.state(), SessionState::Running);
    back.valve->allow(Valve::kUnlimited);
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Finished);
    QCOMPARE(session.stats().framesRead, std::int64_t{4});
    QCOMPARE(sink.ids().back(), std::int64_t{3});
  }

  void aLostCameraEndsASessionThatDoesNotReconnect() {
    SourceScript lost = camera(100, Valve::kUnlimited);
    lost.failAt = 2;
    lost.failure = ErrorCode::Unavailable;
    SessionSettings settings = live();
    settings.reconnect.reset();
    TrackingSession session(settings, scriptedParts(lost, {}, {}), {});
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Failed);
  }

  void aLostCameraIsSeenAndTheWaitEndsAtOnce() {
    SourceScript lost = camera(100, Valve::kUnlimited);
    lost.failAt = 2;
    lost.failure = ErrorCode::Unavailable;
    std::atomic<int> news = 0;
    SessionSettings settings = live();
    settings.reconnect = ReconnectPolicy{.first = 60s, .longest = 60s};
    TrackingSession session(settings, scriptedParts(lost, {}, {}), [&] { ++news; });
    QTRY_VERIFY(session.stats().link.state == SourceLink::State::Waiting);
    QCOMPARE(session.stats().link.reason, std::string("script: damaged here. Repair it."));
    QCOMPARE(session.state(), SessionState::Running);
    const auto begin = std::chrono::steady_clock::now();
    session.stop();
    QVERIFY(session.wait(kLong));
    QVERIFY(std::chrono::steady_clock::now() - begin < 500ms);
    QCOMPARE(session.state(), SessionState::Stopped);
  }

  void readIsDetectedPlusSkippedAtAnySpeed() {
    RecordingSink sink;
    const SourceScript source = camera(3000, Valve::kUnlimited);
    TrackingSession session(live(3), scriptedParts(source, {}, {&sink}), {});
    QVERIFY(session.wait(kLong));
    const SessionStats stats = session.stats();
    QCOMPARE(stats.framesRead, std::int64_t{3000});
    QCOMPARE(stats.framesDetected + stats.framesSkipped, std::int64_t{3000});
    const auto ids = sink.ids();
    QCOMPARE(static_cast<std::int64_t>(ids.size()), stats.framesDetected);
    QVERIFY(std::ranges::is_sorted(ids, std::ranges::less_equal{}) || ids.size() == 1);
    QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
    QCOMPARE(ids.back(), std::int64_t{2999});
    for (const auto& seen : sink.seen()) {
      QCOMPARE(seen.tracks.front().hits, 1);  // the tracker saw strictly increasing pictures
    }
  }

  void picturesNeverWaitForTheDetector() {
    const SourceScript source = camera(100, 1);
    ScriptedDetector::Script detector;
    detector.valve = std::make_shared<Valve>(1);
    RecordingSink sink;
    TrackingSession session(live(), scriptedParts(source, detector, {&sink}), {});
    const OpenAtExit guard{detector.valve};
    QTRY_COMPARE(session.stats().framesDetected, std::int64_t{1});
    source.valve->allow(1);
    detector.valve->awaitBlocked();  // stuck with picture 1 from here on
    QTRY_COMPARE(session.stats().position, FrameId{1});
    for (std::int64_t id = 2; id < 50; ++id) {
      source.valve->allow(1);
      QTRY_COMPARE(session.stats().position, FrameId{id});
      const auto picture = awaitPicture(
          session, [id](const TrackedFrame& seen) { return seen.frame.id() == FrameId{id}; });
      QVERIFY(picture);
      QVERIFY(picture->predicted);
      // Picture 0 has one object.
      QCOMPARE(picture->tracks.items.size(), std::size_t{1});
      QCOMPARE(picture->tracks.items.front().state, TrackState::Coasting);
      QCOMPARE(picture->tracks.time, picture->frame.time());
    }
    // The sinks were shown the same, each picture once; of detections they know one.
    QTRY_COMPARE(sink.shown().size(), std::size_t{50});
    const auto shown = sink.shown();
    for (std::size_t id = 2; id < shown.size(); ++id) {
      QCOMPARE(shown[id].id, static_cast<std::int64_t>(id));
      QVERIFY(shown[id].predicted);
      QCOMPARE(shown[id].tracks.size(), std::size_t{1});
    }
    QCOMPARE(sink.ids(), (std::vector<std::int64_t>{0}));
    detector.valve->allow(Valve::kUnlimited);
  }

  void sinksAreShownPicturesInOrderAtAnySpeed() {
    RecordingSink sink;
    TrackingSession session(live(3), scriptedParts(camera(3000, Valve::kUnlimited), {}, {&sink}),
                            {});
    QVERIFY(session.wait(kLong));
    std::vector<std::int64_t> ids;
    for (const auto& shown : sink.shown()) {
      ids.push_back(shown.id);
    }
    QVERIFY(std::ranges::is_sorted(ids));
    QVERIFY(std::ranges::adjacent_find(ids) == ids.end());
    QCOMPARE(ids.back(), std::int64_t{2999});
  }

  void aSinkThatCannotShowEndsTheSession() {
    RecordingSink sink;
    sink.failAtShown = 5;
    const SourceScript source = camera(100, 1);
    TrackingSession session(live(), scriptedParts(source, {}, {&sink}), {});
    for (std::size_t count = 1; count <= 5; ++count) {
      QTRY_COMPARE(sink.shown().size(), count);  // none is left out
      source.valve->allow(1);
    }
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Failed);
    QVERIFY(session.error()->message.starts_with("out.mp4: disk full"));
    QCOMPARE(sink.shown().size(), std::size_t{5});
  }

  void recordedPicturesAreNotShownToSinks() {
    RecordingSink sink;
    TrackingSession session({}, scriptedParts({}, {}, {&sink}), {});
    QVERIFY(session.wait(kLong));
    QCOMPARE(sink.ids().size(), std::size_t{100});
    QVERIFY(sink.shown().empty());
  }

  void aLateResultMakesTheShownPictureBetter() {
    const SourceScript source = camera(100, 1);
    ScriptedDetector::Script detector;
    detector.valve = std::make_shared<Valve>(0);
    TrackingSession session(live(), scriptedParts(source, detector), {});
    const OpenAtExit guard{detector.valve};
    detector.valve->awaitBlocked();
    source.valve->allow(3);
    QTRY_COMPARE(session.stats().position, FrameId{3});
    auto before = session.takePicture();
    QVERIFY(before);
    QCOMPARE(before->frame.id(), FrameId{3});
    QVERIFY(before->tracks.items.empty());
    detector.valve->allow(1);  // the result for picture 0
    auto after = awaitPicture(session);
    detector.valve->awaitBlocked();  // has picture 3
    QVERIFY(after);
    QCOMPARE(after->frame.id(), FrameId{3});
    QVERIFY(after->predicted);
    QCOMPARE(after->tracks.items.size(), std::size_t{1});
    detector.valve->allow(Valve::kUnlimited);
    after = awaitPicture(session);
    QVERIFY(after);
    QCOMPARE(after->frame.id(), FrameId{3});
    QVERIFY(!after->predicted);
    QCOMPARE(after->tracks.items.size(), std::size_t{4});
  }

  void resultsOfManyWorkersAreAppliedInOrder() {
    RecordingSink sink;
    const SourceScript source = camera(2, 1);
    // Whoever comes first waits; later pictures pass.
    auto first = std::make_shared<Valve>(0);
    ScriptedDetector::Script detector;
    detector.throws = [first](std::int64_t id) {
      if (id == 0) {
        first->pass();
      }
      return false;
    };
    std::atomic<int> calls = 0;
    detector.calls = &calls;
    TrackingSession session(live(2), scriptedParts(source, detector, {&sink}), {});
    const OpenAtExit guard{first};
    first->awaitBlocked();
    source.valve->allow(2);
    QTRY_COMPARE(calls.load(), 2);  // picture 1 is done, or nearly so
    QTest::qWait(20);
    QVERIFY(sink.ids().empty());
    first->allow(1);
    QVERIFY(session.wait(kLong));
    QCOMPARE(sink.ids(), (std::vector<std::int64_t>{0, 1}));
  }

  void aPausedCameraIsReadAndDropped() {
    const SourceScript source = camera(1000, 1);
    TrackingSession session(live(), scriptedParts(source), {});
    QTRY_COMPARE(session.stats().framesDetected, std::int64_t{1});
    session.pause();
    source.valve->allow(10);
    QTRY_COMPARE(session.stats().framesSkipped, std::int64_t{10});
    QCOMPARE(session.stats().position, FrameId{0});
    session.step();
    source.valve->allow(1);
    QTRY_COMPARE(session.stats().position, FrameId{11});
    session.resume();
    source.valve->allow(1);
    QTRY_COMPARE(session.stats().position, FrameId{12});
  }

  void aFilePlaysAtItsOwnRate() {
    SourceScript source;
    source.frames = 21;
    source.rate = 50;  // 20 intervals of 20 ms
    RecordingSink sink;
    const auto begin = std::chrono::steady_clock::now();
    TrackingSession session(live(), scriptedParts(source, {}, {&sink}), {});
    QVERIFY(session.wait(kLong));
    const auto took = std::chrono::steady_clock::now() - begin;
    QVERIFY2(took >= 399ms, "played faster than the file says");
    QCOMPARE(sink.ids().back(), std::int64_t{20});
  }

  void failedDetectionsAreForgivenThirtyTimesInARow_data() {
    QTest::addColumn<int>("failures");
    QTest::addColumn<bool>("ends");
    QTest::newRow("30 in a row") << 30 << false;
    QTest::newRow("31 in a row") << 31 << true;
  }
  void failedDetectionsAreForgivenThirtyTimesInARow() {
    QFETCH(const int, failures);
    QFETCH(const bool, ends);
    RecordingSink sink;
    SourceScript source = camera(100, 0);
    ScriptedDetector::Script detector;
    detector.fails = [failures](std::int64_t id) { return id >= 5 && id < 5 + failures; };
    std::atomic<int> calls = 0;
    detector.calls = &calls;
    TrackingSession session(live(), scriptedParts(source, detector, {&sink}), {});
    for (int id = 0; id < 40 && session.state() != SessionState::Failed; ++id) {
      source.valve->allow(1);
      QTRY_VERIFY(calls.load() == id + 1 || session.state() == SessionState::Failed);
    }
    source.valve->allow(Valve::kUnlimited);
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state() == SessionState::Failed, ends);
    if (ends) {
      QVERIFY(session.error()->message.find("31 pictures in a row") != std::string::npos);
      QCOMPARE(sink.ids(), (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
    }
  }
};

QTEST_GUILESS_MAIN(TestLiveSession)
#include "tst_live_session.moc"
