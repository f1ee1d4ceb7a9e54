#pragma once

#include <vector>

#include "core/model/architectures/layer_builder.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/prepare/heads.h"

namespace followspot::model {

/// A predictor of its own for each map.
/// @source object_detection/predictors/convolutional_box_predictor.py
[[nodiscard]] SsdHeads addConvolutionalPredictors(LayerBuilder& layers,
                                                  const std::vector<Features>& maps,
                                                  const PipelineConfig& config);

/// One predictor for all maps, whose batch norm alone differs from map to map.
/// @source WeightSharedConvolutionalBoxPredictor, same file
[[nodiscard]] SsdHeads addSharedPredictors(LayerBuilder& layers, const std::vector<Features>& maps,
                                           const PipelineConfig& config);

}  // namespace followspot::model
