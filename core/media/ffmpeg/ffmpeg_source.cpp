#include "core/media/ffmpeg/ffmpeg_source.h"

extern "C" {
#include <libavutil/pixdesc.h>
}

#include <algorithm>
#include <utility>

#include "core/base/log.h"
#include "core/media/ffmpeg/frame_index.h"
#include "core/media/ffmpeg/frame_times.h"
#include "core/media/ffmpeg/frame_view.h"
#include "core/media/ffmpeg/picture_reader.h"

namespace followspot {
namespace {

/// Pictures up to which a seek forward just reads on.
constexpr std::int64_t kReadOn = 12;
/// Key pictures before the wanted one that a seek tries.
constexpr int kMaxTries = 4;

double rateOf(const AVStream& stream) {
  constexpr double kHighest = 10'000;  // beyond it is a damaged header
  for (const AVRational rate : {stream.avg_frame_rate, stream.r_frame_rate}) {
    if (rate.num > 0 && rate.den > 0 && av_q2d(rate) <= kHighest) {
      return av_q2d(rate);
    }
  }
  return 0;
}

std::optional<Seconds> durationOf(const Input& input) {
  const AVStream& stream = input.pictures();
  if (stream.duration > 0) {
    return Seconds(static_cast<double>(stream.duration) * av_q2d(stream.time_base));
  }
  if (input.container->duration > 0) {
    return Seconds(static_cast<double>(input.container->duration) / AV_TIME_BASE);
  }
  return std::nullopt;
}

SourceInfo describe(const SourceSpec& spec, SourceKind kind, const PictureReader& reader,
                    const AVFrame& first, Orientation orientation) {
  const Input& input = reader.input();
  const AVStream& stream = input.pictures();
  SourceInfo info;
  info.name = reader.name();
  info.kind = kind;
  info.live = reader.live();
  info.seekable = kind == SourceKind::File;
  info.rotation = orientation.degrees();
  info.size = orientation.transpose ? FrameSize{first.height, first.width}
                                    : FrameSize{first.width, first.height};
  info.timeBase = {stream.time_base.num, stream.time_base.den};
  info.frameRate = spec.frameRate.value_or(rateOf(stream));
  if (stream.nb_frames > 0) {
    info.frameCount = stream.nb_frames;
  }
  info.duration = durationOf(input);
  if (spec.frameRate && info.duration) {
    // The same pictures at another speed.
    const double pictures = info.frameCount ? static_cast<double>(*info.frameCount)
                                            : info.duration->count() * rateOf(stream);
    info.duration = Seconds(pictures / *spec.frameRate);
  }
  info.container = input.container->iformat->name;
  info.codec = avcodec_get_name(stream.codecpar->codec_id);
  const char* const format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(first.format));
  info.pixelFormat = format != nullptr ? format : "unknown";
  return info;
}

/// A file, camera or stream. The first picture is decoded when it is opened, so that what it says
/// about itself is true.
class FfmpegSource final : public VideoSource {
 public:
  FfmpegSource(SourceSpec spec, SourceInfo info, Orientation orientation,
               std::unique_ptr<PictureReader> reader, AVFrame* first)
      : spec_(std::move(spec)),
        info_(std::move(info)),
        usualRate_(rateOf(reader->input().pictures())),
        reader_(std::move(reader)),
        viewer_(orientation),
        times_(newTimes()),
        firstPts_(PictureReader::timeOf(*first)),
        ahead_(first) {}

  [[nodiscard]] const SourceInfo& info() const override { return info_; }

  [[nodiscard]] SourceHealth health() const override {
    return {framesRead_, damagedBefore_ + reader_->damaged(), times_.repairs()};
  }

