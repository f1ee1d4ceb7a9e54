#include "core/model/tflite/tflite_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "core/model/graph_builder.h"
#include "core/model/tflite/tflite_backbone.h"
#include "core/model/tflite/tflite_model.h"

namespace followspot::model {
namespace {

constexpr std::string_view kPostProcess = "TFLite_Detection_PostProcess";
/// More anchors or classes than any SSD has; keeps products far from overflow.
constexpr std::int64_t kMaxAnchors = 1'000'000;
constexpr std::int64_t kMaxClasses = 100'000;

/// Where the raw heads come out, and what the file says about decoding them.
struct HeadTensors {
  std::int32_t boxes = -1;   ///< [1, A, 4]
  std::int32_t scores = -1;  ///< [1, A, C]
  std::optional<std::int32_t> anchors;
  const TfliteOperator* postProcess = nullptr;
};

/// One half of the heads, walked back to the convolutions.
struct HeadWalk {
  std::vector<std::int32_t> leaves;  ///< [1, h, w, n] each, in the order of the anchors.
  std::int32_t raw = -1;             ///< Tensor before the score converter.
  ScoreConverter converter = ScoreConverter::Identity;
};

class SsdImporter {
 public:
  explicit SsdImporter(const TfliteModel& model) : model_(model), backbone_(model, builder_) {}

  Result<TfliteNetwork> run() {
    const auto heads = findHeads();
    if (!heads) {
      return fail(heads.error());
    }
    const auto boxes = walk(heads->boxes, false);
    if (!boxes) {
      return fail(boxes.error());
    }
    const auto classes = walk(heads->scores, true);
    if (!classes) {
      return fail(classes.error());
    }
    SsdOutputs& outputs = network_.outputs;
    outputs.scoreColumns = static_cast<int>(shapeOf(heads->scores)[2]);
    if (auto maps = readFeatureMaps(*boxes, *classes); !maps) {
      return fail(maps.error());
    }
    std::vector<std::int32_t> ends = boxes->leaves;
    ends.insert(ends.end(), classes->leaves.begin(), classes->leaves.end());
    if (auto translated = backbone_.translate(ends); !translated) {
      return fail(translated.error());
    }
    const Shape& picture = shapeOf(model_.inputs[0]);
    network_.inputName = backbone_.nodeOf(model_.inputs[0]);
    network_.inputSize = {static_cast<int>(picture[2]), static_cast<int>(picture[1])};
    if (auto anchors = makeAnchors(*heads); !anchors) {
      return fail(anchors.error());
    }
    if (auto options = readOptions(*heads); !options) {
      return fail(options.error());
    }
    for (std::size_t i = 0; i < boxes->leaves.size(); ++i) {
      outputs.boxLayers.push_back(backbone_.nodeOf(boxes->leaves[i]));
      outputs.classLayers.push_back(backbone_.nodeOf(classes->leaves[i]));
    }
    // Without an op that says otherwise, the outputs of an exported SSD are logits for a sigmoid.
    outputs.converter = classes->converter == ScoreConverter::Identity && !heads->postProcess
                            ? ScoreConverter::Sigmoid
                            : classes->converter;
    network_.architecture = architecture();
    network_.operators = model_.operators.size();
    network_.graph = std::move(builder_).take();
    return std::move(network_);
  }

 private:
  [[nodiscard]] const Shape& shapeOf(std::int32_t tensor) const {
    return model_.tensors[static_cast<std::size_t>(tensor)].shape;
  }
  [[nodiscard]] std::string quotedName(std::int32_t tensor) const {
    return "\"" + model_.tensors[static_cast<std::size_t>(tensor)].name + "\"";
  }

