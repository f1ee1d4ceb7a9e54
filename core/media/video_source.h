#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "core/base/result.h"
#include "core/media/frame.h"
#include "core/media/source_info.h"

namespace followspot {

/// A sequence of pictures: a file, a folder of pictures, a camera or a stream.
///
/// Frame ids count every picture from 0 without gaps; times strictly increase. Pictures may change
/// their size on the way.
/// @threading one thread at a time; `stop` may be requested from any thread and unblocks every call
/// within 0.2 s (a picture that is just being decoded is finished first; looking up a host's name
/// cannot be ended).
class VideoSource {
 public:
  VideoSource() = default;
  VideoSource(const VideoSource&) = delete;
  VideoSource& operator=(const VideoSource&) = delete;
  virtual ~VideoSource() = default;

  [[nodiscard]] virtual const SourceInfo& info() const = 0;
  [[nodiscard]] virtual SourceHealth health() const = 0;

  /// The next picture; nothing at the end of a file.
  /// @errors Cancelled; CorruptData: not one picture could be decoded; Unavailable: a live source
  /// ended or stalled.
  [[nodiscard]] virtual Result<std::optional<Frame>> read(std::stop_token stop) = 0;

  /// Makes `frame` the next picture read: that very one, not one near it.
  ///
  /// In a damaged file that holds for what has been read; a seek across damage not met yet counts
  /// packets, some of which may give no picture.
  /// @errors Unsupported: a live source. InvalidArgument: past the end. After any error the
  /// position is lost: seek again before reading.
  [[nodiscard]] virtual Result<void> seek(FrameId frame, std::stop_token stop) = 0;

  /// Goes to the last picture at or before `frame` that costs no more to get than itself, a key
  /// picture, or stays where that is nearer; reading on from there leads to `frame`.
  /// @return the picture read next.
  /// @errors as seek.
  [[nodiscard]] virtual Result<FrameId> seekBefore(FrameId frame, std::stop_token stop) {
    if (auto done = seek(frame, std::move(stop)); !done) {
      return fail(done.error());
    }
    return frame;
  }
};

/// Opens whatever `spec.location` names.
/// @errors NotFound; Unsupported: no video in it (says what is); CorruptData; Unavailable;
/// Cancelled. Sentences begin with the source's name, credentials removed.
[[nodiscard]] Result<std::unique_ptr<VideoSource>> openVideoSource(const SourceSpec& spec,
                                                                   const std::stop_token& stop);

}  // namespace followspot
