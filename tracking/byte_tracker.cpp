#include "tracking/byte_tracker.h"

#include <algorithm>
#include <vector>

#include "core/base/sparse_assignment.h"
#include "tracking/explanation.h"
#include "tracking/line_filter.h"
#include "tracking/pair_sweep.h"
#include "tracking/usable.h"

namespace followspot::tracking {
namespace {

constexpr double square(double x) { return x * x; }

/// x = [cx cy a h] and rates per picture: centre px, aspect w/h, height px; noise in proportion to
/// the height.
class ByteFilter {
 public:
  explicit ByteFilter(const Box& box) {
    cx_.value = box.x + box.w / 2;
    cy_.value = box.y + box.h / 2;
    aspect_.value = box.w / box.h;
    height_.value = box.h;
    for (LineFilter* const line : {&cx_, &cy_, &height_}) {
      line->varValue = square(2 * kPosition * box.h);
      line->varRate = square(10 * kVelocity * box.h);
    }
    aspect_.varValue = square(1e-2);
    aspect_.varRate = square(1e-5);
  }

  void predict() {
    const double position = square(kPosition * height_.value);
    const double velocity = square(kVelocity * height_.value);
    for (LineFilter* const line : {&cx_, &cy_, &height_}) {
      line->predict(1, position, velocity);
    }
    aspect_.predict(1, square(1e-2), square(1e-5));
  }

  void update(const Box& box) {
    const double noise = square(kPosition * height_.value);
    cx_.update(box.x + box.w / 2, noise);
    cy_.update(box.y + box.h / 2, noise);
    aspect_.update(box.w / box.h, square(1e-1));
    height_.update(box.h, noise);
  }

  void stopGrowing() { height_.rate = 0; }

  [[nodiscard]] Box box(double pictures = 0) const {
    const double h = height_.value;
    const double w = aspect_.value * h;
    return {cx_.value + pictures * cx_.rate - w / 2, cy_.value + pictures * cy_.rate - h / 2, w, h};
  }

 private:
  static constexpr double kPosition = 1.0 / 20;
  static constexpr double kVelocity = 1.0 / 160;
  LineFilter cx_, cy_, aspect_, height_;
};

enum class Phase { New, Tracked, Lost, Ended };

struct Target {
  ByteFilter filter;
  Track track;
  Box box;  // predicted
  Timestamp born, matched;
  std::int64_t bornAt = 0, matchedAt = 0;  // pictures
  Phase phase = Phase::New;
  bool expired = false;   // was lost for too long once
  std::size_t given = 0;  // the last detection it got
};

/// A detection in use.
struct Seen {
  Detection detection;
  std::size_t given = 0;  // position in the set that came in
};

/// A pair that a pass could have made.
struct Considered {
  TrackId id = TrackId::None;
  Seen seen;
  double similarity = 0;
  double gate = 0;
};

}  // namespace

class ByteTracker::Impl {
 public:
  explicit Impl(const ByteTrackSettings& settings) : settings_(settings) {}

