#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/result.h"
#include "core/media/video_source.h"

namespace followspot {

/// Goes through a recorded video picture by picture, both ways, and never shows a wrong one.
///
/// Pictures around the one asked for last are kept decoded, most of them before it: a step back in
/// a long group of pictures would otherwise decode all of it. `prepare` fills that cache in idle
/// time, one picture a call, so that a request waits for one picture at most.
/// @threading one thread at a time.
class FrameNavigator {
 public:
  struct Options {
    /// Of decoded pixels; at least two pictures are kept whatever their size.
    std::size_t cacheBytes = std::size_t{512} << 20U;
  };
  enum class Step {
    There,     ///< The picture is in `cached`.
    OnTheWay,  ///< Call again.
  };

  /// @param source  seekable; nobody else reads from it.
  FrameNavigator(std::unique_ptr<VideoSource> source, Options options);

  /// The picture, if it is at hand; valid until the next call of another member.
  [[nodiscard]] const Frame* cached(FrameId frame) const;

  /// Decodes at most one picture on the way to `frame`, which from now on is the one asked for
  /// last.
  /// @errors InvalidArgument: past the end (`frameCount` is known then), or before picture 0.
  /// Cancelled; else as VideoSource.
  [[nodiscard]] Result<Step> stepTowards(FrameId frame, const std::stop_token& stop);

  /// The picture; `stepTowards` until it is there.
  [[nodiscard]] Result<Frame> at(FrameId frame, const std::stop_token& stop);

  /// Decodes at most one picture that is likely to be asked for next. False: all is prepared.
  /// @errors as VideoSource; the next call tries again.
  [[nodiscard]] Result<bool> prepare(const std::stop_token& stop);

  /// How many pictures there really are, once the end was met.
  [[nodiscard]] std::optional<std::int64_t> frameCount() const { return count_; }
  [[nodiscard]] const SourceInfo& info() const { return source_->info(); }
  /// Pictures read from the source so far: what going about has cost.
  [[nodiscard]] std::int64_t decoded() const { return decoded_; }
  [[nodiscard]] std::size_t cachedBytes() const { return bytes_; }

 private:
  [[nodiscard]] Result<Step> advance(std::int64_t target, const std::stop_token& stop);
  void keep(Frame frame);
  void evict();
  [[nodiscard]] std::int64_t reachBehind() const;
  [[nodiscard]] std::int64_t reachAhead() const;
  [[nodiscard]] std::int64_t room() const;
  [[nodiscard]] std::optional<std::int64_t> wanted() const;

  std::unique_ptr<VideoSource> source_;
  Options options_;
  std::map<std::int64_t, Frame> cache_;
  std::size_t bytes_ = 0;
  std::int64_t anchor_ = 0;             // asked for last
  bool forward_ = false;                // as the last two requests went
  std::optional<std::int64_t> next_;    // what the source reads next; nothing: its place is lost
  std::optional<std::int64_t> target_;  // what the source is on its way to
  std::optional<std::int64_t> preparing_;
  std::optional<std::int64_t> count_;
  std::int64_t decoded_ = 0;
};

}  // namespace followspot