  [[nodiscard]] Result<std::optional<Frame>> read(std::stop_token stop) override {
    if (lost_) {
      return fail(ErrorCode::InvalidArgument,
                  info_.name + ": the last seek failed. Seek again before reading.");
    }
    reader_->begin(stop);
    const auto picture = nextPicture();
    if (!picture) {
      return fail(picture.error());
    }
    if (*picture == nullptr) {
      return std::optional<Frame>();
    }
    const auto pts = PictureReader::timeOf(**picture);
    const Timestamp time = nextTime(pts);
    auto viewed = viewer_.view(*picture);
    if (!viewed) {
      return fail(viewed.error().withContext(info_.name));
    }
    ++framesRead_;
    const auto id = static_cast<FrameId>(next_++);
    return std::optional<Frame>(std::in_place, id, time, pts.value_or(ptsOf(time)), viewed->view,
                                std::move(viewed->pixels));
  }

  [[nodiscard]] Result<void> seek(FrameId frame, std::stop_token stop) override {
    if (!info_.seekable) {
      return fail(ErrorCode::Unsupported,
                  info_.name + ": a live source has no place to go to. Record it first.");
    }
    const std::int64_t target = indexOf(frame);
    if (target < 0) {
      return fail(ErrorCode::InvalidArgument, info_.name + ": pictures count from 0.");
    }
    reader_->begin(stop);
    const bool near = !lost_ && target >= next_ && target <= next_ + kReadOn;
    lost_ = true;  // until it went well
    auto done = near ? readOnTo(target) : seekByIndex(target, stop);
    lost_ = !done.has_value();
    return done;
  }

  [[nodiscard]] Result<FrameId> seekBefore(FrameId frame, std::stop_token stop) override {
    const std::int64_t target = indexOf(frame);
    std::int64_t begin = target;
    if (info_.seekable && target >= 0 && firstPts_) {
      if (!index_) {
        index_.emplace(spec_.location, *firstPts_);
      }
      const auto answer = index_->lookUp(target, stop);
      if (!answer) {
        return fail(answer.error());
      }
      if (*answer == FrameIndex::Answer::PastEnd) {
        return fail(pastEnd(index_->size()).error());
      }
      begin = *answer == FrameIndex::Answer::Known ? index_->keyBefore(target) : 0;
    } else {
      begin = 0;
    }
    if (!lost_ && next_ <= target && begin <= next_) {
      return FrameId{next_};
    }
    if (auto done = seek(FrameId{begin}, std::move(stop)); !done) {
      return fail(done.error());
    }
    return FrameId{begin};
  }

 private:
  FrameTimes newTimes() const { return {info_.timeBase, usualRate_, spec_.frameRate}; }

  /// The container's time base, for pictures to which it gave no time.
  [[nodiscard]] std::int64_t ptsOf(Timestamp time) const {
    return av_rescale_q(time.time_since_epoch().count(), av::kMicroseconds,
                        {info_.timeBase.num, info_.timeBase.den}) +
           firstPts_.value_or(0);
  }

  Result<AVFrame*> nextPicture() {
    if (ahead_ != nullptr) {
      return std::exchange(ahead_, nullptr);
    }
    return reader_->next();
  }

  /// The time of picture next_; sees to it that the index and what is really decoded agree.
  Timestamp nextTime(std::optional<std::int64_t> pts) {
    if (index_) {
      const auto promised = index_->ptsIfKnown(next_);
      if (promised && promised != pts) {
        log(LogLevel::Warning, "media.ffmpeg",
            info_.name + ": packets and pictures do not agree; seeking will be slow.");
        index_->giveUp();
      }
    }
    return times_.next(pts);
  }

  Result<void> pastEnd(std::int64_t count) {
    info_.frameCount = count;
    return fail(ErrorCode::InvalidArgument, info_.name + ": has only " + std::to_string(count) +
                                                " pictures. Choose an earlier one.");
  }

  Result<void> readOnTo(std::int64_t target) {
    while (next_ < target) {
      const auto picture = nextPicture();
      if (!picture) {
        return fail(picture.error());
      }
      if (*picture == nullptr) {
        return pastEnd(next_);
      }
      nextTime(PictureReader::timeOf(**picture));
      ++next_;
    }
    if (ahead_ == nullptr) {
      const auto picture = reader_->next();
      if (!picture) {
        return fail(picture.error());
      }
      ahead_ = *picture;
    }
    return ahead_ != nullptr ? Result<void>() : pastEnd(next_);
  }

