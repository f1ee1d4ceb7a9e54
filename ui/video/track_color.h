#pragma once

#include <QColor>

#include "core/types/ids.h"

namespace followspot::ui {

/// Colour of a track: one of the seven Okabe-Ito colours that read on any picture.
[[nodiscard]] QColor colorOf(TrackId id);

/// Black or white, whichever reads better on `background`.
[[nodiscard]] QColor inkOn(const QColor& background);

}  // namespace followspot::ui
