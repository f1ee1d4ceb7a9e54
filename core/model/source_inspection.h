#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/model_summary.h"

namespace followspot::model {

/// Nodes or variables that preparing a model leaves behind, and why.
struct Removal {
  std::string what;  ///< "gradients and optimiser".
  std::string why;   ///< "only training needs them".
  std::size_t count = 0;
  std::string example;  ///< Name of one of them.
};

/// What a file that a model can be made from holds.
struct SourceInspection {
  std::string format;               ///< "training or inference graph (.meta)".
  std::string architecture;         ///< "MobilenetV2", or as pipeline.config says; empty: unknown.
  std::vector<std::string> inputs;  ///< "image_tensor: uint8 [?,?,?,3]".
  std::vector<std::string> outputs;
  std::string anchors;  ///< What is known of them; may be empty.
  std::map<std::string, int> ops;
  /// Of the network alone, dearest first, for a picture of `pictureSize`.
  ModelSummary network;
  std::string pictureSize;  ///< "300x300"; empty where no network was found.
  std::vector<Removal> removals;
  std::vector<std::string> notes;
};

/// Looks at a frozen graph, a `.meta`, a SavedModel, a text graph, a `.tflite`, a checkpoint (any
/// name that `locateCheckpoint` takes; with its graph where there is one) or a pipeline.config.
/// Which it is follows from name and content. Nothing is run.
/// @errors those of the readers.
[[nodiscard]] Result<SourceInspection> inspectSource(const std::filesystem::path& path);

}  // namespace followspot::model
