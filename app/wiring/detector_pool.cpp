#include "app/wiring/detector_pool.h"

#include <span>
#include <utility>

#include <opencv2/core/utility.hpp>

#include "core/base/sha256.h"
#include "core/detection/ssd_detector.h"
#include "core/model/model_trial.h"

namespace followspot::wiring {

/// A detector on loan.
class DetectorPool::Lease final : public Detector {
 public:
  Lease(std::shared_ptr<DetectorPool> pool, std::unique_ptr<SsdDetector> detector)
      : pool_(std::move(pool)), detector_(std::move(detector)) {}
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() override {
    const std::scoped_lock lock(pool_->mutex_);
    pool_->idle_.push_back(std::move(detector_));
  }

  Result<void> detect(const Frame& frame, const DetectionFilter& filter,
                      DetectionSet& out) override {
    return detector_->detect(frame, filter, out);
  }

 private:
  const std::shared_ptr<DetectorPool> pool_;
  std::unique_ptr<SsdDetector> detector_;
};

DetectorPool::DetectorPool(SsdModel model, model::ModelPackage package)
    : model_(std::move(model)),
      manifest_(std::move(package.manifest)),
      labels_(std::move(package.labels)),
      checkedHash_(std::move(package.graphHash)) {}

DetectorPool::~DetectorPool() = default;

std::string DetectorPool::graphHash() const {
  return checkedHash_.empty() ? sha256Hex(std::as_bytes(std::span(model_.graph))) : checkedHash_;
}

Result<std::shared_ptr<DetectorPool>> DetectorPool::open(const model::ModelLocation& location,
                                                         const std::stop_token& stop) {
  useOneThread();
  auto package = model::loadModelPackage(location);
  if (!package) {
    return fail(package.error());
  }
  model::TrialSettings trial;
  trial.runtime = runtimeName();
  trial.limits.stop = stop;
  if (auto tried = model::tryModel(location, *package, trial); !tried) {
    return fail(tried.error());
  }
  SsdModel model = ssdModelOf(*package);
  return std::shared_ptr<DetectorPool>(new DetectorPool(std::move(model), std::move(*package)));
}

Result<std::unique_ptr<Detector>> DetectorPool::take() {
  const std::scoped_lock lock(mutex_);
  if (idle_.empty()) {
    SsdOptions options;
    options.sharedWeights = first_;
    auto loaded = SsdDetector::load(model_, options);
    if (!loaded) {
      return fail(loaded.error());
    }
    if (first_ == nullptr) {
      first_ = loaded->get();
    }
    idle_.push_back(std::move(*loaded));
  }
  std::unique_ptr<SsdDetector> detector = std::move(idle_.back());
  idle_.pop_back();
  return std::unique_ptr<Detector>(
      std::make_unique<Lease>(shared_from_this(), std::move(detector)));
}

void useOneThread() {
  static std::once_flag once;
  std::call_once(once, [] { cv::setNumThreads(1); });
}

Result<void> loadOnce(const model::ModelLocation& location) {
  useOneThread();
  const auto package = model::loadModelPackage(location);
  if (!package) {
    return fail(package.error());
  }
  const auto detector = SsdDetector::load(ssdModelOf(*package));
  if (!detector) {
    return fail(detector.error());
  }
  return {};
}

std::string runtimeName() { return "OpenCV " + cv::getVersionString(); }

SsdModel ssdModelOf(const model::ModelPackage& package) {
  const model::ModelManifest& manifest = package.manifest;
  SsdModel model;
  model.name = manifest.name;
  model.graph = package.graph;
  model.textGraph = package.textGraph;
  model.inputSize = manifest.inputSize;
  model.mean = manifest.mean;
  model.scale = manifest.scale;
  model.order = manifest.rgb ? ChannelOrder::Rgb : ChannelOrder::Bgr;
  model.classCount = manifest.classCount;
  model.hasBackground = manifest.hasBackground;
  model.scoresAreLogits = manifest.scoresAreLogits;
  model.boxCoder = manifest.boxCoder;
  if (!package.anchors.empty()) {
    // Without anchors the raw heads are of no use.
    model.boxEncodings = manifest.boxEncodings;
    model.classScores = manifest.classScores;
  }
  model.anchors.reserve(package.anchors.size());
  for (const auto& [y, x, height, width] : package.anchors) {
    model.anchors.push_back({.yCenter = y, .xCenter = x, .height = height, .width = width});
  }
  return model;
}

}  // namespace followspot::wiring
