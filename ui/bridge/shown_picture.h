#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include <QImage>

#include "core/media/track_palette.h"
#include "core/types/track.h"

namespace followspot::ui {

/// A picture as it goes to the screen: pixels at the size shown, and the tracks that belong to it.
struct ShownPicture {
  QImage image;         ///< Format_RGB32.
  FrameSize frameSize;  ///< Of the source picture; boxes refer to it.
  TrackSet tracks;
  std::vector<Rgb> colors;  ///< Of each of `tracks.items`.
  bool predicted = false;   ///< All boxes are predictions.
  std::chrono::steady_clock::time_point captured;
  std::uint64_t sessionNumber = 0;  ///< Counts opened sessions; track ids are unique within one.
  bool repeated = false;            ///< Same picture as before, converted anew for another size.
};

}  // namespace followspot::ui
