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

/// Rounded to the four digits that are printed, so that nothing reads "-0.0000".
double fourDigits(double value) {
  constexpr double kDigits = 1e4;
  return std::round(value * kDigits) / kDigits + 0.0;
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
               before.idf1, after.idf1, limits.maxIdf1Loss, fourDigits(before.mota),
               fourDigits(after.mota), static_cast<long long>(before.switches),
               static_cast<long long>(after.switches),
               static_cast<long long>(before.fragmentations),
               static_cast<long long>(after.fragmentations)));
}

std::string detectionSentence(const DetectionAgreement& seen, const VerdictLimits& limits) {
  return sentence(
      "Detections agree to %.4f (%.4f is asked for): of %lld boxes that one of both is sure of "
      "(%lld before, %lld after), both see %lld, %lld are lost and %lld are new; scores moved by "
      "%+.4f in the mean, %.4f at most.",
      seen.agreement(), limits.minAgreement,
      static_cast<long long>(seen.matched) + seen.lost + seen.added,
      static_cast<long long>(seen.before), static_cast<long long>(seen.after),
      static_cast<long long>(seen.matched), static_cast<long long>(seen.lost),
      static_cast<long long>(seen.added), fourDigits(seen.drift), seen.largestDrift);
}

/// @param what    "detections", ...
/// @param counted  what there is of `unit`, and how many are wanted.
std::string tooFewSentence(const char* what, std::int64_t pictures, std::int64_t counted,
                           const char* unit, std::int64_t wanted) {
  return sentence(
      "Too few pictures to judge %s by: %lld pictures with %lld %s, %lld are wanted. Give more "
      "with "
      "--pictures or a longer video.",
      what, static_cast<long long>(pictures), static_cast<long long>(counted), unit,
      static_cast<long long>(wanted));
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

namespace {

void lookAtDetections(const DetectionAgreement& seen, bool decides, const VerdictLimits& limits,
                      Findings& findings) {
  const std::string text = detectionSentence(seen, limits);
  const std::int64_t boxes = seen.matched + seen.lost + seen.added;
  if (!decides) {
    findings.note(text);
  } else if (boxes < limits.minBoxes) {
    findings.note(text);
    findings.note(tooFewSentence("detections", seen.pictures, boxes, "boxes", limits.minBoxes));
  } else {
    findings.decide(seen.agreement() >= limits.minAgreement, text);
  }
}

void lookAtTracks(const TrackSummary& before, const TrackSummary& after, bool decides,
                  const VerdictLimits& limits, Findings& findings) {
  const std::string text = trackSentence(before, after);
  const std::int64_t boxes = std::max(before.boxes, after.boxes);
  if (!decides) {
    findings.note(text);
  } else if (boxes < limits.minTrackedBoxes) {
    findings.note(text);
    findings.note(
        tooFewSentence("tracks", before.pictures, boxes, "tracked boxes", limits.minTrackedBoxes));
  } else {
    findings.decide(sameCount(before, after, limits.maxCountChange), text);
  }
}

/// @return whether the numbers are the same.
bool lookAtRawOutputs(const RawDifference& raw, const VerdictLimits& limits, Findings& findings) {
  if (!raw.compared()) {
    const std::string text = "Raw outputs were not compared: " +
                             (raw.obstacle.empty() ? "there were no pictures" : raw.obstacle) + ".";
    if (findings.decided()) {
      findings.note(text);
    } else {
      findings.decide(false, text);
    }
    return false;
  }
  const double limit = std::max(limits.rawDifference, limits.roundings * raw.rounding);
  const bool same = raw.boxes <= limit && raw.scores <= limit && raw.decoded.value_or(0) <= limit;
  std::string text = sentence(
      "Raw outputs differ by at most %.2g (boxes) and %.2g (scores) of their "
      "largest value from what %s makes of the parent, on %lld pictures",
      raw.boxes, raw.scores, raw.witness.c_str(), static_cast<long long>(raw.pictures));
  if (raw.decoded) {
    text += sentence(", the boxes decoded from them by %.2g", *raw.decoded);
  }
  if (limit > limits.rawDifference) {
    text +=
        sentence(" (rounding to 32 bits alone moves this network's numbers by %.2g)", raw.rounding);
  }
  text += same ? ": the same numbers." : ": not the same numbers.";
  if (same || findings.decided()) {
    findings.note(text);
  } else {
    findings.decide(false, text);
    findings.note("Whether that matters is seen on a video: give a long one with --video.");
  }
  return same;
}

}  // namespace

Judgement judge(const ModelComparison& comparison, const VerdictLimits& limits) {
  Findings findings;
  const bool hasTruth = comparison.truthBefore && comparison.truthAfter;
  if (hasTruth) {
    lookAtTruth(*comparison.truthBefore, *comparison.truthAfter, limits, findings);
  }
  if (comparison.detections) {
    lookAtDetections(*comparison.detections, !hasTruth, limits, findings);
  }
  if (comparison.tracksBefore && comparison.tracksAfter) {
    lookAtTracks(*comparison.tracksBefore, *comparison.tracksAfter, !hasTruth, limits, findings);
  }
  const bool sameNumbers = lookAtRawOutputs(comparison.raw, limits, findings);
  Judgement judgement;
  judgement.reasons = findings.reasons();
  if (findings.good()) {
    judgement.verdict = sameNumbers ? Verdict::Same : Verdict::Close;
  }
  return judgement;
}

}  // namespace followspot
