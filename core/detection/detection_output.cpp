#include "core/detection/detection_output.h"

#include <algorithm>
#include <limits>

#include "core/detection/box_decoder.h"
#include "core/detection/score_scan.h"

namespace followspot {
namespace {

constexpr std::size_t kColumns = 7;
constexpr std::size_t kClass = 1;
constexpr std::size_t kScore = 2;
constexpr std::size_t kBox = 3;

bool isWanted(const DetectionFilter& filter, int classIndex) {
  return filter.classes.empty() ||
         std::ranges::find(filter.classes, static_cast<ClassId>(classIndex)) !=
             filter.classes.end();
}

}  // namespace

Result<void> DetectionOutputReader::read(std::span<const float> rows, int classCount,
                                         FrameSize size, const DetectionFilter& filter,
                                         std::vector<Detection>& out) {
  out.clear();
  if (auto valid = validate(filter); !valid) {
    return valid;
  }
  if (rows.size() % kColumns != 0) {
    return fail(ErrorCode::CorruptData, "The network's detections are not rows of 7 numbers.");
  }
  if (!allFinite(rows)) {
    return fail(ErrorCode::CorruptData,
                "The network gave numbers that are not finite. Its weights are damaged, or it was "
                "made for another kind of input.");
  }
  const auto minScore = static_cast<float>(filter.minScore);
  order_.clear();
  for (std::size_t at = 0; at < rows.size(); at += kColumns) {
    if (rows[at + kScore] <= 0) {
      continue;
    }
    const float classNumber = rows[at + kClass];
    if (!(classNumber >= 0 && classNumber < static_cast<float>(classCount))) {
      out.clear();
      return fail(ErrorCode::CorruptData,
                  "The network detected a class that it does not have. Its text graph is of "
                  "another model.");
    }
    if (rows[at + kScore] >= minScore && isWanted(filter, static_cast<int>(classNumber))) {
      order_.push_back(at);
    }
  }
  std::ranges::sort(order_, [&](std::size_t a, std::size_t b) {
    return rows[a + kScore] != rows[b + kScore] ? rows[a + kScore] > rows[b + kScore] : a < b;
  });
  nms_.start(std::max(static_cast<float>(filter.nmsIou), std::numeric_limits<float>::min()),
             filter.classAgnosticNms ? GreedyNms::Scope::AllClasses : GreedyNms::Scope::EachClass);
  for (const std::size_t at : order_) {
    if (out.size() == static_cast<std::size_t>(filter.maxDetections)) {
      break;
    }
    const CornerBox box{rows[at + kBox], rows[at + kBox + 1], rows[at + kBox + 2],
                        rows[at + kBox + 3]};
    const int classIndex = static_cast<int>(rows[at + kClass]);
    Box clipped;
    if (nms_.offer(box, classIndex) && clipToPicture(box, size, filter.minBoxSide, clipped)) {
      out.push_back({clipped, std::min(rows[at + kScore], 1.0F), static_cast<ClassId>(classIndex)});
    }
  }
  return {};
}

}  // namespace followspot
