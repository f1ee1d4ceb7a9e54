#include "core/media/source_scan.h"

#include <algorithm>
#include <optional>

namespace followspot {

Result<SourceScan> scanSource(VideoSource& source, const std::stop_token& stop,
                              const std::function<void(std::int64_t pictures)>& progress) {
  const SourceInfo& info = source.info();
  if (info.live) {
    return fail(ErrorCode::Unsupported,
                info.name + ": a live source has no end to read to. Record it first.");
  }
  SourceScan scan;
  std::optional<Timestamp> first;
  Timestamp last;
  FrameSize size;
  while (true) {
    const auto frame = source.read(stop);
    if (!frame) {
      return fail(frame.error());
    }
    if (!*frame) {
      break;
    }
    const Timestamp time = (*frame)->time();
    if (first) {
      const Seconds interval = time - last;
      scan.shortest = scan.pictures == 1 ? interval : std::min(scan.shortest, interval);
      scan.longest = std::max(scan.longest, interval);
      scan.sizeChanges += (*frame)->size() == size ? 0 : 1;
    } else {
      first = time;
    }
    last = time;
    size = (*frame)->size();
    ++scan.pictures;
    if (progress) {
      progress(scan.pictures);
    }
  }
  if (first) {
    scan.span = last - *first;
  }
  if (scan.span.count() > 0) {
    scan.frameRate = static_cast<double>(scan.pictures - 1) / scan.span.count();
  }
  // A constant rate that the time base cannot express makes intervals of two neighbouring lengths.
  const double tick = static_cast<double>(info.timeBase.num) / info.timeBase.den;
  constexpr double kRounding = 2e-6;
  scan.variableRate = (scan.longest - scan.shortest).count() > 1.5 * tick + kRounding;
  scan.health = source.health();
  return scan;
}

}  // namespace followspot
