#include "core/model/config/pipeline_config.h"

#include <limits>
#include <utility>

#include "core/base/output_file.h"
#include "core/model/config/config_fields.h"

namespace followspot::model {
namespace {

constexpr int kMaxSide = 8192;
constexpr int kMaxClasses = 100'000;
constexpr int kMaxLayers = 20;
constexpr double kMaxReal = 1e6;
constexpr std::size_t kMaxListItems = 1000;

Hyperparams hyperparamsOf(const ConfigFields& fields) {
  Hyperparams hyperparams;
  fields.takeOne<Activation>("activation", hyperparams.activation,
                             {{"NONE", Activation::None},
                              {"RELU", Activation::Relu},
                              {"RELU_6", Activation::Relu6},
                              {"SWISH", Activation::Swish}});
  const ConfigFields norm = fields.message("batch_norm");
  hyperparams.batchNorm = norm.present();
  norm.take("epsilon", hyperparams.epsilon, 0, 1);
  norm.take("center", hyperparams.center);
  norm.take("scale", hyperparams.scale);
  return hyperparams;
}

ImageResizer resizerOf(const ConfigFields& fields) {
  ImageResizer resizer;
  resizer.name = fields.present() ? std::string(fields.kind()) : resizer.name;
  if (resizer.name == "fixed_shape_resizer") {
    const ConfigFields fixed = fields.message("fixed_shape_resizer");
    fixed.take("width", resizer.size.width, 1, kMaxSide);
    fixed.take("height", resizer.size.height, 1, kMaxSide);
    fixed.take("convert_to_grayscale", resizer.grayscale);
  } else if (resizer.name == "keep_aspect_ratio_resizer") {
    resizer.kind = ImageResizer::Kind::KeepAspectRatio;
    const ConfigFields keep = fields.message("keep_aspect_ratio_resizer");
    keep.take("min_dimension", resizer.minDimension, 1, kMaxSide);
    keep.take("max_dimension", resizer.maxDimension, 1, kMaxSide);
    keep.take("pad_to_max_dimension", resizer.padToMaxDimension);
    keep.take("convert_to_grayscale", resizer.grayscale);
  } else {
    resizer.kind = ImageResizer::Kind::Other;
  }
  return resizer;
}

FeatureExtractor extractorOf(const ConfigFields& fields) {
  FeatureExtractor extractor;
  fields.take("type", extractor.type);
  fields.take("depth_multiplier", extractor.depthMultiplier, 1e-3, 16);
  fields.take("min_depth", extractor.minDepth, 1, 65536);
  fields.take("pad_to_multiple", extractor.padToMultiple, 1, kMaxSide);
  fields.take("use_explicit_padding", extractor.useExplicitPadding);
  fields.take("use_depthwise", extractor.useDepthwise);
  fields.take("num_layers", extractor.numLayers, 1, kMaxLayers);
  fields.take("override_base_feature_extractor_hyperparams", extractor.overrideBase);
  extractor.hyperparams = hyperparamsOf(fields.message("conv_hyperparams"));
  const ConfigFields fpn = fields.message("fpn");
  fpn.take("min_level", extractor.fpnMinLevel, 1, kMaxLayers);
  fpn.take("max_level", extractor.fpnMaxLevel, 1, kMaxLayers);
  fpn.take("additional_layer_depth", extractor.fpnAdditionalLayerDepth, 1, 65536);
  return extractor;
}

void takePredictor(const ConfigFields& fields, BoxPredictor& predictor) {
  predictor.hyperparams = hyperparamsOf(fields.message("conv_hyperparams"));
  fields.take("min_depth", predictor.minDepth, 0, 65536);
  fields.take("max_depth", predictor.maxDepth, 0, 65536);
  fields.take("depth", predictor.depth, 0, 65536);
  fields.take("num_layers_before_predictor", predictor.layersBeforePredictor, 0, kMaxLayers);
  fields.take("kernel_size", predictor.kernelSize, 1, 63);
  fields.take("box_code_size", predictor.boxCodeSize, 1, 1000);
  fields.take("use_depthwise", predictor.useDepthwise);
  fields.take("use_dropout", predictor.useDropout);
  fields.take("apply_sigmoid_to_scores", predictor.applySigmoidToScores);
  fields.take("share_prediction_tower", predictor.sharePredictionTower);
  fields.take("apply_batch_norm", predictor.applyBatchNorm);
  const ConfigFields clip = fields.message("box_encodings_clip_range");
  if (clip.present()) {
    std::array<float, 2> range{};
    clip.take("min", range[0], -kMaxReal, kMaxReal);
    clip.take("max", range[1], -kMaxReal, kMaxReal);
    predictor.boxEncodingsClipRange = range;
  }
}

SsdAnchorConfig ssdAnchorsOf(const ConfigFields& fields) {
  SsdAnchorConfig config;
  SsdAnchorOptions& options = config.options;
  options.aspectRatios.clear();  // the proto has none, the usual ones come from configurations
  const auto take = [&](std::string_view name, double& value, double least) {
    auto narrow = static_cast<float>(value);  // TensorFlow keeps 32 bits
    if (fields.has(name)) {
      fields.take(name, narrow, least, kMaxReal);
      value = static_cast<double>(narrow);
    }
  };
  fields.take("num_layers", config.numLayers, 1, kMaxLayers);
  take("min_scale", options.minScale, 0);
  take("max_scale", options.maxScale, 0);
  take("interpolated_scale_aspect_ratio", options.interpolatedScaleAspectRatio, 0);
  take("base_anchor_height", options.baseAnchorHeight, 0);
  take("base_anchor_width", options.baseAnchorWidth, 0);
  fields.take("scales", options.scales, 0, kMaxReal);
  fields.take("aspect_ratios", options.aspectRatios, 1e-6, kMaxReal);
  fields.take("reduce_boxes_in_lowest_layer", options.reduceBoxesInLowestLayer);
  fields.take("height_stride", options.heightStride, 0, kMaxSide);
  fields.take("width_stride", options.widthStride, 0, kMaxSide);
  fields.take("height_offset", options.heightOffset, 0, kMaxSide);
  fields.take("width_offset", options.widthOffset, 0, kMaxSide);
  return config;
}

MultiscaleAnchorOptions multiscaleAnchorsOf(const ConfigFields& fields) {
  MultiscaleAnchorOptions options;
  fields.take("min_level", options.minLevel, 0, kMaxLayers);
  fields.take("max_level", options.maxLevel, 0, kMaxLayers);
  fields.take("anchor_scale", options.anchorScale, 1e-6, kMaxReal);
  fields.take("aspect_ratios", options.aspectRatios, 1e-6, kMaxReal);
  fields.take("scales_per_octave", options.scalesPerOctave, 1, 100);
  fields.take("normalize_coordinates", options.normalizeCoordinates);
  return options;
}

FlexibleGridAnchorOptions flexibleAnchorsOf(const ConfigFields& fields) {
  FlexibleGridAnchorOptions options;
  fields.take("normalize_coordinates", options.normalizeCoordinates);
  for (const ConfigFields& each : fields.messages("anchor_grid")) {
    FlexibleGridAnchorOptions::Grid& grid = options.grids.emplace_back();
    each.take("base_sizes", grid.baseSizes, 1e-6, kMaxReal);
    each.take("aspect_ratios", grid.aspectRatios, 1e-6, kMaxReal);
    each.take("height_stride", grid.heightStride, 1, kMaxSide);
    each.take("width_stride", grid.widthStride, 1, kMaxSide);
    each.take("height_offset", grid.heightOffset, 0, kMaxSide);
    each.take("width_offset", grid.widthOffset, 0, kMaxSide);
  }
  return options;
}

PostProcessing postProcessingOf(const ConfigFields& fields) {
  PostProcessing post;
  const ConfigFields nms = fields.message("batch_non_max_suppression");
  nms.take("score_threshold", post.scoreThreshold, 0, 1);
  nms.take("iou_threshold", post.iouThreshold, 0, 1);
  nms.take("max_detections_per_class", post.maxDetectionsPerClass, 1, 1'000'000);
  nms.take("max_total_detections", post.maxTotalDetections, 1, 1'000'000);
  nms.take("use_class_agnostic_nms", post.classAgnostic);
  nms.take("soft_nms_sigma", post.softNmsSigma, 0, kMaxReal);
  fields.takeOne<ScoreConverter>("score_converter", post.converter,
                                 {{"IDENTITY", ScoreConverter::Identity},
                                  {"SIGMOID", ScoreConverter::Sigmoid},
                                  {"SOFTMAX", ScoreConverter::Softmax}});
  fields.take("logit_scale", post.logitScale, 1e-6, kMaxReal);
  post.calibrated = fields.has("calibration_config");
  return post;
}

Result<AnchorConfig> anchorsOf(const ConfigFields& fields) {
  const std::string_view kind = fields.kind();
  if (kind == "ssd_anchor_generator") {
    return AnchorConfig(ssdAnchorsOf(fields.message(kind)));
  }
  if (kind == "multiscale_anchor_generator") {
    return AnchorConfig(multiscaleAnchorsOf(fields.message(kind)));
  }
  if (kind == "flexible_grid_anchor_generator") {
    return AnchorConfig(flexibleAnchorsOf(fields.message(kind)));
  }
  return fail(ErrorCode::Unsupported,
              "anchor_generator: " + (kind.empty() ? "is missing" : std::string(kind)) +
                  ". An SSD network has ssd_anchor_generator, multiscale_anchor_generator or "
                  "flexible_grid_anchor_generator.");
}

/// Values that are fine alone and make no network together.
Result<void> check(const PipelineConfig& config) {
  if (config.extractor.type.empty()) {
    return fail(ErrorCode::InvalidArgument, "model.ssd.feature_extractor has no type.");
  }
  if (config.extractor.fpnMinLevel > config.extractor.fpnMaxLevel) {
    return fail(ErrorCode::InvalidArgument, "fpn: min_level is greater than max_level.");
  }
  if (const auto* const ssd = std::get_if<SsdAnchorConfig>(&config.anchors)) {
    if (ssd->options.aspectRatios.size() > kMaxListItems ||
        ssd->options.scales.size() > kMaxListItems) {
      return fail(ErrorCode::InvalidArgument, "ssd_anchor_generator: lists too long.");
    }
  }
  if (const auto* const scaled = std::get_if<MultiscaleAnchorOptions>(&config.anchors)) {
    if (scaled->minLevel > scaled->maxLevel || scaled->aspectRatios.empty() ||
        scaled->aspectRatios.size() > kMaxListItems) {
      return fail(ErrorCode::InvalidArgument,
                  "multiscale_anchor_generator: needs min_level <= max_level and aspect_ratios.");
    }
  }
  if (const auto* const flexible = std::get_if<FlexibleGridAnchorOptions>(&config.anchors)) {
    for (const auto& grid : flexible->grids) {
      if (grid.baseSizes.empty() || grid.baseSizes.size() != grid.aspectRatios.size() ||
          grid.baseSizes.size() > kMaxListItems || grid.heightStride < 1 || grid.widthStride < 1) {
        return fail(ErrorCode::InvalidArgument,
                    "flexible_grid_anchor_generator: every anchor_grid needs as many base_sizes "
                    "as aspect_ratios, and strides.");
      }
    }
  }
  return {};
}

Result<PipelineConfig> fromTree(const TextField& root) {
  std::optional<Error> error;
  const ConfigFields fields(&root, error);
  const ConfigFields model = fields.message("model");
  if (!model.present()) {
    return fail(ErrorCode::InvalidArgument,
                "has no model { ... }. Give the pipeline.config of the training.");
  }
  const ConfigFields ssd = model.message("ssd");
  if (!ssd.present()) {
    return fail(
        ErrorCode::Unsupported,
        "describes a " + std::string(model.kind()) +
            " network; only SSD networks (model { ssd { ... } }) can be prepared. Train one, "
            "such as ssd_mobilenet_v2, on the same data.");
  }
  PipelineConfig config;
  ssd.take("num_classes", config.numClasses, 1, kMaxClasses);
  if (config.numClasses == 0 && !error) {
    return fail(ErrorCode::InvalidArgument, "model.ssd has no num_classes.");
  }
  ssd.take("add_background_class", config.addBackgroundClass);
  config.resizer = resizerOf(ssd.message("image_resizer"));
  config.extractor = extractorOf(ssd.message("feature_extractor"));
  const ConfigFields predictor = ssd.message("box_predictor");
  if (predictor.kind() == "weight_shared_convolutional_box_predictor") {
    config.predictor.kind = BoxPredictor::Kind::WeightShared;
    config.predictor.kernelSize = 3;
    config.predictor.useDropout = false;
    takePredictor(predictor.message(predictor.kind()), config.predictor);
  } else if (predictor.kind() == "convolutional_box_predictor") {
    takePredictor(predictor.message(predictor.kind()), config.predictor);
  } else {
    return fail(
        ErrorCode::Unsupported,
        "box_predictor: " + (predictor.present() ? std::string(predictor.kind()) : "is missing") +
            ". An SSD network has convolutional_box_predictor or "
            "weight_shared_convolutional_box_predictor.");
  }
  auto anchors = anchorsOf(ssd.message("anchor_generator"));
  if (!anchors) {
    return fail(anchors.error());
  }
  config.anchors = std::move(*anchors);
  const ConfigFields coder = ssd.message("box_coder");
  if (coder.present() && coder.kind() != "faster_rcnn_box_coder") {
    return fail(ErrorCode::Unsupported, "box_coder: " + std::string(coder.kind()) +
                                            " is not supported, only faster_rcnn_box_coder.");
  }
  const ConfigFields scales = coder.message("faster_rcnn_box_coder");
  const std::array names = {"y_scale", "x_scale", "height_scale", "width_scale"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    scales.take(names[i], config.boxCoder[i], 1e-6, kMaxReal);
  }
  config.postProcessing = postProcessingOf(ssd.message("post_processing"));
  fields.message("eval_config").take("use_moving_averages", config.evalUsesMovingAverages);
  // The optimizer's default is true; without an optimizer nothing was averaged.
  const ConfigFields optimizer = fields.message("train_config").message("optimizer");
  config.optimizerUsesMovingAverages = optimizer.present();
  optimizer.take("use_moving_average", config.optimizerUsesMovingAverages);
  config.quantized = fields.message("graph_rewriter").has("quantization");
  fields.message("train_input_reader").take("label_map_path", config.labelMapPath);
  if (error) {
    return fail(*error);
  }
  if (auto checked = check(config); !checked) {
    return fail(checked.error());
  }
  return config;
}

}  // namespace

Result<PipelineConfig> parsePipelineConfig(std::string_view text, std::string_view overrides) {
  auto root = parseTextFormat(text);
  if (!root) {
    return fail(root.error());
  }
  if (!overrides.empty()) {
    const auto merged = parseTextFormat(overrides);
    if (!merged) {
      return fail(merged.error().withContext("override"));
    }
    mergeConfig(*root, *merged);
  }
  return fromTree(*root);
}

Result<PipelineConfig> readPipelineConfig(const std::filesystem::path& file,
                                          std::string_view overrides) {
  constexpr std::size_t kMaxConfigBytes = std::size_t{4} << 20U;
  const auto text = readFile(file, kMaxConfigBytes);
  if (!text) {
    return fail(text.error());
  }
  auto config = parsePipelineConfig(*text, overrides);
  if (!config) {
    return fail(config.error().withContext(file.string()));
  }
  return config;
}

}  // namespace followspot::model
