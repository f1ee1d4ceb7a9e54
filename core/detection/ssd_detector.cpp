#include "core/detection/ssd_detector.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "core/detection/box_decoder.h"
#include "core/detection/detection_output.h"
#include "core/detection/ssd_network.h"
#include "core/detection/tensor_input.h"

namespace followspot {
namespace {

/// More is no SSD network but damage; a tensor of that size has 200 million numbers.
constexpr int kMostInputSide = 8192;

Result<void> validate(const SsdModel& model) {
  const auto bad = [&](const char* what) {
    return fail(ErrorCode::InvalidArgument, model.name + ": " + what);
  };
  if (model.graph.empty()) {
    return bad("the model has no graph.");
  }
  if (model.inputSize.width < 1 || model.inputSize.width > kMostInputSide ||
      model.inputSize.height < 1 || model.inputSize.height > kMostInputSide) {
    return bad("the network's input size must be from 1x1 to 8192x8192.");
  }
  if (!std::isfinite(model.scale) || model.scale == 0 || !std::isfinite(model.mean[0]) ||
      !std::isfinite(model.mean[1]) || !std::isfinite(model.mean[2])) {
    return bad("mean and scale must be finite, scale not 0.");
  }
  if (model.classCount < 1) {
    return bad("the model has no class to detect.");
  }
  if (model.boxEncodings.empty() != model.classScores.empty()) {
    return bad("the model names one of its raw heads only.");
  }
  return {};
}

std::uint64_t hashOf(const std::vector<std::span<const float>>& outputs) {
  // FNV-1a, a word at a time.
  std::uint64_t hash = 14695981039346656037U;
  for (const std::span<const float> output : outputs) {
    for (const float value : output) {
      hash = (hash ^ std::bit_cast<std::uint32_t>(value)) * 1099511628211U;
    }
  }
  return hash;
}

/// Gives back to the system what parsing the graph has left in malloc's lists.
void releaseUnusedMemory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace

class SsdDetector::Impl {
 public:
  Impl(const SsdModel& model, SsdNetwork read)
      : name(model.name),
        classCount(model.classCount),
        network(std::move(read)),
        input({model.inputSize, model.mean, model.scale, model.order}),
        tensor(input.elementCount()) {}

  Result<void> setUp(const SsdModel& model, SsdDecoding wanted);
  Result<void> decode(FrameSize size, const DetectionFilter& filter, std::vector<Detection>& out);

