#include <array>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>

#include <QTest>

#include "core/pipeline/track_inbox.h"
#include "tests/core/pipeline/pipeline_test.h"

using namespace followspot;
using namespace pipeline_test;

namespace {

/// What `wait` gave: the serial of a result, or -1 - id of a picture; nothing at the end.
std::optional<std::int64_t> numberOf(const std::optional<TrackInbox::Event>& event) {
  if (!event) {
    return std::nullopt;
  }
  if (const Picture* const picture = std::get_if<Picture>(&*event)) {
    return -1 - idOf(*picture);
  }
  return static_cast<std::int64_t>(std::get<WorkItem*>(*event)->serial);
}

std::array<WorkItem, 4> itemsInOrder() {
  std::array<WorkItem, 4> items;
  for (std::size_t i = 0; i < items.size(); ++i) {
    items.at(i).serial = i;
  }
  return items;
}

}  // namespace

class TestTrackInbox : public QObject {
  Q_OBJECT
 private slots:
  void resultsWaitForThoseBeforeThem() {
    auto items = itemsInOrder();
    TrackInbox inbox(items.size(), 1);
    inbox.putResult(&items[2]);
    inbox.putResult(&items[1]);
    inbox.putPicture(pictureOf(50));
    QCOMPARE(numberOf(inbox.wait({})), std::optional<std::int64_t>(-51));  // no result is due
    inbox.putResult(&items[0]);
    for (const std::int64_t serial : {0, 1, 2}) {
      QCOMPARE(numberOf(inbox.wait({})), std::optional(serial));
    }
  }

  void aResultGoesBeforeAPicture() {
    auto items = itemsInOrder();
    TrackInbox inbox(items.size(), 1);
    inbox.putPicture(pictureOf(50));
    inbox.putResult(&items[0]);
    QCOMPARE(numberOf(inbox.wait({})), std::optional<std::int64_t>(0));
    QCOMPARE(numberOf(inbox.wait({})), std::optional<std::int64_t>(-51));
  }

  void theNewestPictureWinsAndTheOldOneGoes() {
    TrackInbox inbox(4, 1);
    auto pixels = std::make_shared<int>(0);
    const std::weak_ptr<int> watched = pixels;
    inbox.putPicture(pictureOf(1, std::move(pixels)));
    inbox.putPicture(pictureOf(2));
    QVERIFY(watched.expired());
    QCOMPARE(numberOf(inbox.wait({})), std::optional<std::int64_t>(-3));
  }

  void endsWhenAllWorkersHaveLeftAndAllIsTaken() {
    auto items = itemsInOrder();
    TrackInbox inbox(items.size(), 2);
    inbox.putResult(&items[1]);
    inbox.workerLeft();
    inbox.putResult(&items[0]);
    inbox.putPicture(pictureOf(9));
    inbox.workerLeft();
    for (const std::int64_t number : {0, 1, -10}) {
      QCOMPARE(numberOf(inbox.wait({})), std::optional(number));
    }
    QVERIFY(!inbox.wait({}));
  }

  void stopWinsOverWhatIsThere() {
    auto items = itemsInOrder();
    TrackInbox inbox(items.size(), 1);
    inbox.putResult(&items[0]);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!inbox.wait(stop.get_token()));
  }

  void somebodyWaitingWakes_data() {
    QTest::addColumn<QString>("by");
    for (const char* const by : {"result", "picture", "end", "stop"}) {
      QTest::newRow(by) << by;
    }
  }
  void somebodyWaitingWakes() {
    QFETCH(const QString, by);
    for (int round = 0; round < 50; ++round) {
      auto items = itemsInOrder();
      TrackInbox inbox(items.size(), 1);
      std::stop_source stop;
      std::optional<std::int64_t> got = 77;
      std::jthread waiting([&] { got = numberOf(inbox.wait(stop.get_token())); });
      std::optional<std::int64_t> expected;
      if (by == "result") {
        inbox.putResult(&items[1]);  // wakes nobody: its turn has not come
        inbox.putResult(&items[0]);
        expected = 0;
      } else if (by == "picture") {
        inbox.putPicture(pictureOf(3));
        expected = -4;
      } else if (by == "end") {
        inbox.workerLeft();
      } else {
        stop.request_stop();
      }
      waiting.join();
      QCOMPARE(got, expected);
    }
  }
};

QTEST_GUILESS_MAIN(TestTrackInbox)
#include "tst_track_inbox.moc"
