#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/wiring/session_parts.h"
#include "core/session/tracking_session.h"
#include "tests/bench/bench.h"
#include "tests/support/allocation_counter.h"

/// Heap allocations of the running session, once all its buffers have their size.
namespace followspot::bench {
namespace {

// Late enough that every worker has loaded its network and run it once, which allocates.
constexpr std::int64_t kFirst = 300;
constexpr std::int64_t kLast = 500;

class Window final : public TrackSink {
 public:
  Result<void> consume(const TrackedFrame& picture) override {
    const std::int64_t at = indexOf(picture.frame.id());
    if (at == kFirst) {
      allBefore_ = allocationCount;
      ownBefore_ = ownAllocationCount;
    }
    if (at == kLast) {
      all = allocationCount - allBefore_;
      own = ownAllocationCount - ownBefore_;
      ended = true;
    }
    return {};
  }
  bool ended = false;
  std::size_t all = 0;
  std::size_t own = 0;

 private:
  std::size_t allBefore_ = 0;
  std::size_t ownBefore_ = 0;
};

}  // namespace

std::vector<BenchRow> benchAllocations(const BenchOptions& options) {
  const char* const kName = "allocations by us, a picture";
  const model::ModelLocation location{.package = modelOf(options), .textGraph = {}, .labels = {}};
  const auto detectors = wiring::DetectorPool::open(location);
  if (!detectors) {
    return {notMeasured(kName, detectors.error().message + " Or name one by --model.")};
  }
  Window window;
  wiring::PartsOptions parts;
  parts.source.location = videoOf(options).string();
  parts.source.frameRate = 10;
  parts.detectors = *detectors;
  parts.sinks = {&window};
  SessionSettings settings;
  settings.to = Seconds((kLast + 1) / *parts.source.frameRate);
  TrackingSession session(settings, wiring::makeSessionParts(parts), {});
  while (!session.wait(std::chrono::seconds(1))) {
  }
  if (const auto error = session.error()) {
    return {notMeasured(kName, error->message)};
  }
  if (!window.ended) {
    return {notMeasured(kName, "the video is too short")};
  }
  constexpr double kPictures = kLast - kFirst;
  BenchRow row = figureOf(kName, "calls", static_cast<double>(window.own) / kPictures);
  row.gate = 0.03;  // a buffer may grow yet, where there are more objects than ever before
  row.note = "the libraries: " + std::to_string((window.all - window.own) / (kLast - kFirst));
  return {row};
}

}  // namespace followspot::bench
