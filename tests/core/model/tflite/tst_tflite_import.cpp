#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <QTest>

#include <opencv2/dnn.hpp>

#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/opencv_graph.h"
#include "core/model/text_graph.h"
#include "core/model/tflite/tflite_import.h"
#include "tests/support/result_check.h"
#include "tests/support/tflite/tiny_tflite.h"

using namespace followspot;
using namespace followspot::model;
namespace lite = followspot::tflite;

namespace {

constexpr auto kSame = lite::Padding::Same;
constexpr auto kValid = lite::Padding::Valid;
constexpr auto kLinear = lite::Activation::None;
constexpr auto kRelu = lite::Activation::Relu;
constexpr auto kRelu6 = lite::Activation::Relu6;
constexpr int kClasses = 3;
// Numbers of BuiltinOperator.
constexpr int kAddOp = 0;
constexpr int kAverageOp = 1;
constexpr int kLogisticOp = 14;
constexpr int kMaxOp = 17;
constexpr int kMulOp = 18;
constexpr int kReluOp = 19;
constexpr int kRelu6Op = 21;
constexpr int kBilinearOp = 23;
constexpr int kSoftmaxOp = 25;
constexpr int kSubOp = 41;
constexpr int kNearestOp = 97;
constexpr int kHardSwishOp = 117;

std::vector<float> picture(int height, int width) {
  std::vector<float> numbers(static_cast<std::size_t>(height * width * 3));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<float>(std::sin(static_cast<double>(i) * 0.37));
  }
  return numbers;
}

/// A network with its heads; tensors of the raw outputs.
struct Network {
  TinyTflite file{16, 24, picture(16, 24)};
  int boxes = -1;
  int scores = -1;
};

/// Puts heads onto feature maps; the first has three boxes a cell, the others six, as the defaults
/// of ssd_anchor_generator have.
void addHeads(Network& net, const std::vector<int>& maps) {
  std::vector<int> boxes;
  std::vector<int> scores;
  for (std::size_t i = 0; i < maps.size(); ++i) {
    const int perCell = i == 0 ? 3 : 6;
    boxes.push_back(net.file.conv(maps[i], {1, perCell * 4}));
    scores.push_back(net.file.conv(maps[i], {3, perCell * kClasses}));
  }
  net.boxes = net.file.head(boxes, 4, "raw_outputs/box_encodings");
  net.scores = net.file.head(scores, kClasses, "raw_outputs/class_predictions");
  net.file.setOutputs({net.boxes, net.scores});
}

void plain(Network& net) {
  const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu6});
  addHeads(net, {a, net.file.conv(a, {3, 6, 2, kSame, kRelu6})});
}

struct Case {
  const char* name;
  std::function<void(Network&)> build;
};

