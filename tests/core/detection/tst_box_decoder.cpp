#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <QTest>

#include "core/detection/box_decoder.h"
#include "core/detection/score_scan.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/result_check.h"

Q_DECLARE_METATYPE(followspot::DetectionFilter)

using namespace followspot;

namespace {

struct Heads {
  HeadLayout layout;
  std::vector<float> boxes;
  std::vector<float> scores;
};

Heads randomHeads(int anchors, int classes, float mean, float spread, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(0, 1);
  std::normal_distribution<float> normal;
  Heads heads;
  heads.layout.classCount = classes;
  for (int i = 0; i < anchors; ++i) {
    heads.layout.anchors.push_back(
        {uniform(random), uniform(random), 0.1F + uniform(random) / 2, 0.1F + uniform(random) / 2});
    for (int k = 0; k < 4; ++k) {
      heads.boxes.push_back(normal(random));
    }
    for (int k = 0; k < classes; ++k) {
      heads.scores.push_back(mean + spread * normal(random));
    }
  }
  return heads;
}

/// Everything in double precision and in the plainest order.
std::vector<Detection> bruteForce(const Heads& heads, FrameSize size,
                                  const DetectionFilter& filter) {
  struct One {
    double score;
    double raw;
    int classIndex;
    double x0, y0, x1, y1;
  };
  std::vector<One> all;
  const auto classes = static_cast<std::size_t>(heads.layout.classCount);
  for (std::size_t i = 0; i < heads.scores.size(); ++i) {
    const auto column = static_cast<int>(i % classes);
    const auto raw = static_cast<double>(heads.scores[i]);
    const double score = heads.layout.scoresAreLogits ? 1 / (1 + std::exp(-raw)) : raw;
    const bool wanted =
        filter.classes.empty() ||
        std::ranges::find(filter.classes, static_cast<ClassId>(column)) != filter.classes.end();
    if (score < filter.minScore || (column == 0 && heads.layout.hasBackground) || !wanted) {
      continue;
    }
    const Anchor& anchor = heads.layout.anchors[i / classes];
    const float* const code = heads.boxes.data() + i / classes * 4;
    const double h =
        std::exp(static_cast<double>(code[2]) / 5) * static_cast<double>(anchor.height);
    const double w = std::exp(static_cast<double>(code[3]) / 5) * static_cast<double>(anchor.width);
    const double y = static_cast<double>(code[0]) / 10 * static_cast<double>(anchor.height) +
                     static_cast<double>(anchor.yCenter);
    const double x = static_cast<double>(code[1]) / 10 * static_cast<double>(anchor.width) +
                     static_cast<double>(anchor.xCenter);
    all.push_back({score, raw, column, x - w / 2, y - h / 2, x + w / 2, y + h / 2});
  }
  std::ranges::stable_sort(all, [](const One& a, const One& b) { return a.raw > b.raw; });
  std::vector<One> kept;
  std::vector<Detection> out;
  for (const One& one : all) {
    const Box box{one.x0, one.y0, one.x1 - one.x0, one.y1 - one.y0};
    const bool suppressed = std::ranges::any_of(kept, [&](const One& k) {
      return (filter.classAgnosticNms || k.classIndex == one.classIndex) &&
             iou(box, {k.x0, k.y0, k.x1 - k.x0, k.y1 - k.y0}) > filter.nmsIou;
    });
    if (suppressed) {
      continue;
    }
    kept.push_back(one);
    const double x0 = std::clamp(one.x0, 0.0, 1.0) * size.width;
    const double y0 = std::clamp(one.y0, 0.0, 1.0) * size.height;
    const double x1 = std::clamp(one.x1, 0.0, 1.0) * size.width;
    const double y1 = std::clamp(one.y1, 0.0, 1.0) * size.height;
    if (x1 - x0 > 0 && y1 - y0 > 0 && x1 - x0 >= filter.minBoxSide &&
        y1 - y0 >= filter.minBoxSide &&
        out.size() < static_cast<std::size_t>(filter.maxDetections)) {
      out.push_back({{x0, y0, x1 - x0, y1 - y0}, one.score, static_cast<ClassId>(one.classIndex)});
    }
  }
  return out;
}

/// How far apart in score or place; infinite where number or classes differ.
double largestDifference(const std::vector<Detection>& a, const std::vector<Detection>& b) {
  if (a.size() != b.size()) {
    return std::numeric_limits<double>::infinity();
  }
  double worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].classId != b[i].classId) {
      return std::numeric_limits<double>::infinity();
    }
    worst = std::max({worst, std::abs(a[i].score - b[i].score), std::abs(a[i].box.x - b[i].box.x),
                      std::abs(a[i].box.y - b[i].box.y), std::abs(a[i].box.w - b[i].box.w),
                      std::abs(a[i].box.h - b[i].box.h)});
  }
  return worst;
}

