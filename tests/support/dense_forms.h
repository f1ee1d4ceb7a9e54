#pragma once

#include <memory>

#include "core/types/tracker.h"

namespace followspot {

// Trackers from the same sources as the real ones, but built upon plain parts (folder dense/): all
// pairs of boxes are looked at, and assignments are solved over the whole matrix; `auto` also has a
// filter of full 8x8 matrices. What the fast parts must equal, and what they save.

[[nodiscard]] std::unique_ptr<Tracker> makeDenseAutoTracker();
[[nodiscard]] std::unique_ptr<Tracker> makeDenseByteTracker();

}  // namespace followspot
