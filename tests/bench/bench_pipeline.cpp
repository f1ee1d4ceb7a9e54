#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/dnn.hpp>

#include "app/wiring/session_parts.h"
#include "core/media/picture_scaler.h"
#include "core/model/model_package.h"
#include "core/session/tracking_session.h"
#include "tests/bench/bench.h"

/// A whole recorded video, every picture of it detected and tracked, against the loop that one
/// writes first.
namespace followspot::bench {
namespace {

constexpr double kMinScore = 0.5;
/// Pictures in a round: enough that filling and emptying the pipeline are part of the whole only.
constexpr int kPictures = 120;
constexpr double kTwoCores = 1.8;

struct Work {
  std::int64_t pictures = 0;
  std::int64_t objects = 0;  ///< Shows that both sides did the same.
  double wallSeconds = 0;
  double cpuSeconds = 0;
  std::string error;
};

/// Runs `body` under both clocks.
template <class Body>
Work timed(Body body) {
  Work work;
  const double cpu = processCpuSeconds();
  const auto begin = std::chrono::steady_clock::now();
  body(work);
  work.wallSeconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  work.cpuSeconds = processCpuSeconds() - cpu;
  return work;
}

/// One thread: read, convert the whole picture, blob, forward on two threads, rows of the
/// network's own DetectionOutput.
class NaiveLoop {
 public:
  NaiveLoop(const model::ModelPackage& package, SourceSpec source)
      : manifest_(package.manifest),
        source_(std::move(source)),
        net_(cv::dnn::readNetFromTensorflow(package.graph.data(), package.graph.size(),
                                            package.textGraph.data(), package.textGraph.size())) {}

  void run(int pictures, Work& work) {
    cv::setNumThreads(2);
    auto source = openVideoSource(source_, {});
    if (!source) {
      work.error = source.error().message;
      return;
    }
    const cv::Scalar mean(manifest_.mean[0], manifest_.mean[1], manifest_.mean[2]);
    const cv::Size side(manifest_.inputSize.width, manifest_.inputSize.height);
    cv::Mat picture;
    while (work.pictures < pictures) {
      auto frame = (*source)->read({});
      if (!frame || !*frame) {
        break;
      }
      const FrameSize size = (*frame)->size();
      picture.create(size.height, size.width, CV_8UC3);
      if (auto done = scaler_.scale((*frame)->view(), PackedFormat::Bgr, size, picture.data,
                                    static_cast<std::ptrdiff_t>(picture.step));
          !done) {
        work.error = done.error().message;
        return;
      }
      net_.setInput(
          cv::dnn::blobFromImage(picture, manifest_.scale, side, mean, manifest_.rgb, false));
      const cv::Mat found = net_.forward();  // [1, 1, N, 7]
      for (int row = 0; row < found.size[2]; ++row) {
        work.objects += found.ptr<float>(0, 0, row)[2] >= static_cast<float>(kMinScore) ? 1 : 0;
      }
      ++work.pictures;
    }
  }

 private:
  const model::ModelManifest& manifest_;
  const SourceSpec source_;
  cv::dnn::Net net_;
  PictureScaler scaler_;
};

class CountingSink final : public TrackSink {
 public:
  Result<void> consume(const TrackedFrame& frame) override {
    objects += static_cast<std::int64_t>(frame.detections.items.size());
    return {};
  }
  std::int64_t objects = 0;
};

void runSession(const std::shared_ptr<wiring::DetectorPool>& detectors, const SourceSpec& source,
                Seconds to, Work& work) {
  cv::setNumThreads(1);
  CountingSink sink;
  SessionSettings settings;
  settings.to = to;
  settings.filter.minScore = kMinScore;
  wiring::PartsOptions parts;
  parts.source = source;
  parts.detectors = detectors;
  parts.sinks = {&sink};
  TrackingSession session(settings, wiring::makeSessionParts(parts), {});
  while (!session.wait(std::chrono::seconds(1))) {
  }
  if (const auto error = session.error()) {
    work.error = error->message;
  }
  work.pictures = session.stats().framesDetected;
  work.objects = sink.objects;
}

std::vector<BenchRow> measure(const BenchOptions& options, const model::ModelPackage& package,
                              const std::shared_ptr<wiring::DetectorPool>& detectors) {
  SourceSpec source;
  source.location = videoOf(options).string();
  source.frameRate = 10;
  // Half a picture's time further on: no rounding of times decides.
  const Seconds to((kPictures - 0.5) / *source.frameRate);
  NaiveLoop naive(package, source);
  std::vector<double> ourWall;
  std::vector<double> theirWall;
  std::vector<double> ourCpu;
  std::vector<double> theirCpu;
  std::vector<double> cores;
  std::string objects;
  for (int round = -1; round < options.rounds; ++round) {  // the first one warms up
    const double control = twoCoreControl();
    const Work ours = timed([&](Work& work) { runSession(detectors, source, to, work); });
    const Work theirs = timed([&](Work& work) { naive.run(kPictures, work); });
    if (!ours.error.empty() || !theirs.error.empty() || ours.pictures != theirs.pictures) {
      return {notMeasured("recorded video", ours.error + theirs.error + " (" +
                                                std::to_string(ours.pictures) + " and " +
                                                std::to_string(theirs.pictures) + " pictures)")};
    }
    objects = std::to_string(ours.objects) + " and " + std::to_string(theirs.objects) +
              " objects in " + std::to_string(ours.pictures) + " pictures";
    if (round < 0) {
      continue;
    }
    const double perPicture = 1e3 / static_cast<double>(ours.pictures);
    cores.push_back(control);
    ourWall.push_back(ours.wallSeconds * perPicture);
    theirWall.push_back(theirs.wallSeconds * perPicture);
    ourCpu.push_back(ours.cpuSeconds * perPicture);
    theirCpu.push_back(theirs.cpuSeconds * perPicture);
  }
  const char* const reference = "one loop, whole picture to BGR, OpenCV on 2 threads";
  std::vector<BenchRow> rows;
  rows.push_back(figureOf("control: cores that two threads get", "cores", medianOf(cores)));
  rows.push_back(rowOf("recorded video, a picture", reference, "ms", ourWall, theirWall));
  rows.back().note = objects;
  if (rows.front().ours >= kTwoCores) {
    rows.back().gate = 1.7;
  } else {
    rows.back().note += "; no gate: two cores were not free";
  }
  rows.push_back(rowOf("recorded video, its CPU time", reference, "ms", ourCpu, theirCpu));
  return rows;
}

}  // namespace

std::vector<BenchRow> benchPipeline(const BenchOptions& options) {
  const char* const kName = "recorded video";
  const std::filesystem::path video = videoOf(options);
  std::error_code ignored;
  if (!std::filesystem::exists(video, ignored)) {
    return {notMeasured(kName, "no video " + video.string() + " (opencv-doc has it, or --video)")};
  }
  const model::ModelLocation location{.package = modelOf(options), .textGraph = {}, .labels = {}};
  const auto package = model::loadModelPackage(location);
  if (!package) {
    return {notMeasured(kName, package.error().message + " Or name one by --model.")};
  }
  const auto detectors = wiring::DetectorPool::open(location);
  if (!detectors) {
    return {notMeasured(kName, detectors.error().message)};
  }
  return measure(options, *package, *detectors);
}

}  // namespace followspot::bench
