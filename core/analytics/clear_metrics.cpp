#include "core/analytics/clear_metrics.h"

#include <algorithm>
#include <limits>

#include "core/base/assignment.h"

namespace followspot {
namespace {

constexpr double kMinIou = 0.5;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr int kNobody = -1;

double ratio(double part, double whole) { return part / std::max(1.0, whole); }

/// Objects' fates over a sequence.
struct Lives {
  explicit Lives(std::size_t objects)
      : seen(objects, 0),
        matched(objects, 0),
        beginnings(objects, 0),
        last(objects, kNobody),
        before(objects, kNobody) {}
  std::vector<std::int64_t> seen, matched;
  std::vector<std::int64_t> beginnings;  // how often tracking of it began
  std::vector<int> last;                 // track that had it last, at any time
  std::vector<int> before;  // track that had it in the last picture with both truths and tracks
};

}  // namespace

double ClearScores::mota() const {
  return ratio(static_cast<double>(truePositives - falsePositives - identitySwitches),
               static_cast<double>(truePositives + falseNegatives));
}
double ClearScores::motp() const { return ratio(overlapSum, static_cast<double>(truePositives)); }
double ClearScores::smota() const {
  return ratio(overlapSum - static_cast<double>(falsePositives + identitySwitches),
               static_cast<double>(truePositives + falseNegatives));
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
  Lives lives(static_cast<std::size_t>(sequence.truthCount));
  AssignmentSolver solver;
  std::vector<double> cost;
  std::vector<int> partner;  // of each truth
  std::vector<char> used;    // each track
  std::vector<int> now;
  const auto note = [&](TrackingErrorKind kind, std::size_t frame, int truth, int track) {
    if (events != nullptr) {
      events->push_back({kind, frame, truth, track});
    }
  };
  for (std::size_t f = 0; f < sequence.frames.size(); ++f) {
    const EvaluatedFrame& frame = sequence.frames[f];
    const std::size_t rows = frame.truths.size();
    const std::size_t columns = frame.tracks.size();
    partner.assign(rows, kNobody);
    used.assign(columns, 0);
    for (const int truth : frame.truths) {
      ++lives.seen[static_cast<std::size_t>(truth)];
    }
    if (rows > 0 && columns > 0) {
      // Pairs of the last picture go on if they still overlap enough; then overlap decides.
      constexpr double kGoesOn = 1000;
      cost.assign(rows * columns, 0);
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c) {
          const double similarity = frame.similarity[r * columns + c];
          if (similarity >= kMinIou - kEpsilon) {
            const bool same =
                lives.before[static_cast<std::size_t>(frame.truths[r])] == frame.tracks[c];
            cost[r * columns + c] = -(similarity + (same ? kGoesOn : 0));
          }
        }
      }
      const auto paired = solver.solve(cost, rows, columns);
      now.assign(lives.before.size(), kNobody);
      for (std::size_t r = 0; r < rows; ++r) {
        if (paired[r] == AssignmentSolver::kNone) {
          continue;
        }
        const auto c = static_cast<std::size_t>(paired[r]);
        if (-cost[r * columns + c] <= kEpsilon) {
          continue;
        }
        const auto truth = static_cast<std::size_t>(frame.truths[r]);
        const int track = frame.tracks[c];
        partner[r] = static_cast<int>(c);
        used[c] = 1;
        ++scores.truePositives;
        scores.overlapSum += frame.similarity[r * columns + c];
        ++lives.matched[truth];
        if (lives.last[truth] != kNobody && lives.last[truth] != track) {
          ++scores.identitySwitches;
          note(TrackingErrorKind::Switch, f, static_cast<int>(r), static_cast<int>(c));
        }
        lives.last[truth] = track;
        now[truth] = track;
        if (lives.before[truth] == kNobody && ++lives.beginnings[truth] > 1) {
          note(TrackingErrorKind::Fragmentation, f, static_cast<int>(r), static_cast<int>(c));
        }
      }
      lives.before.swap(now);
    }
    for (std::size_t r = 0; r < rows; ++r) {
      if (partner[r] == kNobody) {
        ++scores.falseNegatives;
        note(TrackingErrorKind::Miss, f, static_cast<int>(r), kNobody);
      }
    }
    for (std::size_t c = 0; c < columns; ++c) {
      if (used[c] == 0) {
        ++scores.falsePositives;
        note(TrackingErrorKind::FalseAlarm, f, kNobody, static_cast<int>(c));
      }
    }
  }
  for (std::size_t i = 0; i < lives.seen.size(); ++i) {
    scores.fragmentations += std::max<std::int64_t>(lives.beginnings[i] - 1, 0);
    const double tracked = lives.seen[i] > 0 ? static_cast<double>(lives.matched[i]) /
                                                   static_cast<double>(lives.seen[i])
                                             : 0;
    constexpr double kMostly = 0.8;
    constexpr double kPartly = 0.2;
    (tracked > kMostly    ? scores.mostlyTracked
     : tracked >= kPartly ? scores.partlyTracked
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
  const auto rows = static_cast<std::size_t>(sequence.truthCount);
  const auto columns = static_cast<std::size_t>(sequence.trackCount);
  // One track for each object over the whole sequence, so that the pictures in which they overlap
  // are most.
  std::vector<double> cost(rows * columns, 0);
  for (const EvaluatedFrame& frame : sequence.frames) {
    for (std::size_t r = 0; r < frame.truths.size(); ++r) {
      for (std::size_t c = 0; c < frame.tracks.size(); ++c) {
        if (frame.similarity[r * frame.tracks.size() + c] >= kMinIou) {
          cost[static_cast<std::size_t>(frame.truths[r]) * columns +
               static_cast<std::size_t>(frame.tracks[c])] -= 1;
        }
      }
    }
  }
  AssignmentSolver solver;
  const auto paired = solver.solve(cost, rows, columns);
  IdentityScores scores;
  for (std::size_t r = 0; r < rows; ++r) {
    if (paired[r] != AssignmentSolver::kNone) {
      scores.truePositives -=
          static_cast<std::int64_t>(cost[r * columns + static_cast<std::size_t>(paired[r])]);
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
