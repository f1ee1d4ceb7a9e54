#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/ssd_model.h"

namespace followspot {

/// The network itself: OpenCV's Net with its exceptions turned into errors.
/// @threading one thread at a time.
class SsdNetwork {
 public:
  /// Reads the graph. @errors Unsupported: OpenCV refuses it. Unavailable: no memory.
  [[nodiscard]] static Result<SsdNetwork> read(const SsdModel& model);

  SsdNetwork(SsdNetwork&&) noexcept;
  SsdNetwork& operator=(SsdNetwork&&) noexcept;
  SsdNetwork(const SsdNetwork&) = delete;
  SsdNetwork& operator=(const SsdNetwork&) = delete;
  ~SsdNetwork();

  [[nodiscard]] bool hasLayer(const std::string& name) const;
  /// The layer of that type, nearest the end; empty where there is none.
  ///  Unsupported: OpenCV cannot make one of the layers.
  [[nodiscard]] Result<std::string> layerOfType(const std::string& type) const;

  /// Uses the weights of another network of the same graph where they are equal, and gives the
  /// memory of its own back to the system. Before the first run; the caller compares the outputs of
  /// both afterwards, as OpenCV promises nothing about who else holds a layer's weights.
  ///  Unsupported: OpenCV cannot make one of the layers.
  [[nodiscard]] Result<void> shareWeights(const SsdNetwork& other);

  /// @param input    [3, height, width]; copied.
  /// @param names    layers to run to; the same at every call.
  /// @param outputs  as many; valid until the next run.
  /// @errors Internal: OpenCV failed. Unavailable: no memory.
  [[nodiscard]] Result<void> run(std::span<const float> input,
                                 const std::vector<std::string>& names,
                                 std::vector<std::span<const float>>& outputs);

 private:
  struct State;
  explicit SsdNetwork(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace followspot
