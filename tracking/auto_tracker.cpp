#include "tracking/auto_tracker.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/sparse_assignment.h"
#include "tracking/auto_target.h"
#include "tracking/camera_shift.h"
#include "tracking/explanation.h"
#include "tracking/pair_sweep.h"
#include "tracking/portable_math.h"
#include "tracking/score_scale.h"
#include "tracking/usable.h"

namespace followspot::tracking {
namespace {

using Phase = AutoTarget::Phase;

constexpr double kLongestStep = 10;  // s; after a longer pause nothing is recognised
constexpr int kPicturesWaited = 2;   // however slow the pictures come
constexpr std::size_t kMostTargets = 20'000;
constexpr double kFarthest = 1e7;  // px

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// A motion that a camera can make between two pictures; anything else is a failed measurement.
bool isPlausible(const Affine& m) {
  constexpr double kMostZoom = 4;
  const double x = rootOfSquares(m.xx, m.yx);
  const double y = rootOfSquares(m.xy, m.yy);
  return x < kMostZoom && y < kMostZoom && x > 1 / kMostZoom && y > 1 / kMostZoom &&
         std::abs(m.tx) < kFarthest && std::abs(m.ty) < kFarthest;
}

double secondsBetween(Timestamp from, Timestamp to) {
  return std::chrono::duration<double>(to - from).count();
}

/// A detection in use.
struct Seen {
  Detection detection;
  MeasuredBox measured;
  double score = 0;              // on the common scale
  double scoreGain = 0;          // weight x log(score), <= 0
  std::size_t given = 0;         // position in the set that came in
  int slot = AutoTarget::kNone;  // of the track that has it
};

struct Pair {
  int slot = 0;
  int seen = 0;
  double gain = 0;
};

}  // namespace

class AutoTracker::Impl {
 public:
  Impl(const AutoSettings& settings, const AutoModel& model)
      : settings_(settings),
        model_(model),
        scale_(model.learningRate),
        noise_(model.noise),
        newObject_(model.newObject) {}

  const TrackSet& update(const DetectionSet& set) {
    const double step = isFirst_ ? 0 : std::max(0.0, secondsBetween(now_, set.time));
    if (step > kLongestStep) {
      targets_.clear();
    }
    now_ = set.time;
    scoreScale_.learn(set.items, step, settings_.lowScore);
    takeIn(set);
    judgeDetector();
    advance(std::min(step, kLongestStep) * kStepsPerSecond);
    findPairs();
    if (set.cameraMotion && isPlausible(*set.cameraMotion)) {
      moveIfItFits(*set.cameraMotion);
    }
    if (followCamera()) {
      findPairs();
    }
    pairUp(settings_.highScore, [](const AutoTarget& target, bool strong) {
      return strong && target.phase != Phase::New;
    });
    pairUp(settings_.highScore, [](const AutoTarget& target, bool strong) {
      return !strong && target.phase == Phase::Tracked;
    });
    pairUp(settings_.highScore, [](const AutoTarget& target, bool strong) {
      return strong && target.phase == Phase::New;
    });
    for (AutoTarget& target : targets_) {
      settle(target);
    }
    begin(step);
    endDuplicates();
    report(set);
    isFirst_ = false;
    return out_;
  }

  void predict(FrameId frame, Timestamp time, TrackSet& out) const {
    out.frame = frame;
    out.time = time;
    out.size = out_.size;
    out.items.clear();
    const double steps =
        std::clamp(secondsBetween(now_, time), 0.0, kLongestStep) * kStepsPerSecond;
    for (const AutoTarget& target : targets_) {
      if (target.track.id != TrackId::None &&
          secondsBetween(target.matched, time) <=
              settings_.coastFor.count() + steps / kStepsPerSecond) {
        out.items.push_back(snapshot(target, target.filter.boxAfter(steps), time));
        out.items.back().state = TrackState::Coasting;
      }
    }
  }

  void reset() {
    targets_.clear();
    pairs_.clear();
    isFirst_ = true;
  }

  bool explain(TrackId id, MatchExplanation& out) const {
    const AutoTarget* const target = findTarget(targets_, id);
    if (target == nullptr) {
      return false;
    }
    beginExplanation(id, target->predicted, out);
    for (const Pair& pair : pairs_) {
      if (pair.slot == target->slot) {
        const Seen& seen = seen_[at(pair.seen)];
        const TrackId owner =
            seen.slot == AutoTarget::kNone ? TrackId::None : slotIds_[at(seen.slot)];
        out.candidates.push_back(
            {seen.given, seen.detection.box, seen.detection.score, pair.gain, 0, owner});
      }
    }
    endExplanation(target->slot == AutoTarget::kNone, target->detection != AutoTarget::kNone, out);
    return true;
  }

