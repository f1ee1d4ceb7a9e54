#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"

namespace followspot::model {

enum class CheckpointFormat {
  Bundle,        ///< Version 2: `P.index` and `P.data-00000-of-0000N`.
  TensorSlices,  ///< Version 1: `P` itself, or `P-00000-of-0000N`.
};

/// Where a checkpoint's files are.
struct CheckpointLocation {
  std::filesystem::path prefix;  ///< As TensorFlow names it: "train/model.ckpt-1000".
  CheckpointFormat format = CheckpointFormat::Bundle;
  std::vector<std::filesystem::path> tables;  ///< The `.index`, or all files of version 1.
  std::filesystem::path metaGraph;            ///< `P.meta`; empty where there is none.
};

/// Finds a checkpoint from whatever of it is named: its prefix, any of its files, the `checkpoint`
/// state file, or the folder.
///
/// What a state file names is looked for beside it, never elsewhere: folders are moved after
/// training.
/// @errors NotFound, with what is there; InvalidArgument: a folder with several checkpoints and no
/// state file.
/// @source tensorflow/python/training/checkpoint_state.proto
[[nodiscard]] Result<CheckpointLocation> locateCheckpoint(const std::filesystem::path& given);

}  // namespace followspot::model
