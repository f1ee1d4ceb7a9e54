#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include <QTest>

#include "core/analytics/average_precision.h"
#include "core/base/output_file.h"
#include "core/detection/ssd_detector.h"
#include "core/detection/ssd_network.h"
#include "core/detection/tensor_input.h"
#include "core/media/video_source.h"
#include "tests/support/result_check.h"
#include "tests/support/shared_data.h"
#include "tests/support/ssd_package.h"
#include "tests/support/ssd_reference.h"

using namespace followspot;

namespace {

constexpr ClassId kPerson{4};

double largestDifference(const Box& a, const Box& b) {
  return std::max(
      {std::abs(a.x - b.x), std::abs(a.y - b.y), std::abs(a.w - b.w), std::abs(a.h - b.h)});
}

/// Rows frame, id, left, top, width, height, ...
std::vector<TruthBox> readTruth(const std::filesystem::path& file) {
  constexpr std::size_t kMost = 10'000'000;
  const auto text = readFile(file, kMost);
  std::istringstream rows(text ? *text : std::string());
  std::vector<TruthBox> truths;
  for (std::string row; std::getline(rows, row);) {
    std::ranges::replace(row, ',', ' ');
    std::istringstream fields(row);
    TruthBox truth;
    double id = 0;
    fields >> truth.frame >> id >> truth.box.x >> truth.box.y >> truth.box.w >> truth.box.h;
    truth.classId = kPerson;
    truths.push_back(truth);
  }
  return truths;
}

}  // namespace

/// The detector with the real network, against TensorFlow's answers.
class TestSsdDemoModel : public QObject {
  Q_OBJECT

 private slots:
  void rawHeadsAgreeWithTensorFlow() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_MODEL(package);
    const auto model = readPackage(package);
    FS_VERIFY_OK(model);
    const SsdReference reference =
        readReference(data / "models/ssd_mobilenet_v2_oid", model->inputSize, model->classCount);
    auto network = SsdNetwork::read(*model);
    FS_VERIFY_OK(network);
    TensorInput input({model->inputSize, model->mean, model->scale, model->order});
    std::vector<float> tensor(input.elementCount());
    std::vector<std::span<const float>> heads;
    double worstBox = 0;
    double worstScore = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      FS_VERIFY_OK(input.fill(reference.frame(k).view(), tensor));
      FS_VERIFY_OK(network->run(tensor, {model->boxEncodings, model->classScores}, heads));
      QCOMPARE(heads[0].size(), reference.boxes.size() / 3);
      QCOMPARE(heads[1].size(), reference.classes.size() / 3);
      for (std::size_t i = 0; i < heads[0].size(); ++i) {
        const auto expected = static_cast<double>(reference.boxes[k * heads[0].size() + i]);
        worstBox = std::max(worstBox, std::abs(static_cast<double>(heads[0][i]) - expected));
      }
      for (std::size_t i = 0; i < heads[1].size(); ++i) {
        const double score = 1 / (1 + std::exp(-static_cast<double>(heads[1][i])));
        const auto expected = static_cast<double>(reference.classes[k * heads[1].size() + i]);
        worstScore = std::max(worstScore, std::abs(score - expected));
      }
    }
    qInfo("largest difference: boxes %.2g, scores %.2g", worstBox, worstScore);
    QVERIFY(worstBox < 1e-4);
    QVERIFY(worstScore < 1e-4);
  }

  void bothWaysAgree() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_MODEL(package);
    const auto model = readPackage(package);
    FS_VERIFY_OK(model);
    const SsdReference reference =
        readReference(data / "models/ssd_mobilenet_v2_oid", model->inputSize, model->classCount);
    auto own = SsdDetector::load(*model, {.decoding = SsdDecoding::Own});
    FS_VERIFY_OK(own);
    auto network = SsdDetector::load(*model, {.decoding = SsdDecoding::NetworkOutput});
    FS_VERIFY_OK(network);
    DetectionFilter filter;
    filter.minScore = 0.05;
    for (std::size_t k = 0; k < 3; ++k) {
      DetectionSet ours;
      DetectionSet theirs;
      FS_VERIFY_OK((*own)->detect(reference.frame(k), filter, ours));
      FS_VERIFY_OK((*network)->detect(reference.frame(k), filter, theirs));
      QVERIFY(ours.items.size() > 5);
      QCOMPARE(ours.items.size(), theirs.items.size());
      for (std::size_t i = 0; i < ours.items.size(); ++i) {
        QCOMPARE(ours.items[i].classId, theirs.items[i].classId);
        QVERIFY(std::abs(ours.items[i].score - theirs.items[i].score) < 1e-4);
        QVERIFY(largestDifference(ours.items[i].box, theirs.items[i].box) <
                1e-4 * model->inputSize.width);
      }
    }
  }

  void detectsPeopleAsTensorFlowDoes() {
    FS_NEED_SHARED_DATA(data);
    FS_NEED_DEMO_MODEL(package);
    FS_NEED_DEMO_VIDEO(video);
    const auto model = readPackage(package);
    FS_VERIFY_OK(model);
    auto detector = SsdDetector::load(*model);
    FS_VERIFY_OK(detector);
    auto source = openVideoSource({.location = video.string()}, {});
    FS_VERIFY_OK(source);
    DetectionFilter filter;
    filter.minScore = 0.05;
    filter.nmsIou = 0.6;
    std::vector<ScoredBox> people;
    DetectionSet detections;
    while (true) {
      auto frame = (*source)->read({});
      FS_VERIFY_OK(frame);
      if (!*frame) {
        break;
      }
      FS_VERIFY_OK((*detector)->detect(**frame, filter, detections));
      for (const Detection& detection : detections.items) {
        if (detection.classId == kPerson) {
          people.push_back({numberOf(detections.frame), kPerson, detection.score, detection.box});
        }
      }
    }
    const auto report =
        averagePrecision(people, readTruth(data / "mot/MOT15/PETS09-S2L1/gt/gt.txt"), 0.5);
    qInfo("person AP50 %.4f, recall %.4f", report.mean, report.meanRecall);
    // 0.759 is TensorFlow's on the same pictures.
    QVERIFY(std::abs(report.mean - 0.759) < 0.005);
    QVERIFY(std::abs(report.meanRecall - 0.886) < 0.01);
  }
};

QTEST_GUILESS_MAIN(TestSsdDemoModel)
#include "tst_ssd_demo_model.moc"
