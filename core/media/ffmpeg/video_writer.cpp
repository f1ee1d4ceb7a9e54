#include "core/media/video_writer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/contracts.h"
#include "core/base/output_file.h"
#include "core/media/ffmpeg/input.h"
#include "core/media/ffmpeg/picture_layout.h"

extern "C" {
#include <libavutil/opt.h>
}

namespace followspot {
namespace {

/// Holds all usual frame rates exactly.
constexpr AVRational kTimeBase{1, 90'000};

struct OutputCloser {
  void operator()(AVFormatContext* context) const {
    if (context->pb != nullptr) {
      avio_closep(&context->pb);
    }
    avformat_free_context(context);
  }
};
using OutputPtr = std::unique_ptr<AVFormatContext, OutputCloser>;

const char* containerFor(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".mp4" || ending == ".m4v") {
    return "mp4";
  }
  if (ending == ".mov") {
    return "mov";
  }
  return ending == ".mkv" ? "matroska" : nullptr;
}

const AVCodec* encoderFor(VideoCodec codec) {
  if (codec == VideoCodec::H264OrMpeg4) {
    for (const char* const name : {"libx264", "libopenh264"}) {
      if (const AVCodec* const encoder = avcodec_find_encoder_by_name(name)) {
        return encoder;
      }
    }
  }
  return avcodec_find_encoder(AV_CODEC_ID_MPEG4);
}

int even(int side) { return side + side % 2; }

}  // namespace

struct VideoWriter::State {
  OutputFile file;
  FrameSize size;
  Options options;
  OutputPtr container;
  av::CodecPtr encoder;
  av::ScalerPtr scaler;
  PackedFormat scalerFormat = PackedFormat::Bgr;
  av::FramePtr picture{av_frame_alloc()};
  av::PacketPtr packet{av_packet_alloc()};
  std::vector<std::uint8_t> enlarged;  // where a side is odd
  std::optional<Timestamp> first;
  std::int64_t lastPts = -1;
  std::optional<Error> broken;  // what the first failed write said

  State(OutputFile output, FrameSize pictures, const Options& how)
      : file(std::move(output)), size(pictures), options(how) {}

  [[nodiscard]] std::string name() const { return file.path().string(); }
  [[nodiscard]] tl::unexpected<Error> failure(const char* what, int error) const {
    return fail(ErrorCode::Unavailable, name() + ": " + what + " (" + av::reason(error) +
                                            "). Free some space or choose another place.");
  }
  [[nodiscard]] std::int64_t usualStep() const {
    return std::max<std::int64_t>(1, std::llround(kTimeBase.den / options.frameRate));
  }

