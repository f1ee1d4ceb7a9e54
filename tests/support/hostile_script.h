#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/types/tracker.h"

namespace followspot {

/// Plays any bytes to a tracker as pictures: ordinary boxes among NaN, infinities, negative sizes
/// and coordinates of 1e300; scores and classes out of range; times that stand still, go back or
/// jump by hours; camera motions; resets and predictions in between.
///
/// Checks what every tracker promises: ids are set, unique in a picture and never used again; boxes
/// and scores are finite; predictions change nothing; the number of tracks is bounded by what was
/// seen.
/// @return the promise that was broken; empty where none was.
[[nodiscard]] std::string brokenPromise(std::span<const std::uint8_t> script, Tracker& tracker);

}  // namespace followspot
