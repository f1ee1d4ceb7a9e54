#include "core/detection/ssd_network.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "core/base/contracts.h"

namespace followspot {
namespace {

/// Calls into OpenCV; what it throws becomes an error with that code.
template <class Work>
Result<void> guarded(ErrorCode code, const std::string& what, const Work& work) {
  try {
    work();
    return {};
  } catch (const cv::Exception& exception) {
    if (exception.code == cv::Error::StsNoMem) {
      return fail(ErrorCode::Unavailable, what + ": not enough memory.");
    }
    // Its text is many lines with a path of the machine that OpenCV was built on.
    return fail(code, what + ": OpenCV says \"" + exception.err + "\" in " + exception.func + ".");
  } catch (const std::bad_alloc&) {
    return fail(ErrorCode::Unavailable, what + ": not enough memory.");
  } catch (const std::exception& exception) {
    return fail(code, what + ": " + exception.what() + ".");
  }
}

bool sameContent(const cv::Mat& a, const cv::Mat& b) {
  return a.type() == b.type() && a.size == b.size && a.isContinuous() && b.isContinuous() &&
         std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

}  // namespace

struct SsdNetwork::State {
  std::string name;
  FrameSize inputSize;
  // Net's const members are not const in OpenCV 4.6 once layers are made on demand.
  mutable cv::dnn::Net net;
  std::vector<cv::Mat> outputs;
};

SsdNetwork::SsdNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}
SsdNetwork::SsdNetwork(SsdNetwork&&) noexcept = default;
SsdNetwork& SsdNetwork::operator=(SsdNetwork&&) noexcept = default;
SsdNetwork::~SsdNetwork() = default;

Result<SsdNetwork> SsdNetwork::read(const SsdModel& model) {
  auto state = std::make_unique<State>();
  state->name = model.name;
  state->inputSize = model.inputSize;
  auto done = guarded(ErrorCode::Unsupported, model.name + ": cannot be loaded", [&] {
    state->net = cv::dnn::readNetFromTensorflow(
        model.graph.data(), model.graph.size(),
        model.textGraph.empty() ? nullptr : model.textGraph.data(), model.textGraph.size());
    state->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
    state->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  });
  if (!done) {
    return fail(done.error());
  }
  if (state->net.empty()) {
    return fail(ErrorCode::Unsupported, model.name + ": the graph has no layer.");
  }
  return SsdNetwork(std::move(state));
}

bool SsdNetwork::hasLayer(const std::string& name) const {
  return state_->net.getLayerId(name) > 0;
}

std::string SsdNetwork::layerOfType(const std::string& type) const {
  const std::vector<cv::String> names = state_->net.getLayerNames();
  const auto found = std::find_if(names.rbegin(), names.rend(), [&](const cv::String& name) {
    return state_->net.getLayer(state_->net.getLayerId(name))->type == type;
  });
  return found == names.rend() ? std::string() : *found;
}

void SsdNetwork::shareWeights(const SsdNetwork& other) {
  for (const cv::String& name : state_->net.getLayerNames()) {
    const int id = other.state_->net.getLayerId(name);
    if (id <= 0) {
      continue;
    }
    auto& ours = state_->net.getLayer(state_->net.getLayerId(name))->blobs;
    const auto& theirs = other.state_->net.getLayer(id)->blobs;
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
      if (sameContent(ours[i], theirs[i])) {
        ours[i] = theirs[i];
      }
    }
  }
}

Result<void> SsdNetwork::run(std::span<const float> input, const std::vector<std::string>& names,
                             std::vector<std::span<const float>>& outputs) {
  const std::array<int, 4> shape{1, 3, state_->inputSize.height, state_->inputSize.width};
  FS_EXPECTS(
      input.size() == 3 * static_cast<std::size_t>(shape[2]) * static_cast<std::size_t>(shape[3]),
      "the tensor has the network's size");
  outputs.clear();
  return guarded(ErrorCode::Internal, state_->name + ": the network failed", [&] {
    // OpenCV takes no const data; setInput copies it.
    const cv::Mat blob(4, shape.data(), CV_32F,
                       const_cast<float*>(input.data()));  // NOLINT(*-const-cast): see above
    state_->net.setInput(blob);
    state_->net.forward(state_->outputs, names);
    for (const cv::Mat& output : state_->outputs) {
      if (output.type() != CV_32F || !output.isContinuous()) {
        CV_Error(cv::Error::StsUnsupportedFormat, "an output is not a dense array of float");
      }
      outputs.emplace_back(output.ptr<float>(), output.total());
    }
  });
}

}  // namespace followspot
