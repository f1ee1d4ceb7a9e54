#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint.h"

namespace followspot::model {

/// Opens a checkpoint of version 2: a table of entries that say where in which data file a tensor
/// lies, and its checksum.
/// @errors as Checkpoint::open.
/// @source tensorflow/core/util/tensor_bundle/tensor_bundle.cc,
/// tensorflow/core/protobuf/tensor_bundle.proto
[[nodiscard]] Result<std::unique_ptr<Checkpoint>> openBundle(CheckpointLocation location);

}  // namespace followspot::model
