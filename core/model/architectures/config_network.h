#pragma once

#include <string>

#include "core/base/result.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/graph.h"
#include "core/model/prepare/heads.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// A network that was put together from its description.
struct ConfigNetwork {
  Graph graph;  ///< Its variables are not frozen yet.
  SsdHeads heads;
  std::string scope;  ///< Where its feature extractor's variables are.
};

/// Builds the inference graph of an SSD network as the Object Detection API does, from
/// pipeline.config alone.
///
/// @param inputName  of the float placeholder [1, height, width, 3].
/// @errors InvalidArgument: a configuration that makes no network, such as for pictures too small.
/// Unsupported: an architecture that is not known here (lists those that are).
/// @source object_detection/builders/model_builder.py, models/ssd_*_feature_extractor.py
[[nodiscard]] Result<ConfigNetwork> buildConfigNetwork(const PipelineConfig& config,
                                                       FrameSize inputSize,
                                                       const std::string& inputName);

}  // namespace followspot::model