/// Every operator that the importer takes, in the forms in which SSD networks have them.
const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"convolutions, fused activations", plain},
      {"float16 weights",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu6, true});
         addHeads(net, {a, net.file.depthwise(a, {3, 1, 2, kSame, kRelu6, true})});
       }},
      {"depthwise with a multiplier, no bias, VALID",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 4, 1, kValid, kRelu, false, false});
         const int b = net.file.depthwise(a, {3, 2, 2, kValid, kRelu});
         addHeads(net, {b, net.file.depthwise(b, {3, 1, 1, kSame, kLinear})});
       }},
      {"residual add, activations of their own",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kLinear});
         const int b = net.file.conv(net.file.unary(kRelu6Op, a), {1, 8, 1, kSame, kLinear});
         const int c = net.file.binary(kAddOp, a, b, kRelu);
         const int d = net.file.binary(kSubOp, c, net.file.unary(kReluOp, b));
         addHeads(net, {c, net.file.unary(kLogisticOp, d)});
       }},
      {"squeeze and excite, hard swish",
       [](Network& net) {
         const int a = net.file.unary(kHardSwishOp, net.file.conv(0, {3, 8, 2, kSame, kLinear}));
         const int gate = net.file.conv(net.file.mean(a), {1, 4, 1, kSame, kRelu});
         const int scale =
             net.file.unary(kLogisticOp, net.file.conv(gate, {1, 8, 1, kSame, kLinear}));
         addHeads(net, {a, net.file.binary(kMulOp, a, scale)});
       }},
      {"constants, one and one a channel",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu});
         int b = net.file.withConstant(kMulOp, a, 1);
         b = net.file.withConstant(kAddOp, b, 1);
         b = net.file.withConstant(kMulOp, b, 8);
         b = net.file.withConstant(kAddOp, b, 8);
         b = net.file.withConstant(kSubOp, b, 8);
         b = net.file.withConstant(kMulOp, b, 8, true);
         addHeads(net, {b, net.file.binary(kAddOp, net.file.withConstant(kMulOp, a, 8), a)});
       }},
      {"padding, even and uneven",
       [](Network& net) {
         const int a = net.file.conv(net.file.pad(0, 0, 1, 0, 1), {3, 8, 2, kValid, kRelu6});
         addHeads(net, {a, net.file.conv(net.file.pad(a, 1, 1, 1, 1), {3, 8, 2, kValid, kRelu6})});
       }},
      {"a padding that several read",
       [](Network& net) {
         const int padded = net.file.pad(0, 1, 1, 2, 2);
         const int a = net.file.conv(padded, {3, 8, 2, kValid, kRelu6});
         addHeads(net, {a, net.file.conv(padded, {3, 8, 2, kValid, kRelu6})});
       }},
      {"a padding that a convolution and a pool read",
       [](Network& net) {
         const int padded = net.file.pad(0, 1, 1, 0, 0);
         const int a = net.file.conv(padded, {3, 8, 2, kValid, kRelu6});
         addHeads(net, {a, net.file.pool(kMaxOp, padded, 2, 2, kValid)});
       }},
      {"an even padding before SAME",
       [](Network& net) {
         const int a = net.file.conv(net.file.pad(0, 1, 1, 1, 1), {3, 8, 2, kSame, kRelu6});
         addHeads(net, {a, net.file.conv(a, {3, 8, 2, kSame, kRelu6})});
       }},
      {"pools",
       [](Network& net) {
         const int a =
             net.file.pool(kMaxOp, net.file.conv(0, {3, 8, 1, kSame, kRelu}), 2, 2, kValid);
         const int b = net.file.pool(kAverageOp, a, 3, 2, kSame);
         addHeads(net, {a, net.file.pool(kMaxOp, b, 3, 1, kSame)});
       }},
      {"channels joined",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu});
         const int b = net.file.conv(0, {1, 5, 2, kSame, kRelu});
         const int c = net.file.join({a, b, a});
         addHeads(net, {c, net.file.conv(c, {3, 8, 2, kSame, kRelu})});
       }},
      {"nearest neighbour",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu});
         const int b = net.file.conv(a, {3, 8, 2, kSame, kRelu});
         addHeads(net, {net.file.binary(kAddOp, a, net.file.resize(kNearestOp, b, 8, 12)), b});
       }},
      {"bilinear",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu});
         const int b = net.file.conv(a, {3, 8, 2, kSame, kRelu});
         addHeads(net, {net.file.binary(kAddOp, a, net.file.resize(kBilinearOp, b, 8, 12)), b});
       }},
      {"bilinear, corners aligned",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 4, kSame, kRelu});
         addHeads(net, {net.file.resize(kBilinearOp, a, 7, 9, true), a});
       }},
      {"bilinear, half pixels",
       [](Network& net) {
         const int a = net.file.conv(0, {3, 8, 4, kSame, kRelu});
         addHeads(net, {net.file.resize(kBilinearOp, a, 7, 9, false, true), a});
       }},
  };
  return kCases;
}

struct Refusal {
  const char* name;
  std::function<void(Network&)> damage;
  const char* part;  ///< Of the sentence.
};

lite::OperatorT& firstOperator(Network& net) { return *net.file.graph().operators[0]; }

