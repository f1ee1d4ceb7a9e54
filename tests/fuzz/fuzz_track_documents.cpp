#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/store/track_document.h"

/// The first byte says which format follows: c, j, m, o (COCO), v (CVAT).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace followspot;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) {
    return 0;
  }
  const std::size_t format = std::string_view("cjmov").find(text.front());
  if (format == std::string_view::npos) {
    return 0;
  }
  const auto document = parseTracks(static_cast<TrackFormat>(format), text.substr(1), 25);
  if (!document) {
    return 0;
  }
  std::int64_t boxes = 0;
  for (const TrackInfo& track : document->tracks) {
    boxes += track.boxes;
    if (track.id == TrackId::None || track.boxes < 1 || track.first > track.last) {
      std::abort();
    }
  }
  if (boxes != static_cast<std::int64_t>(document->boxes.size())) {
    std::abort();
  }
  for (std::size_t k = 0; k < document->boxes.size(); ++k) {
    const BoxRow& row = document->boxes[k];
    const Box& box = row.value.box;
    if (!std::isfinite(box.x + box.y + box.w + box.h + row.value.score) || box.w < 0 || box.h < 0 ||
        indexOf(row.frame) < 0) {
      std::abort();
    }
    if (k > 0 && std::pair(document->boxes[k - 1].frame, document->boxes[k - 1].track) >=
                     std::pair(row.frame, row.track)) {
      std::abort();
    }
  }
  return 0;
}
