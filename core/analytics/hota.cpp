#include "core/analytics/hota.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "core/analytics/frame_matcher.h"

namespace followspot {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kTiny = 1e-10;  // where nothing is matched, localisation counts as perfect

double thresholdAt(std::size_t i) { return 0.05 + static_cast<double>(i) * 0.05; }

/// In how many pictures a pair is matched, by threshold: falls along it.
using Matches = std::array<std::uint32_t, HotaScores::kThresholds>;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// How well an object and a track fit over the whole sequence, for each pair that meets: the part
/// of their boxes that they share, boxes of rivals counted in.
std::vector<double> alignmentOf(const EvaluatedSequence& sequence,
                                const std::vector<double>& truthLength,
                                const std::vector<double>& trackLength) {
  std::vector<double> alignment(sequence.pairs.size(), 0);
  std::vector<double> truthSum;
  std::vector<double> trackSum;
  for (const EvaluatedFrame& frame : sequence.frames) {
    truthSum.assign(frame.truths.size(), 0);
    trackSum.assign(frame.tracks.size(), 0);
    for (const Overlap& overlap : frame.overlaps) {
      truthSum[at(overlap.truth)] += overlap.iou;
      trackSum[at(overlap.track)] += overlap.iou;
    }
    for (const Overlap& overlap : frame.overlaps) {
      const double either = trackSum[at(overlap.track)] + truthSum[at(overlap.truth)] - overlap.iou;
      if (either > kEpsilon) {
        alignment[at(overlap.pair)] += overlap.iou / either;
      }
    }
  }
  for (std::size_t i = 0; i < alignment.size(); ++i) {
    const MetPair& pair = sequence.pairs[i];
    alignment[i] /= truthLength[at(pair.truth)] + trackLength[at(pair.track)] - alignment[i];
  }
  return alignment;
}

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
  std::vector<double> truthLength(at(sequence.truthCount), 0);
  std::vector<double> trackLength(at(sequence.trackCount), 0);
  for (const EvaluatedFrame& frame : sequence.frames) {
    for (const int truth : frame.truths) {
      ++truthLength[at(truth)];
    }
    for (const int track : frame.tracks) {
      ++trackLength[at(track)];
    }
  }
  // The alignment decides which pairs are preferred in each picture, once for all thresholds.
  const std::vector<double> alignment = alignmentOf(sequence, truthLength, trackLength);
  std::vector<Matches> matches(sequence.pairs.size(), Matches{});
  FrameMatcher matcher;
  std::vector<double> gains;
  for (const EvaluatedFrame& frame : sequence.frames) {
    gains.clear();
    for (const Overlap& overlap : frame.overlaps) {
      gains.push_back(alignment[at(overlap.pair)] * overlap.iou);
    }
    HotaScores::Curve matched{};
    for (const int chosen :
         matcher.match(frame.truths.size(), frame.tracks.size(), frame.overlaps, gains)) {
      if (chosen == FrameMatcher::kNone) {
        continue;
      }
      const Overlap& overlap = frame.overlaps[at(chosen)];
      for (std::size_t i = 0;
           i < HotaScores::kThresholds && overlap.iou >= thresholdAt(i) - kEpsilon; ++i) {
        ++matched[i];
        scores.locA[i] += overlap.iou;
        ++matches[at(overlap.pair)][i];
      }
    }
    for (std::size_t i = 0; i < HotaScores::kThresholds; ++i) {
      scores.truePositives[i] += matched[i];
      scores.falseNegatives[i] += static_cast<double>(frame.truths.size()) - matched[i];
      scores.falsePositives[i] += static_cast<double>(frame.tracks.size()) - matched[i];
    }
  }
  for (std::size_t p = 0; p < matches.size(); ++p) {
    const double truth = truthLength[at(sequence.pairs[p].truth)];
    const double track = trackLength[at(sequence.pairs[p].track)];
    for (std::size_t i = 0; i < HotaScores::kThresholds && matches[p][i] > 0; ++i) {
      const double count = matches[p][i];
      scores.assA[i] += count * count / (truth + track - count);
      scores.assRe[i] += count * count / truth;
      scores.assPr[i] += count * count / track;
    }
  }
  for (std::size_t i = 0; i < HotaScores::kThresholds; ++i) {
    const double positives = std::max(1.0, scores.truePositives[i]);
    scores.assA[i] /= positives;
    scores.assRe[i] /= positives;
    scores.assPr[i] /= positives;
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
    all.locA[i] = std::max(kTiny, all.locA[i]) / std::max(kTiny, all.truePositives[i]);
  }
  return all;
}

}  // namespace followspot
