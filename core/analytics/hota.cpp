#include "core/analytics/hota.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <vector>

#include "core/base/assignment.h"

namespace followspot {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

double thresholdAt(std::size_t i) { return 0.05 * static_cast<double>(i + 1); }

/// Values of those pairs of an object and a track that ever meet.
class PairTable {
 public:
  explicit PairTable(int tracks) : tracks_(static_cast<std::uint64_t>(tracks)) {}
  double& at(int truth, int track) { return values_[key(truth, track)]; }
  [[nodiscard]] double value(int truth, int track) const {
    const auto found = values_.find(key(truth, track));
    return found == values_.end() ? 0 : found->second;
  }
  template <class Use>
  void each(Use use) const {
    for (const auto& [key, value] : values_) {
      use(static_cast<std::size_t>(key / tracks_), static_cast<std::size_t>(key % tracks_), value);
    }
  }

 private:
  [[nodiscard]] std::uint64_t key(int truth, int track) const {
    return static_cast<std::uint64_t>(truth) * tracks_ + static_cast<std::uint64_t>(track);
  }
  std::uint64_t tracks_;
  std::unordered_map<std::uint64_t, double> values_;
};

}  // namespace

HotaScores::Curve HotaScores::detA() const {
  Curve curve{};
  for (std::size_t i = 0; i < kThresholds; ++i) {
    curve[i] =
        truePositives[i] / std::max(1.0, truePositives[i] + falseNegatives[i] + falsePositives[i]);
  }
  return curve;
}

HotaScores::Curve HotaScores::detRe() const {
  Curve curve{};
  for (std::size_t i = 0; i < kThresholds; ++i) {
    curve[i] = truePositives[i] / std::max(1.0, truePositives[i] + falseNegatives[i]);
  }
  return curve;
}

HotaScores::Curve HotaScores::detPr() const {
  Curve curve{};
  for (std::size_t i = 0; i < kThresholds; ++i) {
    curve[i] = truePositives[i] / std::max(1.0, truePositives[i] + falsePositives[i]);
  }
  return curve;
}

HotaScores::Curve HotaScores::hota() const {
  Curve curve = detA();
  for (std::size_t i = 0; i < kThresholds; ++i) {
    curve[i] = std::sqrt(curve[i] * assA[i]);
  }
  return curve;
}

double HotaScores::mean(const Curve& curve) {
  return std::accumulate(curve.begin(), curve.end(), 0.0) / static_cast<double>(kThresholds);
}

