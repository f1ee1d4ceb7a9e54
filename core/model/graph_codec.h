#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/output_file.h"
#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/tensor_codec.h"
#include "core/model/wire_format.h"

namespace followspot::model {

/// Largest GraphDef file that is read; also protobuf's own limit.
inline constexpr std::size_t kMaxGraphBytes = (std::size_t{1} << 31) - 1;
/// Most nodes in a graph; the largest training graphs have some ten thousand.
inline constexpr std::size_t kMaxNodes = 250'000;

/// Reads a binary GraphDef. Weights are shared with `bytes` where they are aligned in it.
///
/// What no graph that we can run has is left out: functions, device and version notes of the graph,
/// attributes that hold functions (kept as monostate). Fields that may come once and come twice are
/// refused, because readers differ on them.
/// @param owner  keeps `bytes` alive; null: the caller does, longer than the graph.
/// @errors CorruptData: names the node and attribute.
/// @source tensorflow/core/framework/{graph,node_def,attr_value}.proto
[[nodiscard]] Result<Graph> parseGraph(std::string_view bytes, std::shared_ptr<const void> owner);
/// The same from a buffer that the graph's tensors then keep alive.
[[nodiscard]] Result<Graph> parseGraph(std::shared_ptr<const std::string> bytes);

/// The graph as a binary GraphDef that points to the tensors' bytes: the graph must outlive it.
/// Attributes are written in the order of their names, so that equal graphs give equal bytes.
[[nodiscard]] WireMessage encodeGraph(const Graph& graph);
/// The same in one buffer.
[[nodiscard]] std::string serializeGraph(const Graph& graph);

/// Writes the encoded graph piece by piece, without a second copy of the weights.
/// @errors of OutputFile::write; CorruptData: larger than `kMaxGraphBytes`.
[[nodiscard]] Result<void> writeGraph(const Graph& graph, OutputFile& file);

}  // namespace followspot::model