  const TrackSet& update(const DetectionSet& detections) {
    ++picture_;
    now_ = detections.time;
    out_.frame = detections.frame;
    out_.time = detections.time;
    out_.size = detections.size;
    out_.items.clear();
    sortByScore(detections);
    predictAll();

    select([](Phase phase) { return phase == Phase::Tracked || phase == Phase::Lost; });
    pair(high_, settings_.firstLimit, Fusion::WithScore);
    // What was tracked and found no strong detection may have a weak one.
    std::erase_if(chosen_, [&](std::size_t i) {
      return targets_[i].phase != Phase::Tracked || targets_[i].matchedAt == picture_;
    });
    pair(low_, settings_.secondLimit, Fusion::None);
    for (const std::size_t i : chosen_) {
      if (targets_[i].matchedAt != picture_) {
        targets_[i].phase = Phase::Lost;
      }
    }
    select([](Phase phase) { return phase == Phase::New; });
    pair(high_, settings_.newLimit, Fusion::WithScore);
    for (const std::size_t i : chosen_) {
      if (targets_[i].matchedAt != picture_) {
        targets_[i].phase = Phase::Ended;
      }
    }
    begin();
    expire();
    endDuplicates();
    std::erase_if(targets_, [](const Target& target) { return target.phase == Phase::Ended; });
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
      const Box box = target.filter.box(pictures);
      if (target.phase == Phase::New || !isProper(box)) {
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
    beginExplanation(id, target->box, out);
    for (const Considered& pair : considered_) {
      if (pair.id == id) {
        out.candidates.push_back({pair.seen.given, pair.seen.detection.box,
                                  pair.seen.detection.score, pair.similarity, pair.gate,
                                  ownerOf(pair.seen.given)});
      }
    }
    endExplanation(target->bornAt == picture_, target->matchedAt == picture_, out);
    return true;
  }

 private:
  /// Who got a detection of the last picture.
  [[nodiscard]] TrackId ownerOf(std::size_t given) const {
    const auto owner = std::ranges::find_if(targets_, [&](const Target& target) {
      return target.matchedAt == picture_ && target.given == given;
    });
    return owner == targets_.end() ? TrackId::None : owner->track.id;
  }

  enum class Fusion { None, WithScore };

  [[nodiscard]] Box overlapBox(const Box& box) const {
    return {box.x, box.y, box.w + settings_.overlapMargin, box.h + settings_.overlapMargin};
  }

  void sortByScore(const DetectionSet& detections) {
    high_.clear();
    low_.clear();
    considered_.clear();
    for (std::size_t i = 0; i < detections.items.size(); ++i) {
      const Detection& detection = detections.items[i];
      if (!isUsable(detection)) {
        continue;
      }
      if (detection.score > settings_.highScore) {
        high_.push_back({detection, i});
      } else if (detection.score > settings_.lowScore && detection.score < settings_.highScore) {
        low_.push_back({detection, i});
      }
    }
  }

  void predictAll() {
    for (Target& target : targets_) {
      // A track seen once has no rate yet and stays where it was.
      if (target.phase != Phase::New) {
        if (target.phase == Phase::Lost) {
          target.filter.stopGrowing();
        }
        target.filter.predict();
      }
      target.box = target.filter.box();
      if (!isProper(target.box)) {
        target.phase = Phase::Ended;
      }
    }
  }

  template <class Predicate>
  void select(Predicate wanted) {
    chosen_.clear();
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (wanted(targets_[i].phase)) {
        chosen_.push_back(i);
      }
    }
  }

  /// Pairs the chosen tracks with detections; matched detections leave the list.
  void pair(std::vector<Seen>& detections, double limit, Fusion fusion) {
    trackBoxes_.clear();
    for (const std::size_t i : chosen_) {
      trackBoxes_.push_back(overlapBox(targets_[i].box));
    }
    detectionBoxes_.clear();
    for (const Seen& seen : detections) {
      detectionBoxes_.push_back(overlapBox(seen.detection.box));
    }
    edges_.clear();
    for (const BoxPair& pair : sweep_.find(trackBoxes_, detectionBoxes_)) {
      const auto d = static_cast<std::size_t>(pair.second);
      const double overlap =
          iou(trackBoxes_[static_cast<std::size_t>(pair.first)], detectionBoxes_[d]);
      const double cost =
          1 - overlap * (fusion == Fusion::WithScore ? detections[d].detection.score : 1);
      if (cost < limit) {
        edges_.push_back({pair.first, pair.second, limit - cost});
        considered_.push_back({targets_[chosen_[static_cast<std::size_t>(pair.first)]].track.id,
                               detections[d], 1 - cost, 1 - limit});
      }
    }
    const auto paired = assignment_.solve(edges_, chosen_.size(), detections.size());
    taken_.assign(detections.size(), 0);
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (paired[i] != SparseAssignment::kNone) {
        const auto d = static_cast<std::size_t>(paired[i]);
        taken_[d] = 1;
        match(targets_[chosen_[i]], detections[d]);
      }
    }
    std::size_t kept = 0;
    for (std::size_t d = 0; d < detections.size(); ++d) {
      if (taken_[d] == 0) {
        detections[kept++] = detections[d];
      }
    }
    detections.resize(kept);
  }