HotaScores evaluateHota(const EvaluatedSequence& sequence) {
  HotaScores scores;
  const auto truthBoxes = static_cast<double>(sequence.truthBoxes());
  const auto trackBoxes = static_cast<double>(sequence.trackBoxes());
  if (truthBoxes == 0 || trackBoxes == 0) {
    scores.falseNegatives.fill(truthBoxes);
    scores.falsePositives.fill(trackBoxes);
    scores.locA.fill(1);
    return scores;
  }
  // How well an object and a track fit over the whole sequence decides which pairs are preferred in
  // each picture.
  PairTable alignment(sequence.trackCount);
  std::vector<double> truthLength(static_cast<std::size_t>(sequence.truthCount), 0);
  std::vector<double> trackLength(static_cast<std::size_t>(sequence.trackCount), 0);
  std::vector<double> rowSum;
  std::vector<double> columnSum;
  for (const EvaluatedFrame& frame : sequence.frames) {
    const std::size_t rows = frame.truths.size();
    const std::size_t columns = frame.tracks.size();
    rowSum.assign(rows, 0);
    columnSum.assign(columns, 0);
    for (std::size_t r = 0; r < rows; ++r) {
      ++truthLength[static_cast<std::size_t>(frame.truths[r])];
      for (std::size_t c = 0; c < columns; ++c) {
        rowSum[r] += frame.similarity[r * columns + c];
        columnSum[c] += frame.similarity[r * columns + c];
      }
    }
    for (std::size_t c = 0; c < columns; ++c) {
      ++trackLength[static_cast<std::size_t>(frame.tracks[c])];
    }
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        const double similarity = frame.similarity[r * columns + c];
        const double either = columnSum[c] + rowSum[r] - similarity;
        if (similarity > 0 && either > kEpsilon) {
          alignment.at(frame.truths[r], frame.tracks[c]) += similarity / either;
        }
      }
    }
  }
  std::vector<PairTable> matches(HotaScores::kThresholds, PairTable(sequence.trackCount));
  AssignmentSolver solver;
  std::vector<double> cost;
  for (const EvaluatedFrame& frame : sequence.frames) {
    const std::size_t rows = frame.truths.size();
    const std::size_t columns = frame.tracks.size();
    cost.resize(rows * columns);
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        const double similarity = frame.similarity[r * columns + c];
        const double together =
            similarity > 0 ? alignment.value(frame.truths[r], frame.tracks[c]) : 0;
        const double either = truthLength[static_cast<std::size_t>(frame.truths[r])] +
                              trackLength[static_cast<std::size_t>(frame.tracks[c])] - together;
        cost[r * columns + c] = -together / either * similarity;
      }
    }
    const auto paired = solver.solve(cost, rows, columns);
    HotaScores::Curve matched{};
    for (std::size_t r = 0; r < rows; ++r) {
      if (paired[r] == AssignmentSolver::kNone) {
        continue;
      }
      const auto c = static_cast<std::size_t>(paired[r]);
      const double similarity = frame.similarity[r * columns + c];
      for (std::size_t i = 0;
           i < HotaScores::kThresholds && similarity >= thresholdAt(i) - kEpsilon; ++i) {
        ++matched[i];
        scores.locA[i] += similarity;
        matches[i].at(frame.truths[r], frame.tracks[c]) += 1;
      }
    }
    for (std::size_t i = 0; i < HotaScores::kThresholds; ++i) {
      scores.truePositives[i] += matched[i];
      scores.falseNegatives[i] += static_cast<double>(rows) - matched[i];
      scores.falsePositives[i] += static_cast<double>(columns) - matched[i];
    }
  }
  for (std::size_t i = 0; i < HotaScores::kThresholds; ++i) {
    matches[i].each([&](std::size_t truth, std::size_t track, double count) {
      scores.assA[i] +=
          count * count / std::max(1.0, truthLength[truth] + trackLength[track] - count);
      scores.assRe[i] += count * count / std::max(1.0, truthLength[truth]);
      scores.assPr[i] += count * count / std::max(1.0, trackLength[track]);
    });
    const double positives = std::max(1.0, scores.truePositives[i]);
    scores.assA[i] /= positives;
    scores.assRe[i] /= positives;
    scores.assPr[i] /= positives;
    constexpr double kTiny = 1e-10;
    scores.locA[i] = std::max(kTiny, scores.locA[i]) / std::max(kTiny, scores.truePositives[i]);
  }
  return scores;
}

HotaScores combine(std::span<const HotaScores> sequences) {
  HotaScores all;
  for (std::size_t i = 0; i < HotaScores::kThresholds; ++i) {
    for (const HotaScores& one : sequences) {
      const double weight = one.truePositives[i];
      all.truePositives[i] += weight;
      all.falseNegatives[i] += one.falseNegatives[i];
      all.falsePositives[i] += one.falsePositives[i];
      all.assA[i] += one.assA[i] * weight;
      all.assRe[i] += one.assRe[i] * weight;
      all.assPr[i] += one.assPr[i] * weight;
      all.locA[i] += one.locA[i] * weight;
    }
    const double positives = std::max(1.0, all.truePositives[i]);
    all.assA[i] /= positives;
    all.assRe[i] /= positives;
    all.assPr[i] /= positives;
    constexpr double kTiny = 1e-10;
    all.locA[i] = std::max(kTiny, all.locA[i]) / std::max(kTiny, all.truePositives[i]);
  }
  return all;
}

}  // namespace followspot
