#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/output_file.h"
#include "core/detection/ssd_model.h"
#include "core/media/frame.h"
#include "tests/support/npy.h"

/// One of the networks of the shared test data with TensorFlow's answers on three pictures.
struct SsdReference {
  followspot::FrameSize size;
  int classCount = 0;
  std::vector<std::uint8_t> images;  ///< [3, height, width, 3], RGB
  std::vector<float> boxes;          ///< [3, A, 4]: ty, tx, th, tw
  std::vector<float> classes;        ///< [3, A, classCount], after the sigmoid
  std::vector<float> anchors;        ///< [A, 4]: y, x, height, width

  [[nodiscard]] std::size_t anchorCount() const { return anchors.size() / 4; }
  [[nodiscard]] std::size_t imageBytes() const { return images.size() / 3; }

  /// The k-th picture as a frame.
  [[nodiscard]] followspot::Frame frame(std::size_t k) const {
    auto pixels = std::make_shared<std::vector<std::uint8_t>>(
        images.begin() + static_cast<std::ptrdiff_t>(k * imageBytes()),
        images.begin() + static_cast<std::ptrdiff_t>((k + 1) * imageBytes()));
    followspot::PictureView view;
    view.size = size;
    view.model = followspot::ColorModel::Rgb;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      view.planes[channel] = {pixels->data() + channel, std::ptrdiff_t{size.width} * 3, 3};
    }
    return {followspot::FrameId{static_cast<std::int64_t>(k)}, {}, 0, view, std::move(pixels)};
  }

  [[nodiscard]] std::vector<followspot::Anchor> anchorList() const {
    std::vector<followspot::Anchor> list;
    for (std::size_t i = 0; i < anchors.size(); i += 4) {
      list.push_back({anchors[i], anchors[i + 1], anchors[i + 2], anchors[i + 3]});
    }
    return list;
  }
};

/// @param folder  of the network, with reference/ in it.
inline SsdReference readReference(const std::filesystem::path& folder, followspot::FrameSize size,
                                  int classCount) {
  SsdReference reference;
  reference.size = size;
  reference.classCount = classCount;
  const auto file = [&](const char* name) { return (folder / "reference" / name).string(); };
  reference.images = readNpy<std::uint8_t>(file("images.npy"));
  reference.boxes = readNpy<float>(file("boxes.npy"));
  reference.classes = readNpy<float>(file("classes.npy"));
  reference.anchors = readNpy<float>(file("anchors.npy"));
  return reference;
}

/// The frozen graph and text graph that TensorFlow's and OpenCV's own scripts made of it. OpenCV's
/// text graph has the box heads in x, y order.
inline followspot::SsdModel readScriptModel(const std::filesystem::path& folder,
                                            const SsdReference& reference) {
  constexpr std::size_t kMost = 100'000'000;
  followspot::SsdModel model;
  model.name = folder.filename().string();
  const auto graph = followspot::readFile(folder / "tensorflow" / "tflite_graph.pb", kMost);
  const auto text =
      followspot::readFile(folder / "tensorflow" / "text_graph_from_tflite.pbtxt", kMost);
  model.graph = graph ? *graph : std::string();
  model.textGraph = text ? *text : std::string();
  model.inputSize = reference.size;
  model.mean = {127.5F, 127.5F, 127.5F};
  model.scale = 1 / 127.5F;
  model.classCount = reference.classCount;
  model.boxEncodings = "BoxEncodingPredictor/concat";
  model.classScores = "ClassPredictor/concat3d";
  model.anchors = reference.anchorList();
  model.boxOrder = followspot::BoxOrder::XyWh;
  return model;
}
