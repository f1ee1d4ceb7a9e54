#include "core/detection/box_decoder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/detection/score_scan.h"

namespace followspot {
namespace {

constexpr std::size_t kRowsAtOnce = 16;
constexpr float kNever = std::numeric_limits<float>::infinity();
constexpr float kAlways = std::numeric_limits<float>::lowest();
/// Candidates that are sorted and offered to the suppression first; more only where they are not
/// enough.
constexpr std::size_t kFirstCandidates = 512;
/// Overlap limits below what float can hold.
constexpr float kLeastIou = std::numeric_limits<float>::min();
/// Pictures that an anchor may measure or lie away; more is damage.
constexpr float kMostAnchor = 1e4F;

/// A raw score that everything with at least this score reaches; a little below, as the exact
/// comparison follows after the sigmoid.
float rawThreshold(double minScore, bool logits) {
  if (minScore <= 0) {
    return kAlways;
  }
  if (!logits) {
    return static_cast<float>(minScore);
  }
  // Above that many logits share a score in float.
  constexpr double kFlat = 0.9999;
  constexpr double kMargin = 1e-3;
  const double score = std::min(minScore, kFlat);
  return static_cast<float>(std::log(score / (1 - score)) - kMargin);
}

bool isPositive(float value) { return std::isfinite(value) && value > 0; }

bool isSane(const Anchor& anchor) {
  return std::abs(anchor.xCenter) <= kMostAnchor && std::abs(anchor.yCenter) <= kMostAnchor &&
         isPositive(anchor.width) && anchor.width <= kMostAnchor && isPositive(anchor.height) &&
         anchor.height <= kMostAnchor;
}

/// Sums of products of two such numbers are finite in float.
float limited(float value, float most) { return std::clamp(value, -most, most); }

}  // namespace

Result<void> validate(const DetectionFilter& filter) {
  // Written so that NaN is refused, too.
  if (!(filter.minScore >= 0 && filter.minScore <= 1)) {
    return fail(ErrorCode::InvalidArgument, "The least score must be from 0 to 1.");
  }
  if (!(filter.nmsIou > 0 && filter.nmsIou <= 1)) {
    return fail(ErrorCode::InvalidArgument,
                "The overlap limit of the suppression must be above 0 and at most 1.");
  }
  if (filter.maxDetections < 1) {
    return fail(ErrorCode::InvalidArgument, "The number of detections kept must be at least 1.");
  }
  if (!(filter.minBoxSide >= 0) || !std::isfinite(filter.minBoxSide)) {
    return fail(ErrorCode::InvalidArgument, "The least side of a box must be 0 pixels or more.");
  }
  return {};
}

bool clipToPicture(const CornerBox& box, FrameSize size, double minSide, Box& clipped) {
  const double x0 = std::clamp(static_cast<double>(box.x0), 0.0, 1.0) * size.width;
  const double y0 = std::clamp(static_cast<double>(box.y0), 0.0, 1.0) * size.height;
  const double x1 = std::clamp(static_cast<double>(box.x1), 0.0, 1.0) * size.width;
  const double y1 = std::clamp(static_cast<double>(box.y1), 0.0, 1.0) * size.height;
  clipped = {x0, y0, x1 - x0, y1 - y0};
  return clipped.w > 0 && clipped.h > 0 && clipped.w >= minSide && clipped.h >= minSide;
}

BoxDecoder::BoxDecoder(HeadLayout layout) : layout_(std::move(layout)) {
  thresholds_.resize(kRowsAtOnce * static_cast<std::size_t>(layout_.classCount));
}

Result<BoxDecoder> BoxDecoder::make(HeadLayout layout) {
  if (layout.anchors.empty()) {
    return fail(ErrorCode::InvalidArgument, "The model has no anchors.");
  }
  for (std::size_t i = 0; i < layout.anchors.size(); ++i) {
    if (!isSane(layout.anchors[i])) {
      return fail(ErrorCode::InvalidArgument,
                  "Anchor " + std::to_string(i) + " of the model has no size or no place.");
    }
  }
  if (layout.classCount < (layout.hasBackground ? 2 : 1)) {
    return fail(ErrorCode::InvalidArgument, "The model has no class to detect.");
  }
  constexpr std::size_t kMostScores = std::size_t{1} << 31U;
  if (layout.anchors.size() > kMostScores / static_cast<std::size_t>(layout.classCount)) {
    return fail(ErrorCode::InvalidArgument, "The model has more than 2^31 scores.");
  }
  if (!std::ranges::all_of(layout.boxCoder, isPositive)) {
    return fail(ErrorCode::InvalidArgument, "The scales of the model's box coder must be above 0.");
  }
  return BoxDecoder(std::move(layout));
}

void BoxDecoder::setThresholds(const DetectionFilter& filter) {
  const auto classCount = static_cast<std::size_t>(layout_.classCount);
  const float threshold = rawThreshold(filter.minScore, layout_.scoresAreLogits);
  for (std::size_t column = 0; column < classCount; ++column) {
    const auto id = static_cast<ClassId>(column);
    const bool wanted =
        !(layout_.hasBackground && column == 0) &&
        (filter.classes.empty() || std::ranges::find(filter.classes, id) != filter.classes.end());
    for (std::size_t row = 0; row < kRowsAtOnce; ++row) {
      float& limit = thresholds_[row * classCount + column];
      limit = kNever;
      if (wanted) {
        limit = threshold;
      }
    }
  }
}

bool BoxDecoder::collect(std::span<const float> scores, std::size_t limit) {
  const std::size_t group = thresholds_.size();
  const std::size_t room = 2 * limit + group + 1;
  if (candidates_.size() < room) {
    candidates_.resize(room);
  }
  const auto place = [&](std::size_t index) {
    return candidates_.begin() + static_cast<std::ptrdiff_t>(index);
  };
  std::size_t count = 0;
  bool leftOut = false;
  for (std::size_t at = 0; at < scores.size(); at += group) {
    const std::size_t length = std::min(group, scores.size() - at);
    count += scanScores(scores.subspan(at, length), std::span(thresholds_).first(length),
                        static_cast<std::uint32_t>(at), candidates_.data() + count);
    if (count >= 2 * limit) {
      // From here on only what beats the limit-th best so far can be among the best.
      std::nth_element(place(0), place(limit - 1), place(count));
      count = limit;
      leftOut = true;
      const float least = scoreOfKey(candidates_[limit - 1]);
      for (float& threshold : thresholds_) {
        threshold = std::max(threshold, least);
      }
    }
  }
  if (count > limit) {
    std::nth_element(place(0), place(limit - 1), place(count));
    count = limit;
    leftOut = true;
  }
  std::sort(place(0), place(count));
  candidateCount_ = count;
  return leftOut;
}

CornerBox BoxDecoder::boxOf(std::span<const float> boxes, std::size_t anchor) const {
  // e^20 pictures wide, 1e4 anchors away: no real box, and still far from overflow.
  constexpr float kMostLog = 20;
  constexpr float kMostShift = 1e4F;
  const float* const code = boxes.data() + anchor * 4;
  const bool yFirst = layout_.boxOrder == BoxOrder::YxHw;
  const Anchor& prior = layout_.anchors[anchor];
  const auto& scale = layout_.boxCoder;
  const float ty = limited(code[yFirst ? 0 : 1] / scale[0], kMostShift);
  const float tx = limited(code[yFirst ? 1 : 0] / scale[1], kMostShift);
  const float th = limited(code[yFirst ? 2 : 3] / scale[2], kMostLog);
  const float tw = limited(code[yFirst ? 3 : 2] / scale[3], kMostLog);
  const float yCenter = ty * prior.height + prior.yCenter;
  const float xCenter = tx * prior.width + prior.xCenter;
  const float halfHeight = std::exp(th) * prior.height / 2;
  const float halfWidth = std::exp(tw) * prior.width / 2;
  return {xCenter - halfWidth, yCenter - halfHeight, xCenter + halfWidth, yCenter + halfHeight};
}

float BoxDecoder::scoreOf(float raw) const {
  return layout_.scoresAreLogits ? 1.0F / (1.0F + std::exp(-raw)) : std::clamp(raw, 0.0F, 1.0F);
}

Result<void> BoxDecoder::decode(std::span<const float> boxes, std::span<const float> scores,
                                FrameSize size, const DetectionFilter& filter,
                                std::vector<Detection>& out) {
  out.clear();
  if (auto valid = validate(filter); !valid) {
    return valid;
  }
  const auto classCount = static_cast<std::size_t>(layout_.classCount);
  if (boxes.size() != layout_.anchors.size() * 4 ||
      scores.size() != layout_.anchors.size() * classCount) {
    return fail(ErrorCode::Internal, "The network's heads do not fit its anchors and classes.");
  }
  if (!allFinite(boxes) || !allFinite(scores)) {
    return fail(ErrorCode::CorruptData,
                "The network gave numbers that are not finite. Its weights are damaged, or it was "
                "made for another kind of input.");
  }
  const auto most = static_cast<std::size_t>(filter.maxDetections);
  const auto minScore = static_cast<float>(filter.minScore);
  std::size_t limit = std::min(std::max(kFirstCandidates, most), scores.size());
  while (true) {
    setThresholds(filter);
    const bool leftOut = collect(scores, limit);
    out.clear();
    nms_.start(
        std::max(static_cast<float>(filter.nmsIou), kLeastIou),
        filter.classAgnosticNms ? GreedyNms::Scope::AllClasses : GreedyNms::Scope::EachClass);
    for (std::size_t i = 0; i < candidateCount_ && out.size() < most; ++i) {
      const float score = scoreOf(scoreOfKey(candidates_[i]));
      if (score < minScore) {
        continue;
      }
      const std::size_t position = positionOfKey(candidates_[i]);
      const CornerBox box = boxOf(boxes, position / classCount);
      const auto column = static_cast<int>(position % classCount);
      Box clipped;
      if (nms_.offer(box, column) && clipToPicture(box, size, filter.minBoxSide, clipped)) {
        out.push_back({clipped, score, static_cast<ClassId>(column)});
      }
    }
    if (out.size() == most || !leftOut) {
      return {};
    }
    limit = std::min(limit * 8, scores.size());
  }
}

}  // namespace followspot
