#include "tracking/oc_sort_tracker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/assignment.h"
#include "tracking/explanation.h"
#include "tracking/sort_filter.h"
#include "tracking/usable.h"

namespace followspot::tracking {
namespace {

/// Observations by the track's age in pictures; only the last few are ever asked for.
class RecentObservations {
 public:
  static constexpr int kKept = 16;

  void put(int age, const Box& box) { slots_.at(slot(age)) = {age, box}; }
  [[nodiscard]] const Box* at(int age) const {
    const Slot& found = slots_.at(slot(age));
    return age >= 0 && found.age == age ? &found.box : nullptr;
  }

 private:
  struct Slot {
    int age = -1;
    Box box;
  };
  static std::size_t slot(int age) { return static_cast<std::size_t>(age + kKept) % kKept; }
  std::array<Slot, kKept> slots_{};
};

struct Direction {
  double x = 0;
  double y = 0;
};

Direction directionOf(const Box& from, const Box& to) {
  const double dx = (to.x + to.w / 2) - (from.x + from.w / 2);
  const double dy = (to.y + to.h / 2) - (from.y + from.h / 2);
  const double norm = std::hypot(dx, dy) + 1e-6;
  return {dx / norm, dy / norm};
}

struct Target {
  explicit Target(const Box& box) : filter(box), beforeGap(box) {}

  SortFilter filter;
  SortFilter beforeGap;  // the filter as it was in the first picture of the gap
  Track track;
  Box predicted;
  Timestamp born, matched;
  int age = 0;            // pictures
  int streak = 0;         // matches in a row, birth not counted
  int sinceUpdate = 0;    // pictures
  bool inGap = false;     // the last picture had no match
  bool observed = false;  // matched since birth
  Box lastSeen;           // where `observed`
  int lastSeenAge = 0;
  Direction direction;
  RecentObservations seen;
  bool shown = false;
  int column = AssignmentSolver::kNone;  // when the last pairs were made; none: born since
  std::size_t row = 0;                   // of the last detection it got
  double lastPlaceOverlap = 0;           // of that one, where the last place decided; else 0
};

}  // namespace

class OcSortTracker::Impl {
 public:
  explicit Impl(const OcSortSettings& settings) : settings_(settings) {}

  const TrackSet& update(const DetectionSet& detections) {
    ++picture_;
    now_ = detections.time;
    out_.frame = detections.frame;
    out_.time = detections.time;
    out_.size = detections.size;
    out_.items.clear();
    usable_.clear();
    given_.clear();
    for (std::size_t i = 0; i < detections.items.size(); ++i) {
      const Detection& detection = detections.items[i];
      if (isUsable(detection) && detection.score > settings_.minScore) {
        usable_.push_back(detection);
        given_.push_back(i);
      }
    }
    predictAll();
    pairByOverlapAndDirection();
    pairByLastPlace();
    for (Target& target : targets_) {
      if (target.sinceUpdate > 0) {
        miss(target);
      }
    }
    begin();
    show();
    return out_;
  }

  void predict(FrameId frame, Timestamp time, TrackSet& out) const {
    out.frame = frame;
    out.time = time;
    out.size = out_.size;
    out.items.clear();
    const double pictures =
        std::chrono::duration<double>(time - now_).count() * settings_.pictureRate;
    for (const Target& target : targets_) {
      const Box box = target.filter.boxAfter(pictures);
      if (!target.shown || !isProper(box)) {
        continue;
      }
      Track track = target.track;
      track.box = box;
      track.state = TrackState::Coasting;
      track.age = time - target.born;
      track.sinceMatched = time - target.matched;
      out.items.push_back(track);
    }
  }

  void reset() {
    targets_.clear();
    picture_ = 0;
  }

  bool explain(TrackId id, MatchExplanation& out) const {
    const Target* const target = findTarget(targets_, id);
    if (target == nullptr) {
      return false;
    }
    const bool isBorn = target->column == AssignmentSolver::kNone;
    const bool isMatched = target->sinceUpdate == 0 && !isBorn;
    beginExplanation(id, target->predicted, out);
    if (!isBorn) {
      addOverlapping(*target, targets_, {usable_, given_, iou_, columns_, settings_.minIou}, out);
    }
    if (isMatched && target->lastPlaceOverlap > 0) {
      // Its prediction had missed; where it was last seen fitted.
      const std::size_t r = target->row;
      out.candidates.push_back({given_[r], usable_[r].box, usable_[r].score,
                                target->lastPlaceOverlap, settings_.minIou, id});
    }
    endExplanation(isBorn, isMatched, out);
    return true;
  }

