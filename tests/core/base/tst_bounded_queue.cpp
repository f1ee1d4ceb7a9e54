#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include <QTest>

#include "core/base/bounded_queue.h"

using followspot::BoundedQueue;
using followspot::PushResult;

namespace {
constexpr int kItems = 5000;
}

class TestBoundedQueue : public QObject {
  Q_OBJECT
 private slots:
  void givesItemsInOrderAndWrapsAround() {
    BoundedQueue<int> queue(3);
    int next = 0;
    for (int i = 0; i < 20; i += 2) {
      QCOMPARE(queue.push(i), PushResult::Accepted);
      QCOMPARE(queue.push(i + 1), PushResult::Accepted);
      QCOMPARE(queue.pop(), std::optional<int>(next++));
      QCOMPARE(queue.pop(), std::optional<int>(next++));
    }
    QCOMPARE(queue.size(), std::size_t{0});
  }

  void closedGivesTheRestAndTakesNothing() {
    BoundedQueue<int> queue(2);
    queue.push(7);
    queue.close();
    QCOMPARE(queue.push(8), PushResult::Closed);
    QCOMPARE(queue.pop(), std::optional<int>(7));
    QCOMPARE(queue.pop(), std::optional<int>());
  }

  void closeWakesBothSides() {
    BoundedQueue<int> empty(1);
    BoundedQueue<int> full(1);
    full.push(1);
    std::jthread consumer([&] { QCOMPARE(empty.pop(), std::optional<int>()); });
    std::jthread producer([&] { QCOMPARE(full.push(2), PushResult::Closed); });
    empty.close();
    full.close();
  }

  void stopWakesBothSidesAndWinsOverItems() {
    BoundedQueue<int> empty(1);
    BoundedQueue<int> full(1);
    full.push(1);
    std::stop_source stop;
    {
      std::jthread consumer([&] { QCOMPARE(empty.pop(stop.get_token()), std::optional<int>()); });
      std::jthread producer([&] { QCOMPARE(full.push(2, stop.get_token()), PushResult::Stopped); });
      stop.request_stop();
    }
    QCOMPARE(full.pop(stop.get_token()), std::optional<int>());
    QCOMPARE(full.pop(), std::optional<int>(1));
  }

  void poppedItemsAreNotKeptAlive() {
    BoundedQueue<std::shared_ptr<int>> queue(2);
    const auto item = std::make_shared<int>(1);
    queue.push(item);
    QCOMPARE(item.use_count(), 2L);
    static_cast<void>(queue.pop());
    QCOMPARE(item.use_count(), 1L);
  }

  void nothingIsLostBetweenManyThreads() {
    BoundedQueue<int> queue(4);
    std::atomic<long> sum = 0;
    std::atomic<int> count = 0;
    {
      std::vector<std::jthread> consumers;
      for (int c = 0; c < 3; ++c) {
        consumers.emplace_back([&] {
          while (const auto item = queue.pop()) {
            sum += *item;
            ++count;
          }
        });
      }
      {
        std::vector<std::jthread> producers;
        for (int p = 0; p < 2; ++p) {
          producers.emplace_back([&, p] {
            for (int i = 0; i < kItems; ++i) {
              queue.push(p * kItems + i);
            }
          });
        }
      }
      queue.close();
    }
    QCOMPARE(count.load(), 2 * kItems);
    // Sum of 0 .. 2n - 1.
    QCOMPARE(sum.load(), long{kItems} * (2 * kItems - 1));
  }
};

QTEST_GUILESS_MAIN(TestBoundedQueue)
#include "tst_bounded_queue.moc"
