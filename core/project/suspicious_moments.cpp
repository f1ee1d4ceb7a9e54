#include "core/project/suspicious_moments.h"

#include <algorithm>
#include <tuple>

namespace followspot {

MomentFinder::MomentFinder(FrameSize size, std::int64_t step, std::span<const TrackInfo> tracks,
                           MomentSettings settings)
    : size_(size), step_(std::max<std::int64_t>(step, 1)), tracks_(tracks), settings_(settings) {}

bool MomentFinder::isInside(const Box& box) const {
  const double x = settings_.border * size_.width;
  const double y = settings_.border * size_.height;
  return box.x > x && box.y > y && box.right() < size_.width - x && box.bottom() < size_.height - y;
}

void MomentFinder::add(std::span<const BoxRow> boxes) {
  auto begin = boxes.begin();
  while (begin != boxes.end()) {
    auto end = begin;
    while (end != boxes.end() && end->frame == begin->frame) {
      ++end;
    }
    if (!waiting_.empty() && waiting_.front().frame != begin->frame) {
      addPicture(waiting_);
      waiting_.clear();
    }
    waiting_.insert(waiting_.end(), begin, end);
    begin = end;
  }
}

void MomentFinder::addPicture(std::span<const BoxRow> boxes) {
  for (const BoxRow& row : boxes) {
    const bool computed = row.value.origin == BoxOrigin::Interpolated;
    const auto [place, isNew] = lives_.try_emplace(numberOf(row.track));
    Life& life = place->second;
    if (isNew) {
      life.first = life.detected = row.frame;
      life.firstBox = row.value.box;
      const auto info = std::ranges::lower_bound(tracks_, row.track, {}, &TrackInfo::id);
      life.classId =
          info != tracks_.end() && info->id == row.track ? info->classId : ClassId::Unknown;
    }
    if (!computed) {
      const std::int64_t missing = (indexOf(row.frame) - indexOf(life.detected)) / step_ - 1;
      if (missing >= settings_.gap) {
        found_.push_back(
            {FrameId{indexOf(life.detected) + step_}, MomentKind::Gap, row.track, TrackId::None});
      }
      life.detected = row.frame;
    }
    life.last = row.frame;
    life.lastBox = row.value.box;
  }
  findCrossings(boxes);
}

void MomentFinder::findCrossings(std::span<const BoxRow> boxes) {
  // A sweep from left to right: only boxes that share some column are compared.
  byLeft_.clear();
  for (const BoxRow& row : boxes) {
    byLeft_.push_back(&row);
  }
  std::ranges::sort(byLeft_, {}, [](const BoxRow* row) { return row->value.box.x; });
  for (std::size_t i = 0; i < byLeft_.size(); ++i) {
    const BoxRow& a = *byLeft_[i];
    for (std::size_t k = i + 1; k < byLeft_.size(); ++k) {
      const BoxRow& b = *byLeft_[k];
      if (b.value.box.x >= a.value.box.right()) {
        break;
      }
      const double overlap = iou(a.value.box, b.value.box);
      if (overlap < settings_.parted ||
          lives_[numberOf(a.track)].classId != lives_[numberOf(b.track)].classId) {
        continue;
      }
      const Pair pair = std::minmax(a.track, b.track);
      const auto known = together_.find(pair);
      if (known != together_.end()) {
        known->second = a.frame;
      } else if (overlap >= settings_.crossing) {
        together_.emplace(pair, a.frame);
        found_.push_back({a.frame, MomentKind::Crossing, pair.first, pair.second});
      }
    }
  }
  // Those that did not even touch on this picture have parted.
  const FrameId now = boxes.empty() ? FrameId{} : boxes.front().frame;
  std::erase_if(together_, [&](const auto& each) { return each.second != now; });
}

std::vector<SuspiciousMoment> MomentFinder::finish(FrameRange pictures) {
  if (!waiting_.empty()) {
    addPicture(waiting_);
    waiting_.clear();
  }
  const bool sizeKnown = size_.width > 0 && size_.height > 0;
  for (const auto& [number, life] : lives_) {
    if (sizeKnown && life.first > pictures.first && isInside(life.firstBox)) {
      found_.push_back({life.first, MomentKind::Birth, TrackId{number}, TrackId::None});
    }
    const bool toTheEnd = indexOf(life.last) + step_ >= indexOf(pictures.end);
    if (sizeKnown && !toTheEnd && isInside(life.lastBox)) {
      found_.push_back({life.last, MomentKind::Loss, TrackId{number}, TrackId::None});
    }
  }
  std::ranges::sort(found_, [](const SuspiciousMoment& a, const SuspiciousMoment& b) {
    return std::tuple(a.frame, a.track, a.kind, a.other) <
           std::tuple(b.frame, b.track, b.kind, b.other);
  });
  return std::move(found_);
}

}  // namespace followspot
