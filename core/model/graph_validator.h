#pragma once

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/model/graph.h"

namespace followspot::model {

/// Checks a pair of graphs before OpenCV's importer, which can crash on a legal graph, sees a byte
/// of it.
///
/// Names are unique and their inputs exist, nothing depends on itself, every operation is one that
/// OpenCV and we know, with the right number and kind of inputs and attributes; shapes are worked
/// out from the placeholder to the end and fit; sizes stay within reason.
/// @param binary  model.pb
/// @param text    model.pbtxt; without nodes: `binary` is the whole network.
/// @errors CorruptData or Unsupported: names the node.
[[nodiscard]] Result<void> validateForOpenCv(const Graph& binary, const Graph& text);

/// The same, and the shape of what each node of the network gives (NHWC).
[[nodiscard]] Result<std::map<std::string, Shape, std::less<>>> inferShapes(const Graph& binary,
                                                                            const Graph& text);

}  // namespace followspot::model
