#include "core/media/ffmpeg/frame_index.h"

#include <algorithm>

#include "core/media/location.h"

namespace followspot {
namespace {

/// More pictures than any file has: a day at 250 a second.
constexpr std::size_t kMaxPictures = 21'600'000;
/// No codec moves a picture further from its place than this.
constexpr std::ptrdiff_t kMaxReorder = 1024;

}  // namespace

Result<FrameIndex::Answer> FrameIndex::lookUp(std::int64_t index, const std::stop_token& stop) {
  if (untellable_) {
    return Answer::Untellable;
  }
  interruption_.begin(stop, std::nullopt);
  if (!input_) {
    auto opened = openInput(location_, SourceKind::File, interruption_);
    if (!opened) {
      return fail(opened.error());
    }
    input_ = std::move(*opened);
  }
  input_->file->clearError();
  const av::PacketPtr packet(av_packet_alloc());
  while (!atEnd_ && !isFinal(index)) {
    const int error = av_read_frame(input_->container.get(), packet.get());
    if (interruption_.stopped()) {
      return fail(ErrorCode::Cancelled, localPath(location_) + ": seeking was stopped.");
    }
    if (error == AVERROR_EOF) {
      atEnd_ = true;
      break;
    }
    const bool ours = error >= 0 && packet->stream_index == input_->stream;
    const bool good = error >= 0 && (!ours || take(*packet));
    av_packet_unref(packet.get());
    if (!good) {
      giveUp();
      return Answer::Untellable;
    }
  }
  if (times_.empty() || times_.front() != firstPts_) {
    giveUp();
    return Answer::Untellable;
  }
  return index < size() ? Answer::Known : Answer::PastEnd;
}

/// Whether no packet to come can move the picture: each is presented no earlier than it is decoded.
bool FrameIndex::isFinal(std::int64_t index) const {
  return index < size() && lastDts_ && *lastDts_ > ptsOf(index);
}

/// False where the packet's times do not tell.
bool FrameIndex::take(const AVPacket& packet) {
  const bool reorders = input_->pictures().codecpar->video_delay > 0;
  const std::int64_t pts = packet.pts != AV_NOPTS_VALUE || reorders ? packet.pts : packet.dts;
  if (pts == AV_NOPTS_VALUE || (packet.flags & AV_PKT_FLAG_CORRUPT) != 0 || packet.size == 0 ||
      times_.size() >= kMaxPictures) {
    return false;
  }
  if (packet.dts != AV_NOPTS_VALUE) {
    if (packet.dts > pts || (lastDts_ && packet.dts <= *lastDts_)) {
      return false;
    }
    lastDts_ = packet.dts;
  }
  if ((packet.flags & AV_PKT_FLAG_KEY) != 0) {
    keys_.push_back({pts, packet.dts != AV_NOPTS_VALUE ? packet.dts : pts});
  }
  // Pictures that an edit list hides are decoded but not shown.
  if ((packet.flags & AV_PKT_FLAG_DISCARD) != 0 || pts < firstPts_) {
    return true;
  }
  auto place = times_.end();
  while (place != times_.begin() && *std::prev(place) > pts) {
    --place;
    if (times_.end() - place > kMaxReorder) {
      return false;
    }
  }
  if (place != times_.begin() && *std::prev(place) == pts) {
    return false;
  }
  times_.insert(place, pts);
  return true;
}

std::optional<std::int64_t> FrameIndex::ptsIfKnown(std::int64_t index) const {
  return !untellable_ && (isFinal(index) || (atEnd_ && index < size()))
             ? std::optional(ptsOf(index))
             : std::nullopt;
}

std::int64_t FrameIndex::keyBefore(std::int64_t index) const {
  const std::int64_t wanted = ptsOf(index);
  for (auto key = keys_.rbegin(); key != keys_.rend(); ++key) {
    if (key->pts > wanted) {
      continue;
    }
    // Hidden ones, as before an edit list's beginning, are not counted.
    const auto place = std::lower_bound(times_.begin(), times_.end(), key->pts);
    if (place != times_.end() && *place == key->pts) {
      return place - times_.begin();
    }
  }
  return 0;
}

void FrameIndex::giveUp() {
  untellable_ = true;
  input_.reset();
  times_ = {};
  keys_ = {};
}

}  // namespace followspot