const std::vector<Refusal>& refusals() {
  static const std::vector<Refusal> kRefusals = {
      {"unknown operator",
       [](Network& net) {
         net.file.model().operator_codes[0]->deprecated_builtin_code = 54;
         net.file.model().operator_codes[0]->builtin_code = 54;
       },
       "operator 54 \"net/conv_1;fused/away\" (operator 0)"},
      {"quantised input",
       [](Network& net) { net.file.graph().tensors[0]->type = lite::TensorType::UInt8; },
       "quantised"},
      {"quantised weights",
       [](Network& net) { net.file.graph().tensors[1]->type = lite::TensorType::Int8; },
       "tensor 1 (\"net/weights_0;fused/away/w\")"},
      {"dilation",
       [](Network& net) { firstOperator(net).builtin_options.AsConv2DOptions()->dilation_h = 2; },
       "dilated"},
      {"stride 0",
       [](Network& net) { firstOperator(net).builtin_options.AsConv2DOptions()->stride_h = 0; },
       "stride"},
      {"strange activation",
       [](Network& net) {
         firstOperator(net).builtin_options.AsConv2DOptions()->activation =
             lite::Activation::SignBit;
       },
       "fused activation"},
      {"input that is not there", [](Network& net) { firstOperator(net).inputs[0] = 1000; },
       "names a tensor that is not there"},
      {"an operator that feeds itself",
       [](Network& net) { firstOperator(net).inputs[0] = firstOperator(net).outputs[0]; },
       "made only later"},
      {"four channels",
       [](Network& net) {
         net.file.graph().tensors[0]->shape = {1, 16, 24, 4};
       },
       "not one picture"},
      {"three outputs",
       [](Network& net) {
         net.file.setOutputs({net.boxes, net.scores, 0});
       },
       "3 outputs"},
      {"outputs that are no heads",
       [](Network& net) {
         net.file.setOutputs({net.scores, net.scores});
       },
       "[1,A,4]"},
      {"subgraphs",
       [](Network& net) {
         net.file.model().subgraphs.push_back(std::make_unique<lite::SubGraphT>());
       },
       "2 subgraphs"},
      {"boxes a cell that no default gives",
       [](Network& net) {
         net = Network();
         const int a = net.file.conv(0, {3, 8, 2, kSame, kRelu6});
         net.boxes = net.file.head({net.file.conv(a, {1, 20})}, 4, "b");
         net.scores = net.file.head({net.file.conv(a, {1, 5 * kClasses})}, kClasses, "s");
         net.file.setOutputs({net.boxes, net.scores});
       },
       "feature map 0 has 5 boxes a cell"},
  };
  return kRefusals;
}

/// Loads the pair in OpenCV as anybody would, after our own check.
Result<std::vector<std::vector<float>>> run(const Network& net, const TfliteNetwork& network,
                                            const OpenCvGraphs& graphs,
                                            const std::vector<std::string>& outputs) {
  if (auto valid = validateForOpenCv(graphs.binary, graphs.text); !valid) {
    return fail(valid.error());
  }
  const std::string pb = serializeGraph(graphs.binary);
  const std::string text = writeTextGraph(graphs.text);
  std::vector<std::vector<float>> results;
  try {
    cv::dnn::Net dnn =
        cv::dnn::readNetFromTensorflow(pb.data(), pb.size(), text.data(), text.size());
    const auto& value = net.file.value(0);
    const std::array shape = {1, 3, value.h, value.w};
    cv::Mat blob(4, shape.data(), CV_32F);
    for (int y = 0; y < value.h; ++y) {
      for (int x = 0; x < value.w; ++x) {
        for (int k = 0; k < 3; ++k) {
          const std::array at = {0, k, y, x};
          blob.at<float>(at.data()) = static_cast<float>(value.at(y, x, k));
        }
      }
    }
    dnn.setInput(blob, network.inputName);
    std::vector<cv::Mat> mats;
    dnn.forward(mats, std::vector<cv::String>(outputs.begin(), outputs.end()));
    for (const cv::Mat& mat : mats) {
      results.emplace_back(mat.ptr<float>(), mat.ptr<float>() + mat.total());
    }
  } catch (const cv::Exception& error) {
    return fail(ErrorCode::Internal, error.what());
  }
  return results;
}

double largestDifference(const std::vector<float>& got, const std::vector<double>& wanted) {
  double worst = got.size() == wanted.size() ? 0 : 1e9;
  for (std::size_t i = 0; i < std::min(got.size(), wanted.size()); ++i) {
    worst = std::max(worst, std::abs(static_cast<double>(got[i]) - wanted[i]));
  }
  return worst;
}

/// Decoded box with its score, as `DetectionOutput` gives it.
struct Found {
  int label;
  double score;
  std::array<double, 4> box;  // xmin, ymin, xmax, ymax
};

double overlap(const Found& a, const Found& b) {
  const double w = std::min(a.box[2], b.box[2]) - std::max(a.box[0], b.box[0]);
  const double h = std::min(a.box[3], b.box[3]) - std::max(a.box[1], b.box[1]);
  const auto area = [](const Found& f) { return (f.box[2] - f.box[0]) * (f.box[3] - f.box[1]); };
  return w <= 0 || h <= 0 ? 0 : w * h / (area(a) + area(b) - w * h);
}

