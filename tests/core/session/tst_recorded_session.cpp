#include <numeric>

#include <QTest>

#include "tests/support/session_fakes.h"

using namespace followspot;
using namespace followspot::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 20s;

std::vector<std::int64_t> range(std::int64_t from, std::int64_t to, std::int64_t step = 1) {
  std::vector<std::int64_t> ids;
  for (std::int64_t id = from; id < to; id += step) {
    ids.push_back(id);
  }
  return ids;
}

std::optional<TrackedFrame> awaitDetected(TrackingSession& session, std::int64_t id) {
  return awaitPicture(session, [id](const TrackedFrame& picture) {
    return indexOf(picture.frame.id()) == id && !picture.predicted;
  });
}

}  // namespace

namespace {

/// Says how far the picture's number is from that of the one before.
class NumberMeter final : public MotionMeter {
 public:
  std::optional<Affine> measure(const Frame& frame) override {
    std::optional<Affine> motion;
    if (before_) {
      motion = Affine{};
      motion->tx = static_cast<double>(indexOf(frame.id()) - *before_);
    }
    before_ = indexOf(frame.id());
    return motion;
  }
  void reset() override { before_.reset(); }

 private:
  std::optional<std::int64_t> before_;
};

/// Keeps the motion that each detected picture came with; 0: none.
class MotionSink final : public TrackSink {
 public:
  Result<void> consume(const TrackedFrame& frame) override {
    if (!frame.predicted) {
      const auto& motion = frame.detections.cameraMotion;
      motions.emplace_back(indexOf(frame.frame.id()), motion ? motion->tx : 0);
    }
    return {};
  }
  std::vector<std::pair<std::int64_t, double>> motions;
};

}  // namespace

