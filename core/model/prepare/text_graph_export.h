#pragma once

#include "core/base/result.h"
#include "core/model/config/pipeline_config.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Makes the text graph that OpenCV's `tf_text_graph_ssd.py` makes for a frozen graph: layers and
/// names as there, so that cv::dnn::readNetFromTensorflow(pb, pbtxt) gives `detection_out`.
///
/// Differences, all to the better: the order of nodes does not matter; optional fields of the
/// configuration may be missing; prior boxes have `step` and `offset` where TensorFlow's grid is
/// not OpenCV's (feature pyramids at 300 or 320 pixels); scores are converted as the configuration
/// says; Identity nodes, which OpenCV's importer drops, are all left out.
/// @errors Unsupported, InvalidArgument: as prepareModel; names what was found.
/// @source opencv/samples/dnn/tf_text_graph_ssd.py (behaviour)
[[nodiscard]] Result<Graph> makeScriptTextGraph(const Graph& frozen, const PipelineConfig& config);

}  // namespace followspot::model
