#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/output_file.h"
#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// What a GraphDef may hold at most; more is refused before memory is spent on it.
struct GraphLimits {
  std::size_t nodes = 100'000;
  std::size_t inputsOfNode = 10'000;
  std::size_t listElements = 1'000'000;
  std::int64_t tensorBytes = std::int64_t{1} << 30;  ///< One tensor, written out densely.
  std::int64_t expandedBytes = std::int64_t{1}
                               << 28;  ///< All tensors that the file holds in shorter form.
};

/// Reads a binary GraphDef. Tensors share `bytes`; those given as repeated numbers are written out
/// densely.
/// @errors CorruptData: names the place (node or byte).
/// @source tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape}.proto
[[nodiscard]] Result<Graph> parseGraph(std::shared_ptr<const std::string> bytes,
                                       const GraphLimits& limits = {});

/// Reads the nodes of a GraphDef message inside a larger one that `owner` keeps (a MetaGraphDef).
[[nodiscard]] Result<Graph> parseGraph(std::string_view message, std::shared_ptr<const void> owner,
                                       const GraphLimits& limits = {});

/// Reads a TensorProto. @param expanded  budget of bytes for tensors in shorter form; reduced by
/// what is used.
[[nodiscard]] Result<Tensor> parseTensor(std::string_view message,
                                         const std::shared_ptr<const void>& owner,
                                         const GraphLimits& limits, std::int64_t& expanded);

/// Writes a binary GraphDef. Int32 constants of up to 64 elements are written as numbers (OpenCV's
/// importer reads axes and shapes only there), all others as dense bytes.
[[nodiscard]] std::string serializeGraph(const Graph& graph);

/// The same into a file, node by node, without holding all of it.
[[nodiscard]] Result<void> writeGraph(const Graph& graph, OutputFile& file);

}  // namespace followspot::model