/// The Object Detection API's decoding and per-class suppression, written out plainly.
std::vector<Found> decode(const std::vector<double>& boxes, const std::vector<double>& scores,
                          const SsdOutputs& outputs) {
  std::vector<Found> kept;
  const auto coder = [&](std::size_t i) { return static_cast<double>(outputs.boxCoder[i]); };
  for (int label = outputs.hasBackground ? 1 : 0; label < outputs.scoreColumns; ++label) {
    std::vector<Found> all;
    for (std::size_t i = 0; i < outputs.anchors.size(); ++i) {
      const double score = scores[i * static_cast<std::size_t>(outputs.scoreColumns) +
                                  static_cast<std::size_t>(label)];
      if (score <= static_cast<double>(outputs.minScore)) {
        continue;
      }
      std::array<double, 4> anchor{};
      std::ranges::copy(outputs.anchors[i], anchor.begin());
      const double y = boxes[4 * i] / coder(0) * anchor[2] + anchor[0];
      const double x = boxes[4 * i + 1] / coder(1) * anchor[3] + anchor[1];
      const double h = std::exp(boxes[4 * i + 2] / coder(2)) * anchor[2];
      const double w = std::exp(boxes[4 * i + 3] / coder(3)) * anchor[3];
      all.push_back({label, score, {x - w / 2, y - h / 2, x + w / 2, y + h / 2}});
    }
    std::ranges::stable_sort(all, std::greater<>(), &Found::score);
    std::vector<Found> best;
    for (const Found& candidate : all) {
      if (std::ranges::none_of(best, [&](const Found& better) {
            return overlap(better, candidate) > static_cast<double>(outputs.nmsIou);
          })) {
        best.push_back(candidate);
      }
    }
    kept.insert(kept.end(), best.begin(), best.end());
  }
  std::ranges::stable_sort(kept, std::greater<>(), &Found::score);
  constexpr std::size_t kMost = 100;
  kept.resize(std::min(kept.size(), kMost));
  return kept;
}

}  // namespace

class TestTfliteImport : public QObject {
  Q_OBJECT
 private slots:
  void openCvComputesWhatTheFileSays_data() {
    QTest::addColumn<int>("which");
    for (int i = 0; const Case& item : cases()) {
      QTest::newRow(item.name) << i++;
    }
  }
  void openCvComputesWhatTheFileSays() {
    QFETCH(int, which);
    Network net;
    cases()[static_cast<std::size_t>(which)].build(net);
    const auto network = importTflite(net.file.file());
    FS_VERIFY_OK(network);
    QCOMPARE(network->anchorsSource, std::string("ssd_anchor_generator defaults"));
    const auto graphs = makeOpenCvGraphs(network->graph, network->outputs);
    FS_VERIFY_OK(graphs);
    const auto results = run(net, *network, *graphs, {kRawBoxes, kRawLogits});
    FS_VERIFY_OK(results);
    const double boxes = largestDifference((*results)[0], net.file.value(net.boxes).data);
    const double scores = largestDifference((*results)[1], net.file.value(net.scores).data);
    QVERIFY2(boxes < 1e-4 && scores < 1e-4,
             qPrintable(QString("boxes %1, scores %2").arg(boxes).arg(scores)));
  }

  void postProcessOpSaysHowToDecode_data() {
    QTest::addColumn<int>("converter");
    QTest::addColumn<int>("classes");
    QTest::newRow("sigmoid, background") << kLogisticOp << kClasses - 1;
    QTest::newRow("softmax, background") << kSoftmaxOp << kClasses - 1;
    QTest::newRow("sigmoid, no background") << kLogisticOp << kClasses;
    QTest::newRow("no converter") << -1 << kClasses - 1;
  }
  void postProcessOpSaysHowToDecode() {
    QFETCH(int, converter);
    QFETCH(int, classes);
    Network net;
    plain(net);
    const int scores = converter < 0 ? net.scores : net.file.score(converter, net.scores, "scores");
    const int count = net.file.value(net.boxes).w;
    std::vector<float> anchors;
    for (int i = 0; i < count; ++i) {
      const float t = static_cast<float>(i) / static_cast<float>(count);
      anchors.insert(anchors.end(), {t, 1 - t, 0.1F + t / 3, 0.4F - t / 3});
    }
    net.file.postProcess(net.boxes, scores, anchors, classes);
    const auto network = importTflite(net.file.file());
    FS_VERIFY_OK(network);
    QCOMPARE(network->anchorsSource, std::string("post-process op"));
    QCOMPARE(network->outputs.anchors.size(), static_cast<std::size_t>(count));
    QCOMPARE(network->outputs.anchors[1][2], anchors[6]);
    QCOMPARE(network->outputs.boxCoder, (std::array{8.0F, 9.0F, 4.0F, 6.0F}));
    QCOMPARE(network->outputs.nmsIou, 0.5F);
    QCOMPARE(network->outputs.hasBackground, classes < kClasses);
    const auto graphs = makeOpenCvGraphs(network->graph, network->outputs);
    FS_VERIFY_OK(graphs);
    QCOMPARE(graphs->scoresAreLogits, converter == kLogisticOp);
    const auto results = run(net, *network, *graphs, {kDetectionOutput, kRawScores});
    FS_VERIFY_OK(results);
    QVERIFY(largestDifference((*results)[1], net.file.value(scores).data) < 1e-5);
    checkDetections((*results)[0], decode(net.file.value(net.boxes).data,
                                          net.file.value(scores).data, network->outputs));
  }

