#include "tracking/box_filter.h"

#include <algorithm>

#include "tracking/portable_math.h"

namespace followspot::tracking {
namespace {

constexpr double square(double x) { return x * x; }

LineFilter startAt(double value, double size, double measurement, double velocity) {
  // A first box may move any way: its rate is open to ten times what a step changes.
  constexpr double kPositionDoubt = 2;
  constexpr double kVelocityDoubt = 10;
  return {value, 0, square(kPositionDoubt * measurement * size), 0,
          square(kVelocityDoubt * velocity * size)};
}

}  // namespace

BoxFilter::BoxFilter(const Box& box, const BoxNoise& noise)
    : cx_(startAt(box.x + box.w / 2, box.w, noise.measurement[0], noise.velocity)),
      cy_(startAt(box.y + box.h / 2, box.h, noise.measurement[1], noise.velocity)),
      width_(startAt(box.w, box.w, noise.measurement[2], noise.velocity)),
      height_(startAt(box.h, box.h, noise.measurement[3], noise.velocity)) {}

void BoxFilter::predict(double steps, const BoxNoise& noise) {
  const double w2 = square(width_.value);
  const double h2 = square(height_.value);
  const double position = square(noise.position) * steps;
  const double velocity = square(noise.velocity) * steps;
  const double sizeVelocity = square(noise.sizeVelocity) * steps;
  cx_.predict(steps, position * w2, velocity * w2);
  cy_.predict(steps, position * h2, velocity * h2);
  width_.predict(steps, position * w2, sizeVelocity * w2);
  height_.predict(steps, position * h2, sizeVelocity * h2);
  width_.value = std::max(width_.value, kMinSize);
  height_.value = std::max(height_.value, kMinSize);
}

void BoxFilter::update(const Box& box, double score, const BoxNoise& noise, double doubt) {
  const double factor = doubt * (1 + noise.lowScoreDoubt * (1 - score));
  const double x = factor * square(width_.value);
  const double y = factor * square(height_.value);
  cx_.update(box.x + box.w / 2, square(noise.measurement[0]) * x);
  cy_.update(box.y + box.h / 2, square(noise.measurement[1]) * y);
  width_.update(box.w, square(noise.measurement[2]) * x);
  height_.update(box.h, square(noise.measurement[3]) * y);
  width_.value = std::max(width_.value, kMinSize);
  height_.value = std::max(height_.value, kMinSize);
}

void BoxFilter::stopGrowing() {
  width_.rate = 0;
  height_.rate = 0;
}

void BoxFilter::move(const Affine& m) {
  const LineFilter x = cx_;
  const LineFilter y = cy_;
  const auto mix = [](const LineFilter& a, double ka, const LineFilter& b, double kb,
                      double offset) -> LineFilter {
    return {ka * a.value + kb * b.value + offset, ka * a.rate + kb * b.rate,
            ka * ka * a.varValue + kb * kb * b.varValue,
            ka * ka * a.covariance + kb * kb * b.covariance,
            ka * ka * a.varRate + kb * kb * b.varRate};
  };
  cx_ = mix(x, m.xx, y, m.xy, m.tx);
  cy_ = mix(x, m.yx, y, m.yy, m.ty);
  width_ = mix(width_, rootOfSquares(m.xx, m.yx), y, 0, 0);
  height_ = mix(height_, rootOfSquares(m.xy, m.yy), y, 0, 0);
  width_.value = std::max(width_.value, kMinSize);
  height_.value = std::max(height_.value, kMinSize);
}

void BoxFilter::shift(double dx, double dy) {
  cx_.value += dx;
  cy_.value += dy;
}

}  // namespace followspot::tracking