 private:
  void predictAll() {
    for (Target& target : targets_) {
      target.filter.predict();
      ++target.age;
      if (target.sinceUpdate > 0) {
        target.streak = 0;
      }
      ++target.sinceUpdate;
      target.predicted = target.filter.box();
    }
    std::erase_if(targets_, [](const Target& target) { return !isProper(target.predicted); });
  }

  /// Where the track was `directionSpan` pictures ago, or a little later; nothing before its first
  /// match.
  [[nodiscard]] const Box* earlierPlace(const Target& target) const {
    if (!target.observed) {
      return nullptr;
    }
    for (int back = settings_.directionSpan; back > 0; --back) {
      if (const Box* const box = target.seen.at(target.age - back)) {
        return box;
      }
    }
    return &target.lastSeen;
  }

  void pairByOverlapAndDirection() {
    const std::size_t rows = usable_.size();
    const std::size_t columns = targets_.size();
    iou_.resize(rows * columns);
    cost_.resize(rows * columns);
    rowHits_.assign(rows, 0);
    columnHits_.assign(columns, 0);
    int most = 0;
    columns_ = columns;
    for (std::size_t c = 0; c < columns; ++c) {
      targets_[c].column = static_cast<int>(c);
      targets_[c].lastPlaceOverlap = 0;
      const Target& target = targets_[c];
      const Box* const before = earlierPlace(target);
      for (std::size_t r = 0; r < rows; ++r) {
        const double overlap = iou(usable_[r].box, target.predicted);
        iou_[r * columns + c] = overlap;
        double consistency = 0;
        if (before != nullptr) {
          const Direction there = directionOf(*before, usable_[r].box);
          const double cosine =
              std::clamp(there.x * target.direction.x + there.y * target.direction.y, -1.0, 1.0);
          consistency = (std::numbers::pi / 2 - std::acos(cosine)) / std::numbers::pi;
        }
        cost_[r * columns + c] = -(overlap + consistency * settings_.inertia * usable_[r].score);
        if (overlap > settings_.minIou) {
          most = std::max({most, ++rowHits_[r], ++columnHits_[c]});
        }
      }
    }
    taken_.assign(rows, 0);
    if (rows == 0 || columns == 0) {
      return;
    }
    if (most == 1) {
      for (std::size_t i = 0; i < iou_.size(); ++i) {
        if (iou_[i] > settings_.minIou) {
          match(targets_[i % columns], i / columns);
        }
      }
      return;
    }
    const auto paired = solver_.solve(cost_, rows, columns);
    for (std::size_t r = 0; r < rows; ++r) {
      const auto c = static_cast<std::size_t>(paired[r]);
      if (paired[r] != AssignmentSolver::kNone && iou_[r * columns + c] >= settings_.minIou) {
        match(targets_[c], r);
      }
    }
  }

  /// What is left on both sides, by where the tracks were last seen.
  void pairByLastPlace() {
    left_.clear();
    alone_.clear();
    for (std::size_t r = 0; r < usable_.size(); ++r) {
      if (taken_[r] == 0) {
        left_.push_back(r);
      }
    }
    for (std::size_t c = 0; c < targets_.size(); ++c) {
      if (targets_[c].sinceUpdate > 0 && targets_[c].observed) {
        alone_.push_back(c);
      }
    }
    const std::size_t columns = alone_.size();
    cost_.resize(left_.size() * columns);
    for (std::size_t i = 0; i < cost_.size(); ++i) {
      cost_[i] = -iou(usable_[left_[i / columns]].box, targets_[alone_[i % columns]].lastSeen);
    }
    const auto paired = solver_.solve(cost_, left_.size(), columns);
    for (std::size_t i = 0; i < left_.size(); ++i) {
      const auto c = static_cast<std::size_t>(paired[i]);
      if (paired[i] != AssignmentSolver::kNone && -cost_[i * columns + c] >= settings_.minIou) {
        targets_[alone_[c]].lastPlaceOverlap = -cost_[i * columns + c];
        match(targets_[alone_[c]], left_[i]);
      }
    }
  }