  Result<void> openEncoder();
  Result<void> openContainer(const char* format);
  PackedPicture evened(const PackedPicture& from);
  Result<void> convert(const PackedPicture& given);
  Result<void> encode(const AVFrame* frame);
};

Result<void> VideoWriter::State::openEncoder() {
  const AVCodec* const codec = encoderFor(options.codec);
  encoder.reset(codec != nullptr ? avcodec_alloc_context3(codec) : nullptr);
  if (!encoder) {
    return fail(ErrorCode::Unsupported,
                name() + ": this FFmpeg has no encoder for video. Install one with libx264.");
  }
  encoder->width = even(size.width);
  encoder->height = even(size.height);
  encoder->pix_fmt = AV_PIX_FMT_YUV420P;
  encoder->time_base = kTimeBase;
  encoder->framerate = av_d2q(options.frameRate, 100'000);
  encoder->color_range = AVCOL_RANGE_MPEG;
  const AVFrame& like = *picture;
  encoder->colorspace = like.colorspace;
  encoder->color_primaries = AVCOL_PRI_UNSPECIFIED;
  encoder->thread_count = std::max(1, options.threads);
  encoder->gop_size = std::max(1, static_cast<int>(std::lround(options.frameRate * 2)));
  if (std::string_view(codec->name) == "libx264") {
    av_opt_set(encoder->priv_data, "preset", "veryfast", 0);
    av_opt_set(encoder->priv_data, "crf", "21", 0);
  } else {
    constexpr double kBitsPerPixel = 0.3;  // enough for letters to stay sharp
    encoder->bit_rate =
        std::llround(kBitsPerPixel * encoder->width * encoder->height * options.frameRate);
  }
  if (codec->id == AV_CODEC_ID_MPEG4) {
    // Its clock has 16 bits only.
    encoder->time_base = {1, 60'000};
  }
  if ((container->oformat->flags & AVFMT_GLOBALHEADER) != 0) {
    encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
  }
  if (const int error = avcodec_open2(encoder.get(), codec, nullptr); error < 0) {
    return fail(ErrorCode::Unsupported, name() + ": the encoder " + codec->name +
                                            " refuses this video (" + av::reason(error) + ").");
  }
  return {};
}

Result<void> VideoWriter::State::openContainer(const char* format) {
  AVFormatContext* raw = nullptr;
  avformat_alloc_output_context2(&raw, nullptr, format, nullptr);
  container.reset(raw);
  if (!container) {
    return fail(ErrorCode::Unsupported,
                name() + ": this FFmpeg does not write " + format + " files.");
  }
  if (auto opened = openEncoder(); !opened) {
    return opened;
  }
  AVStream* const stream = avformat_new_stream(container.get(), nullptr);
  if (stream == nullptr || avcodec_parameters_from_context(stream->codecpar, encoder.get()) < 0) {
    return fail(ErrorCode::Unavailable, name() + ": not enough memory for a video.");
  }
  stream->time_base = encoder->time_base;
  stream->avg_frame_rate = encoder->framerate;
  const std::string url = "file:" + file.temporaryPath().string();
  int error = avio_open(&container->pb, url.c_str(), AVIO_FLAG_WRITE);
  if (error >= 0) {
    error = avformat_write_header(container.get(), nullptr);
  }
  return error >= 0 ? Result<void>() : failure("cannot be begun", error);
}

/// The picture with even sides: its last column and row repeated where they are odd.
PackedPicture VideoWriter::State::evened(const PackedPicture& from) {
  const FrameSize to{even(from.size.width), even(from.size.height)};
  if (to == from.size) {
    return from;
  }
  const auto pixel = static_cast<std::size_t>(bytesPerPixel(from.format));
  const std::size_t rowBytes = static_cast<std::size_t>(from.size.width) * pixel;
  const std::size_t stride = static_cast<std::size_t>(to.width) * pixel;
  enlarged.resize(stride * static_cast<std::size_t>(to.height));
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* const source =
        from.pixels + std::min(y, from.size.height - 1) * from.stride;
    std::uint8_t* const target = enlarged.data() + static_cast<std::size_t>(y) * stride;
    std::memcpy(target, source, rowBytes);
    std::memcpy(target + stride - pixel, source + rowBytes - pixel, pixel);
  }
  return {enlarged.data(), static_cast<std::ptrdiff_t>(stride), to, from.format};
}

Result<void> VideoWriter::State::convert(const PackedPicture& given) {
  const PackedPicture from = evened(given);
  if (!scaler || from.format != scalerFormat) {
    const AVPixelFormat format =
        from.format == PackedFormat::Bgra ? AV_PIX_FMT_BGRA : AV_PIX_FMT_BGR24;
    scaler.reset(sws_getContext(from.size.width, from.size.height, format, from.size.width,
                                from.size.height, AV_PIX_FMT_YUV420P, SWS_BILINEAR, nullptr,
                                nullptr, nullptr));
    scalerFormat = from.format;
    if (!scaler) {
      return fail(ErrorCode::Internal, name() + ": pictures cannot be converted for the encoder.");
    }
    constexpr int kNeutral = 1 << 16;
    static_cast<void>(sws_setColorspaceDetails(scaler.get(), sws_getCoefficients(SWS_CS_DEFAULT), 1,
                                               coefficientsOf(matrixOf(*picture)), 0, 0, kNeutral,
                                               kNeutral));
  }
  if (av_frame_make_writable(picture.get()) < 0) {
    return fail(ErrorCode::Unavailable, name() + ": not enough memory for a picture.");
  }
  const std::array<const std::uint8_t*, 4> planes{from.pixels, nullptr, nullptr, nullptr};
  const std::array<int, 4> strides{static_cast<int>(from.stride), 0, 0, 0};
  if (sws_scale(scaler.get(), planes.data(), strides.data(), 0, from.size.height, picture->data,
                picture->linesize) < 0) {
    return fail(ErrorCode::Internal, name() + ": a picture could not be converted.");
  }
  return {};
}

/// Encodes a picture, or with null what is left, and writes what comes out.
Result<void> VideoWriter::State::encode(const AVFrame* frame) {
  int error = avcodec_send_frame(encoder.get(), frame);
  while (error >= 0) {
    error = avcodec_receive_packet(encoder.get(), packet.get());
    if (error == AVERROR(EAGAIN) || error == AVERROR_EOF) {
      return {};
    }
    if (error >= 0) {
      if (packet->duration <= 0) {
        packet->duration = av_rescale_q(usualStep(), kTimeBase, encoder->time_base);
      }
      av_packet_rescale_ts(packet.get(), encoder->time_base, container->streams[0]->time_base);
      packet->stream_index = 0;
      error = av_interleaved_write_frame(container.get(), packet.get());
      if (error >= 0 && container->pb->error < 0) {
        error = container->pb->error;
      }
    }
  }
  auto failed = failure("cannot be written", error);
  broken = failed.value();
  return failed;
}

VideoWriter::VideoWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
VideoWriter::~VideoWriter() = default;

FrameSize VideoWriter::size() const { return state_->size; }
std::string VideoWriter::encoder() const { return state_->encoder->codec->name; }

Result<std::unique_ptr<VideoWriter>> VideoWriter::create(const std::filesystem::path& path,
                                                         FrameSize size, const Options& options) {
  FS_EXPECTS(size.width > 0 && size.height > 0 && size.width <= kMaxSide && size.height <= kMaxSide,
             "a picture has a size");
  FS_EXPECTS(options.frameRate > 0, "a frame rate is positive");
  const char* const format = containerFor(path);
  if (format == nullptr) {
    return fail(ErrorCode::InvalidArgument,
                path.string() + ": a video is written as .mp4, .mov or .mkv. Choose such a name.");
  }
  av::silence();
  auto file = OutputFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  auto state = std::make_unique<State>(std::move(*file), size, options);
  AVFrame& picture = *state->picture;
  picture.format = AV_PIX_FMT_YUV420P;
  picture.width = even(size.width);
  picture.height = even(size.height);
  picture.color_range = AVCOL_RANGE_MPEG;
  picture.colorspace =
      matrixOf(picture) == ColorMatrix::Bt709 ? AVCOL_SPC_BT709 : AVCOL_SPC_SMPTE170M;
  if (av_frame_get_buffer(&picture, 0) < 0) {
    return fail(ErrorCode::Unavailable, path.string() + ": not enough memory for a picture.");
  }
  if (auto opened = state->openContainer(format); !opened) {
    return fail(opened.error());
  }
  return std::unique_ptr<VideoWriter>(new VideoWriter(std::move(state)));
}

Result<void> VideoWriter::write(const PackedPicture& picture, Timestamp time) {
  FS_EXPECTS(picture.size == state_->size, "pictures have the size of the video");
  if (auto converted = state_->convert(picture); !converted) {
    return converted;
  }
  if (!state_->first) {
    state_->first = time;
  }
  const std::int64_t since = (time - *state_->first).count();
  AVFrame& frame = *state_->picture;
  frame.pts = std::max(state_->lastPts + 1,
                       av_rescale_q(since, av::kMicroseconds, state_->encoder->time_base));
  state_->lastPts = frame.pts;
  return state_->encode(&frame);
}

Result<void> VideoWriter::finish() {
  State& state = *state_;
  if (!state.first) {
    return fail(ErrorCode::InvalidArgument, state.name() + ": no picture was written to it.");
  }
  if (state.broken) {
    return fail(*state.broken);
  }
  if (auto rest = state.encode(nullptr); !rest) {
    return rest;
  }
  if (const int error = av_write_trailer(state.container.get()); error < 0) {
    return state.failure("cannot be finished", error);
  }
  if (const int error = avio_closep(&state.container->pb); error < 0) {
    return state.failure("cannot be finished", error);
  }
  return state.file.commit();
}

}  // namespace followspot
