#include "core/media/ffmpeg/frame_times.h"

#include <algorithm>
#include <limits>

extern "C" {
#include <libavutil/avutil.h>
#include <libavutil/mathematics.h>
}

namespace followspot {
namespace {

constexpr double kUnknownRate = 25;
constexpr std::int64_t kNewClock = 1'000'000;  // microseconds back
/// 2^61 microseconds are 73,000 years: a number beyond is no time, and sums below cannot overflow.
constexpr std::int64_t kLimit = std::int64_t{1} << 61;

}  // namespace

FrameTimes::FrameTimes(Rational timeBase, double usualRate, std::optional<double> fixedRate)
    : timeBase_(timeBase),
      step_(std::max<std::int64_t>(
          2, static_cast<std::int64_t>(1e6 / (usualRate > 1e-3 ? usualRate : kUnknownRate)))),
      fixedRate_(fixedRate) {}

std::optional<std::int64_t> FrameTimes::micros(std::int64_t pts) const {
  std::int64_t since = 0;
  if (__builtin_sub_overflow(pts, firstPts_.value_or(pts), &since)) {
    return std::nullopt;
  }
  const std::int64_t value = av_rescale_q(since, {timeBase_.num, timeBase_.den}, {1, AV_TIME_BASE});
  if (value == std::numeric_limits<std::int64_t>::min() || value > kLimit || value < -kLimit) {
    return std::nullopt;
  }
  return value;
}

Timestamp FrameTimes::next(std::optional<std::int64_t> pts) {
  std::optional<std::int64_t> time;
  if (pts) {
    const bool first = !firstPts_.has_value();
    if (first) {
      firstPts_ = pts;
      shift_ = last_ ? *last_ + step_ : 0;  // pictures without a time came before
    }
    time = micros(*pts);
    if (time) {
      *time += shift_;
    }
  }
  if (!time || *time > kLimit) {
    time = last_ ? *last_ + step_ : 0;
    ++repairs_;
  } else if (last_ && *time <= *last_) {
    ++repairs_;
    if (*last_ - *time > kNewClock) {
      shift_ += *last_ + step_ - *time;
      time = *last_ + step_;
    } else {
      time = *last_ + step_ / 2;
    }
  }
  last_ = time;
  const std::int64_t index = index_++;
  if (fixedRate_) {
    return timestampAt(static_cast<double>(index) / *fixedRate_);
  }
  return Timestamp(MediaClock::duration(*time));
}

void FrameTimes::restart() {
  index_ = 0;
  firstPts_.reset();
  shift_ = 0;
  last_.reset();
}

void FrameTimes::moveTo(std::int64_t index, std::int64_t firstPts) {
  index_ = index;
  firstPts_ = firstPts;
  shift_ = 0;
  last_.reset();
}

}  // namespace followspot
