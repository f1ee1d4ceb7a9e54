#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/transforms/graph_view.h"
#include "core/model/transforms/step_report.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// What a network's first convolution sees.
struct PictureInput {
  std::string picture;      ///< An input as nodes name it.
  std::string convolution;  ///< Node that sees it.
};

/// Finds the first convolution: the one that no other convolution feeds; nothing depends on names.
/// @param outputs  where the network ends.
/// @errors Unsupported: no convolution, or several that see different pictures (names them).
[[nodiscard]] Result<PictureInput> findPicture(const GraphIndex& index,
                                               const std::vector<std::string>& outputs);

struct CutOptions {
  std::vector<std::string> outputs;  ///< Nodes where the network ends.
  std::string placeholder = "normalized_input_image_tensor";
  FrameSize inputSize;
  std::int64_t channels = 3;
};

/// Cuts the network out of a graph of any purpose (inference, training, export): from `outputs`
/// back to what its first convolution sees, which becomes a float placeholder
/// [1, height, width, channels]. What prepares pictures, feeds queues, trains, saves or counts
/// stays behind.
///
/// @errors those of `findPicture`.
[[nodiscard]] Result<Graph> cutNetwork(Graph graph, const CutOptions& options, StepReport& report);

}  // namespace followspot::model