  Result<HeadTensors> findHeads() const {
    HeadTensors heads;
    for (std::size_t i = 0; i < model_.operators.size(); ++i) {
      const TfliteOperator& op = model_.operators[i];
      if (op.op != TfliteOp::Custom || op.customCode != kPostProcess) {
        continue;
      }
      if (heads.postProcess != nullptr || op.inputs.size() != 3 ||
          std::ranges::any_of(op.inputs, [](std::int32_t input) { return input < 0; })) {
        return fail(ErrorCode::CorruptData,
                    placeOf(model_, i) +
                        ": needs boxes, scores and anchors, and to be the only "
                        "one. Check how the model was exported.");
      }
      heads.postProcess = &op;
      heads.boxes = op.inputs[0];
      heads.scores = op.inputs[1];
      heads.anchors = op.inputs[2];
    }
    if (heads.postProcess == nullptr) {
      if (model_.outputs.size() != 2) {
        return fail(ErrorCode::Unsupported,
                    "the model has " + std::to_string(model_.outputs.size()) +
                        " outputs and no TFLite_Detection_PostProcess; an SSD network has box "
                        "encodings [1,A,4] and class scores [1,A,C].");
      }
      // Where both are [1, A, 4], the first one is boxes, as the exporter writes them.
      const bool swapped = !looksLikeBoxes(model_.outputs[0]) && looksLikeBoxes(model_.outputs[1]);
      heads.boxes = model_.outputs[swapped ? 1 : 0];
      heads.scores = model_.outputs[swapped ? 0 : 1];
    }
    const Shape& boxes = shapeOf(heads.boxes);
    const Shape& scores = shapeOf(heads.scores);
    if (!looksLikeBoxes(heads.boxes) || scores.size() != 3 || scores[0] != 1 ||
        scores[1] != boxes[1] || scores[2] < 1 || scores[2] > kMaxClasses ||
        boxes[1] > kMaxAnchors) {
      return fail(ErrorCode::Unsupported,
                  quotedName(heads.boxes) + " is " + describe(boxes) + " and " +
                      quotedName(heads.scores) + " is " + describe(scores) +
                      "; an SSD network has box encodings [1,A,4] and class scores [1,A,C].");
    }
    return heads;
  }

  [[nodiscard]] bool looksLikeBoxes(std::int32_t tensor) const {
    const Shape& shape = shapeOf(tensor);
    return shape.size() == 3 && shape[0] == 1 && shape[1] >= 1 && shape[2] == 4;
  }

  /// From an output back to the convolutions, over reshapes and joins along the anchors; all that
  /// keeps the order of the numbers, because the batch is one.
  Result<HeadWalk> walk(std::int32_t tensor, bool converterAllowed) const {
    HeadWalk result;
    if (const auto producer = backbone_.producerOf(tensor); producer && converterAllowed) {
      const TfliteOperator& op = model_.operators[*producer];
      const bool softmax = op.op == TfliteOp::Softmax;
      if ((softmax || op.op == TfliteOp::Logistic) && op.inputs.size() == 1 && op.inputs[0] >= 0) {
        if (softmax && op.beta != 1.0F) {
          return fail(ErrorCode::Unsupported,
                      placeOf(model_, *producer) + ": a softmax with a beta other than 1.");
        }
        result.converter = softmax ? ScoreConverter::Softmax : ScoreConverter::Sigmoid;
        tensor = op.inputs[0];
      }
    }
    result.raw = tensor;
    std::vector<std::int32_t> open{tensor};
    for (std::size_t steps = 0; !open.empty(); ++steps) {
      if (steps > 4 * model_.operators.size() + 4) {
        return fail(ErrorCode::CorruptData,
                    "the operators before " + quotedName(result.raw) + " run in a circle.");
      }
      const std::int32_t next = open.back();
      open.pop_back();
      const auto producer = backbone_.producerOf(next);
      if (!producer) {
        return fail(ErrorCode::Unsupported, quotedName(next) + " is not computed by the network.");
      }
      const TfliteOperator& op = model_.operators[*producer];
      const bool passes = op.op == TfliteOp::Reshape || op.op == TfliteOp::Squeeze;
      const bool joins = op.op == TfliteOp::Concatenation;
      if (!passes && !joins) {
        result.leaves.push_back(next);
        continue;
      }
      if (op.inputs.empty() || op.inputs[0] < 0 ||
          (joins && (op.axis != 1 || op.activation != TfliteActivation::None))) {
        return fail(ErrorCode::Unsupported,
                    placeOf(model_, *producer) + ": does not join feature maps along the anchors.");
      }
      const std::size_t inputs = passes ? 1 : op.inputs.size();
      for (std::size_t i = inputs; i-- > 0;) {
        if (op.inputs[i] < 0 || shapeOf(op.inputs[i]).empty() || shapeOf(op.inputs[i])[0] != 1) {
          return fail(ErrorCode::Unsupported,
                      placeOf(model_, *producer) + ": an input is no batch of one.");
        }
        open.push_back(op.inputs[i]);
      }
    }
    return result;
  }

