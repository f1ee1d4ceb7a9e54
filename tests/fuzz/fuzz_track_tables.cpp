#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/store/detection_csv.h"
#include "core/store/track_files.h"

namespace {

using namespace followspot;

bool isFinite(const Box& box) {
  return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.w) &&
         std::isfinite(box.h);
}

void check(const Result<TrackTable>& table) {
  if (!table) {
    return;
  }
  FrameId last{-1};
  for (const TrackSet& picture : table->pictures) {
    if (picture.frame <= last) {
      std::abort();  // by frame, ascending
    }
    last = picture.frame;
    for (const Track& track : picture.items) {
      if (!isFinite(track.box) || track.id == TrackId::None) {
        std::abort();
      }
    }
  }
}

}  // namespace

/// The first byte says which of our own formats follows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) {
    return 0;
  }
  const std::string_view rest = text.substr(1);
  if (text.front() == 'c') {
    check(parseTrackCsv(rest));
  } else if (text.front() == 'j') {
    check(parseTrackJsonl(rest));
  } else if (const auto table = parseDetectionCsv(rest)) {
    for (const DetectionSet& picture : table->pictures) {
      if (picture.items.empty()) {
        std::abort();  // only frames that the file has
      }
    }
  }
  return 0;
}
