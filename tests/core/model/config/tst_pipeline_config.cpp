#include <QTest>

#include "core/model/config/pipeline_config.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"

using namespace followspot;
using namespace followspot::model;

namespace {

const std::string kLeast =
    "model { ssd { num_classes: 7 feature_extractor { type: 'ssd_mobilenet_v1' }\n"
    "box_predictor { convolutional_box_predictor { } }\n"
    "anchor_generator { ssd_anchor_generator { } } } }\n";

/// kLeast with one part replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kLeast;
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

class TestPipelineConfig : public QObject {
  Q_OBJECT

 private slots:
  void defaultsOfTheProtos() {
    const auto config = parsePipelineConfig(kLeast);
    FS_VERIFY_OK(config);
    QCOMPARE(config->numClasses, 7);
    QCOMPARE(config->scoreColumns(), 8);
    QVERIFY((config->resizer.size == FrameSize{300, 300}));
    QCOMPARE(config->extractor.depthMultiplier, 1.0F);
    QCOMPARE(config->extractor.minDepth, 16);
    QVERIFY(config->predictor.kind == BoxPredictor::Kind::Convolutional);
    QCOMPARE(config->predictor.kernelSize, 1);
    QVERIFY(config->predictor.useDropout);
    const auto& anchors = std::get<SsdAnchorConfig>(config->anchors);
    QCOMPARE(anchors.numLayers, 6);
    QVERIFY(anchors.options.aspectRatios.empty());
    QCOMPARE(static_cast<float>(anchors.options.minScale), 0.2F);
    QVERIFY((config->boxCoder == std::array<float, 4>{10, 10, 5, 5}));
    QCOMPARE(config->postProcessing.iouThreshold, 0.6F);
    QCOMPARE(config->postProcessing.maxTotalDetections, 100);
    QVERIFY(config->postProcessing.converter == ScoreConverter::Identity);
    QVERIFY(!config->evalUsesMovingAverages);
    QVERIFY(!config->optimizerUsesMovingAverages);
    QVERIFY(!config->quantized);
  }

  void realFiles() {
    FS_NEED_SHARED_DATA(data);
    const auto config = readPipelineConfig(data / "models/ssdlite_mobilenet_v2/pipeline.config");
    FS_VERIFY_OK(config);
    QCOMPARE(config->numClasses, 3);
    QVERIFY((config->resizer.size == FrameSize{352, 224}));
    QCOMPARE(config->extractor.type, std::string("ssd_mobilenet_v2"));
    QCOMPARE(config->extractor.depthMultiplier, 0.35F);
    QCOMPARE(config->extractor.minDepth, 8);
    QVERIFY(config->extractor.useDepthwise);
    QVERIFY(config->extractor.hyperparams.activation == Activation::Relu6);
    QVERIFY(config->extractor.hyperparams.batchNorm);
    QVERIFY(config->extractor.hyperparams.scale);
    QVERIFY(config->predictor.useDepthwise);
    QVERIFY(!config->predictor.useDropout);
    QCOMPARE(config->predictor.kernelSize, 3);
    const auto& anchors = std::get<SsdAnchorConfig>(config->anchors);
    QCOMPARE(anchors.options.aspectRatios.size(), std::size_t{5});
    QCOMPARE(config->postProcessing.scoreThreshold, 1e-8F);
    QVERIFY(config->postProcessing.converter == ScoreConverter::Sigmoid);
    QVERIFY(config->optimizerUsesMovingAverages);  // has an optimizer, which does by default
    for (const char* const model :
         {"ssd_mobilenet_v1", "ssd_mobilenet_v2", "ssd_mobilenet_v2_oid"}) {
      FS_VERIFY_OK(readPipelineConfig(data / "models" / model / "pipeline.config"));
    }
  }