  /// Size of each feature map; checks that boxes and classes belong together.
  Result<void> readFeatureMaps(const HeadWalk& boxes, const HeadWalk& classes) {
    if (boxes.leaves.size() != classes.leaves.size()) {
      return fail(ErrorCode::Unsupported,
                  std::to_string(boxes.leaves.size()) + " feature maps give boxes, but " +
                      std::to_string(classes.leaves.size()) + " give classes.");
    }
    for (std::size_t i = 0; i < boxes.leaves.size(); ++i) {
      const Shape& box = shapeOf(boxes.leaves[i]);
      const Shape& scores = shapeOf(classes.leaves[i]);
      constexpr std::int64_t kMaxSide = 10'000;
      if (box.size() != 4 || scores.size() != 4 || box[1] < 1 || box[1] > kMaxSide || box[2] < 1 ||
          box[2] > kMaxSide || box[3] < 4 || box[3] % 4 != 0 || box[3] > kMaxAnchors ||
          scores != Shape{1, box[1], box[2], box[3] / 4 * network_.outputs.scoreColumns}) {
        return fail(ErrorCode::Unsupported,
                    quotedName(boxes.leaves[i]) + " " + describe(box) + " and " +
                        quotedName(classes.leaves[i]) + " " + describe(scores) +
                        " are no box and class predictions of the same feature map.");
      }
      maps_.push_back({static_cast<int>(box[2]), static_cast<int>(box[1])});
      perCell_.push_back(static_cast<std::size_t>(box[3] / 4));
      anchorCount_ += box[1] * box[2] * (box[3] / 4);
      if (anchorCount_ > kMaxAnchors) {
        break;
      }
    }
    return {};
  }

  Result<void> makeAnchors(const HeadTensors& heads) {
    const std::int64_t wanted = shapeOf(heads.boxes)[1];
    if (anchorCount_ != wanted) {
      return fail(ErrorCode::Unsupported, "the feature maps give " + std::to_string(anchorCount_) +
                                              " boxes, but the output has " +
                                              std::to_string(wanted) + ".");
    }
    if (heads.anchors) {
      const auto tensor = backbone_.constantOf(*heads.anchors);
      if (!tensor || tensor->type() != DataType::Float || tensor->shape() != Shape{wanted, 4}) {
        return fail(ErrorCode::Unsupported, "the anchors " + quotedName(*heads.anchors) +
                                                " are no constant floats [" +
                                                std::to_string(wanted) + ",4].");
      }
      const std::span<const float> numbers = tensor->floats();
      if (!std::ranges::all_of(numbers, [](float number) { return std::isfinite(number); })) {
        return fail(ErrorCode::CorruptData, "the anchors are not finite numbers.");
      }
      for (std::size_t i = 0; i < numbers.size(); i += 4) {
        network_.outputs.anchors.push_back(
            {numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]});
      }
      network_.anchorsSource = "post-process op";
      return {};
    }
    SsdAnchorOptions options;
    options.reduceBoxesInLowestLayer = perCell_[0] == 3;
    for (std::size_t i = 0; i < maps_.size(); ++i) {
      if (anchorsPerCell(options, i) != perCell_[i]) {
        return fail(ErrorCode::Unsupported,
                    "the file holds no anchors, and feature map " + std::to_string(i) + " has " +
                        std::to_string(perCell_[i]) +
                        " boxes a cell where the defaults of ssd_anchor_generator give " +
                        std::to_string(anchorsPerCell(options, i)) +
                        ". Export it with its post-processing op, or prepare it from its "
                        "checkpoint and pipeline.config.");
      }
    }
    auto anchors = generateSsdAnchors(options, maps_, network_.inputSize);
    if (!anchors) {
      return fail(anchors.error());
    }
    network_.outputs.anchors = std::move(*anchors);
    network_.anchorsSource = "ssd_anchor_generator defaults";
    return {};
  }

