#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/dnn.hpp>
#include <opencv2/dnn/layer.hpp>

#include "core/detection/box_decoder.h"
#include "tests/bench/bench.h"

namespace followspot::bench {
namespace {

constexpr int kAnchors = 1917;
constexpr int kClasses = 91;
constexpr double kMinScore = 0.3;
constexpr double kNmsIou = 0.6;
constexpr int kKept = 100;

struct Heads {
  HeadLayout layout;
  std::vector<float> boxes;
  std::vector<float> logits;
  std::vector<float> scores;
};

/// @param mean, spread  of the normally distributed logits.
Heads makeHeads(float mean, float spread) {
  std::mt19937 random(1);  // NOLINT(bugprone-random-generator-seed): the same heads on every run
  std::uniform_real_distribution<float> place(0, 1);
  std::normal_distribution<float> normal;
  Heads heads;
  heads.layout.classCount = kClasses;
  heads.layout.boxOrder = BoxOrder::XyWh;
  for (int i = 0; i < kAnchors; ++i) {
    heads.layout.anchors.push_back(
        {place(random), place(random), 0.05F + place(random) / 2, 0.05F + place(random) / 2});
    for (int k = 0; k < 4; ++k) {
      heads.boxes.push_back(normal(random));
    }
    for (int k = 0; k < kClasses; ++k) {
      heads.logits.push_back(mean + spread * normal(random));
      heads.scores.push_back(1 / (1 + std::exp(-heads.logits.back())));
    }
  }
  return heads;
}

/// OpenCV's layer by itself, as the SSD text graphs parametrise it.
class DetectionOutput {
 public:
  explicit DetectionOutput(const Heads& heads) {
    cv::dnn::LayerParams params;
    params.name = "detection_out";
    params.type = "DetectionOutput";
    params.set("num_classes", kClasses);
    params.set("share_location", true);
    params.set("background_label_id", 0);
    params.set("nms_threshold", static_cast<float>(kNmsIou));
    params.set("confidence_threshold", static_cast<float>(kMinScore));
    params.set("top_k", kKept);
    params.set("keep_top_k", kKept);
    params.set("code_type", "CENTER_SIZE");
    layer_ = cv::dnn::LayerFactory::createLayerInstance("DetectionOutput", params);
    cv::dnn::LayerParams sigmoid;
    sigmoid.name = "sigmoid";
    sigmoid.type = "Sigmoid";
    sigmoid_ = cv::dnn::LayerFactory::createLayerInstance("Sigmoid", sigmoid);
    const std::array<int, 3> priorShape{1, 2, kAnchors * 4};
    cv::Mat priors(3, priorShape.data(), CV_32F);
    auto* prior = priors.ptr<float>();
    for (const Anchor& anchor : heads.layout.anchors) {
      *prior++ = anchor.xCenter - anchor.width / 2;
      *prior++ = anchor.yCenter - anchor.height / 2;
      *prior++ = anchor.xCenter + anchor.width / 2;
      *prior++ = anchor.yCenter + anchor.height / 2;
    }
    for (int i = 0; i < kAnchors; ++i) {
      for (const float variance : {0.1F, 0.1F, 0.2F, 0.2F}) {
        *prior++ = variance;
      }
    }
    const auto row = [](const std::vector<float>& values) {
      return cv::Mat(values, true).reshape(1, 1);
    };
    inputs_ = {row(heads.boxes), row(heads.scores), priors};
    logits_ = {row(heads.logits)};
    activated_ = {cv::Mat(1, kAnchors * kClasses, CV_32F)};
    const std::array<int, 4> outputShape{1, 1, kKept, 7};
    outputs_ = {cv::Mat(4, outputShape.data(), CV_32F)};
    sigmoid_->finalize(cv::InputArrayOfArrays(logits_), cv::OutputArrayOfArrays(activated_));
    layer_->finalize(cv::InputArrayOfArrays(inputs_), cv::OutputArrayOfArrays(outputs_));
  }

