#pragma once

#include <vector>

#include <QString>
#include <QTransform>

#include "core/media/track_palette.h"
#include "core/types/track.h"
#include "ui/video/overlay_style.h"
#include "ui/video/trails.h"

class QPainter;

namespace followspot::ui {

/// What stands on a track's label, such as "12 Person 87 %".
[[nodiscard]] QString labelOf(const Track& track, const LabelMap* classNames);

/// Draws boxes, labels and trails over a picture. Predicted (coasting) boxes are dashed.
///
/// @param colors    of each of `tracks.items`.
/// @param toScreen  from source pixels to the painter's coordinates: scale and shift only.
/// @param unit      width of a box line in the painter's coordinates (2 on a usual screen; more for
///                  large saved pictures).
/// @threading any thread, on a QImage; the GUI thread on a widget.
void paintOverlay(QPainter& painter, const TrackSet& tracks, const std::vector<Rgb>& colors,
                  const Trails& trails, const OverlayStyle& style, const QTransform& toScreen,
                  double unit);

}  // namespace followspot::ui
