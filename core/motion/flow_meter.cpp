#include "core/motion/flow_meter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "core/base/contracts.h"
#include "core/base/log.h"
#include "core/motion/small_picture.h"

namespace followspot {
namespace {

// Sides of the small picture: flow needs some pixels, and more than these gain nothing.
constexpr int kLeastSide = 32;
constexpr int kUsefulSide = 120;
constexpr int kMostFactor = 4;

// The best corners of each cell of a grid: else a few objects with strong patterns have them all.
constexpr int kCornersSought = 1000;
constexpr int kCells = 4;  // across, and down
constexpr int kAllCells = kCells * kCells;
constexpr int kCornersOfCell = 20;
constexpr double kCornerQuality = 0.002;
constexpr int kCornerBlock = 3;
constexpr std::size_t kFewestCorners = 20;
constexpr std::size_t kFewestAgreeing = 12;
/// Part of the corners followed that must agree. Below it anything may have moved.
constexpr double kLeastAgreement = 0.4;
/// Part of the corners that must have been followed at all; a cut loses nearly all.
constexpr double kLeastFollowed = 0.4;
/// Corners within so many small pixels of the common motion agree.
constexpr double kAgreeWithin = 0.5;
constexpr double kConfidence = 0.99;
constexpr std::size_t kMostTrials = 500;
/// What a camera does between two pictures; beyond it a measurement has failed.
constexpr double kMostZoom = 1.5;

const cv::Size kWindow(15, 15);
constexpr int kLevels = 3;

int factorFor(const FrameSize& size) {
  const int side = std::min(size.width, size.height);
  int factor = kMostFactor;
  while (factor > 1 && side / factor < kUsefulSide) {
    factor /= 2;
  }
  return factor;
}

/// How far the corner of the picture that moves most is moved, in pixels.
double farthestShift(const Affine& motion, const FrameSize& size) {
  double farthest = 0;
  for (const double x : {0.0, static_cast<double>(size.width)}) {
    for (const double y : {0.0, static_cast<double>(size.height)}) {
      farthest = std::max(farthest, std::hypot(motion.xx * x + motion.xy * y + motion.tx - x,
                                               motion.yx * x + motion.yy * y + motion.ty - y));
    }
  }
  return farthest;
}

}  // namespace

class FlowMeter::Impl {
 public:
  explicit Impl(const FlowSettings& settings) : settings_(settings) {
    FS_EXPECTS(settings.fixedAfter.count() > 0 && settings.probeEvery.count() > 0 &&
                   settings.stillBelow >= 0,
               "times are positive");
  }

  std::optional<Affine> measure(const Frame& frame) {
    const bool again = seen_ && frame.id() == seenId_;
    const bool backward = seen_ && frame.time() < before_.time;
    if (again) {
      return std::nullopt;
    }
    if (backward || frame.size() != before_.size) {
      reset();
    }
    seen_ = true;
    seenId_ = frame.id();
    if (frame.empty() || std::min(frame.size().width, frame.size().height) < kLeastSide) {
      before_.full = false;
      return std::nullopt;
    }
    if (fixed_ && before_.full && Seconds(frame.time() - before_.time) < settings_.probeEvery) {
      return std::nullopt;
    }
    return compare(frame);
  }

  void reset() {
    before_.full = false;
    before_.size = {};
    seen_ = false;
    fixed_ = false;
    stillSince_.reset();
  }

  [[nodiscard]] bool isFixed() const { return fixed_; }

 private:
  /// A picture as it is compared.
  struct Look {
    bool full = false;
    FrameSize size;
    Timestamp time{};
    SmallPicture small;
  };

  std::optional<Affine> compare(const Frame& frame) {
    const int factor = factorFor(frame.size());
    now_.small.shrink(frame.view(), factor);
    now_.size = frame.size();
    now_.time = frame.time();
    now_.full = true;
    std::optional<Affine> motion;
    const bool first = !before_.full;
    if (!first) {
      try {
        motion = commonMotion(factor);
      } catch (const cv::Exception& problem) {
        log(LogLevel::Warning, "motion",
            std::string("The camera's motion could not be measured: ") + problem.what());
      }
    }
    std::swap(before_, now_);
    return first ? std::nullopt : judged(motion, frame);
  }

  /// Takes note of standing still; what is left is a motion worth telling.
  std::optional<Affine> judged(const std::optional<Affine>& motion, const Frame& frame) {
    const bool moved = motion && farthestShift(*motion, frame.size()) > settings_.stillBelow;
    if (moved) {
      // What a probe finds began at some time since the last one, and the tracks that were seen
      // since have gone with it: it says that the camera moves, not how far.
      const bool probe = std::exchange(fixed_, false);
      stillSince_.reset();
      return probe ? std::nullopt : motion;
    }
    if (motion && !stillSince_) {
      stillSince_ = frame.time();
    }
    // A picture of which nothing can be told does not say that the camera moves.
    fixed_ = stillSince_ && Seconds(frame.time() - *stillSince_) >= settings_.fixedAfter;
    return std::nullopt;
  }

