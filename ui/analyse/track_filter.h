#pragma once

#include <optional>

#include <QString>

#include "core/project/project_types.h"

namespace followspot::ui {

/// Which tracks of a run are wanted; table, timeline and picture go by it.
struct TrackFilter {
  QString text;  ///< Id, name or class holds all of its words; empty: all.
  std::optional<ClassId> classId;
  std::optional<Review> review;
  std::optional<FrameRange> within;  ///< Has a part in these pictures.
  friend bool operator==(const TrackFilter& a, const TrackFilter& b) {
    const auto same = [](const std::optional<FrameRange>& x, const std::optional<FrameRange>& y) {
      return x.has_value() == y.has_value() && (!x || (x->first == y->first && x->end == y->end));
    };
    return a.text == b.text && a.classId == b.classId && a.review == b.review &&
           same(a.within, b.within);
  }

  [[nodiscard]] bool wantsAll() const { return *this == TrackFilter{}; }
  /// @param labels  of the track's run.
  [[nodiscard]] bool wants(const TrackInfo& track, const LabelMap& labels) const;
};

}  // namespace followspot::ui
