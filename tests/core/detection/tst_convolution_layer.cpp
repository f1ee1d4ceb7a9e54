#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <QTest>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/dnn/all_layers.hpp>

#include "core/detection/convolution_kernels.h"
#include "core/detection/convolution_layer.h"

using namespace followspot;

namespace {

/// One convolution and what comes after it.
struct Case {
  std::vector<int> input;  ///< [pictures, channels, height, width]
  int outputs = 1;
  int kernelHeight = 1;
  int kernelWidth = 1;
  int stride = 1;
  int dilation = 1;
  int group = 1;
  std::string padMode;
  int pad = 0;
  bool bias = true;
  std::string after;  ///< A layer type, or none.
  bool own = true;    ///< Our kernels apply.
};

cv::Mat noise(const std::vector<int>& shape, int seed, double low = -1, double high = 1) {
  cv::Mat made(shape, CV_32F);
  cv::RNG random(static_cast<std::uint64_t>(seed));
  random.fill(made, cv::RNG::UNIFORM, low, high);
  return made;
}

cv::dnn::Net netOf(const Case& c) {
  cv::dnn::Net net;
  cv::dnn::LayerParams conv;
  conv.name = "conv";
  conv.type = "Convolution";
  conv.set("num_output", c.outputs);
  conv.set("kernel_h", c.kernelHeight);
  conv.set("kernel_w", c.kernelWidth);
  conv.set("stride_h", c.stride);
  conv.set("stride_w", c.stride);
  conv.set("dilation_h", c.dilation);
  conv.set("dilation_w", c.dilation);
  conv.set("group", c.group);
  conv.set("bias_term", c.bias);
  if (c.padMode.empty()) {
    conv.set("pad_h", c.pad);
    conv.set("pad_w", c.pad);
  } else {
    conv.set("pad_mode", c.padMode);
  }
  conv.blobs.push_back(noise({c.outputs, c.input[1] / c.group, c.kernelHeight, c.kernelWidth}, 1));
  if (c.bias) {
    conv.blobs.push_back(noise({1, c.outputs}, 2));
  }
  net.addLayerToPrev(conv.name, conv.type, conv);
  if (!c.after.empty()) {
    cv::dnn::LayerParams next;
    next.name = "next";
    next.type = c.after;
    if (c.after == "ReLU6") {
      next.set("min_value", 0);
      next.set("max_value", 6);
    } else if (c.after == "LeakyReLU") {
      next.type = "ReLU";
      next.set("negative_slope", 0.1);
    } else if (c.after == "BatchNorm") {
      next.set("has_weight", true);
      next.set("has_bias", true);
      next.set("eps", 1e-3);
      for (int i = 0; i < 4; ++i) {  // mean, variance, weight, bias
        next.blobs.push_back(noise({1, c.outputs}, 10 + i, 0.5, 1.5));
      }
    }
    net.addLayerToPrev(next.name, next.type, next);
    if (c.after == "BatchNorm") {
      cv::dnn::LayerParams relu;
      relu.name = "relu";
      relu.type = "ReLU";
      net.addLayerToPrev(relu.name, relu.type, relu);
    }
  }
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  return net;
}

bool isOpenCvs(cv::dnn::Net& net) {
  return net.getLayer(net.getLayerId("conv")).dynamicCast<cv::dnn::BaseConvolutionLayer>() !=
         nullptr;
}

}  // namespace

class TestConvolutionLayer : public QObject {
  Q_OBJECT

 private slots:
  void givesOpenCvsNumbers_data();
  void givesOpenCvsNumbers();
  void isOfTheThreadThatWantsIt();
};

