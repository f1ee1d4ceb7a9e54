#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/media/ffmpeg/av_util.h"

namespace followspot {

/// Whether the name ends like a picture that StillDecoder knows: png, jpg, bmp, webp, tif, ppm, ...
[[nodiscard]] bool isPictureName(const std::filesystem::path& path);

/// Decodes picture files with libav's decoders. What a file is, its first bytes say.
/// @threading one thread at a time.
class StillDecoder {
 public:
  /// The picture, owned by the decoder and valid until the next call.
  /// @errors NotFound, Unavailable: cannot be read. Unsupported: no picture. CorruptData: damaged.
  [[nodiscard]] Result<AVFrame*> decode(const std::filesystem::path& path);

  /// Of the picture decoded last.
  [[nodiscard]] AVCodecID codec() const { return codec_; }

 private:
  AVCodecID codec_ = AV_CODEC_ID_NONE;
  av::CodecPtr decoder_;
  av::PacketPtr packet_{av_packet_alloc()};
  av::FramePtr picture_{av_frame_alloc()};
};

}  // namespace followspot
