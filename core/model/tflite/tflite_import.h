#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/model/graph.h"
#include "core/model/opencv_graph.h"
#include "core/types/geometry.h"

namespace followspot::model {

/// An SSD network out of a TensorFlow Lite file, as a frozen TensorFlow graph.
struct TfliteNetwork {
  Graph graph;            ///< From the Placeholder to the heads' convolutions, inputs first.
  SsdOutputs outputs;     ///< The heads and all that is needed to decode them.
  std::string inputName;  ///< Placeholder, [1, height, width, 3].
  FrameSize inputSize;
  std::string anchorsSource;  ///< "post-process op" or "ssd_anchor_generator defaults".
  std::string architecture;   ///< "ssd_mobilenet_v2"; "ssd" where the names do not tell.
  std::size_t operators = 0;  ///< In the file.
};

/// Reads an SSD network; the file is verified before any of it is used.
///
/// The heads are found from the outputs: either the inputs of TFLite_Detection_PostProcess or the
/// two outputs [1, A, 4] and [1, A, C]. Weights keep their type (float16 stays float16).
/// @errors CorruptData: damaged. Unsupported: names the operator and its place, quantised (8 bit)
/// models included.
[[nodiscard]] Result<TfliteNetwork> importTflite(std::shared_ptr<const std::string> file);

}  // namespace followspot::model
