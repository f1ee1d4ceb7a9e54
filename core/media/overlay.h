#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/media/packed_picture.h"
#include "core/media/track_palette.h"
#include "core/types/label_map.h"
#include "core/types/track.h"

namespace followspot {

/// Draws tracks onto pictures: box (dashed while coasting), label "7 person 0.83", trail of where
/// the feet were. Colours are TrackPalette's, everything has a dark halo, and sizes follow the
/// picture, so that it reads alike at 480p and 4K.
/// @threading one thread at a time.
class Overlay {
 public:
  struct Options {
    bool labels = true;
    bool scores = true;
    Seconds trail{2.0};  ///< How far back trails reach; 0: none.
  };

  Overlay(LabelMap names, Options options) : names_(std::move(names)), options_(options) {}

  /// Draws the tracks of the next picture. Boxes refer to `tracks.size`, or to the picture where
  /// that is {0, 0}; tentative tracks are left out.
  void draw(const TrackSet& tracks, const PackedPicture& picture);

  /// Forgets trails and colours (after a seek).
  void reset();

 private:
  struct Point {
    Timestamp time;
    double x = 0;  // in parts of the picture
    double y = 0;
  };
  struct Trail {
    TrackId id = TrackId::None;
    std::vector<Point> points;
  };
  class Canvas;

  void remember(const TrackSet& tracks, FrameSize size);
  [[nodiscard]] std::string labelOf(const Track& track) const;

  LabelMap names_;
  Options options_;
  TrackPalette palette_;
  std::vector<Trail> trails_;
};

}  // namespace followspot
