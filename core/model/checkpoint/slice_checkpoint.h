#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint.h"

namespace followspot::model {

/// Opens a checkpoint of version 1: tables whose values are the tensors' parts themselves.
/// @errors as Checkpoint::open.
/// @source tensorflow/core/util/{tensor_slice_reader,saved_tensor_slice_util}.cc,
/// saved_tensor_slice.proto
[[nodiscard]] Result<std::unique_ptr<Checkpoint>> openSlices(CheckpointLocation location);

}  // namespace followspot::model
