#include <filesystem>
#include <stdexcept>
#include <thread>

#include <QTest>

#include "tests/support/session_fakes.h"

using namespace followspot;
using namespace followspot::test;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 20s;
constexpr auto kStopLimit = 500ms;

enum class Fault {
  OpenFails,
  OpenThrows,
  ReadFails,
  DetectorNotMade,
  DetectorFails,
  DetectorThrows,
  TrackerThrows,
  AfterUpdateFails,
  SinkFails
};

class ThrowingTracker final : public Tracker {
 public:
  const TrackSet& update(const DetectionSet& detections) override {
    if (detections.frame == FrameId{30}) {
      throw std::runtime_error("thrown by the tracker");
    }
    return tracks_;
  }
  void predict(FrameId, Timestamp, TrackSet&) const override {}
  void reset() override {}

 private:
  TrackSet tracks_;
};

/// Threads of this process, by the system's own account. It still counts a thread that was joined
/// for a moment, so compare it with QTRY_COMPARE.
int threadCount() {
  int count = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator("/proc/self/task")) {
    ++count;
  }
  return count;
}

}  // namespace

Q_DECLARE_METATYPE(Fault)
Q_DECLARE_METATYPE(followspot::Pacing)

class TestSessionFaults : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { threadsBefore_ = threadCount(); }

  void aFaultInAnyStageEndsItWithItsSentence_data() {
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<QString>("part");
    QTest::addColumn<int>("seen");  // pictures that the sink saw; -1: no promise
    QTest::newRow("source does not open") << Fault::OpenFails << "nowhere.avi" << 0;
    QTest::newRow("source throws") << Fault::OpenThrows << "fs-capture" << 0;
    QTest::newRow("source breaks at 30") << Fault::ReadFails << "damaged here" << 30;
    QTest::newRow("no detector") << Fault::DetectorNotMade << "no model" << 0;
    QTest::newRow("detector fails at 30")
        << Fault::DetectorFails << "Picture 31: the network" << 30;
    QTest::newRow("detector throws at 30") << Fault::DetectorThrows << "thrown by the script" << 30;
    QTest::newRow("tracker throws at 30") << Fault::TrackerThrows << "thrown by the tracker" << 30;
    QTest::newRow("what follows the tracker fails at 30")
        << Fault::AfterUpdateFails << "why.jsonl" << 30;
    QTest::newRow("sink fails at 30") << Fault::SinkFails << "disk full" << 30;
  }
  void aFaultInAnyStageEndsItWithItsSentence() {
    QFETCH(const Fault, fault);
    QFETCH(const QString, part);
    QFETCH(const int, seen);
    RecordingSink sink;
    SourceScript source;
    source.frames = 100'000;
    ScriptedDetector::Script detector;
    if (fault == Fault::ReadFails) {
      source.failAt = 30;
    }
    if (fault == Fault::DetectorFails) {
      detector.fails = [](std::int64_t id) { return id == 30; };
    }
    if (fault == Fault::DetectorThrows) {
      detector.throws = [](std::int64_t id) { return id == 30; };
    }
    if (fault == Fault::SinkFails) {
      sink.failAt = 30;
    }
    SessionParts parts = scriptedParts(source, detector, {&sink});
    if (fault == Fault::OpenFails) {
      parts.openSource = [](std::stop_token) -> Result<std::unique_ptr<VideoSource>> {
        return followspot::fail(ErrorCode::NotFound, "nowhere.avi: no such file. Check the name.");
      };
    }
    if (fault == Fault::OpenThrows) {
      parts.openSource = [](std::stop_token) -> Result<std::unique_ptr<VideoSource>> {
        throw std::runtime_error("thrown while opening");
      };
    }
    if (fault == Fault::DetectorNotMade) {
      parts.makeDetector = []() -> Result<std::unique_ptr<Detector>> {
        return followspot::fail(ErrorCode::NotFound, "model: no model here. Import one.");
      };
    }
    if (fault == Fault::TrackerThrows) {
      parts.makeTracker = [](const SourceInfo&) -> std::unique_ptr<Tracker> {
        return std::make_unique<ThrowingTracker>();
      };
    }
    if (fault == Fault::AfterUpdateFails) {
      parts.afterUpdate = [](const Tracker&, const TrackSet& tracks) -> Result<void> {
        return tracks.frame == FrameId{30}
                   ? Result<void>(followspot::fail(ErrorCode::Unavailable, "why.jsonl: disk full."))
                   : Result<void>();
      };
    }
    {
      SessionSettings settings;
      settings.detectorWorkers = 2;
      TrackingSession session(settings, std::move(parts), {});
      QVERIFY(session.wait(kLong));
      QCOMPARE(session.state(), SessionState::Failed);
      QVERIFY(session.error());
      QVERIFY2(session.error()->message.find(part.toStdString()) != std::string::npos,
               session.error()->message.c_str());
      QCOMPARE(static_cast<int>(sink.ids().size()), seen);
      session.stop();
      QCOMPARE(session.state(), SessionState::Failed);  // stays
    }
    QTRY_COMPARE(threadCount(), threadsBefore_);
  }

  void stopReturnsSoonInEveryState_data() {
    QTest::addColumn<Pacing>("pacing");
    QTest::addColumn<QString>("where");
    for (const Pacing pacing : {Pacing::Recorded, Pacing::Live}) {
      const char* const name = pacing == Pacing::Live ? "live" : "recorded";
      for (const char* const where : {"opening", "reading", "running", "paused", "sought",
                                      "waiting", "finished", "loading", "detecting"}) {
        QTest::addRow("%s, %s", name, where) << pacing << where;
      }
    }
  }
  void stopReturnsSoonInEveryState() {
    QFETCH(const Pacing, pacing);
    QFETCH(const QString, where);
    {
      RecordingSink sink;
      SourceScript source;
      source.frames = where == "finished" ? 1 : 1'000'000;
      source.rate = where == "waiting" ? 0.01 : 1000;  // the next picture is due in 100 s
      source.valve = std::make_shared<Valve>(where == "reading" ? 3 : Valve::kUnlimited);
      SessionParts parts = scriptedParts(source, {}, {&sink});
      if (where == "opening") {
        parts.openSource = [source](std::stop_token stop) -> Result<std::unique_ptr<VideoSource>> {
          Valve never(0);
          static_cast<void>(never.pass(stop));
          return followspot::fail(ErrorCode::Cancelled, "cancelled");
        };
      }
      const auto stuck = std::make_shared<Valve>(0);
      ScriptedDetector::Script detector;
      if (where == "detecting") {
        detector.valve = stuck;
      }
      if (where == "loading" || where == "detecting") {
        parts.makeDetector = [=]() -> Result<std::unique_ptr<Detector>> {
          if (where == "loading") {
            stuck->pass();
          }
          return std::unique_ptr<Detector>(std::make_unique<ScriptedDetector>(detector));
        };
      }
      SessionSettings settings;
      settings.pacing = pacing;
      settings.detectorWorkers = 2;
      TrackingSession session(settings, std::move(parts), {});
      const OpenAtExit lettingGo{stuck};
      if (where == "loading" || where == "detecting") {
        stuck->awaitBlocked();
      } else if (where == "reading") {
        source.valve->awaitBlocked();
      } else if (where == "finished") {
        QVERIFY(session.wait(kLong));
      } else if (where != "opening") {
        QTRY_VERIFY(session.stats().framesTracked > 0);
      }
      if (where == "paused" || where == "sought") {
        session.pause();
      }
      if (where == "sought") {
        session.seek(FrameId{500});
      }
      const auto begin = std::chrono::steady_clock::now();
      session.stop();
      QVERIFY(std::chrono::steady_clock::now() - begin < kStopLimit);
      QCOMPARE(session.state(),
               where == "finished" ? SessionState::Finished : SessionState::Stopped);
      QVERIFY(!session.error());
      QVERIFY(session.wait(0ms));
      session.stop();  // once more does no harm, nor does anything else
      session.pause();
      session.step();
      session.seek(FrameId{1});
      session.setFilter({});
      session.resume();
    }
    QTRY_COMPARE(threadCount(), threadsBefore_);
  }

  void aSinkThatWaitsDelaysTheEndButNotStop() {
    {
      RecordingSink sink;
      sink.valve = std::make_shared<Valve>(3);
      SourceScript source;
      source.frames = 1'000'000;
      TrackingSession session({}, scriptedParts(source, {}, {&sink}), {});
      const OpenAtExit lettingGo{sink.valve};
      sink.valve->awaitBlocked();
      const auto begin = std::chrono::steady_clock::now();
      session.stop();
      QVERIFY(std::chrono::steady_clock::now() - begin < kStopLimit);
      QVERIFY(!session.wait(0ms));
      QCOMPARE(session.state(), SessionState::Running);  // the sink is still being called
      sink.valve->allow(Valve::kUnlimited);
      QVERIFY(session.wait(kLong));
      QCOMPARE(session.state(), SessionState::Stopped);
      QCOMPARE(sink.ids().size(), std::size_t{4});
    }
    QTRY_COMPARE(threadCount(), threadsBefore_);
  }

  void destroyedAtAnyMomentNothingIsLeft() {
    for (int round = 0; round < 200; ++round) {
      SourceScript source;
      source.frames = round;
      SessionSettings settings;
      settings.pacing = round % 2 == 0 ? Pacing::Recorded : Pacing::Live;
      settings.detectorWorkers = 1 + round % 3;
      settings.startPaused = round % 5 == 0;
      source.rate = 10'000;
      std::atomic<int> news = 0;
      TrackingSession session(settings, scriptedParts(source), [&] { ++news; });
      if (round % 7 == 0) {
        session.step();
        session.seek(FrameId{round / 2});
      }
      if (round % 3 == 0) {
        session.wait(std::chrono::milliseconds(round % 4));
      }
    }
    QTRY_COMPARE(threadCount(), threadsBefore_);
  }

  void stopFromManyThreadsAtOnce() {
    SourceScript source;
    source.frames = 1'000'000;
    TrackingSession session({}, scriptedParts(source), {});
    std::vector<std::jthread> stoppers;
    for (int i = 0; i < 4; ++i) {
      stoppers.emplace_back([&] { session.stop(); });
    }
    stoppers.clear();
    QCOMPARE(session.state(), SessionState::Stopped);
  }

  void aSlowModelDoesNotDelayTheErrorOfTheSource() {
    SessionParts parts = scriptedParts({});
    const auto loading = std::make_shared<Valve>(0);
    parts.makeDetector = [loading]() -> Result<std::unique_ptr<Detector>> {
      loading->pass();
      return std::unique_ptr<Detector>(
          std::make_unique<ScriptedDetector>(ScriptedDetector::Script{}));
    };
    parts.openSource = [](std::stop_token) -> Result<std::unique_ptr<VideoSource>> {
      return followspot::fail(ErrorCode::NotFound, "nowhere.avi: no such file. Check the name.");
    };
    TrackingSession session({}, std::move(parts), {});
    const bool ended = session.wait(kLong);
    const SessionState state = session.state();
    loading->allow(Valve::kUnlimited);
    QVERIFY(ended);
    QCOMPARE(state, SessionState::Failed);
  }

  void theFirstPictureDoesNotWaitForTheModel() {
    SessionParts parts = scriptedParts({});
    const auto loading = std::make_shared<Valve>(0);
    parts.makeDetector = [loading]() -> Result<std::unique_ptr<Detector>> {
      loading->pass();
      return std::unique_ptr<Detector>(
          std::make_unique<ScriptedDetector>(ScriptedDetector::Script{}));
    };
    TrackingSession session({}, std::move(parts), {});
    const auto picture = awaitPicture(session);
    loading->allow(Valve::kUnlimited);
    QVERIFY(picture);
    QCOMPARE(picture->frame.id(), FrameId{0});
    QVERIFY(picture->predicted);
    QVERIFY(session.wait(kLong));
  }

 private:
  int threadsBefore_ = 0;
};

QTEST_GUILESS_MAIN(TestSessionFaults)
#include "tst_session_faults.moc"