class TestRecordedSession : public QObject {
  Q_OBJECT
 private slots:
  void everyPictureComesOutOnceAndInOrder_data() {
    QTest::addColumn<int>("workers");
    for (const int workers : {1, 2, 3, 8}) {
      QTest::addRow("%d workers", workers) << workers;
    }
  }
  void everyPictureComesOutOnceAndInOrder() {
    QFETCH(const int, workers);
    RecordingSink sink;
    SourceScript source;
    source.frames = 500;
    SessionSettings settings;
    settings.detectorWorkers = workers;
    TrackingSession session(settings, scriptedParts(source, {}, {&sink}), {});
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Finished);
    QCOMPARE(sink.ids(), range(0, 500));
    for (const auto& seen : sink.seen()) {
      QVERIFY(!seen.predicted);
      // Scores from 0.95 down by 0.1, none under 0.5: at most 5 of the id % 5 + 1.
      QCOMPARE(seen.tracks.size(), static_cast<std::size_t>(seen.id % 5 + 1));
      QCOMPARE(seen.tracks.front().hits, 1);
      QCOMPARE(seen.tracks.front().box.y, static_cast<double>(seen.id % 7));
    }
    const SessionStats stats = session.stats();
    QCOMPARE(stats.framesRead, std::int64_t{500});
    QCOMPARE(stats.framesDetected, std::int64_t{500});
    QCOMPARE(stats.framesTracked, std::int64_t{500});
    QCOMPARE(stats.framesSkipped, std::int64_t{0});
    QCOMPARE(stats.tracksBorn, std::int64_t{5});
    QCOMPARE(stats.workers, workers);
    QCOMPARE(stats.position, FrameId{499});
  }

  void aSlowSinkHoldsTheSourceBack() {
    RecordingSink sink;
    sink.valve = std::make_shared<Valve>(0);
    SessionSettings settings;
    settings.detectorWorkers = 2;
    SourceScript source;
    source.valve = std::make_shared<Valve>();
    TrackingSession session(settings, scriptedParts(source, {}, {&sink}), {});
    const OpenAtExit guard{sink.valve};
    sink.valve->awaitBlocked();
    // 2 workers: 6 items under way, and one read ahead.
    QVERIFY(QTest::qWaitFor([&] { return session.stats().framesRead == 7; }));
    QTest::qWait(50);
    QCOMPARE(session.stats().framesRead, std::int64_t{7});
    sink.valve->allow(Valve::kUnlimited);
    QVERIFY(session.wait(kLong));
    QCOMPARE(sink.ids(), range(0, 100));
  }

  void everyNthPictureIsDetectedAndAllAreTracked() {
    RecordingSink sink;
    std::atomic<int> calls = 0;
    SessionSettings settings;
    settings.detectEvery = 3;
    settings.detectorWorkers = 2;
    ScriptedDetector::Script detector;
    detector.calls = &calls;
    TrackingSession session(settings, scriptedParts({}, detector, {&sink}), {});
    QVERIFY(session.wait(kLong));
    QCOMPARE(calls.load(), 34);
    QCOMPARE(sink.ids(), range(0, 100));
    for (const auto& seen : sink.seen()) {
      QCOMPARE(seen.predicted, seen.id % 3 != 0);
      // Between detections the tracks are those of the last one, predicted.
      QCOMPARE(seen.tracks.size(), static_cast<std::size_t>((seen.id - seen.id % 3) % 5 + 1));
      QCOMPARE(seen.tracks.front().state,
               seen.predicted ? TrackState::Coasting : TrackState::Confirmed);
    }
  }

  void theCamerasMotionComesWithItsPicture() {
    for (const int workers : {1, 3}) {
      MotionSink sink;
      SessionParts parts = scriptedParts({.frames = 100}, {}, {&sink});
      parts.makeMotionMeter = [] { return std::make_unique<NumberMeter>(); };
      SessionSettings settings;
      settings.detectorWorkers = workers;
      settings.detectEvery = 3;
      TrackingSession session(settings, std::move(parts), {});
      QVERIFY(session.wait(20s));
      QCOMPARE(session.state(), SessionState::Finished);
      QCOMPARE(sink.motions.size(), 34U);
      for (std::size_t i = 0; i < sink.motions.size(); ++i) {
        QCOMPARE(sink.motions[i].first, static_cast<std::int64_t>(3 * i));
        QCOMPARE(sink.motions[i].second, i == 0 ? 0. : 3.);
      }
    }
  }

  void fromAndToAreTimes_data() {
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    QTest::addColumn<std::vector<double>>("times");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::newRow("on pictures") << 5.0 << 7.0 << std::vector<double>{} << 50 << 69;
    QTest::newRow("between pictures") << 5.05 << 7.05 << std::vector<double>{} << 51 << 70;
    QTest::newRow("from the start") << 0.0 << 0.05 << std::vector<double>{} << 0 << 0;
    QTest::newRow("past the end") << 11.0 << 12.0 << std::vector<double>{} << 0 << -1;
    // 100 pictures a second apart in a file that claims 10 a second: the guess lies too far on.
    std::vector<double> slow(100);
    std::iota(slow.begin(), slow.end(), 0.0);
    QTest::newRow("rate claimed too high") << 9.5 << 12.0 << slow << 10 << 11;
    QTest::newRow("rate claimed far too high") << 40.0 << 41.0 << slow << 40 << 40;
  }
  void fromAndToAreTimes() {
    QFETCH(const double, from);
    QFETCH(const double, to);
    QFETCH(const std::vector<double>, times);
    QFETCH(const int, first);
    QFETCH(const int, last);
    RecordingSink sink;
    SourceScript source;
    source.times = times;
    SessionSettings settings;
    settings.from = Seconds(from);
    settings.to = Seconds(to);
    TrackingSession session(settings, scriptedParts(source, {}, {&sink}), {});
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Finished);
    QCOMPARE(sink.ids(), range(first, last + 1));
  }

  void startsPausedStepsAndResumes() {
    RecordingSink sink;
    SessionSettings settings;
    settings.startPaused = true;
    TrackingSession session(settings, scriptedParts({}, {}, {&sink}), {});
    QVERIFY(awaitDetected(session, 0));
    QCOMPARE(session.state(), SessionState::Paused);
    session.step();
    QVERIFY(awaitDetected(session, 1));
    session.step();
    QVERIFY(awaitDetected(session, 2));
    QTest::qWait(30);
    QCOMPARE(sink.ids(), range(0, 3));
    session.resume();
    QVERIFY(session.wait(kLong));
    QCOMPARE(sink.ids(), range(0, 100));
  }

  void pauseHoldsTheSource() {
    RecordingSink sink;
    SourceScript source;
    source.frames = 1'000'000;
    TrackingSession session({}, scriptedParts(source, {}, {&sink}), {});
    QVERIFY(QTest::qWaitFor([&] { return session.stats().framesTracked > 20; }));
    session.pause();
    QCOMPARE(session.state(), SessionState::Paused);
    // What was under way still comes out.
    std::int64_t before = 0;
    QTRY_VERIFY([&] {
      before = session.stats().framesTracked;
      QTest::qWait(50);
      return session.stats().framesTracked == before;
    }());
    session.resume();
    QVERIFY(QTest::qWaitFor([&] { return session.stats().framesTracked > before; }));
    QCOMPARE(session.state(), SessionState::Running);
  }

  void seekShowsThatPictureDetectedAndForgetsTheTracks() {
    SessionSettings settings;
    settings.startPaused = true;
    TrackingSession session(settings, scriptedParts({}), {});
    QVERIFY(awaitDetected(session, 0));
    session.seek(FrameId{73});
    const auto picture = awaitDetected(session, 73);
    QVERIFY(picture);
    QCOMPARE(picture->tracks.items.size(), std::size_t{4});
    session.seek(FrameId{20});  // backwards: only a reset tracker accepts it
    const auto earlier = awaitDetected(session, 20);
    QVERIFY(earlier);
    QCOMPARE(earlier->tracks.items.front().hits, 1);
    QCOMPARE(session.state(), SessionState::Paused);
  }

  void seekAtTheEndWhilePausedGoesBack() {
    SessionSettings settings;
    settings.startPaused = true;
    SourceScript source;
    source.frames = 3;
    TrackingSession session(settings, scriptedParts(source), {});
    QVERIFY(awaitDetected(session, 0));
    session.seek(FrameId{2});
    QVERIFY(awaitDetected(session, 2));
    session.seek(FrameId{1});
    QVERIFY(awaitDetected(session, 1));
    session.seek(FrameId{50});  // past the end: stays
    QVERIFY(awaitDetected(session, 1));
    session.resume();
    QVERIFY(session.wait(kLong));
    QCOMPARE(session.state(), SessionState::Finished);
  }

  void theLastOfManySeeksWins() {
    SourceScript source;
    source.frames = 100'000;
    SessionSettings settings;
    settings.startPaused = true;
    TrackingSession session(settings, scriptedParts(source), {});
    for (int i = 0; i < 2000; ++i) {
      session.seek(FrameId{(i * 7919) % 90'000});
    }
    session.seek(FrameId{4242});
    QVERIFY(awaitDetected(session, 4242));
    QTest::qWait(20);
    QVERIFY(!session.takePicture());
  }

  void aNewFilterActsOnTheShownPicture() {
    SessionSettings settings;
    settings.startPaused = true;
    TrackingSession session(settings, scriptedParts({}), {});
    session.seek(FrameId{4});
    QVERIFY(awaitDetected(session, 4));
    DetectionFilter filter;
    filter.minScore = 0.8;  // of 0.95, 0.85, 0.75, 0.65, 0.55
    session.setFilter(filter);
    const auto fewer = awaitPicture(
        session, [](const TrackedFrame& picture) { return picture.detections.items.size() == 2; });
    QVERIFY(fewer);
    QCOMPARE(fewer->frame.id(), FrameId{4});
    QCOMPARE(fewer->tracks.items.size(), std::size_t{2});
    filter.minScore = 0.5;
    session.setFilter(filter);
    const auto all = awaitPicture(
        session, [](const TrackedFrame& picture) { return picture.detections.items.size() == 5; });
    QVERIFY(all);
    QCOMPARE(all->tracks.items.size(), std::size_t{5});
  }

  void newsComesOnceUntilItIsTaken() {
    std::atomic<int> news = 0;
    SourceScript source;
    source.valve = std::make_shared<Valve>(1);
    TrackingSession session({}, scriptedParts(source), [&] { ++news; });
    QVERIFY(awaitDetected(session, 0));
    const int before = news;
    source.valve->allow(20);
    QVERIFY(QTest::qWaitFor([&] { return session.stats().framesTracked == 21; }));
    QCOMPARE(news.load(), before + 1);
    QVERIFY(session.takePicture());
    source.valve->allow(1);
    QTRY_COMPARE(news.load(), before + 2);
  }
};

QTEST_GUILESS_MAIN(TestRecordedSession)
#include "tst_recorded_session.moc"
