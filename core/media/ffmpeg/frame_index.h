#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/media/ffmpeg/av_util.h"

namespace followspot {

/// Presentation times of all pictures of a file, in order, read from its packets without decoding.
struct FrameIndex {
  std::vector<std::int64_t>
      pts;  ///< Strictly increasing, in the stream's time base; one for each picture.

  /// Reads all packets of `stream`; the position of `context` is undefined afterwards.
  /// Nothing where the packets do not tell: missing, equal or damaged ones. Then only decoding from
  /// the start is exact.
  [[nodiscard]] static std::optional<FrameIndex> read(AVFormatContext& context, int stream);
};

}  // namespace followspot
