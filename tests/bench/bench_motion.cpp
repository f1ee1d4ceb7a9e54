#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/wiring/session_parts.h"
#include "core/media/video_source.h"
#include "core/motion/flow_meter.h"
#include "core/session/tracking_session.h"
#include "tests/bench/bench.h"

/// What measuring the camera's motion costs: by itself, and beside the detectors.
namespace followspot::bench {
namespace {

constexpr double kRate = 10;

Result<std::vector<Frame>> readPictures(const SourceSpec& source, int count) {
  auto video = openVideoSource(source, {});
  if (!video) {
    return fail(video.error());
  }
  std::vector<Frame> pictures;
  while (static_cast<int>(pictures.size()) < count) {
    auto frame = (*video)->read({});
    if (!frame) {
      return fail(frame.error());
    }
    if (!*frame) {
      break;
    }
    pictures.push_back(std::move(**frame));
  }
  return pictures;
}

enum class Camera { Fixed, Moving };

/// What a camera sees that looks at a part of the pictures: always the same, or one that swings.
std::vector<Frame> seenBy(Camera camera, const std::vector<Frame>& pictures) {
  constexpr int kMargin = 32;
  std::vector<Frame> seen;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    PictureView view = pictures[i].view();
    view.model = ColorModel::Yuv;
    const double swing = camera == Camera::Moving ? std::sin(static_cast<double>(i) / 4) : 0;
    const auto dx = static_cast<int>(std::lround(kMargin * (1 + swing)));
    view.planes[0].data += dx * view.planes[0].step + kMargin * view.planes[0].stride;
    view.size = {view.size.width - 2 * kMargin, view.size.height - 2 * kMargin};
    seen.emplace_back(FrameId{static_cast<std::int64_t>(i)},
                      timestampAt(static_cast<double>(i) / kRate), 0, view,
                      std::make_shared<Frame>(pictures[i]));
  }
  return seen;
}

/// All pictures in order; the camera is known for what it is.
void follow(FlowMeter& meter, const std::vector<Frame>& pictures) {
  meter.reset();
  for (const Frame& picture : pictures) {
    static_cast<void>(meter.measure(picture));
  }
}

std::vector<BenchRow> alone(const BenchOptions& options, const SourceSpec& source) {
  constexpr int kPictures = 200;
  const auto pictures = readPictures(source, kPictures);
  if (!pictures || pictures->empty()) {
    return {
        notMeasured("camera motion", pictures ? "the video is empty" : pictures.error().message)};
  }
  const std::vector<Frame> still = seenBy(Camera::Fixed, *pictures);
  const std::vector<Frame> swinging = seenBy(Camera::Moving, *pictures);
  FlowMeter fixed;
  FlowMeter moving;
  BenchRow row = compare(
      "fixed camera, a picture", "moving camera", options.rounds, Clock::ProcessCpu,
      [&] { follow(fixed, still); }, [&] { follow(moving, swinging); });
  row.ours /= static_cast<double>(pictures->size());
  row.theirs /= static_cast<double>(pictures->size());
  const FrameSize size = still.front().size();
  row.note = std::to_string(size.width) + "x" + std::to_string(size.height) + ", 20 s from cold" +
             (fixed.isFixed() && !moving.isFixed() ? "" : "; NOT taken for what they are");
  row.gate = 3;
  return {row};
}

/// Wall seconds of a recorded video through a session, a picture.
double secondsOfSession(const std::shared_ptr<wiring::DetectorPool>& detectors,
                        const SourceSpec& source, bool measured) {
  constexpr int kPictures = 80;
  SessionSettings settings;
  settings.to = Seconds((kPictures - 0.5) / kRate);
  wiring::PartsOptions parts;
  parts.source = source;
  parts.detectors = detectors;
  if (measured) {
    // Never taken for fixed: each picture is measured, as of a moving camera.
    FlowSettings always;
    always.fixedAfter = Seconds(1e6);
    parts.makeMotionMeter = [always] { return std::make_unique<FlowMeter>(always); };
  }
  const auto begin = std::chrono::steady_clock::now();
  TrackingSession session(settings, wiring::makeSessionParts(parts), {});
  while (!session.wait(std::chrono::seconds(1))) {
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (session.error()) {
    std::abort();  // it ran before
  }
  return seconds / kPictures;
}

BenchRow besideDetectors(const BenchOptions& options, const SourceSpec& source) {
  const char* const kName = "recorded video, motion measured";
  const auto detectors =
      wiring::DetectorPool::open({.package = modelOf(options), .textGraph = {}, .labels = {}});
  if (!detectors) {
    return notMeasured(kName, detectors.error().message);
  }
  std::vector<double> with;
  std::vector<double> without;
  for (int round = -1; round < options.rounds; ++round) {  // the first one warms up
    const double one = secondsOfSession(*detectors, source, true);
    const double other = secondsOfSession(*detectors, source, false);
    if (round >= 0) {
      with.push_back(1e3 * one);
      without.push_back(1e3 * other);
    }
  }
  BenchRow row = rowOf(kName, "not measured", "ms", with, without);
  row.note = "a picture; each is measured";
  return row;
}

}  // namespace

std::vector<BenchRow> benchMotion(const BenchOptions& options) {
  SourceSpec source;
  source.location = videoOf(options).string();
  source.frameRate = kRate;
  std::error_code ignored;
  if (!std::filesystem::exists(source.location, ignored)) {
    return {notMeasured("camera motion",
                        "no video " + source.location + " (opencv-doc has it, or --video)")};
  }
  std::vector<BenchRow> rows = alone(options, source);
  rows.push_back(besideDetectors(options, source));
  return rows;
}

}  // namespace followspot::bench
