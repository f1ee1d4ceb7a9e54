#include <memory>
#include <thread>
#include <vector>

#include <QTest>

#include "core/base/latest_slot.h"

using Slot = followspot::LatestSlot<int>;

class TestLatestSlot : public QObject {
  Q_OBJECT
 private slots:
  void theNewestWinsAndTheOthersAreCounted() {
    Slot slot;
    QVERIFY(!slot.tryTake());
    QCOMPARE(slot.put(1), Slot::PutResult::WasEmpty);
    QCOMPARE(slot.put(2), Slot::PutResult::Replaced);
    QCOMPARE(slot.put(3), Slot::PutResult::Replaced);
    const auto taken = slot.tryTake();
    QVERIFY(taken);
    QCOMPARE(taken->value, 3);
    QCOMPARE(taken->serial, std::uint64_t{0});
    QVERIFY(!slot.tryTake());
    QCOMPARE(slot.replaced(), std::int64_t{2});
    slot.put(4);
    QCOMPARE(slot.tryTake()->serial, std::uint64_t{1});
  }

  void exchangeGivesTheReplacedValueBack() {
    Slot slot;
    int value = 1;
    slot.exchange(value);
    value = 2;
    QCOMPARE(slot.exchange(value), Slot::PutResult::Replaced);
    QCOMPARE(value, 1);
  }

  void closedGivesTheRestAndTakesNothing() {
    Slot slot;
    slot.put(1);
    slot.close();
    QCOMPARE(slot.put(2), Slot::PutResult::Closed);
    QCOMPARE(slot.take({})->value, 1);
    QVERIFY(!slot.take({}));
  }

  void stopAndCloseWakeTheTaker() {
    Slot stopped;
    Slot closed;
    std::stop_source stop;
    std::jthread first([&] { QVERIFY(!stopped.take(stop.get_token())); });
    std::jthread second([&] { QVERIFY(!closed.take({})); });
    stop.request_stop();
    closed.close();
  }

  void aTakenValueIsNotKeptAlive() {
    followspot::LatestSlot<std::shared_ptr<int>> slot;
    const auto value = std::make_shared<int>(1);
    slot.put(value);
    static_cast<void>(slot.tryTake());
    QCOMPARE(value.use_count(), 1L);
  }

  void takenPlusReplacedIsAllThatWasPut() {
    constexpr int kPuts = 20000;
    Slot slot;
    int taken = 0;
    int last = 0;
    bool inOrder = true;
    {
      std::jthread taker([&] {
        while (const auto value = slot.take({})) {
          inOrder =
              inOrder && value->value > last && value->serial == static_cast<std::uint64_t>(taken);
          last = value->value;
          ++taken;
        }
      });
      for (int i = 1; i <= kPuts; ++i) {
        slot.put(i);
      }
      slot.close();
    }
    QVERIFY(inOrder);
    QCOMPARE(last, kPuts);
    QCOMPARE(taken + slot.replaced(), std::int64_t{kPuts});
  }
};

QTEST_GUILESS_MAIN(TestLatestSlot)
#include "tst_latest_slot.moc"
