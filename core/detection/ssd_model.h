#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/types/geometry.h"

namespace followspot {

/// Prior box relative to the picture: centre, width and height, all divided by the picture's side.
struct Anchor {
  float yCenter = 0;
  float xCenter = 0;
  float height = 0;
  float width = 0;
};

enum class ChannelOrder { Rgb, Bgr };

/// Order of the four numbers of a box encoding: TensorFlow's, or the one that a convolution marked
/// `loc_pred_transposed` has in OpenCV.
enum class BoxOrder { YxHw, XyWh };

/// All that `SsdDetector` needs to know of a network; filled from a model package by the wiring.
struct SsdModel {
  std::string name;   ///< For messages.
  std::string graph;  ///< Bytes of the GraphDef (`model.pb`), validated.
  std::string
      textGraph;  ///< Text graph that ends in DetectionOutput; empty: the graph itself does.
  FrameSize inputSize;
  std::array<float, 3>
      mean{};       ///< Subtracted from 0..255 values, in the network's channel order ...
  float scale = 1;  ///< ... then multiplied: input = (value - mean) * scale.
  ChannelOrder order = ChannelOrder::Rgb;
  int classCount = 0;         ///< Score columns, background included.
  bool hasBackground = true;  ///< Column 0 is background.
  /// Raw heads, where known: names of the tensors with box encodings [1, A, 4] and
  /// class scores [1, A, classCount]. Both empty: only the network's own DetectionOutput can be
  /// used.
  std::string boxEncodings;
  std::string classScores;
  bool scoresAreLogits = true;                  ///< Whether `classScores` still needs its sigmoid.
  std::vector<Anchor> anchors;                  ///< [A]
  std::array<float, 4> boxCoder{10, 10, 5, 5};  ///< y, x, height, width scales of the encodings.
  BoxOrder boxOrder = BoxOrder::YxHw;           ///< Of the encodings.
};

}  // namespace followspot
