#include "core/media/ffmpeg/frame_index.h"

#include <algorithm>

namespace followspot {

std::optional<FrameIndex> FrameIndex::read(AVFormatContext& context, int stream) {
  FrameIndex index;
  const av::PacketPtr packet(av_packet_alloc());
  int error = 0;
  while ((error = av_read_frame(&context, packet.get())) >= 0) {
    const bool ours = packet->stream_index == stream;
    const std::int64_t pts = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
    const bool hidden = (packet->flags & AV_PKT_FLAG_DISCARD) != 0;
    const bool damaged = (packet->flags & AV_PKT_FLAG_CORRUPT) != 0 || packet->size == 0;
    av_packet_unref(packet.get());
    if (!ours || hidden) {
      continue;
    }
    if (pts == AV_NOPTS_VALUE || damaged) {
      return std::nullopt;
    }
    index.pts.push_back(pts);
  }
  if (error != AVERROR_EOF) {
    return std::nullopt;
  }
  std::ranges::sort(index.pts);
  if (std::ranges::adjacent_find(index.pts) != index.pts.end()) {
    return std::nullopt;
  }
  return index;
}

}  // namespace followspot
