#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/text_graph.h"

using namespace followspot;
using namespace followspot::model;

/// A binary GraphDef that is read keeps its meaning through both ways of writing it, and the
/// validator has a shape for each node, or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto graph =
      parseGraph(std::make_shared<const std::string>(reinterpret_cast<const char*>(data), size));
  if (!graph) {
    return 0;
  }
  const std::string bytes = serializeGraph(*graph);
  const auto again = parseGraph(bytes, nullptr);
  if (!again || serializeGraph(*again) != bytes) {
    std::abort();
  }
  const auto fromText = parseTextGraph(writeTextGraph(*graph));
  if (!fromText || writeTextGraph(*fromText) != writeTextGraph(*graph)) {
    std::abort();
  }
  const auto shapes = inferShapes(*graph, {});
  if (shapes ? shapes->size() != graph->nodes.size() : shapes.error().message.empty()) {
    std::abort();
  }
  return 0;
}
