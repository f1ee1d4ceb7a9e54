#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <random>
#include <stop_token>

#include "core/base/result.h"
#include "core/media/source_link.h"
#include "core/media/video_source.h"

namespace followspot {

/// When a lost source is tried again.
struct ReconnectPolicy {
  std::chrono::milliseconds first{1'000};
  std::chrono::milliseconds longest{30'000};  ///< Each wait is twice the one before, up to this.
  /// Every wait is shortened by up to this part of it, so that many programs that lost the same
  /// server do not come back all at once. 0..1.
  double jitter = 0.2;
  /// A connection that held so long was a good one: the next loss begins with `first` again.
  std::chrono::milliseconds settled{10'000};
};

/// The wait before attempt number `attempt`, from 1.
/// @param chance  0..1: how much of the jitter is taken.
[[nodiscard]] std::chrono::milliseconds reconnectDelay(const ReconnectPolicy& policy, int attempt,
                                                       double chance);

/// A live source that is opened again, for as long as it takes, when it is cut off, stalls or
/// cannot be opened: where reading it fails as Unavailable. Any other error, and an end that is
/// none, are passed on.
///
/// Its pictures go on counting; the time of the first one after a loss is as much later as the loss
/// took. `info` is that of the newest connection.
/// @threading as VideoSource; the listener is called on the thread that reads.
class ReconnectingSource final : public VideoSource {
 public:
  using Open = std::function<Result<std::unique_ptr<VideoSource>>(std::stop_token)>;
  /// Called when the state changes and at every picture; keeps nothing waiting.
  using Listener = std::function<void(const SourceLink&)>;

  /// @param source  open, live.
  ReconnectingSource(std::unique_ptr<VideoSource> source, Open open, Listener listener,
                     const ReconnectPolicy& policy = {});

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override;
  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token stop) override;
  /// @errors Unsupported.
  [[nodiscard]] Result<void> seek(FrameId frame, std::stop_token stop) override;

  [[nodiscard]] const SourceLink& link() const { return link_; }

 private:
  void lost(const Error& error);
  Result<void> reconnect(const std::stop_token& stop);
  Frame numbered(const Frame& frame);

  const Open open_;
  const Listener listener_;
  const ReconnectPolicy policy_;
  std::unique_ptr<VideoSource> source_;  ///< Null while lost.
  SourceInfo info_;
  SourceHealth before_;  ///< Of the connections that are over.
  SourceLink link_;
  SourceLink::Clock::time_point connected_;
  std::minstd_rand random_{std::random_device{}()};
  std::int64_t next_ = 0;
  Timestamp last_{};                    ///< Of the picture read last.
  std::chrono::microseconds shift_{0};  ///< Added to the times of this connection.
  bool first_ = false;                  ///< No picture of this connection was read yet.
};

}  // namespace followspot
