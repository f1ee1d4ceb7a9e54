#include "core/analytics/model_verdict.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>

namespace followspot {
namespace {

/// printf for one sentence.
[[gnu::format(printf, 1, 2)]] std::string sentence(const char* format, ...) {
  std::array<char, 400> text{};
  std::va_list values;
  va_start(values, format);
  std::vsnprintf(text.data(), text.size(), format, values);
  va_end(values);
  return text.data();
}

/// Collects what was found; deciding sentences before the others.
class Findings {
 public:
  void decide(bool good, std::string reason) {
    good_ = good_ && good;
    (good ? fine_ : beyond_).push_back(std::move(reason));
  }
  void note(std::string reason) { notes_.push_back(std::move(reason)); }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool decided() const { return !fine_.empty() || !beyond_.empty(); }
  [[nodiscard]] std::vector<std::string> reasons() const {
    std::vector<std::string> all = beyond_;
    all.insert(all.end(), fine_.begin(), fine_.end());
    all.insert(all.end(), notes_.begin(), notes_.end());
    return all;
  }

 private:
  bool good_ = true;
  std::vector<std::string> beyond_;
  std::vector<std::string> fine_;
  std::vector<std::string> notes_;
};

void lookAtTruth(const TruthScores& before, const TruthScores& after, const VerdictLimits& limits,
                 Findings& findings) {
  const double lost = before.averagePrecision - after.averagePrecision;
  findings.decide(
      lost <= limits.maxPrecisionLoss,
      sentence("Average precision at IoU 0.5 went from %.4f to %.4f (%.4f may be "
               "lost).",
               before.averagePrecision, after.averagePrecision, limits.maxPrecisionLoss));
  findings.decide(
      before.idf1 - after.idf1 <= limits.maxIdf1Loss,
      sentence("Tracks: IDF1 went from %.4f to %.4f (%.4f may be lost), MOTA from %.4f to %.4f, "
               "identity switches from %lld to %lld, fragmentations from %lld to %lld.",
               before.idf1, after.idf1, limits.maxIdf1Loss, before.mota, after.mota,
               static_cast<long long>(before.switches), static_cast<long long>(after.switches),
               static_cast<long long>(before.fragmentations),
               static_cast<long long>(after.fragmentations)));
}

std::string detectionSentence(const DetectionAgreement& seen, const VerdictLimits& limits) {
  return sentence(
      "Detections agree to %.4f (%.4f is asked for): %lld boxes before and %lld after make %lld "
      "pairs, %lld are lost, %lld are new; scores moved by %+.4f in the mean, %.4f at most.",
      seen.agreement(), limits.minAgreement, static_cast<long long>(seen.before),
      static_cast<long long>(seen.after), static_cast<long long>(seen.matched),
      static_cast<long long>(seen.lost), static_cast<long long>(seen.added), seen.drift,
      seen.largestDrift);
}

/// Whether the number of tracked objects stayed about the same.
bool sameCount(const TrackSummary& before, const TrackSummary& after, double limit) {
  const double change = std::abs(after.perPicture() - before.perPicture());
  return change <= limit * std::max(before.perPicture(), after.perPicture());
}

std::string trackSentence(const TrackSummary& before, const TrackSummary& after) {
  return sentence(
      "Tracks: %lld ids became %lld, %.2f objects a picture %.2f, interruptions %lld became %lld, "
      "mean length %.1f pictures %.1f.",
      static_cast<long long>(before.ids), static_cast<long long>(after.ids), before.perPicture(),
      after.perPicture(), static_cast<long long>(before.interruptions),
      static_cast<long long>(after.interruptions), before.meanLength(), after.meanLength());
}

}  // namespace

std::string_view nameOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::Same:
      return "same";
    case Verdict::Close:
      return "close";
    case Verdict::Different:
      return "different";
  }
  return "different";
}

Judgement judge(const ModelComparison& comparison, const VerdictLimits& limits) {
  Findings findings;
  const bool hasTruth = comparison.truthBefore && comparison.truthAfter;
  if (hasTruth) {
    lookAtTruth(*comparison.truthBefore, *comparison.truthAfter, limits, findings);
  }
  if (comparison.detections) {
    const std::string text = detectionSentence(*comparison.detections, limits);
    if (hasTruth) {
      findings.note(text);
    } else {
      findings.decide(comparison.detections->agreement() >= limits.minAgreement, text);
    }
  }
  if (comparison.tracksBefore && comparison.tracksAfter) {
    const std::string text = trackSentence(*comparison.tracksBefore, *comparison.tracksAfter);
    if (hasTruth) {
      findings.note(text);
    } else {
      findings.decide(
          sameCount(*comparison.tracksBefore, *comparison.tracksAfter, limits.maxCountChange),
          text);
    }
  }
  const RawDifference& raw = comparison.raw;
  const bool sameNumbers =
      raw.compared() && raw.boxes <= limits.rawDifference && raw.scores <= limits.rawDifference;
  if (raw.compared()) {
    const std::string text = sentence(
        "Raw outputs differ by at most %.2g (boxes) and %.2g (scores) of their largest "
        "value, on %lld pictures: %s.",
        raw.boxes, raw.scores, static_cast<long long>(raw.pictures),
        sameNumbers ? "the same numbers" : "not the same numbers");
    if (sameNumbers || findings.decided()) {
      findings.note(text);
    } else {
      findings.decide(false, text);
      findings.note("Whether that matters is seen on a video: give one with --video.");
    }
  } else {
    const std::string text = "Raw outputs were not compared: " +
                             (raw.obstacle.empty() ? "there were no pictures" : raw.obstacle) + ".";
    if (findings.decided()) {
      findings.note(text);
    } else {
      findings.decide(false, text);
    }
  }
  Judgement judgement;
  judgement.reasons = findings.reasons();
  if (findings.good()) {
    judgement.verdict = sameNumbers ? Verdict::Same : Verdict::Close;
  }
  return judgement;
}

}  // namespace followspot