  std::string name;
  int classCount;
  SsdNetwork network;
  TensorInput input;
  std::vector<float> tensor;  ///< [3, height, width]
  std::vector<std::string> outputNames;
  std::vector<std::span<const float>> outputs;
  SsdDecoding decoding = SsdDecoding::Own;
  std::uint64_t firstRun = 0;       ///< Hash of what the first run gave.
  std::vector<BoxDecoder> decoder;  ///< One where decoding is Own.
  DetectionOutputReader reader;
};

Result<void> SsdDetector::Impl::setUp(const SsdModel& model, SsdDecoding wanted) {
  decoding = wanted;
  if (wanted == SsdDecoding::Automatic) {
    decoding = model.boxEncodings.empty() ? SsdDecoding::NetworkOutput : SsdDecoding::Own;
  }
  if (decoding == SsdDecoding::NetworkOutput) {
    const auto layer = network.layerOfType("DetectionOutput");
    if (!layer) {
      return fail(layer.error());
    }
    if (layer->empty()) {
      return fail(
          ErrorCode::InvalidArgument,
          name + ": the network has no DetectionOutput layer. Load it with its text graph.");
    }
    outputNames = {*layer};
    return {};
  }
  if (model.boxEncodings.empty()) {
    return fail(ErrorCode::InvalidArgument, name + ": the model does not name its raw heads.");
  }
  for (const std::string& head : {model.boxEncodings, model.classScores}) {
    if (!network.hasLayer(head)) {
      return fail(ErrorCode::InvalidArgument,
                  name + ": the network has no layer \"" + head + "\".");
    }
  }
  outputNames = {model.boxEncodings, model.classScores};
  auto made = BoxDecoder::make({model.anchors, model.classCount, model.hasBackground,
                                model.scoresAreLogits, model.boxCoder, model.boxOrder});
  if (!made) {
    return fail(made.error().withContext(name));
  }
  decoder.push_back(std::move(*made));
  return {};
}

Result<void> SsdDetector::Impl::decode(FrameSize size, const DetectionFilter& filter,
                                       std::vector<Detection>& out) {
  Result<void> done = decoding == SsdDecoding::Own
                          ? decoder.front().decode(outputs[0], outputs[1], size, filter, out)
                          : reader.read(outputs[0], classCount, size, filter, out);
  if (!done) {
    return fail(done.error().withContext(name));
  }
  return {};
}

SsdDetector::SsdDetector(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SsdDetector::~SsdDetector() = default;

Result<std::unique_ptr<SsdDetector>> SsdDetector::load(const SsdModel& model,
                                                       const SsdOptions& options) {
  if (auto valid = validate(model); !valid) {
    return fail(valid.error());
  }
  auto network = SsdNetwork::read(model);
  if (!network) {
    return fail(network.error());
  }
  auto impl = std::make_unique<Impl>(model, std::move(*network));
  if (auto ready = impl->setUp(model, options.decoding); !ready) {
    return fail(ready.error());
  }
  // Only where the outputs are the same ones, so that the result can be compared.
  const Impl* const sharing = options.sharedWeights != nullptr &&
                                      options.sharedWeights->impl_->outputNames == impl->outputNames
                                  ? options.sharedWeights->impl_.get()
                                  : nullptr;
  if (sharing != nullptr) {
    if (auto shared = impl->network.shareWeights(sharing->network); !shared) {
      return fail(shared.error());
    }
  }
  // The tensor is still all zero: a picture in the mean colour.
  if (auto ran = impl->network.run(impl->tensor, impl->outputNames, impl->outputs); !ran) {
    Error error = ran.error();
    error.code = error.code == ErrorCode::Internal ? ErrorCode::Unsupported : error.code;
    return fail(std::move(error));
  }
  impl->firstRun = hashOf(impl->outputs);
  if (sharing != nullptr && sharing->firstRun != impl->firstRun) {
    return load(model, {.decoding = options.decoding});
  }
  if (impl->decoding == SsdDecoding::Own &&
      (impl->outputs[0].size() != model.anchors.size() * 4 ||
       impl->outputs[1].size() !=
           model.anchors.size() * static_cast<std::size_t>(model.classCount))) {
    return fail(ErrorCode::CorruptData,
                model.name + ": the network's heads have " +
                    std::to_string(impl->outputs[0].size() / 4) + " boxes and " +
                    std::to_string(impl->outputs[1].size()) + " scores, the model " +
                    std::to_string(model.anchors.size()) + " anchors and " +
                    std::to_string(model.classCount) + " classes. They are of different models.");
  }
  std::vector<Detection> ignored;
  if (auto decoded = impl->decode(model.inputSize, {}, ignored); !decoded) {
    return fail(decoded.error());
  }
  releaseUnusedMemory();
  return std::unique_ptr<SsdDetector>(new SsdDetector(std::move(impl)));
}

Result<void> SsdDetector::detect(const Frame& frame, const DetectionFilter& filter,
                                 DetectionSet& out) {
  out.frame = frame.id();
  out.time = frame.time();
  out.size = frame.size();
  out.items.clear();
  if (auto filled = impl_->input.fill(frame.view(), impl_->tensor); !filled) {
    return fail(filled.error().withContext(impl_->name));
  }
  if (auto ran = impl_->network.run(impl_->tensor, impl_->outputNames, impl_->outputs); !ran) {
    return ran;
  }
  return impl_->decode(frame.size(), filter, out.items);
}

SsdDecoding SsdDetector::decoding() const { return impl_->decoding; }

}  // namespace followspot
