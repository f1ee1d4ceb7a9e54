#include "tests/support/scene/light_scene.h"

#include <fstream>
#include <string>
#include <vector>

#include "core/model/graph_builder.h"
#include "core/model/model_package.h"
#include "core/model/opencv_graph.h"
#include "tests/support/clip_maker.h"

namespace followspot::test {
namespace {

using namespace followspot::model;

constexpr int kColumns = kSceneWidth / kCell;
constexpr int kRows = kSceneHeight / kCell;
constexpr int kClasses = 3;
constexpr int kBoxNumbers = 4;

/// A convolution that sees each cell once; each output is the sum of the cell's mean red, green and
/// blue (-1 to 1) times its three factors, plus its bias.
std::string cellSums(GraphBuilder& graph, const std::string& name, const std::string& input,
                     const std::vector<std::array<float, 4>>& factors) {
  const auto outputs = static_cast<std::int64_t>(factors.size());
  std::vector<float> kernel;
  for (int pixel = 0; pixel < kCell * kCell; ++pixel) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (const auto& factor : factors) {
        kernel.push_back(factor[channel] / (kCell * kCell));
      }
    }
  }
  std::vector<float> bias;
  for (const auto& factor : factors) {
    bias.push_back(factor[3]);
  }
  const std::string weights =
      graph.addConst(name + "/kernel", Tensor::ofFloats({kCell, kCell, 3, outputs}, kernel));
  const std::string offsets = graph.addConst(name + "/bias", Tensor::ofFloats({outputs}, bias));
  const std::string sums = graph.add(name, "Conv2D", {input, weights},
                                     {{"strides", std::vector<std::int64_t>{1, kCell, kCell, 1}},
                                      {"padding", std::string("VALID")},
                                      {"data_format", std::string("NHWC")}});
  return graph.add(name + "/BiasAdd", "BiasAdd", {sums, offsets});
}

void fill(std::string& picture, int column, int row, unsigned char green) {
  for (int y = row * kCell; y < (row + 1) * kCell; ++y) {
    for (int x = column * kCell; x < (column + 1) * kCell; ++x) {
      const auto at = static_cast<std::size_t>(y * kSceneWidth + x) * 3;
      picture[at] = static_cast<char>(0xFF);
      picture[at + 1] = picture[at + 2] = static_cast<char>(green);
    }
  }
}

}  // namespace

Result<void> makeLightModel(const std::filesystem::path& folder) {
  GraphBuilder graph;
  const std::string input =
      graph.add("picture", "Placeholder", {},
                {{"dtype", DataType::Float},
                 {"shape", PartialShape{false, {1, kSceneHeight, kSceneWidth, 3}}}});
  SsdOutputs outputs;
  outputs.boxLayers = {
      cellSums(graph, "boxes", input, std::vector<std::array<float, 4>>(kBoxNumbers))};
  // Logits: background is not looked at; light: 12 times the brightness; lamp: 12 times red's lead
  // over green and blue, less 12.
  outputs.classLayers = {
      cellSums(graph, "classes", input, {{0, 0, 0, 0}, {4, 4, 4, 0}, {12, -6, -6, -12}})};
  outputs.scoreColumns = kClasses;
  for (int row = 0; row < kRows; ++row) {
    for (int column = 0; column < kColumns; ++column) {
      outputs.anchors.push_back({(static_cast<float>(row) + 0.5F) / kRows,
                                 (static_cast<float>(column) + 0.5F) / kColumns, 1.0F / kRows,
                                 1.0F / kColumns});
    }
  }
  const auto graphs = makeOpenCvGraphs(std::move(graph).take(), outputs);
  if (!graphs) {
    return fail(graphs.error());
  }
  ModelManifest manifest;
  manifest.name = "lights";
  manifest.architecture = "ssd";
  manifest.inputSize = {kSceneWidth, kSceneHeight};
  constexpr float kMiddle = 127.5F;
  manifest.mean = {kMiddle, kMiddle, kMiddle};
  manifest.scale = 1 / kMiddle;
  manifest.inputName = input;
  manifest.boxEncodings = kRawBoxes;
  manifest.classScores = graphs->classScores;
  manifest.scoresAreLogits = graphs->scoresAreLogits;
  manifest.detectionOutput = kDetectionOutput;
  manifest.anchorsSource = "a grid";
  manifest.classCount = kClasses;
  return saveModelPackage(manifest, LabelMap({"???", "light", "lamp"}), graphs->binary,
                          graphs->text, folder);
}

bool makeLightClip(const std::filesystem::path& file, int frames) {
  std::string dark(static_cast<std::size_t>(kSceneWidth) * kSceneHeight * 3, '\0');
  fill(dark, 0, 0, 0xFF);
  std::string red = dark;
  fill(red, 2, 1, 0);
  const std::filesystem::path raw = file.string() + ".rgb";
  {
    std::ofstream out(raw, std::ios::binary);
    for (int i = 0; i < frames; ++i) {
      const std::string& picture = i >= kRedFrom && i < kRedTo ? red : dark;
      out.write(picture.data(), static_cast<std::streamsize>(picture.size()));
    }
  }
  const bool made =
      makeClip("-f rawvideo -pixel_format rgb24 -video_size " + std::to_string(kSceneWidth) + "x" +
                   std::to_string(kSceneHeight) + " -framerate " + std::to_string(kSceneRate) +
                   " -i " + raw.string() +
                   " -c:v libx264 -preset ultrafast -qp 0 -pix_fmt "
                   "yuv420p",
               file);
  std::filesystem::remove(raw);
  return made;
}

}  // namespace followspot::test