constexpr FrameSize kSize{640, 480};
constexpr double kTolerance = 1e-2;  // pixels of 640; float against double

}  // namespace

class TestBoxDecoder : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithBruteForce_data() {
    QTest::addColumn<int>("anchors");
    QTest::addColumn<int>("classes");
    QTest::addColumn<double>("mean");
    QTest::addColumn<DetectionFilter>("filter");
    DetectionFilter filter;
    QTest::newRow("defaults") << 500 << 24 << -4.0 << filter;
    filter.minScore = 0;
    QTest::newRow("everything passes, more candidates than are sorted first")
        << 300 << 11 << 0.0 << filter;
    filter.maxDetections = 100000;
    filter.nmsIou = 0.3;
    QTest::newRow("all of it is kept") << 300 << 5 << 0.0 << filter;
    filter.classAgnosticNms = true;
    filter.nmsIou = 0.2;
    filter.maxDetections = 300;
    QTest::newRow("across classes, most is suppressed") << 700 << 7 << 0.0 << filter;
    filter.classAgnosticNms = false;
    filter.minScore = 0.7;
    filter.classes = {ClassId{3}, ClassId{1}, ClassId{99}};
    QTest::newRow("two classes") << 700 << 7 << 0.0 << filter;
    filter.minBoxSide = 100;
    QTest::newRow("large boxes only") << 700 << 7 << 0.0 << filter;
    filter.minScore = 1;
    QTest::newRow("only the certain") << 700 << 7 << 0.0 << filter;
    filter = {};
    filter.minScore = 0.99995;
    QTest::newRow("a threshold where logits are flat") << 700 << 7 << 8.0 << filter;
    QTest::newRow("one anchor, one class") << 1 << 2 << 3.0 << DetectionFilter{};
    QTest::newRow("rows that fill no group") << 17 << 3 << 0.0 << DetectionFilter{};
  }

  void agreesWithBruteForce() {
    QFETCH(int, anchors);
    QFETCH(int, classes);
    QFETCH(double, mean);
    QFETCH(DetectionFilter, filter);
    for (unsigned seed = 1; seed <= 5; ++seed) {
      const Heads heads = randomHeads(anchors, classes, static_cast<float>(mean), 2.5F, seed);
      auto decoder = BoxDecoder::make(heads.layout);
      FS_VERIFY_OK(decoder);
      std::vector<Detection> ours;
      FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, filter, ours));
      const auto expected = bruteForce(heads, kSize, filter);
      const double difference = largestDifference(ours, expected);
      QVERIFY2(difference < kTolerance, qPrintable(QString("seed %1: %2 and %3 boxes, %4")
                                                       .arg(seed)
                                                       .arg(ours.size())
                                                       .arg(expected.size())
                                                       .arg(difference)));
    }
  }

  void scoresInsteadOfLogits() {
    Heads heads = randomHeads(300, 9, 0, 2, 1);
    heads.layout.scoresAreLogits = false;
    for (float& score : heads.scores) {
      score = 1 / (1 + std::exp(-score));
    }
    DetectionFilter filter;
    filter.minScore = 0.6;
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, filter, ours));
    QVERIFY(largestDifference(ours, bruteForce(heads, kSize, filter)) < kTolerance);
  }

  void bothBoxOrders() {
    const Heads heads = randomHeads(200, 4, 0, 2, 1);
    auto yx = BoxDecoder::make(heads.layout);
    HeadLayout turned = heads.layout;
    turned.boxOrder = BoxOrder::XyWh;
    auto xy = BoxDecoder::make(turned);
    FS_VERIFY_OK(yx);
    FS_VERIFY_OK(xy);
    std::vector<float> exchanged(heads.boxes.size());
    for (std::size_t i = 0; i < exchanged.size(); ++i) {
      exchanged[i] = heads.boxes[i ^ 1U];
    }
    std::vector<Detection> one;
    std::vector<Detection> other;
    FS_VERIFY_OK(yx->decode(heads.boxes, heads.scores, kSize, {}, one));
    FS_VERIFY_OK(xy->decode(exchanged, heads.scores, kSize, {}, other));
    QVERIFY(!one.empty());
    QCOMPARE(largestDifference(one, other), 0.0);
  }

  void withoutBackgroundTheFirstColumnIsAClass() {
    Heads heads = randomHeads(1, 1, 5, 0, 1);
    heads.layout.hasBackground = false;
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, {}, ours));
    QCOMPARE(ours.size(), 1U);
    QCOMPARE(ours[0].classId, ClassId{0});
  }

  void equalScoresComeByAnchorThenClass() {
    Heads heads = randomHeads(40, 3, 2, 0, 1);
    DetectionFilter filter;
    filter.nmsIou = 1;
    filter.maxDetections = 1000;
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, filter, ours));
    QCOMPARE(ours.size(), 80U);
    for (std::size_t i = 0; i < ours.size(); ++i) {
      QCOMPARE(indexOf(ours[i].classId), static_cast<int>(1 + i % 2));
      QCOMPARE(ours[i].box, ours[i / 2 * 2].box);
    }
  }

  void handCalculatedBox() {
    // Anchor at (0.5, 0.4), 0.2 high, 0.1 wide. ty = 10 moves by its height, tx = -10 by its width;
    // th = 5 ln 2 doubles the height, tw = 0 leaves the width.
    HeadLayout layout;
    layout.anchors = {{0.5F, 0.4F, 0.2F, 0.1F}};
    layout.classCount = 2;
    auto decoder = BoxDecoder::make(layout);
    FS_VERIFY_OK(decoder);
    const std::vector<float> box = {10, -10, 5 * std::log(2.0F), 0};
    const std::vector<float> logits = {0, 0};
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(box, logits, {1000, 1000}, {}, ours));
    QCOMPARE(ours.size(), 1U);
    // Centre (0.7, 0.3), 0.4 high, 0.1 wide; score 1/2 reaches 0.5.
    QCOMPARE(ours[0].score, 0.5);
    QVERIFY(std::abs(ours[0].box.x - 250) < 1e-3 && std::abs(ours[0].box.y - 500) < 1e-3);
    QVERIFY(std::abs(ours[0].box.w - 100) < 1e-3 && std::abs(ours[0].box.h - 400) < 1e-3);
  }

  void wildEncodingsStayFinite() {
    const float huge = std::numeric_limits<float>::max();
    Heads heads = randomHeads(64, 3, 4, 0, 1);
    for (std::size_t i = 0; i < heads.boxes.size(); ++i) {
      heads.boxes[i] = (i / 4 >> (i % 4) & 1U) != 0 ? huge : -huge;
    }
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    DetectionFilter filter;
    filter.maxDetections = 1000;
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, filter, ours));
    for (const Detection& one : ours) {
      QVERIFY(isProper(one.box));
      QVERIFY(one.box.x >= 0 && one.box.y >= 0);
      QVERIFY(one.box.right() <= kSize.width + 1e-9 && one.box.bottom() <= kSize.height + 1e-9);
    }
  }

  void numbersThatAreNotFiniteAreAnError() {
    for (const float bad :
         {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(),
          -std::numeric_limits<float>::infinity()}) {
      for (const std::size_t at : {0U, 101U, 399U}) {
        Heads heads = randomHeads(100, 5, -9, 1, 1);
        auto decoder = BoxDecoder::make(heads.layout);
        FS_VERIFY_OK(decoder);
        std::vector<Detection> ours(3);
        const auto good = heads;
        heads.scores[at] = bad;
        FS_VERIFY_ERROR(decoder->decode(heads.boxes, heads.scores, kSize, {}, ours),
                        ErrorCode::CorruptData, "not finite");
        QVERIFY(ours.empty());
        heads = good;
        heads.boxes[at] = bad;
        FS_VERIFY_ERROR(decoder->decode(heads.boxes, heads.scores, kSize, {}, ours),
                        ErrorCode::CorruptData, "not finite");
      }
    }
  }

  void wrongSizesAndLayoutsAreRefused() {
    const Heads heads = randomHeads(10, 3, 0, 1, 1);
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    std::vector<Detection> ours;
    FS_VERIFY_ERROR(
        decoder->decode(std::span(heads.boxes).first(36), heads.scores, kSize, {}, ours),
        ErrorCode::Internal, "do not fit");
    const auto refused = [&](auto change) {
      HeadLayout layout = heads.layout;
      change(layout);
      const auto made = BoxDecoder::make(std::move(layout));
      return !made && made.error().code == ErrorCode::InvalidArgument;
    };
    QVERIFY(refused([](HeadLayout& l) { l.anchors.clear(); }));
    QVERIFY(refused([](HeadLayout& l) { l.anchors[3].width = 0; }));
    QVERIFY(refused([](HeadLayout& l) { l.anchors[3].height = -1; }));
    QVERIFY(refused([](HeadLayout& l) { l.anchors[3].yCenter = std::nanf(""); }));
    QVERIFY(refused([](HeadLayout& l) { l.anchors[3].xCenter = 1e30F; }));
    QVERIFY(refused([](HeadLayout& l) { l.classCount = 1; }));
    QVERIFY(refused([](HeadLayout& l) { l.classCount = std::numeric_limits<int>::max(); }));
    QVERIFY(refused([](HeadLayout& l) { l.boxCoder[2] = 0; }));
  }

  void filtersOutOfRangeAreRefused() {
    const auto refused = [](auto change, const char* word) {
      DetectionFilter filter;
      change(filter);
      const auto valid = validate(filter);
      return !valid && valid.error().code == ErrorCode::InvalidArgument &&
             valid.error().message.find(word) != std::string::npos;
    };
    const double nan = std::nan("");
    QVERIFY(refused([](DetectionFilter& f) { f.minScore = -0.1; }, "score"));
    QVERIFY(refused([](DetectionFilter& f) { f.minScore = 1.1; }, "score"));
    QVERIFY(refused([&](DetectionFilter& f) { f.minScore = nan; }, "score"));
    QVERIFY(refused([](DetectionFilter& f) { f.nmsIou = 0; }, "overlap"));
    QVERIFY(refused([&](DetectionFilter& f) { f.nmsIou = nan; }, "overlap"));
    QVERIFY(refused([](DetectionFilter& f) { f.maxDetections = 0; }, "number"));
    QVERIFY(refused([](DetectionFilter& f) { f.minBoxSide = -1; }, "side"));
    FS_VERIFY_OK(validate(DetectionFilter{}));
    // So small that it is none in float.
    DetectionFilter tiny;
    tiny.nmsIou = 1e-300;
    const Heads heads = randomHeads(10, 3, 3, 1, 1);
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, tiny, ours));
  }

  void noAllocationInSteadyState() {
    const Heads heads = randomHeads(1917, 24, -3, 2, 1);
    auto decoder = BoxDecoder::make(heads.layout);
    FS_VERIFY_OK(decoder);
    DetectionFilter filter;
    filter.minScore = 0.2;
    std::vector<Detection> ours;
    FS_VERIFY_OK(decoder->decode(heads.boxes, heads.scores, kSize, filter, ours));
    const std::size_t before = allocationCount;
    bool done = true;
    for (int i = 0; i < 10; ++i) {
      done = decoder->decode(heads.boxes, heads.scores, kSize, filter, ours) && done;
    }
    QCOMPARE(allocationCount - before, 0U);
    QVERIFY(done);
  }

  void scanFindsTheSameWithAndWithoutAvx2() {
    std::mt19937 random(5);  // NOLINT(bugprone-random-generator-seed): reproducible
    std::normal_distribution<float> normal;
    for (std::size_t count = 0; count < 200; ++count) {
      std::vector<float> scores(count);
      std::vector<float> thresholds(count);
      std::size_t expected = 0;
      for (std::size_t i = 0; i < count; ++i) {
        scores[i] = normal(random);
        thresholds[i] = i % 5 == 0 ? std::numeric_limits<float>::infinity() : 1.0F;
        expected += scores[i] >= thresholds[i] ? 1U : 0U;
      }
      std::vector<std::uint64_t> plain(count + 1);
      std::vector<std::uint64_t> best(count + 1);
      const std::size_t plainCount = scanScores(scores, thresholds, 1000, plain.data(), Isa::Plain);
      QCOMPARE(plainCount, expected);
      QCOMPARE(scanScores(scores, thresholds, 1000, best.data()), expected);
      plain.resize(expected);
      best.resize(expected);
      QCOMPARE(plain, best);
      for (const std::uint64_t key : plain) {
        QCOMPARE(scoreOfKey(key), scores[positionOfKey(key) - 1000]);
      }
    }
  }

  void keysSortAsScoresDo() {
    const std::vector<float> falling = {
        std::numeric_limits<float>::max(),   7, 1e-30F, 0, -1e-30F, -2,
        std::numeric_limits<float>::lowest()};
    for (std::size_t i = 0; i + 1 < falling.size(); ++i) {
      QVERIFY(scoreKey(falling[i], 9) < scoreKey(falling[i + 1], 3));
      QVERIFY(scoreKey(falling[i], 3) < scoreKey(falling[i], 4));
      QCOMPARE(scoreOfKey(scoreKey(falling[i], 3)), falling[i]);
      QCOMPARE(positionOfKey(scoreKey(falling[i], 3)), 3U);
    }
  }
};

QTEST_GUILESS_MAIN(TestBoxDecoder)
#include "tst_box_decoder.moc"
