#include <cstdint>
#include <random>
#include <thread>
#include <vector>

#include <QTest>

#include "core/pipeline/motion_stage.h"
#include "tests/core/pipeline/pipeline_test.h"

using namespace followspot;
using namespace pipeline_test;

namespace {

/// Says how far the picture's number is from that of the one before; 0 is no motion.
class NumberMeter final : public MotionMeter {
 public:
  std::optional<Affine> measure(const Frame& frame) override {
    const auto id = static_cast<double>(indexOf(frame.id()));
    std::optional<Affine> motion;
    if (before_ && id != *before_) {
      motion = Affine{};
      motion->tx = id - *before_;
    }
    before_ = id;
    return motion;
  }
  void reset() override { before_.reset(); }

 private:
  std::optional<double> before_;
};

WorkItem itemOf(std::uint64_t serial, std::int64_t id, bool detect = true,
                std::uint64_t epoch = 0) {
  WorkItem item;
  item.serial = serial;
  item.picture = pictureOf(id);
  item.picture.detect = detect;
  item.picture.epoch = epoch;
  return item;
}

}  // namespace

class TestMotionStage : public QObject {
  Q_OBJECT
 private slots:
  void measuresInTheOrderOfSerials() {
    MotionStage stage(4);
    std::jthread thread([&](const std::stop_token& stop) {
      NumberMeter meter;
      stage.run(meter, stop);
    });
    // Offered as workers happen to begin; the picture that is not detected is passed over, and
    // after the seek nothing is before the first.
    stage.offer(itemOf(1, 12));
    stage.offer(itemOf(0, 10));
    stage.offer(itemOf(3, 15));
    stage.offer(itemOf(2, 13, false));
    QVERIFY(!stage.take(0, {}));
    QCOMPARE(stage.take(1, {})->tx, 2.);
    QVERIFY(!stage.take(2, {}));
    QCOMPARE(stage.take(3, {})->tx, 3.);
    stage.offer(itemOf(4, 3, true, 1));
    stage.offer(itemOf(5, 7, true, 1));
    QVERIFY(!stage.take(4, {}));
    QCOMPARE(stage.take(5, {})->tx, 4.);
    stage.close();
  }

  void closeAndStopEndAllWaiting() {
    MotionStage stage(2);
    std::stop_source source;
    std::jthread runner([&] {
      NumberMeter meter;
      stage.run(meter, source.get_token());
    });
    std::jthread taker([&] { QVERIFY(!stage.take(0, source.get_token())); });
    source.request_stop();
    taker.join();
    runner.join();
    MotionStage other(2);
    std::jthread waiting([&] {
      NumberMeter meter;
      other.run(meter, {});
    });
    other.close();
    waiting.join();
    QVERIFY(!other.take(0, {}));
  }

  /// Two workers, a measuring thread and a taker: each serial gets its own motion.
  void manyThreadsGetTheirOwn() {
    constexpr std::uint64_t kCount = 3000;
    constexpr std::size_t kItems = 6;
    MotionStage stage(kItems);
    std::jthread thread([&](const std::stop_token& stop) {
      NumberMeter meter;
      stage.run(meter, stop);
    });
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t begun = 0;
    std::uint64_t taken = 0;
    const auto work = [&] {
      while (true) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return begun == kCount || begun < taken + kItems; });
        if (begun == kCount) {
          return;
        }
        const std::uint64_t serial = begun++;
        lock.unlock();
        stage.offer(itemOf(serial, static_cast<std::int64_t>(serial * serial)));
      }
    };
    std::jthread one(work);
    std::jthread two(work);
    std::uint64_t wrong = 0;
    for (std::uint64_t serial = 0; serial < kCount; ++serial) {
      const auto motion = stage.take(serial, {});
      const bool right =
          serial == 0 ? !motion : motion && motion->tx == 2 * static_cast<double>(serial) - 1;
      wrong += right ? 0U : 1U;
      {
        const std::scoped_lock lock(mutex);
        ++taken;
      }
      changed.notify_all();
    }
    QCOMPARE(wrong, 0U);
    stage.close();
  }
};

QTEST_GUILESS_MAIN(TestMotionStage)
#include "tst_motion_stage.moc"
