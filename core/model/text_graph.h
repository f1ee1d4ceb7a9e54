#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Writes a graph as protobuf text, as OpenCV's importer and TensorFlow read it. Only small tensors
/// (up to 64 float or int32 elements) are written with their numbers; larger ones keep type and
/// shape.
[[nodiscard]] std::string writeTextGraph(const Graph& graph);

/// Reads a text graph. @errors CorruptData: with line or node.
[[nodiscard]] Result<Graph> parseTextGraph(std::string_view text);

}  // namespace followspot::model
