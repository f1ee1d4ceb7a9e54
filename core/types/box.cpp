#include "core/types/box.h"

#include <algorithm>
#include <cmath>

namespace followspot {

double intersectionArea(const Box& a, const Box& b) {
  const double w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const double h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  return w > 0 && h > 0 ? w * h : 0;
}

double iou(const Box& a, const Box& b) {
  const double both = intersectionArea(a, b);
  const double either = a.area() + b.area() - both;
  return both > 0 && either > 0 ? both / either : 0;
}

bool isProper(const Box& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.w) &&
         std::isfinite(box.h) && box.w > 0 && box.h > 0;
}

}  // namespace followspot
