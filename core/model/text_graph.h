#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Reads a GraphDef in text format (`.pbtxt`).
/// @errors CorruptData: names the line; an unknown field is an error, as for protobuf.
[[nodiscard]] Result<Graph> parseTextGraph(std::string_view text);

/// The graph as a text GraphDef; equal graphs give equal text. Long tensors are written as escaped
/// `tensor_content`.
[[nodiscard]] std::string writeTextGraph(const Graph& graph);

}  // namespace followspot::model
