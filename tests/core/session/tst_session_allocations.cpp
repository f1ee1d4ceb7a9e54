#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include <QTest>

#include "app/wiring/session_parts.h"
#include "core/media/video_source.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;

namespace {

/// Twenty people who walk, meet, vanish for a while and come back.
class CrowdDetector final : public Detector {
 public:
  Result<void> detect(const Frame& frame, const DetectionFilter&, DetectionSet& out) override {
    out.items.clear();
    const std::int64_t at = indexOf(frame.id());
    for (int person = 0; person < 20; ++person) {
      const bool hidden = (at + 7 * person) % 40 < 5;
      if (!hidden) {
        const double x = static_cast<double>((3 * at + 97 * person) % 700);
        out.items.push_back({{x, 25.0 * person, 30, 80}, 0.9, ClassId{1}});
      }
    }
    return {};
  }
};

/// Counts the allocations from picture `first` to picture `last`.
class CountingSink final : public TrackSink {
 public:
  CountingSink(std::int64_t first, std::int64_t last) : first_(first), last_(last) {}

  Result<void> consume(const TrackedFrame& picture) override {
    const std::int64_t at = indexOf(picture.frame.id());
    if (at == first_) {
      allBefore_ = allocationCount;
      ownBefore_ = ownAllocationCount;
    }
    if (at == last_) {
      all = allocationCount - allBefore_;
      own = ownAllocationCount - ownBefore_;
      reached = true;
    }
    objects += picture.tracks.items.size();
    return {};
  }
  bool reached = false;
  std::size_t objects = 0;
  std::size_t all = 0;
  std::size_t own = 0;

 private:
  const std::int64_t first_;
  const std::int64_t last_;
  std::size_t allBefore_ = 0;
  std::size_t ownBefore_ = 0;
};

SessionParts partsOf(const std::filesystem::path& video, CountingSink& sink) {
  SessionParts parts;
  parts.openSource = [video](const std::stop_token& stop) {
    SourceSpec spec;
    spec.location = video.string();
    return openVideoSource(spec, stop);
  };
  parts.makeTracker = [](const SourceInfo& info) {
    return wiring::makeTrackerNamed({}, info.frameRate);
  };
  parts.sinks = {&sink};
  return parts;
}

void runToTheEnd(const SessionSettings& settings, SessionParts parts) {
  TrackingSession session(settings, std::move(parts), {});
  const bool ended = session.wait(std::chrono::minutes(10));
  QVERIFY(ended);
  QVERIFY2(!session.error(), session.error() ? session.error()->message.c_str() : "");
}

}  // namespace

class TestSessionAllocations : public QObject {
  Q_OBJECT
 private slots:
  /// FFmpeg's source, the stages, the real tracker: nobody calls operator new, on any thread. (The
  /// decoder's own memory does not come from there, and is pooled.)
  void fromTheDecoderToTheTrackerNothingIsAllocated() {
    FS_NEED_DEMO_VIDEO(video);
    CountingSink sink(300, 780);
    SessionParts parts = partsOf(video, sink);
    parts.makeDetector = []() -> Result<std::unique_ptr<Detector>> {
      return std::unique_ptr<Detector>(std::make_unique<CrowdDetector>());
    };
    SessionSettings settings;
    settings.detectorWorkers = 2;
    runToTheEnd(settings, std::move(parts));
    QVERIFY(sink.reached);
    QVERIFY(sink.objects > 5'000);
    QCOMPARE(sink.all, std::size_t{0});
  }

  /// With a real network OpenCV allocates as it likes; none of it is asked for by our code.
  void norAroundTheNetworkByUs() {
    FS_NEED_DEMO_VIDEO(video);
    FS_NEED_DEMO_MODEL(model);
    const auto detectors =
        wiring::DetectorPool::open({.package = model, .textGraph = {}, .labels = {}});
    FS_VERIFY_OK(detectors);
    CountingSink sink(60, 110);
    SessionParts parts = partsOf(video, sink);
    parts.makeDetector = [pool = *detectors] { return pool->take(); };
    SessionSettings settings;
    settings.detectorWorkers = 2;
    settings.to = Seconds(12);
    runToTheEnd(settings, std::move(parts));
    QVERIFY(sink.reached);
    QVERIFY(sink.objects > 100);
    QVERIFY(sink.all > 0);  // OpenCV's: the counter does count
    // A buffer may grow yet, where there are more objects than in any picture before.
    QVERIFY2(sink.own < 3, std::to_string(sink.own).c_str());
  }
};

QTEST_GUILESS_MAIN(TestSessionAllocations)
#include "tst_session_allocations.moc"
