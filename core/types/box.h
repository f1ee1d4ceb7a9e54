#pragma once

namespace followspot {

/// Axis-aligned box in pixels of its picture: left/top corner, width, height; w, h >= 0. Continuous
/// coordinates (the picture's first pixel covers 0..1), no "+ 1" anywhere. The only box form
/// outside a module's own inside.
struct Box {
  double x = 0;
  double y = 0;
  double w = 0;
  double h = 0;

  [[nodiscard]] constexpr double right() const { return x + w; }
  [[nodiscard]] constexpr double bottom() const { return y + h; }
  [[nodiscard]] constexpr double area() const { return w * h; }
  friend bool operator==(const Box&, const Box&) = default;
};

/// Intersection over union, in [0, 1]; 0 where either box has no area. Symmetric.
[[nodiscard]] double iou(const Box& a, const Box& b);

/// Intersection area in square pixels, >= 0.
[[nodiscard]] double intersectionArea(const Box& a, const Box& b);

/// True for finite coordinates with w, h > 0.
[[nodiscard]] bool isProper(const Box& box);

}  // namespace followspot
