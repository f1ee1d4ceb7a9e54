#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/opencv_graph.h"
#include "core/model/tflite/tflite_import.h"

using namespace followspot;
using namespace followspot::model;

/// A TensorFlow Lite file that is read becomes graphs which the validator passes or names the fault
/// of.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto network =
      importTflite(std::make_shared<const std::string>(reinterpret_cast<const char*>(data), size));
  if (!network) {
    if (network.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  const auto graphs = makeOpenCvGraphs(network->graph, network->outputs);
  if (!graphs) {
    return 0;
  }
  const auto shapes = inferShapes(graphs->binary, graphs->text);
  if (shapes ? !shapes->contains(kDetectionOutput) : shapes.error().message.empty()) {
    std::abort();
  }
  const std::string bytes = serializeGraph(graphs->binary);
  if (!parseGraph(bytes, nullptr)) {
    std::abort();
  }
  return 0;
}
