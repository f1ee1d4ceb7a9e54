#pragma once

namespace followspot {

/// A motion of the picture plane in pixels: x' = xx x + xy y + tx, y' = yx x + yy y + ty.
struct Affine {
  double xx = 1;
  double xy = 0;
  double tx = 0;
  double yx = 0;
  double yy = 1;
  double ty = 0;
  friend bool operator==(const Affine&, const Affine&) = default;
};

/// First `first`, then `second`.
[[nodiscard]] constexpr Affine chained(const Affine& first, const Affine& second) {
  return {second.xx * first.xx + second.xy * first.yx,
          second.xx * first.xy + second.xy * first.yy,
          second.xx * first.tx + second.xy * first.ty + second.tx,
          second.yx * first.xx + second.yy * first.yx,
          second.yx * first.xy + second.yy * first.yy,
          second.yx * first.tx + second.yy * first.ty + second.ty};
}

}  // namespace followspot
