#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint.h"

namespace followspot::model {

/// Opens a checkpoint and refuses what is no SSD network of TensorFlow 1: checkpoints of
/// TensorFlow 2, Faster R-CNN, EfficientDet, known by the names of their variables.
/// @errors those of `Checkpoint::open`; Unsupported: names what was found and what to do.
[[nodiscard]] Result<std::unique_ptr<Checkpoint>> openSsdCheckpoint(
    const std::filesystem::path& given);

}  // namespace followspot::model