 private:
  void takeIn(const DetectionSet& set) {
    seen_.clear();
    seenBoxes_.clear();
    for (std::size_t i = 0; i < set.items.size(); ++i) {
      const Detection& detection = set.items[i];
      if (!isUsable(detection) || !(detection.score > settings_.lowScore)) {
        continue;
      }
      const double score = scoreScale_.scaled(detection.score);
      Seen seen{detection, MeasuredBox(detection.box), score,
                model_.scoreWeight * portableLog(score), i};
      seen.score = score;
      seen_.push_back(seen);
      seenBoxes_.push_back(detection.box);
    }
  }

  /// How the world is modelled depends on how exact the detector has shown to be.
  void judgeDetector() {
    weakness_ = jitter_.weakness();
    noise_ = mix(model_.noise, model_.weakNoise, weakness_);
    newObject_ = model_.newObject + weakness_ * (model_.weakNewObject - model_.newObject);
  }

  void advance(double steps) {
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      AutoTarget& target = targets_[i];
      if (target.phase == Phase::Lost) {
        target.filter.stopGrowing();
      }
      target.filter.predict(steps, noise_);
      target.detection = AutoTarget::kNone;
      target.slot = static_cast<int>(i);
    }
    std::erase_if(targets_, [](const AutoTarget& target) {
      return !isUsable(target.filter.box());  // has left for good
    });
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      targets_[i].slot = static_cast<int>(i);
    }
  }

  /// All pairs of a track and a detection that are likelier than a new object.
  void findPairs() {
    reach_.clear();
    limits_.clear();
    for (AutoTarget& target : targets_) {
      target.predicted = target.filter.box();
      target.expected = expectedBox(target.filter, noise_, scale_);
      const Box& box = target.predicted;
      const double dx = 2 * std::min(model_.reachSize * box.w,
                                     model_.reachSpread * std::sqrt(target.filter.cx().varValue));
      const double dy = 2 * std::min(model_.reachSize * box.h,
                                     model_.reachSpread * std::sqrt(target.filter.cy().varValue));
      reach_.push_back({box.x - dx, box.y - dy, box.w + 2 * dx, box.h + 2 * dy});
      // Beyond this distance a pair cannot gain; saves its logarithm, decides nothing.
      constexpr double kMostExponent = 600;
      const double most = 2 * (-newObject_ - target.expected.logVolume) / (model_.tail + 4);
      limits_.push_back(model_.tail * (expAtMost(std::clamp(most, 0.0, kMostExponent)) - 1));
    }
    pairs_.clear();
    for (const BoxPair& pair : sweep_.find(reach_, seenBoxes_)) {
      const AutoTarget& target = targets_[at(pair.first)];
      const Seen& seen = seen_[at(pair.second)];
      const double distance = squaredDistance(target.expected, seen.measured);
      if (distance > limits_[at(pair.first)]) {
        continue;
      }
      const double gain = logDensity(target.expected, distance, model_.tail) - newObject_ +
                          seen.scoreGain -
                          (target.track.classId == seen.detection.classId ? 0 : model_.otherClass);
      if (gain > 0) {
        pairs_.push_back({pair.first, pair.second, gain});
      }
    }
  }

  /// Takes a measured motion of the camera over, where the detections are likelier with it than
  /// without: near objects fool the measurement.
  void moveIfItFits(const Affine& motion) {
    const double without = findBestPairs();
    before_.clear();
    for (AutoTarget& target : targets_) {
      before_.push_back(target.filter);
      target.filter.move(motion);
    }
    findPairs();
    if (findBestPairs() < without) {
      for (std::size_t i = 0; i < targets_.size(); ++i) {
        targets_[i].filter = before_[i];
      }
      findPairs();
    }
  }

  /// Finds the tracks in sight and strong detections that are likeliest each other's.
  /// @return the sum of their gains.
  double findBestPairs() {
    bestOfTarget_.assign(targets_.size(), nullptr);
    bestOfSeen_.assign(seen_.size(), nullptr);
    for (const Pair& pair : pairs_) {
      if (targets_[at(pair.slot)].phase != Phase::Tracked ||
          seen_[at(pair.seen)].score <= settings_.highScore) {
        continue;
      }
      for (const Pair** const best : {&bestOfTarget_[at(pair.slot)], &bestOfSeen_[at(pair.seen)]}) {
        if (*best == nullptr || (*best)->gain < pair.gain) {
          *best = &pair;
        }
      }
    }
    double gain = 0;
    samples_.clear();
    for (const Pair* const pair : bestOfTarget_) {
      if (pair != nullptr && bestOfSeen_[at(pair->seen)] == pair) {
        gain += pair->gain;
        samples_.push_back({&targets_[at(pair->slot)].expected, &seen_[at(pair->seen)].measured});
      }
    }
    return gain;
  }

  /// Shifts all tracks when the camera moved. @return whether it did.
  bool followCamera() {
    static_cast<void>(findBestPairs());
    const auto shift = cameraShift_.find(samples_, model_);
    if (!shift) {
      return false;
    }
    for (AutoTarget& target : targets_) {
      target.filter.shift(shift->dx, shift->dy);
    }
    return true;
  }

  /// Gives the tracks and detections of one kind to each other; who has a partner keeps it.
  template <class Wanted>
  void pairUp(double highScore, Wanted wanted) {
    edges_.clear();
    for (const Pair& pair : pairs_) {
      const AutoTarget& target = targets_[at(pair.slot)];
      const Seen& seen = seen_[at(pair.seen)];
      if (target.detection == AutoTarget::kNone && seen.slot == AutoTarget::kNone &&
          wanted(target, seen.score > highScore)) {
        edges_.push_back({pair.slot, pair.seen, pair.gain});
      }
    }
    if (edges_.empty()) {
      return;
    }
    const auto paired = assignment_.solve(edges_, targets_.size(), seen_.size());
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (paired[i] != SparseAssignment::kNone) {
        targets_[i].detection = paired[i];
        seen_[at(paired[i])].slot = static_cast<int>(i);
      }
    }
  }

  /// What the picture means for a track.
  void settle(AutoTarget& target) {
    if (target.detection != AutoTarget::kNone) {
      match(target, seen_[at(target.detection)]);
      return;
    }
    ++target.misses;
    const bool isOver = target.phase == Phase::New || (target.misses > kPicturesWaited &&
                                                       now_ - target.matched > settings_.waitFor);
    target.phase = isOver ? Phase::Ended : Phase::Lost;
  }

  void match(AutoTarget& target, const Seen& seen) {
    const Detection& detection = seen.detection;
    if (seen.score > settings_.highScore) {
      if (target.phase == Phase::Tracked) {
        scale_.learn(target.expected, seen.measured);
      }
      jitter_.learn(target.jitter, seen.measured.cx, now_, target.misses == 0,
                    target.expected.perWidth);
    } else {
      target.jitter = {};
    }
    target.filter.update(detection.box, seen.score, noise_, doubtOf(target, seen));
    target.voteForClass(detection.classId, seen.score);
    target.track.score = std::min(detection.score, 1.0);
    ++target.track.hits;
    target.matched = now_;
    target.misses = 0;
    confirm(target);
  }

  /// By how much a box that lies far off is trusted less: the weight that the likelihood's Student
  /// distribution gives it. Of an exact detector, boxes are taken as they are.
  /// @source Roth, Ozkan, Gustafsson, ICASSP 2013.
  [[nodiscard]] double doubtOf(const AutoTarget& target, const Seen& seen) const {
    if (weakness_ == 0) {
      return 1;
    }
    const double distance = squaredDistance(target.expected, seen.measured);
    const double doubt = (model_.tail + distance) / (model_.tail + 4);
    return 1 + weakness_ * (std::max(doubt, 1.0) - 1);
  }

  void confirm(AutoTarget& target) {
    if (target.track.id == TrackId::None) {
      target.track.id = static_cast<TrackId>(++lastId_);
    }
    target.phase = Phase::Tracked;
  }

  void begin(double step) {
    slotIds_.clear();
    for (const AutoTarget& target : targets_) {
      slotIds_.push_back(target.track.id);
    }
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const Detection& detection = seen_[i].detection;
      const double score = seen_[i].score;
      if (seen_[i].slot != AutoTarget::kNone || score < settings_.birthScore ||
          targets_.size() >= kMostTargets) {
        continue;
      }
      AutoTarget target{BoxFilter(detection.box, noise_), {}, {}, detection.box, now_, now_};
      target.track.classId = detection.classId;
      target.track.score = std::min(detection.score, 1.0);
      target.classWeight = score;
      target.track.hits = 1;
      target.detection = static_cast<int>(i);
      // The first picture alone does not tell a weak detector from clutter.
      const bool isBelieved = isFirst_ ? detection.score >= settings_.birthScore
                                       : step >= model_.slowStep && score >= model_.slowScore;
      if (isBelieved) {
        confirm(target);
      }
      targets_.push_back(target);
    }
  }

  /// A shown and a lost track on the same object: the younger one ends.
  void endDuplicates() {
    shown_.clear();
    lost_.clear();
    shownBoxes_.clear();
    lostBoxes_.clear();
    for (AutoTarget& target : targets_) {
      if (target.phase == Phase::Lost) {
        lost_.push_back(&target);
        lostBoxes_.push_back(target.filter.box());
      } else if (target.phase != Phase::Ended) {
        shown_.push_back(&target);
        shownBoxes_.push_back(target.filter.box());
      }
    }
    for (const BoxPair& pair : sweep_.find(shownBoxes_, lostBoxes_)) {
      AutoTarget& shown = *shown_[at(pair.first)];
      AutoTarget& lost = *lost_[at(pair.second)];
      if (shown.track.classId == lost.track.classId &&
          iou(shownBoxes_[at(pair.first)], lostBoxes_[at(pair.second)]) > model_.duplicateIou) {
        const bool shownIsOlder = shown.matched - shown.born > lost.matched - lost.born;
        (shownIsOlder ? lost : shown).phase = Phase::Ended;
      }
    }
    std::erase_if(targets_, [](const AutoTarget& target) { return target.phase == Phase::Ended; });
  }

  void report(const DetectionSet& set) {
    out_.frame = set.frame;
    out_.time = set.time;
    out_.size = set.size;
    out_.items.clear();
    for (const AutoTarget& target : targets_) {
      const bool coasts =
          target.phase == Phase::Lost && now_ - target.matched <= settings_.coastFor;
      if (target.phase == Phase::Tracked || coasts) {
        out_.items.push_back(snapshot(target, target.filter.box(), now_));
        out_.items.back().state = coasts ? TrackState::Coasting : TrackState::Confirmed;
      }
    }
  }

  [[nodiscard]] static Track snapshot(const AutoTarget& target, const Box& box, Timestamp time) {
    Track track = target.track;
    track.box = box;
    track.age = time - target.born;
    track.sinceMatched = time - target.matched;
    return track;
  }

  AutoSettings settings_;
  AutoModel model_;
  NoiseScale scale_;
  ScoreScale scoreScale_;
  DetectorJitter jitter_;
  double weakness_ = 0;
  BoxNoise noise_;  // of this detector
  double newObject_;
  std::vector<AutoTarget> targets_;  // oldest first
  bool isFirst_ = true;
  std::uint64_t lastId_ = 0;
  Timestamp now_{};
  TrackSet out_;

  PairSweep sweep_;
  SparseAssignment assignment_;
  CameraShift cameraShift_;
  std::vector<Seen> seen_;
  std::vector<Box> seenBoxes_, reach_, shownBoxes_, lostBoxes_;
  std::vector<double> limits_;
  std::vector<Pair> pairs_;
  std::vector<SparseAssignment::Edge> edges_;
  std::vector<TrackId> slotIds_;
  std::vector<ShiftSample> samples_;
  std::vector<BoxFilter> before_;
  std::vector<const Pair*> bestOfTarget_, bestOfSeen_;
  std::vector<AutoTarget*> shown_, lost_;
};

AutoTracker::AutoTracker(const AutoSettings& settings, const AutoModel& model)
    : impl_(std::make_unique<Impl>(settings, model)) {}
AutoTracker::~AutoTracker() = default;

const TrackSet& AutoTracker::update(const DetectionSet& detections) {
  return impl_->update(detections);
}

void AutoTracker::predict(FrameId frame, Timestamp time, TrackSet& out) const {
  impl_->predict(frame, time, out);
}

void AutoTracker::reset() { impl_->reset(); }

bool AutoTracker::explain(TrackId id, MatchExplanation& out) const {
  return impl_->explain(id, out);
}

}  // namespace followspot::tracking
