#include "core/model/import_model.h"

#include <array>
#include <chrono>
#include <ctime>
#include <utility>

#include "core/base/output_file.h"
#include "core/base/sha256.h"
#include "core/model/anchors.h"
#include "core/model/graph_codec.h"
#include "core/model/opencv_graph.h"
#include "core/model/text_graph.h"
#include "core/model/tflite/tflite_import.h"

namespace followspot::model {

std::string timeNow() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

Result<ModelPackage> importTfliteModel(const std::filesystem::path& file,
                                       const std::filesystem::path& labels) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
  auto bytes = readFile(file, kMaxBytes);
  if (!bytes) {
    return fail(bytes.error());
  }
  const auto shared = std::make_shared<const std::string>(std::move(*bytes));
  auto network = importTflite(shared);
  if (!network) {
    return fail(network.error().withContext(file.string()));
  }
  constexpr std::size_t kMaxLabelBytes = std::size_t{1} << 24;
  const auto labelText = readFile(labels, kMaxLabelBytes);
  if (!labelText) {
    return fail(labelText.error());
  }
  auto names = LabelMap::parse(*labelText);
  if (!names) {
    return fail(names.error().withContext(labels.string()));
  }
  const SsdOutputs& outputs = network->outputs;
  auto graphs = makeOpenCvGraphs(network->graph, outputs);
  if (!graphs) {
    return fail(graphs.error().withContext(file.string()));
  }
  ModelPackage package;
  ModelManifest& manifest = package.manifest;
  manifest.architecture = network->architecture;
  manifest.inputSize = network->inputSize;
  constexpr float kMiddle = 127.5F;
  manifest.mean = {kMiddle, kMiddle, kMiddle};
  manifest.scale = 1 / kMiddle;
  manifest.inputName = network->inputName;
  manifest.boxEncodings = kRawBoxes;
  manifest.classScores = graphs->classScores;
  manifest.scoresAreLogits = graphs->scoresAreLogits;
  manifest.detectionOutput = kDetectionOutput;
  manifest.boxCoder = outputs.boxCoder;
  manifest.anchorsSource = network->anchorsSource;
  manifest.classCount = outputs.scoreColumns;
  manifest.hasBackground = outputs.hasBackground;
  manifest.origin =
      file.filename().string() + ", sha256 " + sha256Hex(std::as_bytes(std::span(*shared)));
  manifest.created = timeNow();
  manifest.steps = {
      {"read TensorFlow Lite", std::to_string(network->operators) + " operators, " +
                                   std::to_string(network->graph.nodes.size()) + " nodes"},
      {"make OpenCV graphs", std::to_string(graphs->text.nodes.size()) + " layers"}};
  package.labels = std::move(*names);
  package.graph = serializeGraph(graphs->binary);
  package.textGraph = writeTextGraph(graphs->text);
  return package;
}

}  // namespace followspot::model
