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
  [[nodiscard]] std::string layerOfType(const std::string& type) const;

  /// Uses the weights of another network of the same graph where they are equal. Before the first
  /// run.
  void shareWeights(const SsdNetwork& other);

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