  /// The motion that most corners agree on, in pixels of the picture, still ones included.
  std::optional<Affine> commonMotion(int factor) {
    const cv::Mat from = header(before_.small);
    const cv::Mat to = header(now_.small);
    const double apart =
        std::max(3.0, std::sqrt(static_cast<double>(from.total()) / (4.0 * kCornersSought)));
    cv::goodFeaturesToTrack(from, corners_, kCornersSought, kCornerQuality, apart, cv::noArray(),
                            kCornerBlock);
    spreadCorners(from.size());
    if (corners_.size() < kFewestCorners) {
      return std::nullopt;
    }
    cv::calcOpticalFlowPyrLK(from, to, corners_, followed_, found_, errors_, kWindow, kLevels);
    std::size_t count = 0;
    for (std::size_t i = 0; i < corners_.size(); ++i) {
      const cv::Point2f& place = followed_[i];
      const bool inside = place.x >= 0 && place.y >= 0 &&
                          place.x <= static_cast<float>(to.cols - 1) &&
                          place.y <= static_cast<float>(to.rows - 1);
      if (found_[i] != 0 && inside) {
        corners_[count] = corners_[i];
        followed_[count] = place;
        ++count;
      }
    }
    if (static_cast<double>(count) < kLeastFollowed * static_cast<double>(corners_.size()) ||
        count < kFewestAgreeing) {
      return std::nullopt;
    }
    corners_.resize(count);
    followed_.resize(count);
    const cv::Mat found = cv::estimateAffinePartial2D(corners_, followed_, agrees_, cv::RANSAC,
                                                      kAgreeWithin, kMostTrials, kConfidence);
    const auto agreeing =
        static_cast<std::size_t>(std::ranges::count_if(agrees_, [](auto one) { return one != 0; }));
    if (found.rows != 2 || found.cols != 3 || found.type() != CV_64F ||
        agreeing < kFewestAgreeing ||
        static_cast<double>(agreeing) < kLeastAgreement * static_cast<double>(count)) {
      return std::nullopt;
    }
    const double zoom = std::hypot(found.at<double>(0, 0), found.at<double>(1, 0));
    if (!std::isfinite(zoom) || zoom > kMostZoom || zoom < 1 / kMostZoom) {
      return std::nullopt;
    }
    return inPicturePixels(found, factor);
  }

  /// Leaves the best of each cell; they come best first.
  void spreadCorners(const cv::Size& size) {
    std::array<int, kAllCells> counts{};
    std::erase_if(corners_, [&](const cv::Point2f& corner) {
      const int column = static_cast<int>(corner.x) * kCells / size.width;
      const int row = static_cast<int>(corner.y) * kCells / size.height;
      const int cell = row * kCells + column;
      return ++counts.at(static_cast<std::size_t>(cell)) > kCornersOfCell;
    });
  }

  /// Centres of small pixels are not at the same place as those of large ones: small x stands for
  /// factor x + (factor - 1) / 2. In continuous coordinates, where the first pixel covers 0..1 and
  /// its centre is at 0.5, both are a plain factor apart.
  static Affine inPicturePixels(const cv::Mat& found, int factor) {
    constexpr double kCentre = 0.5;
    Affine motion{found.at<double>(0, 0), found.at<double>(0, 1), found.at<double>(0, 2),
                  found.at<double>(1, 0), found.at<double>(1, 1), found.at<double>(1, 2)};
    motion.tx += kCentre - kCentre * (motion.xx + motion.xy);
    motion.ty += kCentre - kCentre * (motion.yx + motion.yy);
    motion.tx *= factor;
    motion.ty *= factor;
    return motion;
  }

  /// For reading only, which a cv::Mat cannot say.
  static cv::Mat header(const SmallPicture& picture) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): OpenCV's headers know no const pixels
    auto* const pixels = const_cast<std::uint8_t*>(picture.pixels());
    return {picture.size().height, picture.size().width, CV_8UC1, pixels};
  }

  const FlowSettings settings_;
  Look before_;
  Look now_;
  bool seen_ = false;
  FrameId seenId_{};
  bool fixed_ = false;
  std::optional<Timestamp> stillSince_;
  std::vector<cv::Point2f> corners_;
  std::vector<cv::Point2f> followed_;
  std::vector<std::uint8_t> found_;
  std::vector<float> errors_;
  std::vector<std::uint8_t> agrees_;
};

FlowMeter::FlowMeter(const FlowSettings& settings) : impl_(std::make_unique<Impl>(settings)) {}
FlowMeter::~FlowMeter() = default;

std::optional<Affine> FlowMeter::measure(const Frame& frame) { return impl_->measure(frame); }
void FlowMeter::reset() { impl_->reset(); }
bool FlowMeter::isFixed() const { return impl_->isFixed(); }

}  // namespace followspot
