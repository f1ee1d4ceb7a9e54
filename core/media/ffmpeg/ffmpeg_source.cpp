#include "core/media/ffmpeg/ffmpeg_source.h"

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/log.h"
#include "core/media/ffmpeg/frame_index.h"
#include "core/media/ffmpeg/frame_view.h"
#include "core/media/ffmpeg/input.h"

namespace followspot {
namespace {

constexpr std::chrono::milliseconds kStallLimit{5'000};
constexpr std::chrono::milliseconds kFileLimit{60'000};

/// Degrees clockwise that a picture must be turned to stand upright, to the nearest quarter.
int rotationOf(const AVStream& stream) {
  const auto* const matrix = reinterpret_cast<const std::int32_t*>(
      av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr));
  if (matrix == nullptr) {
    return 0;
  }
  const double counterClockwise = av_display_rotation_get(matrix);
  if (!std::isfinite(counterClockwise)) {
    return 0;
  }
  const int quarters = static_cast<int>(std::lround(-counterClockwise / 90.0));
  return ((quarters % 4) + 4) % 4 * 90;
}

/// An opened container with its decoder.
struct Opened {
  av::FormatPtr context;
  av::CodecPtr decoder;
  int stream = -1;

  [[nodiscard]] const AVStream& picture() const { return *context->streams[stream]; }
};

Result<Opened> openAll(const SourceSpec& spec, SourceKind kind, Interruption& interruption) {
  const std::string name = publicName(spec.location);
  Opened opened;
  auto context = openInput(spec.location, kind, interruption);
  if (!context) {
    return fail(context.error());
  }
  opened.context = std::move(*context);
  const auto stream = pictureStream(*opened.context, name);
  if (!stream) {
    return fail(stream.error());
  }
  opened.stream = *stream;
  for (unsigned i = 0; i < opened.context->nb_streams; ++i) {
    opened.context->streams[i]->discard =
        static_cast<int>(i) == *stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
  }
  auto decoder = openDecoder(opened.picture(), spec.decoderThreads, name);
  if (!decoder) {
    return fail(decoder.error());
  }
  opened.decoder = std::move(*decoder);
  return opened;
}

SourceInfo describe(const SourceSpec& spec, SourceKind kind, const Opened& opened) {
  const AVStream& stream = opened.picture();
  SourceInfo info;
  info.name = publicName(spec.location);
  info.kind = kind;
  info.live = kind != SourceKind::File;
  info.seekable = !info.live;
  info.rotation = rotationOf(stream);
  const bool quarter = info.rotation % 180 != 0;
  info.size = quarter ? FrameSize{stream.codecpar->height, stream.codecpar->width}
                      : FrameSize{stream.codecpar->width, stream.codecpar->height};
  info.timeBase = {stream.time_base.num, stream.time_base.den};
  const AVRational rate =
      stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
  info.frameRate = spec.frameRate                 ? *spec.frameRate
                   : rate.num > 0 && rate.den > 0 ? av_q2d(rate)
                                                  : 0;
  if (stream.nb_frames > 0) {
    info.frameCount = stream.nb_frames;
  }
  if (stream.duration > 0) {
    info.duration = Seconds(static_cast<double>(stream.duration) * av_q2d(stream.time_base));
  } else if (opened.context->duration > 0) {
    info.duration = Seconds(static_cast<double>(opened.context->duration) / AV_TIME_BASE);
  }
  if (info.duration && spec.frameRate && info.frameCount) {
    info.duration = Seconds(static_cast<double>(*info.frameCount) / *spec.frameRate);
  }
  info.container = opened.context->iformat->name;
  info.codec = avcodec_get_name(stream.codecpar->codec_id);
  const char* const format = av_get_pix_fmt_name(opened.decoder->pix_fmt);
  info.pixelFormat = format != nullptr ? format : "unknown";
  return info;
}

class FfmpegSource final : public VideoSource {
 public:
  FfmpegSource(SourceSpec spec, SourceKind kind, std::unique_ptr<Interruption> interruption,
               Opened opened)
      : spec_(std::move(spec)),
        kind_(kind),
        interruption_(std::move(interruption)),
        opened_(std::move(opened)),
        info_(describe(spec_, kind, opened_)),
        viewer_(info_.rotation) {}

  [[nodiscard]] const SourceInfo& info() const override { return info_; }
  [[nodiscard]] SourceHealth health() const override { return health_; }

  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token stop) override {
    interruption_->begin(std::move(stop), info_.live ? kStallLimit : kFileLimit);
    auto decoded = decodeNext();
    if (!decoded) {
      return fail(decoded.error());
    }
    return *decoded ? frameOf() : atEnd();
  }

  [[nodiscard]] Result<void> seek(FrameId frame, std::stop_token stop) override {
    if (!info_.seekable) {
      return fail(ErrorCode::Unsupported, info_.name + ": a live source cannot be sought.");
    }
    interruption_->begin(std::move(stop), kFileLimit);
    const std::int64_t target = indexOf(frame);
    if (target == nextIndex_) {
      return {};
    }
    if (!indexTried_) {
      indexTried_ = true;
      if (auto indexed = buildIndex(); !indexed) {
        return indexed;
      }
    }
    if (index_ && target < static_cast<std::int64_t>(index_->pts.size())) {
      auto landed = seekByIndex(target);
      if (!landed) {
        return fail(landed.error());
      }
      if (*landed) {
        return {};
      }
    }
    return decodeFromStart(target);
  }

 private:
  /// Decodes the next picture into decoded_; false at the end.
  Result<bool> decodeNext() {
    if (pending_) {
      pending_ = false;
      return true;
    }
    while (true) {
      if (interruption_->stopped()) {
        return fail(ErrorCode::Cancelled, info_.name + ": reading was stopped.");
      }
      const int received = avcodec_receive_frame(opened_.decoder.get(), decoded_.get());
      if (received == 0) {
        if (decoded_->decode_error_flags != 0 || (decoded_->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
          ++health_.damagedPackets;
        }
        return true;
      }
      if (received == AVERROR_EOF) {
        return false;
      }
      if (received != AVERROR(EAGAIN)) {
        ++health_.damagedPackets;
        continue;
      }
      if (auto fed = feed(); !fed) {
        return fail(fed.error());
      }
    }
  }

  /// Gives the decoder one more packet, or the end.
  Result<void> feed() {
    const int read = av_read_frame(opened_.context.get(), packet_.get());
    if (read < 0) {
      if (interruption_->stopped()) {
        return fail(ErrorCode::Cancelled, info_.name + ": reading was stopped.");
      }
      if (info_.live) {
        return fail(
            ErrorCode::Unavailable,
            info_.name + (interruption_->expired() || read == AVERROR(ETIMEDOUT)
                              ? ": no picture for 5 s. Check the camera and the network."
                              : ": ended or was cut off. Check the camera and the network."));
      }
      if (read != AVERROR_EOF) {
        ++health_.damagedPackets;
        log(LogLevel::Warning, "media.ffmpeg",
            info_.name + ": the file breaks off (" + av::reason(read) + ").");
      }
      avcodec_send_packet(opened_.decoder.get(), nullptr);
      return {};
    }
    if (packet_->stream_index == opened_.stream) {
      const int sent = avcodec_send_packet(opened_.decoder.get(), packet_.get());
      if (sent < 0 && sent != AVERROR(EAGAIN)) {
        ++health_.damagedPackets;
      }
    }
    av_packet_unref(packet_.get());
    return {};
  }

  Result<std::optional<Frame>> atEnd() const {
    if (health_.framesRead == 0 && nextIndex_ == 0) {
      return fail(
          ErrorCode::CorruptData,
          info_.name + ": not one picture in it could be decoded. Copy it anew or convert it.");
    }
    return std::optional<Frame>();
  }

  /// Gives decoded_ its number and time.
  Result<std::optional<Frame>> frameOf() {
    const AVRational base = opened_.picture().time_base;
    std::int64_t pts = decoded_->best_effort_timestamp;
    const std::int64_t usual = lastPts_ != AV_NOPTS_VALUE ? lastPts_ + usualStep() : 0;
    if (pts == AV_NOPTS_VALUE || (lastPts_ != AV_NOPTS_VALUE && pts <= lastPts_)) {
      pts = usual;
      ++health_.timestampRepairs;
    }
    if (firstPts_ == AV_NOPTS_VALUE) {
      firstPts_ = pts;
    }
    lastPts_ = pts;
    Timestamp time(
        std::chrono::microseconds(av_rescale_q(pts - firstPts_, base, av::kMicroseconds)));
    if (spec_.frameRate) {
      time = timestampAt(static_cast<double>(nextIndex_) / *spec_.frameRate);
    }
    if (nextIndex_ > 0 && lastTime_ && time <= *lastTime_) {
      time = *lastTime_ + std::chrono::microseconds(1);  // a time base finer than ours
    }
    lastTime_ = time;
    auto picture = viewer_.view(decoded_.get());
    if (!picture) {
      return fail(picture.error().withContext(info_.name));
    }
    ++health_.framesRead;
    const auto id = static_cast<FrameId>(nextIndex_++);
    return std::optional<Frame>(std::in_place, id, time, pts, picture->view,
                                std::move(picture->pixels));
  }

  /// Time from one picture to the next where the file does not say, in the stream's time base,
  /// >= 1.
  [[nodiscard]] std::int64_t usualStep() const {
    const AVStream& stream = opened_.picture();
    if (decoded_->pkt_duration > 0) {
      return decoded_->pkt_duration;
    }
    if (stream.avg_frame_rate.num > 0 && stream.avg_frame_rate.den > 0) {
      return std::max<std::int64_t>(
          1, av_rescale_q(1, av_inv_q(stream.avg_frame_rate), stream.time_base));
    }
    return 1;
  }

  Result<void> reopen() {
    auto opened = openAll(spec_, kind_, *interruption_);
    if (!opened) {
      return fail(opened.error());
    }
    opened_ = std::move(*opened);
    pending_ = false;
    nextIndex_ = 0;
    lastPts_ = AV_NOPTS_VALUE;
    lastTime_.reset();
    return {};
  }

  Result<void> buildIndex() {
    auto scan = openInput(spec_.location, kind_, *interruption_);
    if (!scan) {
      return fail(scan.error());
    }
    for (unsigned i = 0; i < (*scan)->nb_streams; ++i) {
      (*scan)->streams[i]->discard =
          static_cast<int>(i) == opened_.stream ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
    }
    index_ = FrameIndex::read(**scan, opened_.stream);
    if (interruption_->stopped()) {
      indexTried_ = false;
      return fail(ErrorCode::Cancelled, info_.name + ": seeking was stopped.");
    }
    return {};
  }

  /// False where the file did not keep what its packets promise; then only decoding from the start
  /// is exact.
  Result<bool> seekByIndex(std::int64_t target) {
    const std::int64_t wanted = index_->pts[static_cast<std::size_t>(target)];
    if (av_seek_frame(opened_.context.get(), opened_.stream, wanted, AVSEEK_FLAG_BACKWARD) < 0) {
      index_.reset();
      return false;
    }
    avcodec_flush_buffers(opened_.decoder.get());
    pending_ = false;
    while (true) {
      const auto more = decodeNext();
      if (!more) {
        return fail(more.error());
      }
      if (!*more || decoded_->best_effort_timestamp == AV_NOPTS_VALUE ||
          decoded_->best_effort_timestamp > wanted) {
        index_.reset();
        return false;
      }
      if (decoded_->best_effort_timestamp == wanted) {
        break;
      }
    }
    pending_ = true;
    nextIndex_ = target;
    firstPts_ = index_->pts.front();
    lastPts_ = target > 0 ? index_->pts[static_cast<std::size_t>(target - 1)] : AV_NOPTS_VALUE;
    lastTime_.reset();
    return true;
  }

  Result<void> decodeFromStart(std::int64_t target) {
    if (auto opened = reopen(); !opened) {
      return opened;
    }
    while (nextIndex_ < target) {
      const auto more = decodeNext();
      if (!more) {
        return fail(more.error());
      }
      if (!*more) {
        return fail(ErrorCode::InvalidArgument, info_.name + ": has only " +
                                                    std::to_string(nextIndex_) +
                                                    " pictures. Choose an earlier one.");
      }
      if (const auto frame = frameOf(); !frame) {
        return fail(frame.error());
      }
      --health_.framesRead;
    }
    return {};
  }

  SourceSpec spec_;
  SourceKind kind_;
  std::unique_ptr<Interruption> interruption_;  // libav keeps its address
  Opened opened_;
  SourceInfo info_;
  SourceHealth health_;
  FrameViewer viewer_;
  av::FramePtr decoded_{av_frame_alloc()};
  av::PacketPtr packet_{av_packet_alloc()};
  bool pending_ = false;  // decoded_ holds a picture that was sought but not read yet
  std::int64_t nextIndex_ = 0;
  std::int64_t firstPts_ = AV_NOPTS_VALUE;
  std::int64_t lastPts_ = AV_NOPTS_VALUE;
  std::optional<Timestamp> lastTime_;
  bool indexTried_ = false;
  std::optional<FrameIndex> index_;
};

}  // namespace

Result<std::unique_ptr<VideoSource>> openFfmpegSource(const SourceSpec& spec, SourceKind kind,
                                                      std::stop_token stop) {
  auto interruption = std::make_unique<Interruption>();
  constexpr std::chrono::milliseconds kOpenLimit{10'000};
  interruption->begin(std::move(stop), kOpenLimit);
  auto opened = openAll(spec, kind, *interruption);
  if (!opened) {
    return fail(opened.error());
  }
  return std::make_unique<FfmpegSource>(spec, kind, std::move(interruption), std::move(*opened));
}

}  // namespace followspot
