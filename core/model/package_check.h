#pragma once

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/model_package.h"

namespace followspot::model {

/// The graphs of a package, parsed and found fit for OpenCV.
struct CheckedGraphs {
  Graph binary;
  Graph text;
};

/// Parses and validates a package's graphs. They share the bytes of `package`, which must outlive
/// them.
/// @errors CorruptData or Unsupported: names the part and the node.
[[nodiscard]] Result<CheckedGraphs> checkGraphs(const ModelPackage& package);

/// Fills in the anchors, and checks that manifest, labels and graphs tell of the same network: its
/// input, its outputs and its classes.
/// @errors CorruptData; InvalidArgument: labels of another number than classes.
[[nodiscard]] Result<void> takeFromGraphs(const CheckedGraphs& graphs, ModelPackage& package);

}  // namespace followspot::model
