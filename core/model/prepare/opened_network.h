#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/prepare/ssd_network.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// A network as it was given: a checkpoint, or a graph that is frozen already.
struct OpenedNetwork {
  std::unique_ptr<Checkpoint> checkpoint;  ///< Null of a frozen graph.
  VariableReader variables;                ///< Reads `checkpoint`.
  SsdSource source;
};

/// Opens what the options name: `graph`, or without it `checkpoint`.
/// @errors as openSsdCheckpoint, VariableReader::create, readSource and readFrozenSource.
[[nodiscard]] Result<OpenedNetwork> openNetwork(const PreparationOptions& options,
                                                const PipelineConfig& config, FrameSize inputSize);

}  // namespace followspot::model
