#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <QTest>

#include "core/pipeline/detector_feed.h"
#include "core/pipeline/track_inbox.h"
#include "tests/core/pipeline/pipeline_test.h"

using namespace followspot;
using namespace pipeline_test;

namespace {

enum class Kind { Lossless, Newest };

std::unique_ptr<DetectorFeed> makeFeed(Kind kind, int workers) {
  return kind == Kind::Lossless ? makeLosslessFeed(workers) : makeNewestFeed(workers);
}

}  // namespace

Q_DECLARE_METATYPE(Kind)

class TestDetectorFeed : public QObject {
  Q_OBJECT
 private slots:
  /// Feed, workers and inbox as a session joins them: what comes out is what went in, in order,
  /// whoever was quicker, and there is never more under way than there are items.
  void everyPictureComesOutInOrder_data() {
    QTest::addColumn<int>("workers");
    QTest::newRow("one") << 1;
    QTest::newRow("two") << 2;
    QTest::newRow("five") << 5;
  }
  void everyPictureComesOutInOrder() {
    QFETCH(const int, workers);
    constexpr std::int64_t kPictures = 3000;
    const auto feed = makeLosslessFeed(workers);
    TrackInbox inbox(feed->itemCount(), workers);
    std::atomic<std::int64_t> offered = 0;
    std::atomic<std::int64_t> returned = 0;
    std::atomic<std::int64_t> mostUnderWay = 0;
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      for (std::int64_t id = 0; id < kPictures && feed->offer(pictureOf(id), {}); ++id) {
        const std::int64_t underWay = ++offered - returned;
        mostUnderWay = std::max(mostUnderWay.load(), underWay);
      }
      feed->close();
    });
    for (int worker = 0; worker < workers; ++worker) {
      threads.emplace_back([&, worker] {
        unsigned luck = static_cast<unsigned>(worker);
        while (WorkItem* const item = feed->next({})) {
          luck = luck * 1103515245U + 12345U;
          for (unsigned turn = 0; turn < luck / 65536U % 4U; ++turn) {
            std::this_thread::yield();  // another one may overtake
          }
          inbox.putResult(item);
        }
        inbox.workerLeft();
      });
    }
    std::int64_t next = 0;
    bool inOrder = true;
    while (auto event = inbox.wait({})) {
      WorkItem* const item = std::get<WorkItem*>(*event);
      inOrder = inOrder && idOf(item->picture) == next &&
                item->serial == static_cast<std::uint64_t>(next);
      ++next;
      ++returned;
      feed->giveBack(item);
    }
    threads.clear();
    QVERIFY(inOrder);
    QCOMPARE(next, kPictures);
    QCOMPARE(feed->skipped(), std::int64_t{0});
    QVERIFY(mostUnderWay <= static_cast<std::int64_t>(feed->itemCount()));
  }

  void losslessHoldsTheReaderBackUntilAnItemReturns() {
    const auto feed = makeLosslessFeed(2);
    const auto items = static_cast<std::int64_t>(feed->itemCount());
    for (std::int64_t id = 0; id < items; ++id) {
      QVERIFY(feed->offer(pictureOf(id), {}));
    }
    std::atomic<bool> returned = false;
    bool returnedFirst = false;
    std::jthread reader([&](const std::stop_token& stop) {
      if (feed->offer(pictureOf(items), stop)) {
        returnedFirst = returned;
      }
    });
    WorkItem* const item = feed->next({});
    QVERIFY(item != nullptr);
    QCOMPARE(idOf(item->picture), std::int64_t{0});
    for (int turn = 0; turn < 1000; ++turn) {
      std::this_thread::yield();  // a reader that does not wait comes through here
    }
    returned = true;
    feed->giveBack(item);
    reader.join();
    QVERIFY(returnedFirst);
  }

  void newestReplacesWhatNobodyTook() {
    const auto feed = makeNewestFeed(1);
    for (std::int64_t id = 0; id < 5; ++id) {
      QVERIFY(feed->offer(pictureOf(id), {}));
    }
    WorkItem* const first = feed->next({});
    QVERIFY(first != nullptr);
    QCOMPARE(idOf(first->picture), std::int64_t{4});
    QCOMPARE(first->serial, std::uint64_t{0});
    QCOMPARE(feed->skipped(), std::int64_t{4});
    QVERIFY(feed->offer(pictureOf(5), {}));
    WorkItem* const second = feed->next({});
    QVERIFY(second != nullptr);
    QCOMPARE(idOf(second->picture), std::int64_t{5});
    QCOMPARE(second->serial, std::uint64_t{1});  // no gap for the skipped ones
    QCOMPARE(feed->skipped(), std::int64_t{4});
  }

  void newestNeverWaitsForAnItem() {
    const auto feed = makeNewestFeed(2);
    for (std::size_t i = 0; i < feed->itemCount(); ++i) {
      QVERIFY(feed->offer(pictureOf(static_cast<std::int64_t>(i)), {}));
      QVERIFY(feed->next({}) != nullptr);  // and keeps it
    }
    for (std::int64_t id = 100; id < 110; ++id) {
      QVERIFY(feed->offer(pictureOf(id), {}));  // returns, though all items are under way
    }
    QCOMPARE(feed->skipped(), std::int64_t{9});
  }

  void afterCloseWhatIsInsideStillComes_data() { kinds(); }
  void afterCloseWhatIsInsideStillComes() {
    QFETCH(const Kind, kind);
    const auto feed = makeFeed(kind, 1);
    QVERIFY(feed->offer(pictureOf(7), {}));
    feed->close();
    QVERIFY(!feed->offer(pictureOf(8), {}));
    WorkItem* const item = feed->next({});
    QVERIFY(item != nullptr);
    QCOMPARE(idOf(item->picture), std::int64_t{7});
    QVERIFY(feed->next({}) == nullptr);
    QVERIFY(feed->next({}) == nullptr);
  }

  void closeWakesAWaitingWorker_data() { kinds(); }
  void closeWakesAWaitingWorker() {
    QFETCH(const Kind, kind);
    const auto feed = makeFeed(kind, 2);
    std::atomic<int> left = 0;
    std::vector<std::jthread> workers;
    for (int worker = 0; worker < 2; ++worker) {
      workers.emplace_back([&] {
        if (feed->next({}) == nullptr) {
          ++left;
        }
      });
    }
    feed->close();
    workers.clear();
    QCOMPARE(left.load(), 2);
  }

  void stopWakesWhoeverWaits_data() { kinds(); }
  void stopWakesWhoeverWaits() {
    QFETCH(const Kind, kind);
    for (int round = 0; round < 50; ++round) {
      const auto feed = makeFeed(kind, 1);
      std::stop_source stop;
      std::atomic<int> left = 0;
      std::vector<std::jthread> threads;
      threads.emplace_back([&] {
        while (feed->offer(pictureOf(0), stop.get_token()) && !stop.stop_requested()) {
        }
        ++left;
      });
      threads.emplace_back([&] {
        // Keeps its items, so that both end up waiting.
        while (feed->next(stop.get_token()) != nullptr) {
        }
        ++left;
      });
      stop.request_stop();
      threads.clear();
      QCOMPARE(left.load(), 2);
    }
  }

  void aPictureGoesWhenItsItemIsGivenBack_data() { kinds(); }
  void aPictureGoesWhenItsItemIsGivenBack() {
    QFETCH(const Kind, kind);
    const auto feed = makeFeed(kind, 1);
    auto pixels = std::make_shared<int>(0);
    const std::weak_ptr<int> watched = pixels;
    QVERIFY(feed->offer(pictureOf(0, std::move(pixels)), {}));
    WorkItem* const item = feed->next({});
    QVERIFY(item != nullptr);
    item->detected = true;
    item->error = Error{ErrorCode::Internal, "of this picture only"};
    QVERIFY(!watched.expired());
    feed->giveBack(item);
    QVERIFY(watched.expired());
    // All items come round: none of them brings anything along.
    for (std::size_t i = 0; i < feed->itemCount(); ++i) {
      QVERIFY(feed->offer(pictureOf(1), {}));
      const WorkItem* const next = feed->next({});
      QVERIFY(next != nullptr);
      QVERIFY(!next->detected && !next->error);
    }
  }

 private:
  static void kinds() {
    QTest::addColumn<Kind>("kind");
    QTest::newRow("lossless") << Kind::Lossless;
    QTest::newRow("newest") << Kind::Newest;
  }
};

QTEST_GUILESS_MAIN(TestDetectorFeed)
#include "tst_detector_feed.moc"
