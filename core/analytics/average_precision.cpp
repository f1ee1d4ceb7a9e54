#include "core/analytics/average_precision.h"

#include <algorithm>
#include <compare>
#include <numeric>

#include "core/base/contracts.h"

namespace followspot {
namespace {

/// Where the truths of one class on one frame are in a list sorted by this key.
using Key = std::pair<ClassId, std::int64_t>;

Key keyOf(const TruthBox& truth) { return {truth.classId, truth.frame}; }

enum class Verdict { Found, Wrong, Ignored };

/// One class: verdicts in the order of falling score to the curve's area.
double areaUnder(const std::vector<Verdict>& verdicts, std::int64_t truths) {
  std::vector<double> precision;
  std::int64_t found = 0;
  std::int64_t seen = 0;
  for (const Verdict verdict : verdicts) {
    if (verdict == Verdict::Ignored) {
      continue;
    }
    ++seen;
    if (verdict == Verdict::Found) {
      ++found;
      // Recall grows by 1 / truths just here; between, precision only falls.
      precision.push_back(static_cast<double>(found) / static_cast<double>(seen));
    }
  }
  double area = 0;
  double best = 0;
  for (auto point = precision.rbegin(); point != precision.rend(); ++point) {
    best = std::max(best, *point);
    area += best;
  }
  return area / static_cast<double>(truths);
}

/// Gives detections to truths, best score first.
class Matcher {
 public:
  explicit Matcher(std::span<const TruthBox> truths) : truths_(truths.begin(), truths.end()) {
    std::ranges::stable_sort(truths_, {}, keyOf);
    taken_.resize(truths_.size());
  }

  [[nodiscard]] const std::vector<TruthBox>& truths() const { return truths_; }

  Verdict judge(const ScoredBox& detection, double minIou) {
    const Key key{detection.classId, detection.frame};
    const auto begin = std::ranges::lower_bound(truths_, key, {}, keyOf);
    const auto end = std::ranges::upper_bound(truths_, key, {}, keyOf);
    auto best = end;
    double bestIou = 0;
    bool onIgnored = false;
    for (auto truth = begin; truth != end; ++truth) {
      const double overlap = iou(truth->box, detection.box);
      if (overlap < minIou) {
        continue;
      }
      if (truth->ignored) {
        onIgnored = true;
      } else if (taken_[index(truth)] == 0 && (best == end || overlap > bestIou)) {
        best = truth;
        bestIou = overlap;
      }
    }
    if (best == end) {
      return onIgnored ? Verdict::Ignored : Verdict::Wrong;
    }
    taken_[index(best)] = 1;
    return Verdict::Found;
  }

 private:
  [[nodiscard]] std::size_t index(std::vector<TruthBox>::const_iterator truth) const {
    return static_cast<std::size_t>(truth - truths_.begin());
  }

  std::vector<TruthBox> truths_;  ///< By class, then frame.
  std::vector<char> taken_;
};

void setMeans(PrecisionReport& report) {
  report.mean = 0;
  report.meanRecall = 0;
  for (const ClassPrecision& one : report.classes) {
    report.mean += one.averagePrecision / static_cast<double>(report.classes.size());
    report.meanRecall += one.recall / static_cast<double>(report.classes.size());
  }
}

}  // namespace

PrecisionReport averagePrecision(std::span<const ScoredBox> detections,
                                 std::span<const TruthBox> truths, double minIou) {
  FS_EXPECTS(minIou > 0 && minIou <= 1, "the least overlap is in (0, 1]");
  Matcher matcher(truths);
  std::vector<std::size_t> order(detections.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return detections[a].classId != detections[b].classId
               ? detections[a].classId < detections[b].classId
               : detections[a].score > detections[b].score;
  });
  PrecisionReport report;
  auto next = order.begin();
  for (auto truth = matcher.truths().begin(); truth != matcher.truths().end();) {
    const ClassId id = truth->classId;
    ClassPrecision one;
    one.classId = id;
    for (; truth != matcher.truths().end() && truth->classId == id; ++truth) {
      one.truths += truth->ignored ? 0 : 1;
    }
    while (next != order.end() && detections[*next].classId < id) {
      ++next;
    }
    std::vector<Verdict> verdicts;
    for (; next != order.end() && detections[*next].classId == id; ++next) {
      verdicts.push_back(matcher.judge(detections[*next], minIou));
    }
    if (one.truths == 0) {
      continue;
    }
    one.found = std::ranges::count(verdicts, Verdict::Found);
    one.wrong = std::ranges::count(verdicts, Verdict::Wrong);
    one.recall = static_cast<double>(one.found) / static_cast<double>(one.truths);
    one.averagePrecision = areaUnder(verdicts, one.truths);
    report.classes.push_back(one);
  }
  setMeans(report);
  return report;
}

PrecisionReport averagePrecisionOverIous(std::span<const ScoredBox> detections,
                                         std::span<const TruthBox> truths) {
  constexpr int kSteps = 10;
  PrecisionReport mean;
  for (int step = 0; step < kSteps; ++step) {
    const PrecisionReport report = averagePrecision(detections, truths, (50 + 5 * step) / 100.0);
    if (step == 0) {
      mean = report;
    } else {
      for (std::size_t i = 0; i < report.classes.size(); ++i) {
        mean.classes[i].averagePrecision += report.classes[i].averagePrecision;
        mean.classes[i].recall += report.classes[i].recall;
      }
    }
  }
  for (ClassPrecision& one : mean.classes) {
    one.averagePrecision /= kSteps;
    one.recall /= kSteps;
  }
  setMeans(mean);
  return mean;
}

}  // namespace followspot
