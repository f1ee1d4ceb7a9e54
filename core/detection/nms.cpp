#include "core/detection/nms.h"

#include <algorithm>
#include <limits>

#include "core/base/contracts.h"
#include "core/detection/cpu_features.h"

namespace followspot {
namespace {

constexpr std::size_t kBlock = 16;
constexpr int kNoClass = std::numeric_limits<int>::min();

struct KeptBoxes {
  const float* x0;
  const float* y0;
  const float* x1;
  const float* y1;
  const float* area;
  const int* classIndex;
  std::size_t count;  ///< A multiple of kBlock.
};

float areaOf(const CornerBox& box) {
  return box.x1 < box.x0 || box.y1 < box.y0 ? 0.0F : (box.x1 - box.x0) * (box.y1 - box.y0);
}

/// `classIndex` kNoClass: whatever class.
FS_BODY bool isSuppressedBody(const KeptBoxes& kept, const CornerBox& box, float area,
                              int classIndex, float maxIou) {
  for (std::size_t begin = 0; begin < kept.count; begin += kBlock) {
    int hit = 0;
    for (std::size_t i = begin; i < begin + kBlock; ++i) {
      const float left = box.x0 > kept.x0[i] ? box.x0 : kept.x0[i];
      const float top = box.y0 > kept.y0[i] ? box.y0 : kept.y0[i];
      const float right = box.x1 < kept.x1[i] ? box.x1 : kept.x1[i];
      const float bottom = box.y1 < kept.y1[i] ? box.y1 : kept.y1[i];
      const float inter = (right - left) * (bottom - top);
      const float iou = inter / (area + kept.area[i] - inter);
      // Bitwise: branches would keep the loop from being vectorised.
      hit |= static_cast<int>(right > left) & static_cast<int>(bottom > top) &
             static_cast<int>(iou > maxIou) &
             (static_cast<int>(classIndex == kNoClass) |
              static_cast<int>(classIndex == kept.classIndex[i]));
    }
    if (hit != 0) {
      return true;
    }
  }
  return false;
}

bool isSuppressedPlain(const KeptBoxes& kept, const CornerBox& box, float area, int classIndex,
                       float maxIou) {
  return isSuppressedBody(kept, box, area, classIndex, maxIou);
}

FS_AVX2 bool isSuppressedAvx2(const KeptBoxes& kept, const CornerBox& box, float area,
                              int classIndex, float maxIou) {
  return isSuppressedBody(kept, box, area, classIndex, maxIou);
}

}  // namespace

void GreedyNms::start(float maxIou, Scope scope) {
  FS_EXPECTS(maxIou > 0 && maxIou <= 1, "the overlap limit is in (0, 1]");
  maxIou_ = maxIou;
  scope_ = scope;
  std::fill(x1_.begin(), x1_.begin() + static_cast<std::ptrdiff_t>(count_), 0.0F);
  std::fill(x0_.begin(), x0_.begin() + static_cast<std::ptrdiff_t>(count_), 0.0F);
  count_ = 0;
}

void GreedyNms::grow() {
  const std::size_t size = x0_.size() + kBlock;
  for (std::vector<float>* const column : {&x0_, &y0_, &x1_, &y1_, &area_}) {
    column->resize(size, 0.0F);
  }
  class_.resize(size, kNoClass);
}

bool GreedyNms::offer(const CornerBox& box, int classIndex) {
  const float area = areaOf(box);
  const std::size_t blocks = (count_ + kBlock - 1) / kBlock * kBlock;
  const KeptBoxes kept{x0_.data(),   y0_.data(),    x1_.data(), y1_.data(),
                       area_.data(), class_.data(), blocks};
  const int wanted = scope_ == Scope::AllClasses ? kNoClass : classIndex;
  if (isa_ == Isa::Avx2 ? isSuppressedAvx2(kept, box, area, wanted, maxIou_)
                        : isSuppressedPlain(kept, box, area, wanted, maxIou_)) {
    return false;
  }
  if (count_ == x0_.size()) {
    grow();
  }
  x0_[count_] = box.x0;
  y0_[count_] = box.y0;
  x1_[count_] = box.x1;
  y1_[count_] = box.y1;
  area_[count_] = area;
  class_[count_] = classIndex;
  ++count_;
  return true;
}

}  // namespace followspot
