// Built like the trackers' own sources: `tracking` and `SparseAssignment` are other names here, and
// the headers in dense/ come first.

#include "tests/support/dense_forms.h"

#include "tracking/auto_tracker.h"
#include "tracking/byte_tracker.h"

namespace followspot {

std::unique_ptr<Tracker> makeDenseAutoTracker() {
  return std::make_unique<tracking::AutoTracker>(tracking::AutoSettings{});
}

std::unique_ptr<Tracker> makeDenseByteTracker() {
  return std::make_unique<tracking::ByteTracker>(tracking::ByteTrackSettings{});
}

}  // namespace followspot
