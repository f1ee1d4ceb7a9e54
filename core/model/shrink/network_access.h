#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/model_package.h"

namespace followspot::model {

/// A loaded network.
/// @threading one thread at a time.
class NetworkRunner {
 public:
  NetworkRunner() = default;
  NetworkRunner(const NetworkRunner&) = delete;
  NetworkRunner& operator=(const NetworkRunner&) = delete;
  virtual ~NetworkRunner() = default;

  /// @param input    [3, height, width] in the network's own numbers.
  /// @param names    layers as OpenCV has them: a convolution with one BiasAdd behind it is one
  ///                 layer of the convolution's name, bias included. The same at every call.
  /// @param outputs  as many, in NCHW order; valid until the next run.
  [[nodiscard]] virtual Result<void> run(std::span<const float> input,
                                         const std::vector<std::string>& names,
                                         std::vector<std::span<const float>>& outputs) = 0;
};

/// How model preparation gets at what runs networks and reads videos, which it may not know.
class NetworkAccess {
 public:
  NetworkAccess() = default;
  NetworkAccess(const NetworkAccess&) = delete;
  NetworkAccess& operator=(const NetworkAccess&) = delete;
  virtual ~NetworkAccess() = default;

  /// @param binary, text  valid graphs of one model; `text` may have no nodes.
  [[nodiscard]] virtual Result<std::unique_ptr<NetworkRunner>> load(const ModelManifest& manifest,
                                                                    const Graph& binary,
                                                                    const Graph& text) = 0;

  /// Pictures of a video or folder, spread evenly over it, as the network's input
  /// ([3, height, width] each).
  /// @param most  how many at most.
  /// @errors those of opening and reading it; Cancelled.
  [[nodiscard]] virtual Result<std::vector<std::vector<float>>> readPictures(
      const std::string& location, const ModelManifest& manifest, std::size_t most,
      const std::stop_token& stop) = 0;
};

}  // namespace followspot::model
