#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>

#include "tests/support/hostile_script.h"
#include "tracking/tracker_factory.h"

/// The first byte chooses the tracker, the rest is played to it (tests/support/hostile_script.h).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  using followspot::tracking::TrackerKind;
  constexpr TrackerKind kKinds[] = {TrackerKind::Auto, TrackerKind::Sort, TrackerKind::ByteTrack,
                                    TrackerKind::OcSort};
  followspot::tracking::TrackerSettings settings;
  settings.kind = kKinds[data[0] % 4];
  const auto tracker = followspot::tracking::makeTracker(settings);
  const std::string broken = followspot::brokenPromise(std::span(data, size).subspan(1), *tracker);
  if (!broken.empty()) {
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
