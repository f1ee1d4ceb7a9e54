#include "core/media/ffmpeg/picture_reader.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/base/log.h"
#include "core/media/location.h"

namespace followspot {
namespace {

constexpr std::chrono::milliseconds kOpenLimit{10'000};
constexpr std::chrono::milliseconds kStallLimit{5'000};
/// Failed reads in a row after which a damaged file is taken to be over.
constexpr int kMaxFailures = 64;

/// Waits a little for a camera's next picture, or until the stop request.
void waitBriefly(const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kPause{3};
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  stopped.wait_for(lock, stop, kPause, [] { return false; });
}

bool isLive(SourceKind kind, const std::string& location, const AVFormatContext& container) {
  if (kind == SourceKind::File) {
    return false;
  }
  if (kind == SourceKind::Camera || !schemeOf(location).starts_with("http")) {
    return true;
  }
  // A finite file on a web server ends like a file; everything else that ends was cut off. A
  // playlist has a size, whatever it lists.
  const bool sized = container.pb != nullptr && avio_size(container.pb) > 0 &&
                     std::string_view(container.iformat->name) != "hls";
  return container.duration <= 0 && !sized;
}

}  // namespace

Result<std::unique_ptr<PictureReader>> PictureReader::open(const SourceSpec& spec, SourceKind kind,
                                                           const std::stop_token& stop) {
  const std::string name =
      kind == SourceKind::Stream ? publicName(spec.location) : localPath(spec.location);
  auto reader = std::unique_ptr<PictureReader>(new PictureReader(name, kind));
  if (!reader->picture_ || !reader->packet_) {
    return fail(ErrorCode::Unavailable, name + ": not enough memory to open it.");
  }
  if (kind == SourceKind::File) {
    reader->interruption_.begin(stop, std::nullopt);
  } else {
    reader->interruption_.begin(stop, kOpenLimit);
  }
  auto input = openInput(spec.location, kind, reader->interruption_);
  if (!input) {
    return fail(input.error());
  }
  reader->input_ = std::move(*input);
  reader->live_ = isLive(kind, spec.location, *reader->input_->container);
  auto decoder = openDecoder(reader->input_->pictures(), spec.decoderThreads, name);
  if (!decoder) {
    return fail(decoder.error());
  }
  reader->decoder_ = std::move(*decoder);
  return reader;
}

void PictureReader::begin(const std::stop_token& stop) {
  interruption_.begin(stop, kind_ == SourceKind::File ? std::nullopt : std::optional(kStallLimit));
  if (input_->file) {
    input_->file->clearError();
  }
}

Result<AVFrame*> PictureReader::next() {
  while (true) {
    if (interruption_.stopped()) {
      return fail(ErrorCode::Cancelled, name_ + ": reading was stopped.");
    }
    const int received = avcodec_receive_frame(decoder_.get(), picture_.get());
    if (received == 0) {
      if (picture_->decode_error_flags != 0 || (picture_->flags & AV_FRAME_FLAG_CORRUPT) != 0) {
        ++damaged_;
      }
      if (picture_->width > kMaxSide || picture_->height > kMaxSide) {
        ++damaged_;  // grew in the middle of the stream beyond what is real
        continue;
      }
      return picture_.get();
    }
    if (received == AVERROR_EOF) {
      return nullptr;
    }
    if (received != AVERROR(EAGAIN)) {
      ++damaged_;
      continue;
    }
    if (auto fed = feed(); !fed) {
      return fail(fed.error());
    }
  }
}

Result<PictureReader::Fed> PictureReader::feed() {
  const auto got = readPacket();
  if (!got) {
    return fail(got.error());
  }
  if (*got < 0) {
    avcodec_send_packet(decoder_.get(), nullptr);
    return Fed::End;
  }
  const int sent = avcodec_send_packet(decoder_.get(), packet_.get());
  if (sent < 0 && sent != AVERROR(EAGAIN)) {
    ++damaged_;
  }
  av_packet_unref(packet_.get());
  return Fed::More;
}

/// Puts the next packet of our stream into packet_; a negative number at the end.
Result<int> PictureReader::readPacket() {
  if (stalled_) {
    return fail(liveError(AVERROR(ETIMEDOUT)));
  }
  for (int failures = 0; failures < kMaxFailures;) {
    av_packet_unref(packet_.get());
    const int read = av_read_frame(input_->container.get(), packet_.get());
    if (read >= 0) {
      // Where nothing comes any more, libav first gives what its parser still held.
      stalled_ = live_ && interruption_.expired();
      if (packet_->stream_index == input_->stream) {
        return 0;
      }
    } else if (interruption_.stopped()) {
      return fail(ErrorCode::Cancelled, name_ + ": reading was stopped.");
    } else if (read == AVERROR(EAGAIN) && !interruption_.expired()) {
      waitBriefly(interruption_.token());
    } else if (live_ || interruption_.expired()) {
      return fail(liveError(read));
    } else if (read == AVERROR_EOF) {
      return read;
    } else {
      ++damaged_;
      ++failures;
    }
    if (interruption_.stopped()) {
      return fail(ErrorCode::Cancelled, name_ + ": reading was stopped.");
    }
  }
  log(LogLevel::Warning, "media.ffmpeg", name_ + ": the file breaks off.");
  return AVERROR_EOF;
}

Error PictureReader::liveError(int error) const {
  const bool silent = interruption_.expired() || error == AVERROR(ETIMEDOUT);
  return {ErrorCode::Unavailable,
          name_ + (silent ? ": no picture for 5 s. Check the camera and the network."
                          : ": ended or was cut off. Check the camera and the network.")};
}

bool PictureReader::jump(std::int64_t position, std::int64_t wanted) {
  avcodec_flush_buffers(decoder_.get());
  if (av_seek_frame(input_->container.get(), input_->stream, position, AVSEEK_FLAG_BACKWARD) < 0) {
    return false;
  }
  // Some containers land between key pictures; the decoder must not see what lies before one.
  while (true) {
    const auto got = readPacket();
    if (!got || *got < 0) {
      return false;
    }
    if ((packet_->flags & AV_PKT_FLAG_KEY) == 0) {
      continue;
    }
    const std::int64_t time = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
    if (time == AV_NOPTS_VALUE || time > wanted) {
      return false;
    }
    const int sent = avcodec_send_packet(decoder_.get(), packet_.get());
    av_packet_unref(packet_.get());
    return sent >= 0;
  }
}

std::optional<std::int64_t> PictureReader::timeOf(const AVFrame& picture) {
  return picture.best_effort_timestamp != AV_NOPTS_VALUE
             ? std::optional(picture.best_effort_timestamp)
             : std::nullopt;
}

}  // namespace followspot