  void match(Target& target, std::size_t row) {
    taken_[row] = 1;
    target.row = row;
    const Detection& detection = usable_[row];
    if (target.observed) {
      target.direction = directionOf(*earlierPlace(target), detection.box);
    }
    if (target.inGap && target.observed) {
      bridge(target, detection.box);
    }
    target.filter.update(detection.box);
    target.inGap = false;
    target.observed = true;
    target.lastSeen = detection.box;
    target.lastSeenAge = target.age;
    target.seen.put(target.age, detection.box);
    target.sinceUpdate = 0;
    ++target.streak;
    ++target.track.hits;
    target.track.score = detection.score;
    target.track.classId = detection.classId;
    target.matched = now_;
  }

  /// Takes the filter back to the beginning of the gap and leads it along the straight line to the
  /// new box.
  static void bridge(Target& target, const Box& to) {
    target.filter = target.beforeGap;
    const Box& from = target.lastSeen;
    const int gap = target.age - target.lastSeenAge;
    for (int i = 1; i <= gap; ++i) {
      const double part = static_cast<double>(i) / gap;
      const double w = from.w + part * (to.w - from.w);
      const double h = from.h + part * (to.h - from.h);
      const double cx = from.x + from.w / 2 + part * (to.x + to.w / 2 - from.x - from.w / 2);
      const double cy = from.y + from.h / 2 + part * (to.y + to.h / 2 - from.y - from.h / 2);
      target.filter.update({cx - w / 2, cy - h / 2, w, h});
      if (i < gap) {
        target.filter.predict();
      }
    }
  }

  static void miss(Target& target) {
    if (!target.inGap) {
      target.beforeGap = target.filter;
      target.inGap = true;
    }
  }

  void begin() {
    for (std::size_t r = 0; r < usable_.size(); ++r) {
      if (taken_[r] != 0) {
        continue;
      }
      Target& target = targets_.emplace_back(usable_[r].box);
      target.predicted = usable_[r].box;
      target.row = r;
      target.born = target.matched = now_;
      target.track.id = static_cast<TrackId>(++lastId_);
      target.track.classId = usable_[r].classId;
      target.track.score = usable_[r].score;
      target.track.hits = 1;
    }
  }

  void show() {
    for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
      if (target->sinceUpdate < 1 &&
          (target->streak >= settings_.minHits || picture_ <= settings_.minHits)) {
        Track track = target->track;
        track.box = target->observed ? target->lastSeen : target->filter.box();
        track.state = TrackState::Confirmed;
        track.age = now_ - target->born;
        if (isProper(track.box)) {  // the filter may have left the world after a wild detection
          target->shown = true;
          out_.items.push_back(track);
        }
      }
    }
    std::erase_if(targets_,
                  [&](const Target& target) { return target.sinceUpdate > settings_.maxAge; });
  }

  OcSortSettings settings_;
  std::vector<Target> targets_;  // oldest first
  std::int64_t picture_ = 0;
  std::uint64_t lastId_ = 0;
  Timestamp now_{};
  TrackSet out_;

  AssignmentSolver solver_;
  std::vector<Detection> usable_;
  std::vector<std::size_t> given_;  // where each usable one stands in what came in
  std::size_t columns_ = 0;         // of `iou_`
  std::vector<double> iou_, cost_;
  std::vector<int> rowHits_, columnHits_;
  std::vector<char> taken_;
  std::vector<std::size_t> left_, alone_;
};

OcSortTracker::OcSortTracker(const OcSortSettings& settings)
    : impl_(std::make_unique<Impl>(settings)) {}
OcSortTracker::~OcSortTracker() = default;

const TrackSet& OcSortTracker::update(const DetectionSet& detections) {
  return impl_->update(detections);
}

void OcSortTracker::predict(FrameId frame, Timestamp time, TrackSet& out) const {
  impl_->predict(frame, time, out);
}

void OcSortTracker::reset() { impl_->reset(); }

bool OcSortTracker::explain(TrackId id, MatchExplanation& out) const {
  return impl_->explain(id, out);
}

}  // namespace followspot::tracking
