#include "core/detection/ssd_network.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>

#include "core/base/contracts.h"
#include "core/detection/convolution_layer.h"

namespace followspot {
namespace {

/// Calls into OpenCV; what it throws becomes an error with that code, "<name>: <what>: ...".
template <class Work>
Result<void> guarded(ErrorCode code, const std::string& name, const char* what, const Work& work) {
  const auto failed = [&](ErrorCode reason, const std::string& why) {
    return fail(reason, name + ": " + what + ": " + why + ".");
  };
  try {
    // OpenCV makes a network's layers at any of the calls.
    const OwnConvolutions own;
    work();
    return {};
  } catch (const cv::Exception& exception) {
    if (exception.code == cv::Error::StsNoMem) {
      return failed(ErrorCode::Unavailable, "not enough memory");
    }
    // Its text is many lines with a path of the machine that OpenCV was built on.
    return failed(code, "OpenCV says \"" + exception.err + "\" in " + exception.func);
  } catch (const std::bad_alloc&) {
    return failed(ErrorCode::Unavailable, "not enough memory");
  } catch (const std::exception& exception) {
    return failed(code, exception.what());
  }
}

bool sameContent(const cv::Mat& a, const cv::Mat& b) {
  return a.type() == b.type() && a.size == b.size && a.isContinuous() && b.isContinuous() &&
         std::memcmp(a.data, b.data, a.total() * a.elemSize()) == 0;
}

/// Gives the memory of weights that nobody reads any more back to the system. The parameters that a
/// layer was made from keep their reference for the life of the network, so the buffer cannot be
/// freed; afterwards it reads as zeros.
void releasePages([[maybe_unused]] const cv::Mat& weights) {
#if defined(__linux__)
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(weights.data);
  const std::uintptr_t first = (begin + page - 1) / page * page;
  const std::uintptr_t last = (begin + weights.total() * weights.elemSize()) / page * page;
  if (first < last) {
    // A refusal only means that the memory stays.
    static_cast<void>(madvise(weights.data + (first - begin), last - first, MADV_DONTNEED));
  }
#endif
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
  auto done = guarded(ErrorCode::Unsupported, model.name, "cannot be loaded", [&] {
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

Result<std::string> SsdNetwork::layerOfType(const std::string& type) const {
  std::string found;
  auto done = guarded(ErrorCode::Unsupported, state_->name, "cannot be loaded", [&] {
    for (const cv::String& name : state_->net.getLayerNames()) {
      if (state_->net.getLayer(state_->net.getLayerId(name))->type == type) {
        found = name;
      }
    }
  });
  if (!done) {
    return fail(done.error());
  }
  return found;
}

Result<void> SsdNetwork::shareWeights(const SsdNetwork& other) {
  return guarded(ErrorCode::Unsupported, state_->name, "cannot be loaded", [&] {
    for (const cv::String& name : state_->net.getLayerNames()) {
      const int id = other.state_->net.getLayerId(name);
      if (id <= 0) {
        continue;
      }
      auto& ours = state_->net.getLayer(state_->net.getLayerId(name))->blobs;
      const auto& theirs = other.state_->net.getLayer(id)->blobs;
      for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
        // Held by the layer and by the parameters that it was made from, and nobody else.
        constexpr int kHolders = 2;
        if (ours[i].u == nullptr || ours[i].u->refcount != kHolders ||
            ours[i].data == theirs[i].data || !sameContent(ours[i], theirs[i])) {
          continue;
        }
        const cv::Mat old = std::exchange(ours[i], theirs[i]);
        releasePages(old);
      }
    }
  });
}

Result<void> SsdNetwork::run(std::span<const float> input, const std::vector<std::string>& names,
                             std::vector<std::span<const float>>& outputs) {
  const std::array<int, 4> shape{1, 3, state_->inputSize.height, state_->inputSize.width};
  FS_EXPECTS(
      input.size() == 3 * static_cast<std::size_t>(shape[2]) * static_cast<std::size_t>(shape[3]),
      "the tensor has the network's size");
  outputs.clear();
  return guarded(ErrorCode::Internal, state_->name, "the network failed", [&] {
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
