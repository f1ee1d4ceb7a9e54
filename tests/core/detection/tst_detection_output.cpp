#include <cmath>
#include <limits>
#include <vector>

#include <QTest>

#include "core/detection/detection_output.h"
#include "tests/support/result_check.h"

using namespace followspot;

namespace {

constexpr FrameSize kSize{200, 100};
constexpr int kClasses = 4;

}  // namespace

class TestDetectionOutput : public QObject {
  Q_OBJECT

 private slots:
  void rowsBecomePixels() {
    const std::vector<float> rows = {0, 1, 0.5F, 0.25F, 0.5F, 0.75F,  1,   //
                                     0, 2, 0.9F, -0.5F, 0,    0.125F, 2,   // clipped
                                     0, 3, 0.8F, 1.5F,  0,    2,      1,   // outside
                                     0, 0, 0,    0,     0,    0,      0};  // padding
    DetectionOutputReader reader;
    std::vector<Detection> out(5);
    FS_VERIFY_OK(reader.read(rows, kClasses, kSize, {}, out));
    QCOMPARE(out.size(), 2U);
    QCOMPARE(out[0].classId, ClassId{2});
    QCOMPARE(out[0].box, (Box{0, 0, 25, 100}));
    QCOMPARE(out[1].classId, ClassId{1});
    QCOMPARE(out[1].score, 0.5);
    QCOMPARE(out[1].box, (Box{50, 50, 100, 50}));
  }

  void theFilterComesOnTop() {
    const std::vector<float> rows = {0, 1, 0.9F, 0,     0, 0.5F,  1,   //
                                     0, 2, 0.8F, 0,     0, 0.5F,  1,   //
                                     0, 1, 0.7F, 0.05F, 0, 0.5F,  1,   // IoU 0.9 with the first
                                     0, 3, 0.6F, 0.9F,  0, 0.95F, 1};  // 10 pixels wide
    DetectionOutputReader reader;
    std::vector<Detection> out;
    const auto count = [&](DetectionFilter filter) {
      const auto done = reader.read(rows, kClasses, kSize, filter, out);
      return done ? static_cast<int>(out.size()) : -1;
    };
    QCOMPARE(count({}), 3);
    QCOMPARE(count({.nmsIou = 0.95}), 4);
    QCOMPARE(count({.classAgnosticNms = true}), 2);
    QCOMPARE(count({.minScore = 0.75}), 2);
    QCOMPARE(count({.maxDetections = 1}), 1);
    QCOMPARE(count({.minBoxSide = 20}), 2);
    QCOMPARE(count({.classes = {ClassId{3}}}), 1);
    QCOMPARE(count({.nmsIou = 0}), -1);
  }

  void damagedRowsAreRefused() {
    DetectionOutputReader reader;
    std::vector<Detection> out;
    const std::vector<float> good = {0, 1, 0.9F, 0, 0, 0.5F, 1};
    FS_VERIFY_ERROR(reader.read(std::span(good).first(6), kClasses, kSize, {}, out),
                    ErrorCode::CorruptData, "rows of 7");
    for (std::size_t i = 0; i < good.size(); ++i) {
      auto bad = good;
      bad[i] = std::nanf("");
      FS_VERIFY_ERROR(reader.read(bad, kClasses, kSize, {}, out), ErrorCode::CorruptData,
                      "not finite");
    }
    for (const float id : {-1.0F, 4.0F, 1e30F}) {
      auto bad = good;
      bad[1] = id;
      FS_VERIFY_ERROR(reader.read(bad, kClasses, kSize, {}, out), ErrorCode::CorruptData, "class");
    }
    FS_VERIFY_OK(reader.read({}, kClasses, kSize, {}, out));
    QVERIFY(out.empty());
  }
};

QTEST_GUILESS_MAIN(TestDetectionOutput)
#include "tst_detection_output.moc"