  void outputsWithoutAnOpAreLogits() {
    Network net;
    plain(net);
    const auto network = importTflite(net.file.file());
    FS_VERIFY_OK(network);
    const auto graphs = makeOpenCvGraphs(network->graph, network->outputs);
    FS_VERIFY_OK(graphs);
    QVERIFY(graphs->scoresAreLogits);
    QCOMPARE(graphs->classScores, std::string(kRawLogits));
    const auto results = run(net, *network, *graphs, {kDetectionOutput});
    FS_VERIFY_OK(results);
    std::vector<double> scores = net.file.value(net.scores).data;
    for (double& score : scores) {
      score = 1 / (1 + std::exp(-score));
    }
    checkDetections((*results)[0],
                    decode(net.file.value(net.boxes).data, scores, network->outputs));
  }

  void saysWhatItRefuses_data() {
    QTest::addColumn<int>("which");
    for (int i = 0; const Refusal& item : refusals()) {
      QTest::newRow(item.name) << i++;
    }
  }
  void saysWhatItRefuses() {
    QFETCH(int, which);
    const Refusal& refusal = refusals()[static_cast<std::size_t>(which)];
    Network net;
    plain(net);
    refusal.damage(net);
    const auto network = importTflite(net.file.file());
    QVERIFY(!network);
    QVERIFY2(network.error().message.find(refusal.part) != std::string::npos,
             network.error().message.c_str());
  }

  void survivesCutsAndFlips() {
    Network net;
    plain(net);
    const std::string good = *net.file.file();
    for (std::size_t size = 0; size < good.size(); size += 97) {
      QVERIFY(!importTflite(std::make_shared<const std::string>(good.substr(0, size))));
    }
    int accepted = 0;
    std::mt19937 random(1);
    constexpr int kMutants = 5'000;
    for (int i = 0; i < kMutants; ++i) {
      std::string bad = good;
      for (int k = 0; k < 3; ++k) {
        bad[random() % bad.size()] = static_cast<char>(random() & 0xFFU);
      }
      const auto network = importTflite(std::make_shared<const std::string>(std::move(bad)));
      if (!network) {
        continue;
      }
      ++accepted;
      const auto graphs = makeOpenCvGraphs(network->graph, network->outputs);
      if (graphs) {
        (void)validateForOpenCv(graphs->binary, graphs->text);
      }
    }
    QVERIFY(accepted > 100);  // flips in weights: the test reaches all the way through
  }

 private:
  static void checkDetections(const std::vector<float>& rows, const std::vector<Found>& wanted) {
    // What is left of OpenCV's fixed number of rows is zeros.
    std::size_t count = 0;
    for (std::size_t i = 0; i < rows.size(); i += 7) {
      count += static_cast<std::size_t>(rows[i + 2] > 0);
    }
    QCOMPARE(count, wanted.size());
    QVERIFY(wanted.size() > 5);
    // OpenCV's order of equal scores may differ: every wanted row must be there.
    for (const Found& found : wanted) {
      bool there = false;
      for (std::size_t i = 0; i < rows.size() && !there; i += 7) {
        const auto row = [&](std::size_t k) { return static_cast<double>(rows[i + k]); };
        there = static_cast<int>(row(1)) == found.label && std::abs(row(2) - found.score) < 1e-5;
        for (std::size_t k = 0; k < 4; ++k) {
          there = there && std::abs(row(3 + k) - found.box[k]) < 1e-5;
        }
      }
      QVERIFY(there);
    }
  }
};

QTEST_GUILESS_MAIN(TestTfliteImport)
#include "tst_tflite_import.moc"