  void match(Target& target, const Seen& seen) const {
    const Detection& detection = seen.detection;
    target.given = seen.given;
    target.filter.update(detection.box);
    target.track.score = detection.score;
    target.track.classId = detection.classId;
    ++target.track.hits;
    target.matched = now_;
    target.matchedAt = picture_;
    target.phase = Phase::Tracked;
  }

  void begin() {
    for (const Seen& seen : high_) {
      const Detection& detection = seen.detection;
      if (detection.score < settings_.highScore + settings_.birthMargin) {
        continue;
      }
      Target target{ByteFilter(detection.box), {}, detection.box, now_, now_, picture_, picture_};
      target.track.id = static_cast<TrackId>(++lastId_);
      target.track.score = detection.score;
      target.track.classId = detection.classId;
      target.track.hits = 1;
      target.given = seen.given;
      target.phase = picture_ == 1 ? Phase::Tracked : Phase::New;
      targets_.push_back(target);
    }
  }

  /// As the authors' program does it: a track that was lost for too long may be found in one more
  /// picture, and ends for good when it is lost again.
  void expire() {
    for (Target& target : targets_) {
      if (target.phase == Phase::Lost && target.expired) {
        target.phase = Phase::Ended;
      } else if (target.phase == Phase::Lost) {
        target.expired = picture_ - target.matchedAt > settings_.lostPictures;
      }
    }
  }

  /// A tracked and a lost track on the same object: the younger one ends.
  void endDuplicates() {
    select([](Phase phase) { return phase == Phase::Tracked || phase == Phase::New; });
    trackBoxes_.clear();
    for (const std::size_t i : chosen_) {
      trackBoxes_.push_back(overlapBox(targets_[i].filter.box()));
    }
    lost_.clear();
    detectionBoxes_.clear();
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const Box box = targets_[i].filter.box();
      if (targets_[i].phase == Phase::Lost && isProper(box)) {
        lost_.push_back(i);
        detectionBoxes_.push_back(overlapBox(box));
      }
    }
    for (const BoxPair& pair : sweep_.find(trackBoxes_, detectionBoxes_)) {
      const auto a = static_cast<std::size_t>(pair.first);
      const auto b = static_cast<std::size_t>(pair.second);
      if (1 - iou(trackBoxes_[a], detectionBoxes_[b]) >= 1 - settings_.duplicateIou) {
        continue;
      }
      Target& shown = targets_[chosen_[a]];
      Target& lost = targets_[lost_[b]];
      const bool shownIsOlder = shown.matchedAt - shown.bornAt > lost.matchedAt - lost.bornAt;
      (shownIsOlder ? lost : shown).phase = Phase::Ended;
    }
  }

  void show() {
    for (Target& target : targets_) {
      if (target.phase != Phase::Tracked) {
        continue;
      }
      Track track = target.track;
      track.box = target.filter.box();
      track.state = TrackState::Confirmed;
      track.age = now_ - target.born;
      if (isProper(track.box)) {
        out_.items.push_back(track);
      }
    }
  }

  ByteTrackSettings settings_;
  std::vector<Target> targets_;  // oldest first
  std::int64_t picture_ = 0;
  std::uint64_t lastId_ = 0;
  Timestamp now_{};
  TrackSet out_;

  PairSweep sweep_;
  SparseAssignment assignment_;
  std::vector<Seen> high_, low_;
  std::vector<Considered> considered_;
  std::vector<std::size_t> chosen_, lost_;
  std::vector<Box> trackBoxes_, detectionBoxes_;
  std::vector<SparseAssignment::Edge> edges_;
  std::vector<char> taken_;
};

ByteTracker::ByteTracker(const ByteTrackSettings& settings)
    : impl_(std::make_unique<Impl>(settings)) {}
ByteTracker::~ByteTracker() = default;

const TrackSet& ByteTracker::update(const DetectionSet& detections) {
  return impl_->update(detections);
}

void ByteTracker::predict(FrameId frame, Timestamp time, TrackSet& out) const {
  impl_->predict(frame, time, out);
}

void ByteTracker::reset() { impl_->reset(); }

bool ByteTracker::explain(TrackId id, MatchExplanation& out) const {
  return impl_->explain(id, out);
}

}  // namespace followspot::tracking
