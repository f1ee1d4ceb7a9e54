#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <QTest>

#include "core/media/reconnecting_source.h"
#include "tests/support/result_check.h"

using namespace followspot;
using namespace std::chrono_literals;

namespace {

/// Gives some pictures, 40 ms apart from 0, then an error.
class Connection final : public VideoSource {
 public:
  Connection(int pictures, ErrorCode then) : pictures_(pictures), then_(then) {
    info_.name = "camera";
    info_.live = true;
  }
  const SourceInfo& info() const override { return info_; }
  SourceHealth health() const override { return {.framesRead = next_, .damagedPackets = 1}; }
  Result<std::optional<Frame>> read(std::stop_token) override {
    if (next_ >= pictures_) {
      return fail(then_, "camera: cut off.");
    }
    const FrameId id{next_++};
    return std::optional(
        Frame(id, timestampAt(0.04 * static_cast<double>(indexOf(id))), 0, {}, pixels_));
  }
  Result<void> seek(FrameId, std::stop_token) override { return {}; }

 private:
  SourceInfo info_;
  const int pictures_;
  const ErrorCode then_;
  const std::shared_ptr<int> pixels_ = std::make_shared<int>(0);
  std::int64_t next_ = 0;
};

std::unique_ptr<VideoSource> connection(int pictures, ErrorCode then = ErrorCode::Unavailable) {
  return std::make_unique<Connection>(pictures, then);
}

constexpr ReconnectPolicy kQuick{.first = 4ms, .longest = 20ms};

}  // namespace

class TestReconnectingSource : public QObject {
  Q_OBJECT

 private slots:
  void theWaitsGrowToTheLongest() {
    const ReconnectPolicy policy;
    const std::vector<std::int64_t> seconds{1, 2, 4, 8, 16, 30, 30};
    for (std::size_t i = 0; i < seconds.size(); ++i) {
      const int attempt = static_cast<int>(i) + 1;
      QCOMPARE(reconnectDelay(policy, attempt, 0), std::chrono::milliseconds(1000 * seconds[i]));
      QCOMPARE(reconnectDelay(policy, attempt, 1), std::chrono::milliseconds(800 * seconds[i]));
    }
    QCOMPARE(reconnectDelay(policy, 1'000'000, 0), 30'000ms);
  }

  void picturesGoOnCountingAcrossALoss() {
    std::vector<SourceLink> links;
    std::deque<int> next{-1, -1, 3};  // refused, refused, three pictures
    ReconnectingSource source(
        connection(2),
        [&](const std::stop_token&) -> Result<std::unique_ptr<VideoSource>> {
          const int pictures = next.front();
          next.pop_front();
          if (pictures < 0) {
            return fail(ErrorCode::NotFound, "camera: no such stream.");
          }
          return connection(pictures, ErrorCode::CorruptData);
        },
        [&](const SourceLink& link) { links.push_back(link); }, kQuick);
    std::vector<Frame> frames;
    std::vector<SourceLink::Clock::time_point> arrivals;
    auto frame = source.read({});
    for (; frame && *frame; frame = source.read({})) {
      frames.push_back(**frame);
      arrivals.push_back(SourceLink::Clock::now());
    }
    FS_VERIFY_ERROR(frame, ErrorCode::CorruptData, "cut off");  // no loss, passed on
    QCOMPARE(frames.size(), std::size_t{5});
    for (std::size_t i = 0; i < frames.size(); ++i) {
      QCOMPARE(indexOf(frames[i].id()), static_cast<std::int64_t>(i));
    }
    QCOMPARE(frames[1].time() - frames[0].time(), std::chrono::microseconds(40'000));
    QCOMPARE(frames[4].time() - frames[2].time(), std::chrono::microseconds(80'000));
    // The loss took as long in media time as in real time: waits of 4, 8 and 16 ms less jitter.
    const auto gap = frames[2].time() - frames[1].time();
    QVERIFY(gap >= 22ms);
    QVERIFY(gap <= arrivals[2] - arrivals[1] + 1ms);
    QCOMPARE(source.health().framesRead, std::int64_t{5});
    QCOMPARE(source.health().damagedPackets, std::int64_t{2});
    using State = SourceLink::State;
    std::vector<State> states;
    std::vector<std::string> reasons;
    for (const SourceLink& link : links) {
      states.push_back(link.state);
      reasons.push_back(link.reason);
    }
    QVERIFY((states == std::vector{State::Up, State::Up, State::Waiting, State::Connecting,
                                   State::Waiting, State::Connecting, State::Waiting,
                                   State::Connecting, State::Up, State::Up, State::Up}));
    QCOMPARE(reasons[2], std::string("camera: cut off."));
    QCOMPARE(reasons[4], std::string("camera: no such stream."));
    QCOMPARE(reasons.back(), std::string());
    QCOMPARE(links[6].attempts, 3);
    QCOMPARE(links.back().losses, 1);
    QVERIFY(links[2].retryAt > links[2].lastPicture);
  }

  void aConnectionThatHeldBeginsWithTheFirstWaitAgain() {
    for (const auto settled : {0ms, 60'000ms}) {
      ReconnectPolicy policy = kQuick;
      policy.settled = settled;
      int last = 0;
      int opened = 0;
      ReconnectingSource source(
          connection(1),
          [&](const std::stop_token&) -> Result<std::unique_ptr<VideoSource>> {
            return connection(1, ++opened < 4 ? ErrorCode::Unavailable : ErrorCode::CorruptData);
          },
          [&](const SourceLink& link) { last = link.attempts; }, policy);
      while (source.read({})) {
      }
      QCOMPARE(last, settled == 0ms ? 1 : 4);
    }
  }

  void aStopEndsTheWait() {
    std::stop_source stop;
    ReconnectPolicy policy;
    policy.first = 60s;
    policy.longest = 60s;
    ReconnectingSource source(
        connection(0), [](const std::stop_token&) { return connection(1); },
        [&](const SourceLink& link) {
          if (link.state == SourceLink::State::Waiting) {
            stop.request_stop();
          }
        },
        policy);
    FS_VERIFY_ERROR(source.read(stop.get_token()), ErrorCode::Cancelled, "stopped");
  }
};

QTEST_GUILESS_MAIN(TestReconnectingSource)
#include "tst_reconnecting_source.moc"
