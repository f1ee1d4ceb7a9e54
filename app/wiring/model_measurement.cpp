#include "app/wiring/model_measurement.h"

#include <chrono>

#include "app/wiring/detector_pool.h"
#include "app/wiring/made_up_picture.h"
#include "core/base/this_process.h"
#include "core/detection/ssd_detector.h"

namespace followspot::wiring {
namespace {

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

}  // namespace

Result<Measurement> measureHere(const model::ModelLocation& location, int runs) {
  useOneThread();
  Measurement measured;
  const auto begin = Clock::now();
  const auto package = model::loadModelPackage(location);
  if (!package) {
    return fail(package.error());
  }
  const auto detector = SsdDetector::load(ssdModelOf(*package));
  if (!detector) {
    return fail(detector.error());
  }
  measured.loadMs = millisecondsSince(begin);
  constexpr FrameSize kPicture{1280, 720};
  const Frame picture = madeUpPicture(kPicture, 0);
  DetectionSet detections;
  constexpr int kWarmUps = 3;
  for (int i = -kWarmUps; i < runs; ++i) {
    const auto start = Clock::now();
    if (auto detected = (*detector)->detect(picture, {}, detections); !detected) {
      return fail(detected.error());
    }
    if (i >= 0) {
      measured.forwardMs.push_back(millisecondsSince(start));
    }
  }
  measured.peakBytes = peakMemoryBytes();
  return measured;
}

}  // namespace followspot::wiring