void TestConvolutionLayer::givesOpenCvsNumbers_data() {
  QTest::addColumn<Case>("what");
  const auto add = [](const char* name, const Case& what) { QTest::newRow(name) << what; };
  add("1x1", {.input = {1, 24, 19, 19}, .outputs = 12});
  add("1x1, no bias, ReLU6",
      {.input = {1, 24, 9, 9}, .outputs = 5, .bias = false, .after = "ReLU6"});
  add("ReLU", {.input = {1, 8, 9, 9}, .outputs = 5, .after = "ReLU"});
  add("leaky ReLU", {.input = {1, 8, 9, 9}, .outputs = 5, .after = "LeakyReLU"});
  add("sigmoid", {.input = {1, 8, 9, 9}, .outputs = 5, .after = "Sigmoid"});
  add("batch norm and ReLU", {.input = {1, 8, 9, 9}, .outputs = 5, .after = "BatchNorm"});
  add("3x3 SAME, stride 2, even", {.input = {1, 3, 30, 42},
                                   .outputs = 8,
                                   .kernelHeight = 3,
                                   .kernelWidth = 3,
                                   .stride = 2,
                                   .padMode = "SAME",
                                   .after = "ReLU6"});
  add("3x3 SAME, stride 2, odd", {.input = {1, 3, 31, 43},
                                  .outputs = 8,
                                  .kernelHeight = 3,
                                  .kernelWidth = 3,
                                  .stride = 2,
                                  .padMode = "SAME"});
  add("3x3 VALID", {.input = {1, 3, 31, 43},
                    .outputs = 8,
                    .kernelHeight = 3,
                    .kernelWidth = 3,
                    .stride = 2,
                    .padMode = "VALID"});
  add("3x3, padding 1", {.input = {1, 3, 20, 21},
                         .outputs = 8,
                         .kernelHeight = 3,
                         .kernelWidth = 3,
                         .stride = 2,
                         .pad = 1});
  add("1x3", {.input = {1, 3, 1, 12},
              .outputs = 8,
              .kernelHeight = 1,
              .kernelWidth = 3,
              .padMode = "SAME"});
  add("depthwise", {.input = {1, 12, 20, 21},
                    .outputs = 12,
                    .kernelHeight = 3,
                    .kernelWidth = 3,
                    .group = 12,
                    .padMode = "SAME",
                    .after = "ReLU6"});
  add("depthwise, two outputs each, batch norm", {.input = {1, 12, 20, 21},
                                                  .outputs = 24,
                                                  .kernelHeight = 3,
                                                  .kernelWidth = 3,
                                                  .stride = 2,
                                                  .group = 12,
                                                  .padMode = "SAME",
                                                  .after = "BatchNorm"});
  add("groups", {.input = {1, 12, 9, 11},
                 .outputs = 6,
                 .kernelHeight = 3,
                 .kernelWidth = 3,
                 .group = 3,
                 .pad = 1});
  add("two pictures", {.input = {2, 5, 9, 11},
                       .outputs = 6,
                       .kernelHeight = 3,
                       .kernelWidth = 3,
                       .padMode = "SAME"});
  add("two pictures, depthwise", {.input = {2, 6, 9, 11},
                                  .outputs = 6,
                                  .kernelHeight = 3,
                                  .kernelWidth = 3,
                                  .group = 6,
                                  .padMode = "SAME"});
  add("dilated: OpenCV's", {.input = {1, 5, 19, 21},
                            .outputs = 6,
                            .kernelHeight = 3,
                            .kernelWidth = 3,
                            .dilation = 2,
                            .padMode = "SAME",
                            .own = false});
  add("9x9: OpenCV's", {.input = {1, 2, 19, 21},
                        .outputs = 6,
                        .kernelHeight = 9,
                        .kernelWidth = 9,
                        .padMode = "SAME",
                        .own = false});
}

void TestConvolutionLayer::givesOpenCvsNumbers() {
  QFETCH(Case, what);
  cv::dnn::Net theirs = netOf(what);
  cv::dnn::Net ours = netOf(what);
  // Run twice, on other numbers and on another size, as a network is set up anew for it.
  std::vector<int> larger = what.input;
  larger[3] += 5;
  for (const std::vector<int>& shape : {what.input, what.input, larger}) {
    const cv::Mat input = noise(shape, 5);
    theirs.setInput(input);
    const cv::Mat expected = theirs.forward().clone();
    const OwnConvolutions own;
    ours.setInput(input);
    const cv::Mat output = ours.forward();
    QVERIFY(expected.size == output.size);
    QVERIFY(cv::norm(expected, output, cv::NORM_INF) <
            1e-5 * (1 + cv::norm(expected, cv::NORM_INF)));
  }
  QVERIFY(isOpenCvs(theirs));
  const OwnConvolutions own;
  QCOMPARE(isOpenCvs(ours), !what.own || bestConvolutionKernels() == nullptr);
}

void TestConvolutionLayer::isOfTheThreadThatWantsIt() {
  const Case what{.input = {1, 4, 8, 8}, .outputs = 4};
  const OwnConvolutions own;
  bool elsewhere = false;
  std::thread([&] {
    cv::dnn::Net net = netOf(what);
    elsewhere = isOpenCvs(net);
  }).join();
  QVERIFY(elsewhere);
  cv::dnn::Net net = netOf(what);
  QCOMPARE(isOpenCvs(net), bestConvolutionKernels() == nullptr);
}

QTEST_GUILESS_MAIN(TestConvolutionLayer)
#include "tst_convolution_layer.moc"