  Result<void> readFromStart(std::int64_t target, const std::stop_token& stop) {
    auto reader = PictureReader::open(spec_, info_.kind, stop);
    if (!reader) {
      return fail(reader.error());
    }
    damagedBefore_ += reader_->damaged();
    reader_ = std::move(*reader);
    reader_->begin(stop);
    ahead_ = nullptr;
    next_ = 0;
    times_.restart();
    return readOnTo(target);
  }

  Result<void> seekByIndex(std::int64_t target, const std::stop_token& stop) {
    if (!firstPts_) {
      return readFromStart(target, stop);
    }
    if (!index_) {
      index_.emplace(spec_.location, *firstPts_);
    }
    const auto answer = index_->lookUp(target, stop);
    if (!answer) {
      return fail(answer.error());
    }
    if (*answer == FrameIndex::Answer::PastEnd) {
      return pastEnd(index_->size());
    }
    if (*answer == FrameIndex::Answer::Known) {
      const auto landed = land(target);
      if (!landed) {
        return fail(landed.error());
      }
      if (*landed) {
        return {};
      }
      log(LogLevel::Warning, "media.ffmpeg",
          info_.name + ": its key pictures lead nowhere; seeking will be slow.");
      index_->giveUp();
    }
    return readFromStart(target, stop);
  }

  /// Decodes from a key picture up to the one wanted, which is then ahead_. False where no key
  /// picture led to it.
  Result<bool> land(std::int64_t target) {
    const std::int64_t wanted = index_->ptsOf(target);
    const auto keys = index_->keys();
    int tries = 0;
    for (auto key = keys.rbegin(); key != keys.rend() && tries < kMaxTries; ++key) {
      if (key->pts > wanted) {
        continue;
      }
      ++tries;
      // Some containers are sought by presentation time, others by decoding time.
      for (const std::int64_t position : {key->pts, key->dts}) {
        ahead_ = nullptr;
        if (!reader_->jump(position, wanted)) {
          continue;
        }
        const auto found = decodeUpTo(wanted);
        if (!found) {
          return fail(found.error());
        }
        if (*found) {
          next_ = target;
          times_.moveTo(target, *firstPts_);
          return true;
        }
      }
    }
    return false;
  }

  Result<bool> decodeUpTo(std::int64_t wanted) {
    while (true) {
      const auto picture = reader_->next();
      if (!picture) {
        return fail(picture.error());
      }
      const auto pts = *picture != nullptr ? PictureReader::timeOf(**picture) : std::nullopt;
      if (!pts || *pts > wanted) {
        return false;
      }
      if (*pts == wanted) {
        ahead_ = *picture;
        return true;
      }
    }
  }

  SourceSpec spec_;
  SourceInfo info_;
  double usualRate_;
  std::unique_ptr<PictureReader> reader_;
  FrameViewer viewer_;
  FrameTimes times_;
  std::optional<std::int64_t> firstPts_;  // of picture 0
  AVFrame* ahead_;                        // decoded already and not read yet; of reader_
  bool lost_ = false;                     // a seek failed halfway
  std::int64_t next_ = 0;
  std::int64_t framesRead_ = 0;
  std::int64_t damagedBefore_ = 0;  // by readers that were replaced
  std::optional<FrameIndex> index_;
};

}  // namespace

Result<std::unique_ptr<VideoSource>> openFfmpegSource(const SourceSpec& spec, SourceKind kind,
                                                      const std::stop_token& stop) {
  auto reader = PictureReader::open(spec, kind, stop);
  if (!reader) {
    return fail(reader.error());
  }
  const auto first = (*reader)->next();
  if (!first) {
    return fail(first.error());
  }
  if (*first == nullptr) {
    return fail(ErrorCode::CorruptData,
                (*reader)->name() +
                    ": not one picture in it could be decoded. Copy it anew or convert it.");
  }
  const auto orientation = Orientation::of((*reader)->input().pictures(), **first);
  SourceInfo info = describe(spec, kind, **reader, **first, orientation);
  return std::make_unique<FfmpegSource>(spec, std::move(info), orientation, std::move(*reader),
                                        *first);
}

}  // namespace followspot
