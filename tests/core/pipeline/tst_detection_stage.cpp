#include <memory>
#include <stdexcept>
#include <thread>
#include <variant>

#include <QTest>

#include "core/pipeline/detection_stage.h"
#include "tests/core/pipeline/pipeline_test.h"

using namespace followspot;
using namespace pipeline_test;

namespace {

/// One object, whose score is the filter's, so that it shows which filter acted.
class EchoDetector final : public Detector {
 public:
  enum class Mood { Finds, Fails, Throws };
  explicit EchoDetector(Mood mood = Mood::Finds) : mood_(mood) {}

  Result<void> detect(const Frame&, const DetectionFilter& filter, DetectionSet& out) override {
    ++calls;
    if (mood_ == Mood::Fails) {
      return fail(ErrorCode::CorruptData, "net: not finite");
    }
    if (mood_ == Mood::Throws) {
      throw std::runtime_error("thrown by the net");
    }
    out.items.push_back({{1, 2, 3, 4}, filter.minScore, ClassId{1}});
    return {};
  }
  int calls = 0;

 private:
  const Mood mood_;
};

WorkItem itemOf(std::int64_t id) {
  WorkItem item;
  item.picture = pictureOf(id);
  item.detections.items.resize(3);  // what is left of an earlier picture
  item.detections.frame = FrameId{1};
  return item;
}

DetectionFilter filterWith(double score) {
  DetectionFilter filter;
  filter.minScore = score;
  return filter;
}

}  // namespace

class TestDetectionStage : public QObject {
  Q_OBJECT
 private slots:
  void whatIsFoundBelongsToItsPicture() {
    EchoDetector detector;
    WorkItem item = itemOf(12);
    detectItem(detector, filterWith(0.25), 0, item);
    QVERIFY(item.detected);
    QVERIFY(!item.error);
    QCOMPARE(item.detections.frame, FrameId{12});
    QCOMPARE(item.detections.time, timestampAt(1.2));
    QCOMPARE(item.detections.size, (FrameSize{8, 6}));
    QCOMPARE(item.detections.items.size(), std::size_t{1});
    QCOMPARE(item.detections.items[0].score, 0.25);
    QVERIFY(item.detectTime.count() >= 0);
  }

  void picturesThatNobodyWantsDetectedPassEmpty() {
    EchoDetector detector;
    WorkItem skipped = itemOf(12);
    skipped.picture.detect = false;
    detectItem(detector, {}, 0, skipped);
    WorkItem old = itemOf(13);
    old.picture.epoch = 4;
    detectItem(detector, {}, 5, old);
    QCOMPARE(detector.calls, 0);
    for (const WorkItem* const item : {&skipped, &old}) {
      QVERIFY(!item->detected && !item->error);
      QVERIFY(item->detections.items.empty());
      QCOMPARE(item->detections.frame, item->picture.frame.id());
    }
  }

  void aFailureIsTheItems() {
    EchoDetector failing(EchoDetector::Mood::Fails);
    WorkItem item = itemOf(1);
    detectItem(failing, {}, 0, item);
    QVERIFY(!item.detected);
    QVERIFY(item.error);
    QVERIFY(item.error->code == ErrorCode::CorruptData);
    EchoDetector throwing(EchoDetector::Mood::Throws);
    WorkItem other = itemOf(2);
    detectItem(throwing, {}, 0, other);
    QVERIFY(!other.detected);
    QVERIFY(other.error);
    QVERIFY(other.error->code == ErrorCode::Internal);
    QVERIFY(other.error->message.find("thrown by the net") != std::string::npos);
  }

  void aFilterIsCopiedOnceWhenItIsNew() {
    DetectionOrders orders(filterWith(0.1));
    DetectionFilter filter;
    std::uint64_t version = 0;
    orders.refresh(filter, version);
    QCOMPARE(filter.minScore, 0.1);
    filter.minScore = 0.9;
    orders.refresh(filter, version);
    QCOMPARE(filter.minScore, 0.9);  // untouched
    orders.setFilter(filterWith(0.2));
    orders.refresh(filter, version);
    QCOMPARE(filter.minScore, 0.2);
  }

  void aWorkerFollowsFilterAndEpochUntilTheFeedEnds() {
    const auto feed = makeLosslessFeed(1);
    TrackInbox inbox(feed->itemCount(), 1);
    DetectionOrders orders(filterWith(0.1));
    EchoDetector detector;
    std::jthread worker([&](const std::stop_token& stop) {
      runDetectionStage(*feed, orders, detector, nullptr, inbox, stop);
      inbox.workerLeft();
    });
    const auto scoreOf = [&](std::int64_t id, std::uint64_t epoch) {
      Picture picture = pictureOf(id);
      picture.epoch = epoch;
      feed->offer(std::move(picture), {});
      const auto event = inbox.wait({});
      WorkItem* const item = std::get<WorkItem*>(*event);
      const double score = item->detected ? item->detections.items.at(0).score : -1;
      feed->giveBack(item);
      return score;
    };
    QCOMPARE(scoreOf(0, 0), 0.1);
    orders.setFilter(filterWith(0.6));
    QCOMPARE(scoreOf(1, 0), 0.6);
    orders.setEpoch(1);
    QCOMPARE(scoreOf(2, 0), -1.0);  // from before the seek
    QCOMPARE(scoreOf(3, 1), 0.6);
    feed->close();
    QVERIFY(!inbox.wait({}));
  }
};

QTEST_GUILESS_MAIN(TestDetectionStage)
#include "tst_detection_stage.moc"
