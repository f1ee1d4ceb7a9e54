#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// What kind of file a graph came in.
enum class GraphFile {
  GraphDef,    ///< Frozen `.pb`.
  MetaGraph,   ///< `.meta` beside a checkpoint.
  SavedModel,  ///< `saved_model.pb`.
};

/// Reads the graph in a `.meta` file.
/// @errors as readFile; CorruptData: names file and place.
/// @source tensorflow/core/protobuf/meta_graph.proto
[[nodiscard]] Result<Graph> readMetaGraph(const std::filesystem::path& file);

/// Reads a frozen graph, a `.meta`, a `saved_model.pb`, or the folder of the latter, whichever it
/// is; of a SavedModel the first graph.
/// @source tensorflow/core/protobuf/saved_model.proto
struct ReadGraph {
  Graph graph;
  GraphFile kind = GraphFile::GraphDef;
};
[[nodiscard]] Result<ReadGraph> readAnyGraph(const std::filesystem::path& file);

}  // namespace followspot::model