  void runOnScores() { layer_->forward(inputs_, outputs_, internals_); }

  void runOnLogits() {
    sigmoid_->forward(logits_, activated_, internals_);
    inputs_[1] = activated_[0];
    layer_->forward(inputs_, outputs_, internals_);
  }

  [[nodiscard]] const cv::Mat& rows() const { return outputs_[0]; }

 private:
  cv::Ptr<cv::dnn::Layer> layer_;
  cv::Ptr<cv::dnn::Layer> sigmoid_;
  std::vector<cv::Mat> inputs_;
  std::vector<cv::Mat> logits_;
  std::vector<cv::Mat> activated_;
  std::vector<cv::Mat> outputs_;
  std::vector<cv::Mat> internals_;
};

/// How many of our detections are not among OpenCV's rows, and the other way.
std::string differences(const std::vector<Detection>& ours, const cv::Mat& rows) {
  std::size_t matched = 0;
  std::size_t theirCount = 0;
  const auto* row = rows.ptr<float>();
  for (int i = 0; i < kKept; ++i, row += 7) {
    if (row[2] <= 0) {
      continue;
    }
    ++theirCount;
    const bool found = std::ranges::any_of(ours, [&](const Detection& one) {
      constexpr double kNear = 1e-4;
      const double left = std::clamp(static_cast<double>(row[3]), 0.0, 1.0);
      const double bottom = std::clamp(static_cast<double>(row[6]), 0.0, 1.0);
      return indexOf(one.classId) == static_cast<int>(row[1]) &&
             std::abs(one.score - static_cast<double>(row[2])) < kNear &&
             std::abs(one.box.x - left) < kNear && std::abs(one.box.bottom() - bottom) < kNear;
    });
    matched += found ? 1 : 0;
  }
  return std::to_string(ours.size()) + " detections, OpenCV " + std::to_string(theirCount) + ", " +
         std::to_string(matched) + " the same";
}

void compareHeads(const char* name, const Heads& heads, int rounds, std::vector<BenchRow>& rows) {
  HeadLayout plain = heads.layout;
  plain.scoresAreLogits = false;
  auto onLogits = BoxDecoder::make(heads.layout);
  auto onScores = BoxDecoder::make(plain);
  DetectionOutput opencv(heads);
  DetectionFilter filter;
  filter.minScore = kMinScore;
  filter.nmsIou = kNmsIou;
  filter.maxDetections = kKept;
  std::vector<Detection> detections;
  const auto run = [&](BoxDecoder& decoder, const std::vector<float>& scores) {
    const auto done = decoder.decode(heads.boxes, scores, {1, 1}, filter, detections);
    if (!done) {
      std::abort();
    }
  };
  rows.push_back(compare(
      std::string(name) + ", scores", "DetectionOutput", rounds, Clock::ProcessCpu,
      [&] { run(*onScores, heads.scores); }, [&] { opencv.runOnScores(); }));
  rows.back().note = differences(detections, opencv.rows());
  rows.push_back(compare(
      std::string(name) + ", logits", "Sigmoid + DetectionOutput", rounds, Clock::ProcessCpu,
      [&] { run(*onLogits, heads.logits); }, [&] { opencv.runOnLogits(); }));
  rows.back().note = differences(detections, opencv.rows());
}

}  // namespace

std::vector<BenchRow> benchSsdDecode(const BenchOptions& options) {
  cv::setNumThreads(1);
  std::vector<BenchRow> rows;
  // Spread so that nearly every score passes somewhere: the bad case.
  compareHeads("decode 1917 x 91, random", makeHeads(0, 3), options.rounds, rows);
  constexpr double kGate = 3;
  rows.front().gate = kGate;
  // As a trained network's: 0.1 % of the scores pass.
  compareHeads("decode 1917 x 91, few pass", makeHeads(-5.5F, 1.5F), options.rounds, rows);
  return rows;
}

}  // namespace followspot::bench
