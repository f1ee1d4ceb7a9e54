#include "core/media/frame_navigator.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/base/contracts.h"

namespace followspot {
namespace {

/// Decoded pictures this far ahead are cheap to have, and make playing smooth.
constexpr std::int64_t kAheadWanted = 24;
constexpr std::int64_t kAheadLeast = 8;
/// While going forward, so much of the way back is kept ready.
constexpr std::int64_t kBehindLeast = 16;
/// More than that is not prepared, even of small pictures.
constexpr std::int64_t kBehindMost = 150;

std::size_t bytesOf(const PictureView& view) {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < view.planes.size(); ++i) {
    const PlaneView& plane = view.planes.at(i);
    // Packed channels lie in one plane: RGB in the first, NV12's chroma in the second.
    const bool counted =
        plane.data != nullptr && (i == 0 || (plane.step == 1) || (i == 1 && plane.step == 2));
    if (counted) {
      const int shift = i == 0 ? 0 : view.chromaShiftY;
      const auto stride = static_cast<std::size_t>(std::abs(plane.stride));
      bytes += stride * static_cast<std::size_t>((view.size.height >> shift) + 1);
    }
  }
  return bytes;
}

}  // namespace

FrameNavigator::FrameNavigator(std::unique_ptr<VideoSource> source, Options options)
    : source_(std::move(source)), options_(options) {
  FS_EXPECTS(source_ != nullptr, "a navigator has a source");
}

const Frame* FrameNavigator::cached(FrameId frame) const {
  const auto found = cache_.find(indexOf(frame));
  return found == cache_.end() ? nullptr : &found->second;
}

Result<Frame> FrameNavigator::at(FrameId frame, const std::stop_token& stop) {
  while (true) {
    const auto step = stepTowards(frame, stop);
    if (!step) {
      return fail(step.error());
    }
    if (*step == Step::There) {
      return *cached(frame);
    }
  }
}

Result<FrameNavigator::Step> FrameNavigator::stepTowards(FrameId frame,
                                                         const std::stop_token& stop) {
  const std::int64_t index = indexOf(frame);
  if (index < 0) {
    return fail(ErrorCode::InvalidArgument, info().name + ": pictures count from 0.");
  }
  if (index != anchor_) {
    forward_ = index > anchor_;
    anchor_ = index;
    preparing_.reset();
  }
  if (cache_.contains(index)) {
    return Step::There;
  }
  return advance(index, stop);
}

Result<FrameNavigator::Step> FrameNavigator::advance(std::int64_t target,
                                                     const std::stop_token& stop) {
  if (count_ && target >= *count_) {
    return fail(ErrorCode::InvalidArgument, info().name + ": has only " + std::to_string(*count_) +
                                                " pictures. Choose an earlier one.");
  }
  // One that is on its way to the same place, or there, needs not ask where to begin.
  const bool under_way = next_ && target_ == target && *next_ <= target;
  if (!under_way) {
    target_ = target;
    next_.reset();
    const auto begin = source_->seekBefore(FrameId{target}, stop);
    if (!begin) {
      const auto count = info().frameCount;
      if (begin.error().code == ErrorCode::InvalidArgument && count && target >= *count) {
        count_ = count;
      }
      return fail(begin.error());
    }
    next_ = indexOf(*begin);
  }
  auto read = source_->read(stop);
  if (!read) {
    next_.reset();
    return fail(read.error());
  }
  if (!*read) {
    count_ = next_;
    next_.reset();
    return fail(ErrorCode::InvalidArgument, info().name + ": has only " + std::to_string(*count_) +
                                                " pictures. Choose an earlier one.");
  }
  ++decoded_;
  const std::int64_t index = indexOf((*read)->id());
  next_ = index + 1;
  keep(std::move(**read));
  return index == target ? Step::There : Step::OnTheWay;
}

void FrameNavigator::keep(Frame frame) {
  const std::int64_t index = indexOf(frame.id());
  const std::size_t bytes = bytesOf(frame.view());
  const auto [place, isNew] = cache_.insert_or_assign(index, std::move(frame));
  if (isNew) {
    bytes_ += bytes;
    evict();
  }
}

/// Farthest first; pictures ahead count three times as far, as they are cheaper to get.
void FrameNavigator::evict() {
  constexpr std::int64_t kAheadWeight = 3;
  while (bytes_ > options_.cacheBytes && cache_.size() > 2) {
    const auto first = cache_.begin();
    const auto last = std::prev(cache_.end());
    const bool behindGoes = anchor_ - first->first > kAheadWeight * (last->first - anchor_);
    const auto going = behindGoes ? first : last;
    bytes_ -= bytesOf(going->second.view());
    cache_.erase(going);
  }
}

std::int64_t FrameNavigator::reachBehind() const {
  std::int64_t reach = 0;
  while (cache_.contains(anchor_ - reach - 1)) {
    ++reach;
  }
  return reach;
}

std::int64_t FrameNavigator::reachAhead() const {
  std::int64_t reach = 0;
  while (cache_.contains(anchor_ + reach + 1)) {
    ++reach;
  }
  return reach;
}

/// How many pictures the cache holds.
std::int64_t FrameNavigator::room() const {
  const std::size_t each = cache_.empty() ? 1 : bytes_ / cache_.size();
  return static_cast<std::int64_t>(options_.cacheBytes / std::max<std::size_t>(each, 1));
}

/// The picture whose decoding would be the next to prepare; nothing where all is well.
std::optional<std::int64_t> FrameNavigator::wanted() const {
  constexpr std::int64_t kParts = 8;
  const std::int64_t part = room() / kParts;  // 2 of them ahead at most, 6 behind
  const std::int64_t ahead = reachAhead();
  const bool endAhead = count_ && anchor_ + ahead + 1 >= *count_;
  if (!endAhead && ahead < std::min(kAheadLeast, part)) {
    return anchor_ + std::min(kAheadWanted, 2 * part);
  }
  // Filled anew when half of it is used up: each filling may decode a whole group of pictures.
  const std::int64_t behind = reachBehind();
  const std::int64_t least =
      forward_ ? std::min(kBehindLeast, 3 * part) : std::min(kBehindMost, 3 * part);
  if (behind < std::min(least, anchor_)) {
    return anchor_ - behind - 1;
  }
  return std::nullopt;
}

Result<bool> FrameNavigator::prepare(const std::stop_token& stop) {
  if (!cache_.contains(anchor_)) {
    return false;  // nothing was asked for yet
  }
  if (!preparing_) {
    preparing_ = wanted();
  }
  if (!preparing_) {
    return false;
  }
  std::int64_t target = *preparing_;
  if (count_) {
    target = std::min(target, *count_ - 1);
  }
  if (target > anchor_) {
    // What is there already needs no decoding again.
    const std::int64_t missing = anchor_ + reachAhead() + 1;
    if (missing > target) {
      preparing_.reset();
      return true;
    }
    target = missing;
  }
  const bool endWasKnown = count_.has_value();
  const auto step = advance(target, stop);
  if (!step) {
    preparing_.reset();
    if (!endWasKnown && count_) {
      return true;  // the end was met
    }
    return fail(step.error());
  }
  if (*step == Step::There && target == *preparing_) {
    preparing_.reset();
  }
  return true;
}

}  // namespace followspot
