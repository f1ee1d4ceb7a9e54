#pragma once

#include "core/model/graph.h"

namespace followspot::model {

/// The pair of graphs of a package in one: `cv::dnn::readNetFromTensorflow` loads it without a text
/// graph, and DetectionOutput is one of its nodes.
///
/// Only the constants of `binary` are taken over: its own network is TensorFlow's form of what
/// `text` runs.
/// @param text  without nodes: `binary` is in one already.
[[nodiscard]] Graph mergeGraphs(Graph binary, Graph text);

}  // namespace followspot::model