  void otherKinds() {
    const auto config = parsePipelineConfig(
        "model { ssd { num_classes: 90 add_background_class: false\n"
        "image_resizer { keep_aspect_ratio_resizer { min_dimension: 640 max_dimension: 640\n"
        "  pad_to_max_dimension: true } }\n"
        "feature_extractor { type: 'ssd_resnet50_v1_fpn' fpn { max_level: 6 }\n"
        "  override_base_feature_extractor_hyperparams: true }\n"
        "box_predictor { weight_shared_convolutional_box_predictor { depth: 256\n"
        "  num_layers_before_predictor: 4 share_prediction_tower: true } }\n"
        "anchor_generator { multiscale_anchor_generator { aspect_ratios: [1, 2.0, 0.5] } }\n"
        "box_coder { faster_rcnn_box_coder { y_scale: 1 } }\n"
        "post_processing { score_converter: SOFTMAX logit_scale: 2 } } }\n"
        "train_config { optimizer { momentum_optimizer { } use_moving_average: false } }\n"
        "eval_config { use_moving_averages: true }\n"
        "graph_rewriter { quantization { delay: 48000 } }");
    FS_VERIFY_OK(config);
    QCOMPARE(config->scoreColumns(), 90);
    QVERIFY(config->resizer.kind == ImageResizer::Kind::KeepAspectRatio);
    QCOMPARE(config->extractor.fpnMaxLevel, 6);
    QVERIFY(config->predictor.kind == BoxPredictor::Kind::WeightShared);
    QCOMPARE(config->predictor.kernelSize, 3);
    const auto& anchors = std::get<MultiscaleAnchorOptions>(config->anchors);
    QCOMPARE(anchors.aspectRatios.size(), std::size_t{3});
    QCOMPARE(config->boxCoder[0], 1.0F);
    QCOMPARE(config->boxCoder[2], 5.0F);
    QVERIFY(config->postProcessing.converter == ScoreConverter::Softmax);
    QVERIFY(config->evalUsesMovingAverages);
    QVERIFY(!config->optimizerUsesMovingAverages);
    QVERIFY(config->quantized);
  }

  void overridesMerge() {
    const auto config = parsePipelineConfig(
        kLeast,
        "model { ssd { num_classes: 2 image_resizer { fixed_shape_resizer { width: 64 } }\n"
        "anchor_generator { multiscale_anchor_generator { aspect_ratios: 1 } } } }");
    FS_VERIFY_OK(config);
    QCOMPARE(config->numClasses, 2);
    QVERIFY((config->resizer.size == FrameSize{64, 300}));
    QVERIFY(std::holds_alternative<MultiscaleAnchorOptions>(config->anchors));
    QCOMPARE(config->extractor.type, std::string("ssd_mobilenet_v1"));
  }

  void refused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const std::string& text, const char* message) {
      QTest::newRow(name) << QString::fromStdString(text) << QString(message);
    };
    row("empty", "", "has no model");
    row("not the format", "model { ssd {", "line");
    row("Faster R-CNN", "model { faster_rcnn { num_classes: 1 } }", "describes a faster_rcnn");
    row("no classes", with("num_classes: 7", ""), "no num_classes");
    row("0 classes", with("7", "0"), "line 1: num_classes 0 must be a whole number");
    row("classes in words", with("7", "seven"), "num_classes seven");
    row("no extractor", with("type: 'ssd_mobilenet_v1'", ""), "no type");
    row("mask predictor", with("convolutional_box_predictor", "mask_rcnn_box_predictor"),
        "mask_rcnn_box_predictor");
    row("no anchors", with("ssd_anchor_generator { }", ""), "anchor_generator: is missing");
    row("keypoint coder",
        with("anchor_generator", "box_coder { keypoint_box_coder { } } anchor_generator"),
        "keypoint_box_coder is not supported");
    row("huge picture",
        with("feature_extractor",
             "image_resizer { fixed_shape_resizer { width: 1000000 } } feature_extractor"),
        "width 1000000 must be");
    row("NaN scale", with("ssd_anchor_generator { }", "ssd_anchor_generator { min_scale: nan }"),
        "line 3: min_scale nan must be a number");
    row("unknown word",
        with("anchor_generator", "post_processing { score_converter: MAYBE } anchor_generator"),
        "score_converter MAYBE is not known");
    row("a number where a message belongs",
        with("anchor_generator", "post_processing: 3 anchor_generator"), "must be a message");
    row("flexible grid without sizes",
        with("ssd_anchor_generator { }", "flexible_grid_anchor_generator { anchor_grid { } }"),
        "as many base_sizes");
  }
  void refused() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    const auto config = parsePipelineConfig(text.toStdString());
    QVERIFY(!config);
    QVERIFY2(config.error().message.find(message.toStdString()) != std::string::npos,
             config.error().message.c_str());
  }
};

QTEST_GUILESS_MAIN(TestPipelineConfig)
#include "tst_pipeline_config.moc"
