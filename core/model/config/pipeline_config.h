#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/model/anchors.h"
#include "core/model/opencv_graph.h"
#include "core/types/geometry.h"

namespace followspot::model {

enum class Activation { None, Relu, Relu6, Swish };

/// How convolutions are built. @source object_detection/protos/hyperparams.proto
struct Hyperparams {
  Activation activation = Activation::Relu;
  bool batchNorm = false;
  float epsilon = 0.001F;
  bool center = true;
  bool scale = false;
};

/// @source object_detection/protos/image_resizer.proto
struct ImageResizer {
  enum class Kind { FixedShape, KeepAspectRatio, Other };
  Kind kind = Kind::FixedShape;
  std::string name = "fixed_shape_resizer";  ///< As in the file.
  FrameSize size{300, 300};                  ///< FixedShape.
  int minDimension = 600;                    ///< KeepAspectRatio.
  int maxDimension = 1024;
  bool padToMaxDimension = false;
  bool grayscale = false;
};

/// @source object_detection/protos/ssd.proto, fpn.proto
struct FeatureExtractor {
  std::string type;  ///< "ssd_mobilenet_v2".
  float depthMultiplier = 1;
  int minDepth = 16;
  int padToMultiple = 1;
  bool useExplicitPadding = false;
  bool useDepthwise = false;
  int numLayers = 6;
  int fpnMinLevel = 3;
  int fpnMaxLevel = 7;
  int fpnAdditionalLayerDepth = 256;
  /// The base network uses `hyperparams`, too, instead of its own.
  bool overrideBase = false;
  Hyperparams hyperparams;
};

/// @source object_detection/protos/box_predictor.proto
struct BoxPredictor {
  enum class Kind { Convolutional, WeightShared };
  Kind kind = Kind::Convolutional;
  Hyperparams hyperparams;
  int minDepth = 0;
  int maxDepth = 0;
  int depth = 0;  ///< WeightShared: channels of the tower.
  int layersBeforePredictor = 0;
  int kernelSize = 1;
  int boxCodeSize = 4;
  bool useDepthwise = false;
  bool useDropout = true;  ///< WeightShared: false where the file does not say.
  bool applySigmoidToScores = false;
  bool sharePredictionTower = false;
  bool applyBatchNorm = true;
  std::optional<std::array<float, 2>> boxEncodingsClipRange;
};

/// @source object_detection/protos/multiscale_anchor_generator.proto
struct MultiscaleAnchorOptions {
  int minLevel = 3;
  int maxLevel = 7;
  float anchorScale = 4;
  std::vector<double> aspectRatios;
  int scalesPerOctave = 2;
  bool normalizeCoordinates = true;
};

/// @source object_detection/protos/flexible_grid_anchor_generator.proto
struct FlexibleGridAnchorOptions {
  struct Grid {
    std::vector<double> baseSizes;     ///< Pixels.
    std::vector<double> aspectRatios;  ///< As many as base sizes.
    int heightStride = 0;
    int widthStride = 0;
    int heightOffset = 0;
    int widthOffset = 0;
  };
  std::vector<Grid> grids;
  bool normalizeCoordinates = true;
};

struct SsdAnchorConfig {
  SsdAnchorOptions options;
  int numLayers = 6;
};

using AnchorConfig =
    std::variant<SsdAnchorConfig, MultiscaleAnchorOptions, FlexibleGridAnchorOptions>;

/// @source object_detection/protos/post_processing.proto
struct PostProcessing {
  float scoreThreshold = 0;
  float iouThreshold = 0.6F;
  int maxDetectionsPerClass = 100;
  int maxTotalDetections = 100;
  bool classAgnostic = false;
  float softNmsSigma = 0;
  ScoreConverter converter = ScoreConverter::Identity;
  float logitScale = 1;
  bool calibrated = false;  ///< Scores go through a calibration that is not read.
};

/// What a pipeline.config of the TensorFlow 1 Object Detection API says, as far as it matters for
/// the trained network; what it leaves out has the API's defaults.
/// @source object_detection/protos/pipeline.proto and those it names
struct PipelineConfig {
  int numClasses = 0;  ///< Without background.
  bool addBackgroundClass = true;
  ImageResizer resizer;
  FeatureExtractor extractor;
  BoxPredictor predictor;
  AnchorConfig anchors;
  std::array<float, 4> boxCoder{10, 10, 5, 5};  ///< y, x, h, w scales.
  PostProcessing postProcessing;
  bool evalUsesMovingAverages = false;       ///< eval_config.use_moving_averages
  bool optimizerUsesMovingAverages = false;  ///< train_config.optimizer.use_moving_average
  bool quantized = false;                    ///< graph_rewriter.quantization is there.
  std::string labelMapPath;

  /// Score columns of the network's output.
  [[nodiscard]] int scoreColumns() const { return numClasses + (addBackgroundClass ? 1 : 0); }
};

/// Reads a pipeline.config.
/// @param overrides  the same format; its fields replace those of `text`, lists grow (as
/// protobuf's merge). May be empty.
/// @errors CorruptData: not in the format. InvalidArgument: a value that makes no network, with its
/// line. Unsupported: no SSD (says what it is).
[[nodiscard]] Result<PipelineConfig> parsePipelineConfig(std::string_view text,
                                                         std::string_view overrides = {});

/// The same from a file.
[[nodiscard]] Result<PipelineConfig> readPipelineConfig(const std::filesystem::path& file,
                                                        std::string_view overrides = {});

}  // namespace followspot::model
