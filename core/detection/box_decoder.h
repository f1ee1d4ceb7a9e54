#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/detection_filter.h"
#include "core/detection/nms.h"
#include "core/detection/ssd_model.h"
#include "core/types/detection.h"
#include "core/types/geometry.h"

namespace followspot {

/// What the raw heads of a network mean.
struct HeadLayout {
  std::vector<Anchor> anchors;  ///< [A]
  int classCount = 0;           ///< C: score columns, background included.
  bool hasBackground = true;    ///< Column 0 is background and never detected.
  bool scoresAreLogits = true;
  std::array<float, 4> boxCoder{10, 10, 5, 5};  ///< y, x, height, width scales of the encodings.
  BoxOrder boxOrder = BoxOrder::YxHw;
};

/// Turns the raw heads of an SSD network into detections: threshold first, in the heads' own terms,
/// then sigmoid and box decoding for what is left, greedy suppression, the best of it.
///
/// Per class or across classes; suppression sees boxes unclipped, then they are clipped to the
/// picture, and what vanished or is too small is dropped (as TensorFlow does). Order: score down,
/// ties by anchor, then by class. Encodings beyond all sense are limited, so that no box is
/// infinite. No allocation once it has seen as many detections before.
/// @threading one thread at a time.
/// @source faster_rcnn_box_coder.py and post_processing.py of TensorFlow's Object Detection API.
class BoxDecoder {
 public:
  /// @errors InvalidArgument: no anchors, anchors without size, fewer classes than one, scales not
  /// > 0, or more than 2^31 scores.
  [[nodiscard]] static Result<BoxDecoder> make(HeadLayout layout);

  /// @param boxes   [A, 4] encodings in the layout's order.
  /// @param scores  [A, C].
  /// @param size    the picture's, both > 0.
  /// @param out     overwritten; classId is the score column.
  /// @errors CorruptData: a number in the heads is not finite. Internal: wrong number of them.
  [[nodiscard]] Result<void> decode(std::span<const float> boxes, std::span<const float> scores,
                                    FrameSize size, const DetectionFilter& filter,
                                    std::vector<Detection>& out);

  [[nodiscard]] const HeadLayout& layout() const { return layout_; }

 private:
  explicit BoxDecoder(HeadLayout layout);

  void setThresholds(const DetectionFilter& filter);
  /// Fills candidates_ with the best raw scores that reach their threshold, at most `limit` of
  /// them, best first; true where some were left out.
  bool collect(std::span<const float> scores, std::size_t limit);
  [[nodiscard]] CornerBox boxOf(std::span<const float> boxes, std::size_t anchor) const;
  [[nodiscard]] float scoreOf(float raw) const;

  HeadLayout layout_;
  /// What a raw score must reach, for kRowsAtOnce rows of columns; infinite where not wanted.
  std::vector<float> thresholds_;
  std::vector<std::uint64_t> candidates_;  ///< Raw score and position in one, best first.
  std::size_t candidateCount_ = 0;
  GreedyNms nms_;
};

/// Checks a filter that came from outside.
/// @errors InvalidArgument: names the field and its range.
[[nodiscard]] Result<void> validate(const DetectionFilter& filter);

/// Puts a box relative to the picture into its pixels, clipped to it; false where nothing with
/// sides > 0 and >= minSide is left.
[[nodiscard]] bool clipToPicture(const CornerBox& box, FrameSize size, double minSide,
                                 Box& clipped);

}  // namespace followspot
