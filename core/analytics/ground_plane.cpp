#include "core/analytics/ground_plane.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <Eigen/Core>
#include <Eigen/Geometry>
#include <Eigen/LU>
#include <Eigen/SVD>

namespace followspot {
namespace {

using Matrix3 = Eigen::Matrix3d;

constexpr double kMost = 1e7;  // pixels or metres

bool isSound(double value) { return std::abs(value) <= kMost; }  // false for not-a-number

/// Moves points to around 0 and their mean distance to sqrt 2, without which the equations would be
/// too unequal to solve. @param points  one a column, shape (2, n).
Matrix3 normaliserFor(const Eigen::Matrix2Xd& points) {
  const Eigen::Vector2d centre = points.rowwise().mean();
  const double spread = (points.colwise() - centre).colwise().norm().mean();
  const double scale = spread > 0 ? std::sqrt(2.0) / spread : 1;
  Matrix3 matrix = Matrix3::Identity() * scale;
  matrix.topRightCorner<2, 1>() = -scale * centre;
  matrix(2, 2) = 1;
  return matrix;
}

/// Twice the area of a triangle, relative to the square of its longest side.
double flatness(const Eigen::Vector2d& a, const Eigen::Vector2d& b, const Eigen::Vector2d& c) {
  const Eigen::Vector2d ab = b - a;
  const Eigen::Vector2d ac = c - a;
  const double longest = std::max({ab.squaredNorm(), ac.squaredNorm(), (c - b).squaredNorm()});
  return longest > 0 ? std::abs(ab.x() * ac.y() - ab.y() * ac.x()) / longest : 0;
}

/// Whether three of four points are, as good as, on a line.
bool isDegenerate(const Eigen::Matrix2Xd& points) {
  constexpr double kFlat = 1e-3;
  for (Eigen::Index left = 0; left < 4; ++left) {
    const auto at = [&](Eigen::Index k) -> Eigen::Vector2d { return points.col((left + k) % 4); };
    if (flatness(at(1), at(2), at(3)) < kFlat) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<GroundPlane> GroundPlane::fromMarks(const std::vector<GroundMark>& marks) {
  constexpr std::size_t kMostMarks = 1000;
  if (marks.size() < 4 || marks.size() > kMostMarks) {
    return fail(ErrorCode::InvalidArgument,
                "The ground: give at least four marks, each in the picture and in metres.");
  }
  const auto count = static_cast<Eigen::Index>(marks.size());
  Eigen::Matrix2Xd picture(2, count);
  Eigen::Matrix2Xd ground(2, count);
  for (Eigen::Index k = 0; k < count; ++k) {
    const GroundMark& mark = marks[static_cast<std::size_t>(k)];
    picture.col(k) << mark.picture.x, mark.picture.y;
    ground.col(k) << mark.ground.x, mark.ground.y;
    if (!isSound(mark.picture.x) || !isSound(mark.picture.y) || !isSound(mark.ground.x) ||
        !isSound(mark.ground.y)) {
      return fail(ErrorCode::InvalidArgument,
                  "The ground: a mark's numbers must be within 10,000,000.");
    }
  }
  if (marks.size() == 4 && (isDegenerate(picture) || isDegenerate(ground))) {
    return fail(ErrorCode::InvalidArgument,
                "The ground: three of the four marks are on a line. Spread them over the ground.");
  }
  const Matrix3 fromPicture = normaliserFor(picture);
  const Matrix3 fromGround = normaliserFor(ground);
  // Two rows a mark: u (h7 x + h8 y + h9) = h1 x + h2 y + h3, and so for v; the last singular
  // vector is h.
  Eigen::Matrix<double, Eigen::Dynamic, 9> rows(2 * count, 9);
  for (Eigen::Index k = 0; k < count; ++k) {
    const Eigen::Vector3d p = fromPicture * picture.col(k).homogeneous();
    const Eigen::Vector3d g = fromGround * ground.col(k).homogeneous();
    rows.row(2 * k) << p.transpose(), Eigen::RowVector3d::Zero(), -g.x() * p.transpose();
    rows.row(2 * k + 1) << Eigen::RowVector3d::Zero(), p.transpose(), -g.y() * p.transpose();
  }
  const Eigen::JacobiSVD<Eigen::MatrixXd> svd(rows, Eigen::ComputeFullV);
  constexpr double kTiny = 1e-7;
  if (svd.singularValues()(7) < kTiny * svd.singularValues()(0)) {
    return fail(
        ErrorCode::InvalidArgument,
        "The ground: the marks are on a line, or two are one. Spread them over the ground.");
  }
  const Eigen::Matrix<double, 9, 1> h = svd.matrixV().col(8);
  const Matrix3 normalised =
      Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>>(h.data());
  Matrix3 homography = fromGround.inverse() * normalised * fromPicture;
  const Eigen::Matrix3Xd mapped = homography * picture.colwise().homogeneous();
  homography /= mapped.row(2).cwiseAbs().maxCoeff() * (mapped(2, 0) < 0 ? -1 : 1);
  if ((homography.row(2) * picture.colwise().homogeneous()).minCoeff() <= kTiny) {
    return fail(ErrorCode::InvalidArgument,
                "The ground: no camera sees the marks like that. Give the same mark in the picture "
                "and in metres, in the same order.");
  }
  GroundPlane plane;
  plane.marks_ = marks;
  for (std::size_t k = 0; k < plane.homography_.size(); ++k) {
    plane.homography_.at(k) =
        homography(static_cast<Eigen::Index>(k / 3), static_cast<Eigen::Index>(k % 3));
  }
  double squares = 0;
  for (const GroundMark& mark : marks) {
    const auto there = plane.toGround(mark.picture).value_or(mark.ground);
    const double dx = there.x - mark.ground.x;
    const double dy = there.y - mark.ground.y;
    squares += dx * dx + dy * dy;
  }
  plane.misfit_ = std::sqrt(squares / static_cast<double>(marks.size()));
  return plane;
}

Result<GroundPlane> GroundPlane::fromLength(PicturePoint from, PicturePoint to, double metres) {
  const double pixels = std::hypot(to.x - from.x, to.y - from.y);
  if (!(pixels >= 1) || !isSound(pixels) || !(metres > 0) || !isSound(metres)) {
    return fail(ErrorCode::InvalidArgument,
                "The scale: give two places at least a pixel apart, and more than 0 metres.");
  }
  GroundPlane plane;
  plane.ends_ = {from, to};
  plane.metres_ = metres;
  const double scale = metres / pixels;
  plane.homography_ = {scale, 0, 0, 0, scale, 0, 0, 0, 1};
  return plane;
}

std::optional<GroundPoint> GroundPlane::toGround(PicturePoint point) const {
  const auto& h = homography_;
  const double w = h[6] * point.x + h[7] * point.y + h[8];
  // 1 at the farthest mark from the horizon; 1,000 times as near to it tells nothing any more.
  constexpr double kHorizon = 1e-3;
  if (!(w > kHorizon)) {
    return std::nullopt;
  }
  return GroundPoint{(h[0] * point.x + h[1] * point.y + h[2]) / w,
                     (h[3] * point.x + h[4] * point.y + h[5]) / w};
}

std::vector<GroundPlane> GroundPlane::disturbed(double pixels) const {
  std::vector<GroundPlane> planes;
  const auto keep = [&](Result<GroundPlane> plane) {
    if (plane) {
      planes.push_back(std::move(*plane));
    }
  };
  constexpr std::array<double PicturePoint::*, 2> kAxes = {&PicturePoint::x, &PicturePoint::y};
  for (const auto axis : kAxes) {
    for (std::size_t k = 0; k < marks_.size(); ++k) {
      std::vector<GroundMark> moved = marks_;
      moved[k].picture.*axis += pixels;
      keep(fromMarks(moved));
    }
    for (std::size_t k = 0; marks_.empty() && k < ends_.size(); ++k) {
      std::array<PicturePoint, 2> moved = ends_;
      moved.at(k).*axis += pixels;
      keep(fromLength(moved[0], moved[1], metres_));
    }
  }
  return planes;
}

}  // namespace followspot
