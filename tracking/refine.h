#pragma once

#include <span>

#include "core/types/track_refinement.h"

namespace followspot::tracking {

/// Goes over finished tracks once more, knowing what came later: joins the pieces of an object,
/// takes out what was too short to be one, smooths boxes, fills gaps.
///
/// @param pictures  all pictures in order of time, as the tracker gave them; only confirmed tracks
///                  are looked at. Stays as it is: keep it to go back.
/// @param settings  valid.
/// @return as many pictures, with confirmed tracks only, by id. A joined track has the id of its
///         first piece. Boxes made up have `sinceMatched` > 0.
/// @threading pure function; any thread. Time n log n in boxes.
[[nodiscard]] RefinedTracks refineTracks(std::span<const TrackSet> pictures,
                                         const RefineSettings& settings);

}  // namespace followspot::tracking