  Result<void> readOptions(const HeadTensors& heads) {
    SsdOutputs& outputs = network_.outputs;
    if (heads.postProcess == nullptr) {
      return {};
    }
    const auto& options = heads.postProcess->customOptions;
    constexpr std::array kScales = {"y_scale", "x_scale", "h_scale", "w_scale"};
    for (std::size_t i = 0; i < kScales.size(); ++i) {
      if (const auto given = options.find(kScales[i]); given != options.end()) {
        if (!(given->second > 0 && given->second < 1e6)) {
          return fail(ErrorCode::CorruptData, std::string(kPostProcess) + ": its " + kScales[i] +
                                                  " is no sensible number.");
        }
        outputs.boxCoder[i] = static_cast<float>(given->second);
      }
    }
    if (const auto iou = options.find("nms_iou_threshold");
        iou != options.end() && iou->second > 0 && iou->second <= 1) {
      outputs.nmsIou = static_cast<float>(iou->second);
    }
    if (const auto score = options.find("nms_score_threshold");
        score != options.end() && score->second > outputs.minScore && score->second < 1) {
      outputs.minScore = static_cast<float>(score->second);
    }
    if (const auto classes = options.find("num_classes"); classes != options.end()) {
      outputs.hasBackground = classes->second < outputs.scoreColumns;
    }
    return {};
  }

  /// From the names that TensorFlow's scopes leave in tensors.
  [[nodiscard]] std::string architecture() const {
    constexpr std::array<std::pair<std::string_view, const char*>, 8> kScopes = {{
        {"MobilenetV1/", "ssd_mobilenet_v1"},
        {"MobilenetV2/", "ssd_mobilenet_v2"},
        {"MobilenetV3/", "ssd_mobilenet_v3"},
        {"InceptionV2/", "ssd_inception_v2"},
        {"InceptionV3/", "ssd_inception_v3"},
        {"resnet_v1_50/", "ssd_resnet50_v1"},
        {"resnet_v1_101/", "ssd_resnet101_v1"},
        {"resnet_v1_152/", "ssd_resnet152_v1"},
    }};
    for (const TfliteTensor& tensor : model_.tensors) {
      for (const auto& [scope, name] : kScopes) {
        if (tensor.name.find(scope) != std::string::npos) {
          return name;
        }
      }
    }
    return "ssd";
  }

  const TfliteModel& model_;
  GraphBuilder builder_;
  TfliteBackbone backbone_;
  TfliteNetwork network_;
  std::vector<FrameSize> maps_;
  std::vector<std::size_t> perCell_;  ///< Boxes of a cell, by feature map.
  std::int64_t anchorCount_ = 0;
};

}  // namespace

Result<TfliteNetwork> importTflite(std::shared_ptr<const std::string> file) {
  const auto model = readTflite(std::move(file));
  if (!model) {
    return fail(model.error());
  }
  return SsdImporter(*model).run();
}

}  // namespace followspot::model
