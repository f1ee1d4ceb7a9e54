#include <algorithm>
#include <random>
#include <vector>

#include <QTest>

#include "core/detection/nms.h"
#include "core/types/box.h"

using namespace followspot;

namespace {

/// The rule written down plainly, on the project's own iou in double precision.
std::vector<bool> bruteForce(const std::vector<CornerBox>& boxes, const std::vector<int>& classes,
                             double maxIou, GreedyNms::Scope scope) {
  const auto boxAt = [&](std::size_t i) {
    const CornerBox& b = boxes[i];
    return Box{static_cast<double>(b.x0), static_cast<double>(b.y0),
               static_cast<double>(b.x1 - b.x0), static_cast<double>(b.y1 - b.y0)};
  };
  std::vector<bool> kept(boxes.size());
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    kept[i] = true;
    for (std::size_t j = 0; j < i; ++j) {
      const bool related = scope == GreedyNms::Scope::AllClasses || classes[i] == classes[j];
      if (kept[j] && related && iou(boxAt(i), boxAt(j)) > maxIou) {
        kept[i] = false;
      }
    }
  }
  return kept;
}

}  // namespace

class TestNms : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithBruteForce() {
    std::mt19937 random(3);  // NOLINT(bugprone-random-generator-seed): reproducible
    std::uniform_real_distribution<float> uniform(-0.2F, 1.0F);
    for (const auto isa : {Isa::Plain, bestIsa()}) {
      GreedyNms nms(isa);
      for (int round = 0; round < 60; ++round) {
        const auto scope =
            round % 2 == 0 ? GreedyNms::Scope::EachClass : GreedyNms::Scope::AllClasses;
        const float maxIou = 0.05F + 0.05F * static_cast<float>(round % 19);
        std::vector<CornerBox> boxes;
        std::vector<int> classes;
        for (int i = 0; i < 10 * round; ++i) {
          const float x = uniform(random);
          const float y = uniform(random);
          boxes.push_back({x, y, x + 0.3F + uniform(random) / 4, y + 0.3F + uniform(random) / 4});
          classes.push_back(static_cast<int>(random() % 3));
        }
        const auto expected = bruteForce(boxes, classes, static_cast<double>(maxIou), scope);
        nms.start(maxIou, scope);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
          QCOMPARE(nms.offer(boxes[i], classes[i]), static_cast<bool>(expected[i]));
        }
        QCOMPARE(nms.keptCount(), static_cast<std::size_t>(std::ranges::count(expected, true)));
      }
    }
  }

  void overlapEqualToTheLimitIsKept() {
    GreedyNms nms;
    nms.start(0.5F, GreedyNms::Scope::EachClass);
    QVERIFY(nms.offer({0, 0, 3, 4}, 1));
    QVERIFY(nms.offer({1, 0, 4, 4}, 1));  // 8 of 16
    nms.start(0.49F, GreedyNms::Scope::EachClass);
    QVERIFY(nms.offer({0, 0, 3, 4}, 1));
    QVERIFY(!nms.offer({1, 0, 4, 4}, 1));
    QVERIFY(nms.offer({1, 0, 4, 4}, 2));
  }

  void limitOneSuppressesNothing() {
    GreedyNms nms;
    nms.start(1, GreedyNms::Scope::AllClasses);
    for (int i = 0; i < 40; ++i) {
      QVERIFY(nms.offer({0.1F, 0.2F, 0.7F, 0.9F}, 1));
    }
  }

  void boxesWithoutAreaOverlapNothing() {
    GreedyNms nms;
    nms.start(0.01F, GreedyNms::Scope::AllClasses);
    QVERIFY(nms.offer({0.5F, 0.5F, 0.5F, 0.5F}, 1));
    QVERIFY(nms.offer({0.5F, 0.5F, 0.5F, 0.5F}, 1));
    QVERIFY(nms.offer({0, 0, 1, 1}, 1));
    QVERIFY(nms.offer({0.6F, 0.6F, 0.4F, 0.4F}, 1));  // Turned inside out.
  }

  void startForgets() {
    GreedyNms nms;
    for (int round = 0; round < 3; ++round) {
      nms.start(0.3F, GreedyNms::Scope::EachClass);
      QCOMPARE(nms.keptCount(), 0U);
      for (int i = 0; i < 20; ++i) {
        QVERIFY(nms.offer({static_cast<float>(i), 0, static_cast<float>(i) + 1, 1}, 1));
      }
    }
    nms.start(0.3F, GreedyNms::Scope::EachClass);
    QVERIFY(nms.offer({19, 0, 20, 1}, 1));
  }
};

QTEST_GUILESS_MAIN(TestNms)
#include "tst_nms.moc"
