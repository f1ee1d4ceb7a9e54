#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/types/geometry.h"
#include "core/types/timestamp.h"

namespace followspot {

/// Which pictures to open.
struct SourceSpec {
  /// File, folder of pictures, /dev/videoN, or URL (rtsp, http, https, ...).
  std::string location;
  /// Pictures per second, > 0, instead of what the file says. Times are then index / rate.
  std::optional<double> frameRate;
  /// Decoder threads, >= 1. The pictures of an undamaged file do not depend on it; of a damaged one
  /// they are the same on each run with one thread only, as libav hides damage by what other
  /// threads have decoded by then.
  int decoderThreads = 1;
};

enum class SourceKind { File, ImageFolder, Camera, Stream };

/// What a source turned out to be.
struct SourceInfo {
  std::string name;  ///< For people; credentials removed.
  SourceKind kind = SourceKind::File;
  FrameSize size;        ///< As shown: after rotation.
  int rotation = 0;      ///< Degrees clockwise that were applied: 0, 90, 180, 270.
  Rational timeBase;     ///< Of `Frame::pts`.
  double frameRate = 0;  ///< Average, pictures per second; 0 where unknown.
  /// What the container claims; right once a seek past the end has failed.
  std::optional<std::int64_t> frameCount;
  std::optional<Seconds> duration;
  std::string container;  ///< "avi", "mov,mp4,...", "image folder".
  std::string codec;      ///< "h264".
  std::string pixelFormat;
  bool live = false;  ///< Comes in its own time; cannot be sought.
  bool seekable = false;
};

/// What went wrong on the way without ending it.
struct SourceHealth {
  std::int64_t framesRead = 0;
  std::int64_t damagedPackets = 0;    ///< Refused or flagged by the decoder.
  std::int64_t timestampRepairs = 0;  ///< Missing, equal or backward times put right.
};

}  // namespace followspot
