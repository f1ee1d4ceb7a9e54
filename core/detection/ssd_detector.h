#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/detection/detector.h"
#include "core/detection/ssd_model.h"

namespace followspot {

/// Which part of the program turns the network's heads into boxes.
enum class SsdDecoding {
  Automatic,      ///< `Own` where the model names its raw heads, else `NetworkOutput`.
  Own,            ///< BoxDecoder on the raw heads: every filter setting acts exactly.
  NetworkOutput,  ///< The network's DetectionOutput layer; its own limits come first.
};

class SsdDetector;

struct SsdOptions {
  SsdDecoding decoding = SsdDecoding::Automatic;
  /// A detector of the same model, alive during `load`: its weights are shared, read-only, instead
  /// of kept twice. May be detecting meanwhile. Left aside where the first run of both differs in a
  /// bit.
  const SsdDetector* sharedWeights = nullptr;
};

/// SSD network on OpenCV's DNN module.
///
/// Runs on the calling thread as far as OpenCV lets it (`cv::setNumThreads(1)` is the program's
/// business): two detectors on two threads are far faster than one on two.
/// @threading one thread at a time.
class SsdDetector final : public Detector {
 public:
  /// Reads the network and runs it once, so that a detector that exists works and its first
  /// picture is not slower than the others.
  /// @errors InvalidArgument: a field of the model makes no sense, or the heads it names are not in
  /// the network. Unsupported: OpenCV cannot run the graph (says why). CorruptData: the heads do
  /// not fit anchors and classes, or the first run gave non-finite numbers. Unavailable: no memory.
  [[nodiscard]] static Result<std::unique_ptr<SsdDetector>> load(const SsdModel& model,
                                                                 const SsdOptions& options = {});

  ~SsdDetector() override;

  [[nodiscard]] Result<void> detect(const Frame& frame, const DetectionFilter& filter,
                                    DetectionSet& out) override;

  /// Own or NetworkOutput.
  [[nodiscard]] SsdDecoding decoding() const;

 private:
  class Impl;
  explicit SsdDetector(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace followspot
