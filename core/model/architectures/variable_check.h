#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/checkpoint/checkpoint.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Whether a checkpoint belongs to a network: it must have every variable of the graph in the same
/// shape, and no others of a network (what optimizers keep beside variables does not count).
///
/// @param architecture  for messages: "ssd_mobilenet_v2".
/// @param scope  where its feature extractor's variables are.
/// @return  sentences about what was found and is not needed.
/// @errors InvalidArgument: names the variable, and both shapes where these differ.
[[nodiscard]] Result<std::vector<std::string>> checkVariables(const Graph& graph,
                                                              const Checkpoint& checkpoint,
                                                              const std::string& architecture,
                                                              std::string_view scope);

}  // namespace followspot::model
