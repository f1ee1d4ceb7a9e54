#include "core/session/capture_stage.h"

#include <chrono>
#include <cmath>
#include <string>
#include <utility>

#include "core/base/log.h"
#include "core/pipeline/pacer.h"

namespace followspot {
namespace {

class Capture {
 public:
  /// @param link  of the source, where it has one that may be lost.
  Capture(const CaptureStage& stage, VideoSource& source, const SourceLink* link,
          std::stop_token stop)
      : stage_(stage),
        source_(source),
        link_(link),
        stop_(std::move(stop)),
        live_(stage.settings.pacing == Pacing::Live),
        kind_(source.info().live ? SessionControl::Pausable::Drops
                                 : SessionControl::Pausable::Holds) {}

  Result<void> run() {
    auto first = stage_.settings.from ? readFrom(source_, *stage_.settings.from, stop_)
                                      : source_.read(stop_);
    if (!first) {
      return fail(first.error());
    }
    hold(std::move(*first));
    while (true) {
      const SessionControl::Order order = stage_.control.wait(kind_, due_, stop_);
      switch (order.turn) {
        case SessionControl::Turn::End:
          return {};
        case SessionControl::Turn::Refilter:
          sendAgain();
          continue;
        case SessionControl::Turn::Seek:
          if (auto done = seek(order.target); !done) {
            return done;
          }
          break;
        case SessionControl::Turn::Drop:
          stage_.board.countDropped();
          break;
        case SessionControl::Turn::Emit:
          if (!held_) {
            return {};  // the end of the file
          }
          if (!emit(order)) {
            return {};
          }
          break;
      }
      auto next = source_.read(stop_);
      if (!next) {
        return fail(next.error());
      }
      if (link_ != nullptr && link_->losses > losses_) {
        losses_ = link_->losses;
        beginAnew();  // Whoever was there before the loss is not followed across it.
      }
      hold(std::move(*next));
    }
  }

 private:
  /// Keeps what was read until its turn comes.
  void hold(std::optional<Frame> frame) {
    const bool over =
        frame && stage_.settings.to && secondsOf(frame->time()) >= stage_.settings.to->count();
    held_ = over ? std::nullopt : std::move(frame);
    if (!held_) {
      due_ = {};
      return;
    }
    stage_.board.countRead(source_.health());
    const auto now = std::chrono::steady_clock::now();
    due_ = live_ && kind_ == SessionControl::Pausable::Holds ? pacer_.due(held_->time(), now) : now;
  }

  bool emit(const SessionControl::Order& order) {
    const auto now = std::chrono::steady_clock::now();
    if (order.afterPause && kind_ == SessionControl::Pausable::Holds) {
      pacer_.restart();
      static_cast<void>(pacer_.due(held_->time(), now));
    }
    Picture picture;
    picture.frame = std::move(*held_);
    held_.reset();
    picture.captured = now;
    picture.epoch = epoch_;
    picture.detect = live_ || order.single || fresh_ || isDetected(picture.frame.id());
    last_ = picture;
    // Shown before it is detected: live always, else only the very first, as the network may take
    // its time to load.
    if (live_ || !shown_) {
      stage_.inbox.putPicture(picture);
    }
    shown_ = true;
    fresh_ = false;
    return stage_.feed.offer(std::move(picture), stop_);
  }

  [[nodiscard]] bool isDetected(FrameId id) const {
    return stage_.settings.detectEvery <= 1 || indexOf(id) % stage_.settings.detectEvery == 0;
  }

  void sendAgain() {
    if (last_.frame.empty()) {
      return;
    }
    Picture picture = last_;
    picture.detect = true;
    picture.again = true;
    stage_.feed.offer(std::move(picture), stop_);
  }

  Result<void> seek(FrameId target) {
    held_.reset();
    pacer_.restart();
    Result<void> done = source_.seek(target, stop_);
    if (!done && done.error().code == ErrorCode::InvalidArgument) {
      // The container promised more pictures than there are: stay where we are.
      log(LogLevel::Warning, "session", done.error().message);
      done = source_.seek(last_.frame.id(), stop_);
    }
    if (!done && done.error().code == ErrorCode::Unsupported) {
      log(LogLevel::Warning, "session", done.error().message);
      return {};
    }
    if (!done) {
      return done;
    }
    beginAnew();
    return {};
  }

  /// Tracks are forgotten, and what is still on its way to a detector.
  void beginAnew() {
    ++epoch_;
    fresh_ = true;
    stage_.orders.setEpoch(epoch_);
  }

  const CaptureStage& stage_;
  VideoSource& source_;
  const SourceLink* const link_;
  int losses_ = 0;
  const std::stop_token stop_;
  const bool live_;
  const SessionControl::Pausable kind_;
  Pacer pacer_;
  std::optional<Frame> held_;
  std::chrono::steady_clock::time_point due_;
  Picture last_;  // the picture sent last, for filtering it anew
  std::uint64_t epoch_ = 0;
  bool fresh_ = false;  // nothing was sent since a seek
  bool shown_ = false;  // something was sent
};

}  // namespace

Result<void> runCaptureStage(const CaptureStage& stage, const std::stop_token& stop) {
  auto source = stage.parts.openSource(stop);
  if (!source) {
    return fail(source.error());
  }
  stage.board.opened((*source)->info());
  if (!(*source)->info().live || !stage.settings.reconnect) {
    return Capture(stage, **source, nullptr, stop).run();
  }
  ReconnectingSource lasting(
      std::move(*source), stage.parts.openSource,
      [&](const SourceLink& link) { stage.board.setLink(link); }, *stage.settings.reconnect);
  return Capture(stage, lasting, &lasting.link(), stop).run();
}

Result<std::optional<Frame>> readFrom(VideoSource& source, Seconds from,
                                      const std::stop_token& stop) {
  const SourceInfo& info = source.info();
  // Where the rate varies the guess may lie too far on; then from half as far, at last from 0.
  constexpr double kMarginSeconds = 2;
  double guess = info.seekable ? std::floor((from.count() - kMarginSeconds) * info.frameRate) : 0;
  while (true) {
    if (guess >= 1) {
      const auto sought = source.seek(FrameId{static_cast<std::int64_t>(guess)}, stop);
      if (!sought && sought.error().code == ErrorCode::InvalidArgument) {
        guess = std::floor(guess / 2);
        if (guess < 1) {
          if (auto back = source.seek(FrameId{0}, stop); !back) {
            return fail(back.error());
          }
        }
        continue;
      }
      if (!sought) {
        return fail(sought.error());
      }
    }
    bool first = true;
    while (true) {
      auto frame = source.read(stop);
      if (!frame || !*frame || secondsOf((*frame)->time()) >= from.count()) {
        const bool tooFar = frame && first && guess >= 1;
        if (!tooFar) {
          return frame;
        }
        break;
      }
      first = false;
    }
    guess = std::floor(guess / 2);
    if (guess < 1) {
      if (auto back = source.seek(FrameId{0}, stop); !back) {
        return fail(back.error());
      }
    }
  }
}

}  // namespace followspot
