#include "core/analytics/clear_metrics.h"

#include <algorithm>
#include <limits>

#include "core/analytics/frame_matcher.h"
#include "core/base/sparse_assignment.h"

namespace followspot {
namespace {

constexpr double kMinIou = 0.5;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr int kNobody = -1;

double ratio(double part, double whole) { return part / std::max(1.0, whole); }

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// What has happened to an object so far.
struct Life {
  std::int64_t seen = 0;
  std::int64_t matched = 0;
  std::int64_t beginnings = 0;  // how often tracking of it began
  int last = kNobody;           // track that had it last, at any time
  int before = kNobody;         // track that had it in the last picture with truths and tracks
};

}  // namespace

double ClearScores::mota() const {
  return truths() > 0 ? static_cast<double>(truePositives - falsePositives - identitySwitches) /
                            static_cast<double>(truths())
                      : 0;
}
double ClearScores::motp() const { return ratio(overlapSum, static_cast<double>(truePositives)); }
double ClearScores::smota() const {
  return truths() > 0 ? (overlapSum - static_cast<double>(falsePositives + identitySwitches)) /
                            static_cast<double>(truths())
                      : 0;
}
double ClearScores::recall() const {
  return ratio(static_cast<double>(truePositives),
               static_cast<double>(truePositives + falseNegatives));
}
double ClearScores::precision() const {
  return ratio(static_cast<double>(truePositives),
               static_cast<double>(truePositives + falsePositives));
}

ClearScores evaluateClear(const EvaluatedSequence& sequence,
                          std::vector<TrackingErrorEvent>* events) {
  ClearScores scores;
  std::vector<Life> lives(at(sequence.truthCount));
  FrameMatcher matcher;
  std::vector<double> gains;
  std::vector<char> used;        // each track of the picture
  std::vector<int> going, next;  // objects whose `before` is set, and will be
  const auto note = [&](const TrackingErrorEvent& event) {
    if (events != nullptr) {
      events->push_back(event);
    }
  };
  for (std::size_t f = 0; f < sequence.frames.size(); ++f) {
    const EvaluatedFrame& frame = sequence.frames[f];
    gains.clear();
    for (const Overlap& overlap : frame.overlaps) {
      // Pairs of the last picture go on if they still overlap enough; then overlap decides.
      constexpr double kGoesOn = 1000;
      const bool same =
          lives[at(frame.truths[at(overlap.truth)])].before == frame.tracks[at(overlap.track)];
      gains.push_back(overlap.iou >= kMinIou - kEpsilon ? (same ? kGoesOn : 0) + overlap.iou : 0);
    }
    const auto chosen =
        matcher.match(frame.truths.size(), frame.tracks.size(), frame.overlaps, gains);
    used.assign(frame.tracks.size(), 0);
    next.clear();
    for (std::size_t r = 0; r < chosen.size(); ++r) {
      Life& life = lives[at(frame.truths[r])];
      ++life.seen;
      if (chosen[r] == FrameMatcher::kNone) {
        continue;
      }
      const Overlap& overlap = frame.overlaps[at(chosen[r])];
      const int track = frame.tracks[at(overlap.track)];
      used[at(overlap.track)] = 1;
      ++scores.truePositives;
      scores.overlapSum += overlap.iou;
      ++life.matched;
      if (life.last != kNobody && life.last != track) {
        ++scores.identitySwitches;
        note({TrackingErrorKind::Switch, f, overlap.truth, overlap.track, life.last});
      }
      if (life.before == kNobody && ++life.beginnings > 1) {
        note({TrackingErrorKind::Fragmentation, f, overlap.truth, overlap.track, life.last});
      }
      life.last = track;
      next.push_back(frame.truths[r]);
    }
    if (!frame.truths.empty() && !frame.tracks.empty()) {
      for (const int truth : going) {
        lives[at(truth)].before = kNobody;
      }
      for (const int truth : next) {
        lives[at(truth)].before = lives[at(truth)].last;
      }
      going.swap(next);
    }
    for (std::size_t r = 0; r < chosen.size(); ++r) {
      if (chosen[r] == FrameMatcher::kNone) {
        ++scores.falseNegatives;
        note({TrackingErrorKind::Miss, f, static_cast<int>(r), kNobody, kNobody});
      }
    }
    for (std::size_t c = 0; c < used.size(); ++c) {
      if (used[c] == 0) {
        ++scores.falsePositives;
        note({TrackingErrorKind::FalseAlarm, f, kNobody, static_cast<int>(c), kNobody});
      }
    }
  }
  for (const Life& life : lives) {
    scores.fragmentations += std::max<std::int64_t>(life.beginnings - 1, 0);
    const double share =
        life.seen > 0 ? static_cast<double>(life.matched) / static_cast<double>(life.seen) : 0;
    constexpr double kMostly = 0.8;
    constexpr double kPartly = 0.2;
    (share > kMostly    ? scores.mostlyTracked
     : share >= kPartly ? scores.partlyTracked
                        : scores.mostlyLost) += 1;
  }
  return scores;
}

ClearScores combine(std::span<const ClearScores> sequences) {
  ClearScores all;
  for (const ClearScores& one : sequences) {
    all.truePositives += one.truePositives;
    all.falseNegatives += one.falseNegatives;
    all.falsePositives += one.falsePositives;
    all.identitySwitches += one.identitySwitches;
    all.fragmentations += one.fragmentations;
    all.mostlyTracked += one.mostlyTracked;
    all.partlyTracked += one.partlyTracked;
    all.mostlyLost += one.mostlyLost;
    all.overlapSum += one.overlapSum;
  }
  return all;
}

double IdentityScores::f1() const {
  return ratio(static_cast<double>(truePositives),
               static_cast<double>(truePositives) +
                   0.5 * static_cast<double>(falsePositives + falseNegatives));
}
double IdentityScores::recall() const {
  return ratio(static_cast<double>(truePositives),
               static_cast<double>(truePositives + falseNegatives));
}
double IdentityScores::precision() const {
  return ratio(static_cast<double>(truePositives),
               static_cast<double>(truePositives + falsePositives));
}

IdentityScores evaluateIdentity(const EvaluatedSequence& sequence) {
  // One track for each object over the whole sequence, so that the pictures in which they overlap
  // are most.
  std::vector<SparseAssignment::Edge> edges(sequence.pairs.size());
  for (std::size_t i = 0; i < edges.size(); ++i) {
    edges[i] = {sequence.pairs[i].truth, sequence.pairs[i].track, 0};
  }
  for (const EvaluatedFrame& frame : sequence.frames) {
    for (const Overlap& overlap : frame.overlaps) {
      edges[at(overlap.pair)].gain += overlap.iou >= kMinIou ? 1 : 0;
    }
  }
  std::erase_if(edges, [](const SparseAssignment::Edge& edge) { return edge.gain == 0; });
  SparseAssignment assignment;
  const auto paired = assignment.solve(edges, at(sequence.truthCount), at(sequence.trackCount));
  IdentityScores scores;
  for (const SparseAssignment::Edge& edge : edges) {
    if (paired[at(edge.row)] == edge.column) {
      scores.truePositives += static_cast<std::int64_t>(edge.gain);
    }
  }
  scores.falseNegatives = static_cast<std::int64_t>(sequence.truthBoxes()) - scores.truePositives;
  scores.falsePositives = static_cast<std::int64_t>(sequence.trackBoxes()) - scores.truePositives;
  return scores;
}

IdentityScores combine(std::span<const IdentityScores> sequences) {
  IdentityScores all;
  for (const IdentityScores& one : sequences) {
    all.truePositives += one.truePositives;
    all.falseNegatives += one.falseNegatives;
    all.falsePositives += one.falsePositives;
  }
  return all;
}

}  // namespace followspot
