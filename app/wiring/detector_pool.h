#pragma once

#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/detector.h"
#include "core/detection/ssd_model.h"
#include "core/model/model_package.h"
#include "core/types/label_map.h"

namespace followspot {
class SsdDetector;
}

namespace followspot::wiring {

/// A model read and checked, and the detectors made of it.
///
/// Detectors share their weights and come back when their user lets go of them: a second session
/// with the same model starts without loading anything. The first detector is made by the first
/// `take`.
/// @threading any thread.
class DetectorPool : public std::enable_shared_from_this<DetectorPool> {
 public:
  /// Reads and checks the model; OpenCV sees nothing of it yet. Also sets OpenCV to one thread for
  /// this process: workers run side by side instead.
  ///
  /// A model that OpenCV has not run before is first tried in a process of its own.
  /// @errors as model::loadModelPackage and model::tryModel.
  [[nodiscard]] static Result<std::shared_ptr<DetectorPool>> open(
      const model::ModelLocation& location, const std::stop_token& stop = {});

  ~DetectorPool();
  DetectorPool(const DetectorPool&) = delete;
  DetectorPool& operator=(const DetectorPool&) = delete;

  [[nodiscard]] const std::string& name() const { return model_.name; }
  [[nodiscard]] const LabelMap& labels() const { return labels_; }
  [[nodiscard]] const model::ModelManifest& manifest() const { return manifest_; }
  /// SHA-256 of the graph's bytes, in hexadecimal.
  [[nodiscard]] std::string graphHash() const;

  /// A detector for one thread at a time; keeps the pool alive.
  /// @errors as SsdDetector::load.
  [[nodiscard]] Result<std::unique_ptr<Detector>> take();

 private:
  class Lease;
  DetectorPool(SsdModel model, model::ModelPackage package);

  const SsdModel model_;
  const model::ModelManifest manifest_;
  const LabelMap labels_;
  const std::string checkedHash_;  // empty where the package has none
  std::mutex mutex_;
  // --- guarded by mutex_; held while loading, so that there are weights to share for the next ---
  std::vector<std::unique_ptr<SsdDetector>> idle_;
  const SsdDetector* first_ = nullptr;  // never dies before the pool
};

/// Sets OpenCV to one thread for this process: workers run side by side instead.
void useOneThread();

/// Reads and checks a model, loads it and runs it once: what a trial does. @errors as
/// DetectorPool::open and take.
[[nodiscard]] Result<void> loadOnce(const model::ModelLocation& location);

/// Name and version of what runs models: "OpenCV 4.6.0".
[[nodiscard]] std::string runtimeName();

/// What a detector needs of a model package.
[[nodiscard]] SsdModel ssdModelOf(const model::ModelPackage& package);

}  // namespace followspot::wiring
