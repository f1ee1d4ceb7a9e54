#include "tracking/sort_tracker.h"

#include <algorithm>
#include <vector>

#include "core/base/assignment.h"
#include "tracking/explanation.h"
#include "tracking/sort_filter.h"
#include "tracking/usable.h"

namespace followspot::tracking {
namespace {

struct Target {
  SortFilter filter;
  Track track;
  Box predicted;
  Timestamp born;
  Timestamp matched;
  int streak = 0;                        // matches in a row, birth not counted
  int sinceUpdate = 0;                   // pictures
  bool shown = false;                    // has been in a result
  int column = AssignmentSolver::kNone;  // when the last pairs were made; none: born since
  std::size_t row = 0;                   // of the last detection it got
};

}  // namespace

class SortTracker::Impl {
 public:
  explicit Impl(const SortSettings& settings) : settings_(settings) {}

  const TrackSet& update(const DetectionSet& detections) {
    ++pictures_;
    now_ = detections.time;
    out_.frame = detections.frame;
    out_.time = detections.time;
    out_.size = detections.size;
    out_.items.clear();
    usable_.clear();
    given_.clear();
    for (std::size_t i = 0; i < detections.items.size(); ++i) {
      if (isUsable(detections.items[i])) {
        usable_.push_back(detections.items[i]);
        given_.push_back(i);
      }
    }
    predictAll();
    associate();
    finish();
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
      if (!target.shown) {
        continue;
      }
      Track track = target.track;
      track.box = target.filter.boxAfter(pictures);
      track.state = TrackState::Coasting;
      track.age = time - target.born;
      track.sinceMatched = time - target.matched;
      if (isProper(track.box)) {
        out.items.push_back(track);
      }
    }
  }

  void reset() {
    targets_.clear();
    pictures_ = 0;
  }

  bool explain(TrackId id, MatchExplanation& out) const {
    const Target* const target = findTarget(targets_, id);
    if (target == nullptr) {
      return false;
    }
    const bool isBorn = target->column == AssignmentSolver::kNone;
    beginExplanation(id, target->predicted, out);
    if (!isBorn) {
      addOverlapping(*target, targets_, {usable_, given_, iou_, columns_, settings_.minIou}, out);
    }
    endExplanation(isBorn, target->sinceUpdate == 0, out);
    return true;
  }

 private:
  void predictAll() {
    for (Target& target : targets_) {
      target.filter.predict();
      if (target.sinceUpdate > 0) {
        target.streak = 0;
      }
      ++target.sinceUpdate;
      target.predicted = target.filter.box();
    }
    std::erase_if(targets_, [](const Target& target) { return !isProper(target.predicted); });
  }

  void associate() {
    const std::size_t rows = usable_.size();
    const std::size_t columns = targets_.size();
    columns_ = columns;
    for (std::size_t c = 0; c < columns; ++c) {
      targets_[c].column = static_cast<int>(c);
    }
    iou_.resize(rows * columns);
    rowHits_.assign(rows, 0);
    columnHits_.assign(columns, 0);
    int pairs = 0;
    int most = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        const double overlap = iou(usable_[r].box, targets_[c].predicted);
        iou_[r * columns + c] = overlap;
        if (overlap > settings_.minIou) {
          ++pairs;
          most = std::max({most, ++rowHits_[r], ++columnHits_[c]});
        }
      }
    }
    columnOf_.assign(rows, AssignmentSolver::kNone);
    if (pairs > 0 && most == 1) {
      // The threshold alone leaves one partner each.
      for (std::size_t i = 0; i < iou_.size(); ++i) {
        if (iou_[i] > settings_.minIou) {
          columnOf_[i / columns] = static_cast<int>(i % columns);
        }
      }
    } else if (rows > 0 && columns > 0) {
      // Square with zeros, as the authors' solver makes it: where overlaps are zero, many
      // assignments are best, and which of them is found decides the order of births.
      const std::size_t side = std::max(rows, columns);
      cost_.assign(side * side, 0);
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
          cost_[r * side + c] = -iou_[r * columns + c];
        }
      }
      const auto solved = solver_.solve(cost_, side, side);
      for (std::size_t r = 0; r < rows; ++r) {
        columnOf_[r] = solved[r] < static_cast<int>(columns) ? solved[r] : AssignmentSolver::kNone;
      }
    }
    born_.clear();
    refused_.clear();
    for (std::size_t r = 0; r < rows; ++r) {
      if (columnOf_[r] == AssignmentSolver::kNone) {
        born_.push_back(r);
        continue;
      }
      const auto c = static_cast<std::size_t>(columnOf_[r]);
      if (iou_[r * columns + c] < settings_.minIou) {
        refused_.push_back(r);
        continue;
      }
      match(targets_[c], r);
    }
    // Born after those that had no partner at all, as the authors' program numbers them.
    born_.insert(born_.end(), refused_.begin(), refused_.end());
    for (const std::size_t r : born_) {
      Target target{SortFilter(usable_[r].box), {}, usable_[r].box, now_, now_};
      target.row = r;
      target.track.id = static_cast<TrackId>(++lastId_);
      target.track.classId = usable_[r].classId;
      target.track.score = usable_[r].score;
      target.track.hits = 1;
      targets_.push_back(target);
    }
  }

  void match(Target& target, std::size_t row) const {
    const Detection& detection = usable_[row];
    target.row = row;
    target.filter.update(detection.box);
    target.sinceUpdate = 0;
    ++target.streak;
    ++target.track.hits;
    target.track.score = detection.score;
    target.track.classId = detection.classId;
    target.matched = now_;
  }

  void finish() {
    for (auto target = targets_.rbegin(); target != targets_.rend(); ++target) {
      if (target->sinceUpdate < 1 &&
          (target->streak >= settings_.minHits || pictures_ <= settings_.minHits)) {
        Track track = target->track;
        track.box = target->filter.box();
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

  SortSettings settings_;
  std::vector<Target> targets_;  // oldest first
  std::int64_t pictures_ = 0;
  std::uint64_t lastId_ = 0;
  Timestamp now_{};
  TrackSet out_;

  AssignmentSolver solver_;
  std::vector<Detection> usable_;
  std::vector<std::size_t> given_;  // where each usable one stands in what came in
  std::size_t columns_ = 0;         // of `iou_`
  std::vector<double> iou_, cost_;
  std::vector<int> rowHits_, columnHits_, columnOf_;
  std::vector<std::size_t> born_, refused_;
};

SortTracker::SortTracker(const SortSettings& settings) : impl_(std::make_unique<Impl>(settings)) {}
SortTracker::~SortTracker() = default;

const TrackSet& SortTracker::update(const DetectionSet& detections) {
  return impl_->update(detections);
}

void SortTracker::predict(FrameId frame, Timestamp time, TrackSet& out) const {
  impl_->predict(frame, time, out);
}

void SortTracker::reset() { impl_->reset(); }

bool SortTracker::explain(TrackId id, MatchExplanation& out) const {
  return impl_->explain(id, out);
}

}  // namespace followspot::tracking
