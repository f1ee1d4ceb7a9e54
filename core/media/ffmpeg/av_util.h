#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/buffer.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libswscale/swscale.h>
}

#include <array>
#include <memory>
#include <string>

// Owners for libav* objects and the two macros that do not compile in C++. Only for
// core/media/ffmpeg/*.cpp.
namespace followspot::av {

struct FormatCloser {
  void operator()(AVFormatContext* context) const { avformat_close_input(&context); }
};
struct CodecCloser {
  void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
};
struct FrameFreer {
  void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
struct PacketFreer {
  void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
struct ScalerFreer {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};
struct BufferPoolFreer {
  void operator()(AVBufferPool* pool) const { av_buffer_pool_uninit(&pool); }
};
using FormatPtr = std::unique_ptr<AVFormatContext, FormatCloser>;
using CodecPtr = std::unique_ptr<AVCodecContext, CodecCloser>;
using FramePtr = std::unique_ptr<AVFrame, FrameFreer>;
using PacketPtr = std::unique_ptr<AVPacket, PacketFreer>;
using ScalerPtr = std::unique_ptr<SwsContext, ScalerFreer>;
using BufferPoolPtr = std::unique_ptr<AVBufferPool, BufferPoolFreer>;

/// A libav error code in words.
[[nodiscard]] inline std::string reason(int error) {
  std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
  av_strerror(error, text.data(), text.size());
  return text.data();
}

/// Damage is counted and failures are said by us; libav's own lines would show passwords.
inline void silence() { av_log_set_level(AV_LOG_QUIET); }

inline constexpr AVRational kMicroseconds{1, AV_TIME_BASE};

}  // namespace followspot::av
