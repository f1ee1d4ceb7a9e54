#include "core/detection/replay_detector.h"

#include <algorithm>
#include <utility>

#include "core/base/contracts.h"

namespace followspot {

ReplayDetector::ReplayDetector(Pictures pictures) : pictures_(std::move(pictures)) {
  FS_EXPECTS(pictures_ != nullptr, "there is something to replay");
}

Result<void> ReplayDetector::detect(const Frame& frame, const DetectionFilter& filter,
                                    DetectionSet& out) {
  out.frame = frame.id();
  out.time = frame.time();
  out.size = frame.size();
  out.items.clear();
  const auto found = std::ranges::lower_bound(*pictures_, frame.id(), {}, &DetectionSet::frame);
  if (found == pictures_->end() || found->frame != frame.id()) {
    return {};
  }
  for (const Detection& item : found->items) {
    const bool wanted = filter.classes.empty() ||
                        std::ranges::find(filter.classes, item.classId) != filter.classes.end();
    if (wanted && item.score >= filter.minScore && item.box.w >= filter.minBoxSide &&
        item.box.h >= filter.minBoxSide) {
      out.items.push_back(item);
    }
  }
  return {};
}

}  // namespace followspot
