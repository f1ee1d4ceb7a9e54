#pragma once

#include <cstdint>
#include <optional>

#include "core/types/timestamp.h"

namespace followspot {

/// Turns the presentation times of successive pictures into strictly increasing media times.
///
/// A missing time is one usual step after the one before; an equal or slightly earlier one half a
/// step after it, so that the next good one still fits; one that lies over a second back starts a
/// new clock (joined or wrapped recordings), on which later times count from there.
/// @threading one thread at a time.
class FrameTimes {
 public:
  /// @param timeBase   of the presentation times.
  /// @param usualRate  pictures per second where times are missing; not above 0 where unknown (25).
  /// @param fixedRate  where given, times are index / rate whatever the file says.
  FrameTimes(Rational timeBase, double usualRate, std::optional<double> fixedRate);

  /// The time of the next picture.
  /// @param pts  in the time base; nothing where the source does not say.
  Timestamp next(std::optional<std::int64_t> pts);

  /// Goes on at picture `index`, whose time is known to be regular: `firstPts` is that of picture
  /// 0.
  void moveTo(std::int64_t index, std::int64_t firstPts);

  /// Goes on at the first picture, as new.
  void restart();

  /// Times that had to be put right: missing, equal or backward ones.
  [[nodiscard]] std::int64_t repairs() const { return repairs_; }

 private:
  [[nodiscard]] std::optional<std::int64_t> micros(std::int64_t pts) const;

  Rational timeBase_;
  std::int64_t step_;  // usual, in microseconds, >= 2
  std::optional<double> fixedRate_;
  std::int64_t index_ = 0;
  std::optional<std::int64_t> firstPts_;
  std::int64_t shift_ = 0;            // microseconds added since the last new clock
  std::optional<std::int64_t> last_;  // microseconds; nothing before the first and after moveTo
  std::int64_t repairs_ = 0;
};

}  // namespace followspot
