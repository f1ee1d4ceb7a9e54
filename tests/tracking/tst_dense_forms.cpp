#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include <QTest>

#include "tests/support/dense_forms.h"
#include "tests/support/tracking_scene.h"
#include "tracking/auto_tracker.h"
#include "tracking/byte_tracker.h"

using namespace followspot;
using scenes::SceneOptions;

namespace {

/// Why the two results are not the same; empty where they are.
QString difference(const TrackSet& fast, const TrackSet& dense) {
  // Rounding alone: the dense filter inverts matrices.
  constexpr double kRounding = 1e-7;
  if (fast.items.size() != dense.items.size()) {
    return QString("%1 tracks instead of %2").arg(fast.items.size()).arg(dense.items.size());
  }
  for (std::size_t i = 0; i < fast.items.size(); ++i) {
    const Track& a = fast.items[i];
    const Track& b = dense.items[i];
    if (a.id != b.id || a.state != b.state || a.classId != b.classId || a.hits != b.hits ||
        a.score != b.score) {
      return QString("position %1: track %2 instead of %3")
          .arg(i)
          .arg(numberOf(a.id))
          .arg(numberOf(b.id));
    }
    const double off = std::max({std::abs(a.box.x - b.box.x), std::abs(a.box.y - b.box.y),
                                 std::abs(a.box.w - b.box.w), std::abs(a.box.h - b.box.h)});
    if (!(off <= kRounding * (1 + std::abs(b.box.x) + std::abs(b.box.y) + b.box.w + b.box.h))) {
      return QString("track %1 lies %2 px off").arg(numberOf(a.id)).arg(off);
    }
  }
  return {};
}

/// Pictures lost, times irregular, cameras that pan and zoom.
void disturb(std::vector<DetectionSet>& pictures, std::mt19937& random) {
  const auto unit = [&] { return static_cast<double>(random()) / 4294967296.0; };
  const bool moving = random() % 3 == 0;
  const bool irregular = random() % 2 == 0;
  double late = 0;
  std::erase_if(pictures, [&](const DetectionSet&) { return irregular && unit() < 0.2; });
  for (DetectionSet& picture : pictures) {
    if (irregular) {
      late += 0.1 * unit() * unit();
      picture.time = timestampAt(secondsOf(picture.time) + late);
    }
    if (moving && unit() < 0.5) {
      const double zoom = 0.98 + 0.04 * unit();
      picture.cameraMotion = Affine{zoom, 0, 30 * unit() - 15, 0, zoom, 20 * unit() - 10};
    }
  }
}

SceneOptions anyScene(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto unit = [&] { return static_cast<double>(random()) / 4294967296.0; };
  SceneOptions options;
  options.seed = seed;
  options.objects = 1 + static_cast<int>(random() % 100);
  options.pictures = 40;
  options.rate = std::vector{2.0, 8.0, 30.0, 120.0}.at(random() % 4);
  options.width = 300 + 2000 * unit();
  options.height = 200 + 900 * unit();
  options.speed = 200 * unit();
  options.boxWidth = 8 + 60 * unit();
  options.aspect = 0.5 + 2.5 * unit();
  options.jitter = 0.08 * unit();
  options.missed = 0.4 * unit();
  options.falseAlarms = 0.1 * unit();
  options.weak = 0.5 * unit();
  options.classes = 1 + static_cast<int>(random() % 3);
  return options;
}

}  // namespace

/// The fast parts of the trackers (independent filters, a grid for candidates, groups of the gated
/// graph) change the speed and nothing else.
class TestDenseForms : public QObject {
  Q_OBJECT

  using Maker = std::function<std::unique_ptr<Tracker>()>;

  void compareOnScenes(const Maker& fastOne, const Maker& denseOne) {
    std::size_t tracks = 0;
    for (std::uint32_t seed = 1; seed <= 60; ++seed) {
      std::mt19937 random(seed + 1000);
      auto pictures = makeScene(anyScene(seed));
      disturb(pictures, random);
      const auto fast = fastOne();
      const auto dense = denseOne();
      TrackSet fastLater;
      TrackSet denseLater;
      for (const DetectionSet& picture : pictures) {
        const TrackSet& ours = fast->update(picture);
        const QString why = difference(ours, dense->update(picture));
        QVERIFY2(why.isEmpty(), qPrintable(QString("scene %1, picture %2: %3")
                                               .arg(seed)
                                               .arg(indexOf(picture.frame))
                                               .arg(why)));
        tracks += ours.items.size();
        const Timestamp later = picture.time + std::chrono::milliseconds(random() % 100);
        fast->predict(picture.frame, later, fastLater);
        dense->predict(picture.frame, later, denseLater);
        QVERIFY(difference(fastLater, denseLater).isEmpty());
      }
    }
    QVERIFY(tracks > 10'000);
  }

 private slots:
  void autoEqualsItsDenseForm() {
    compareOnScenes(
        [] { return std::make_unique<tracking::AutoTracker>(tracking::AutoSettings{}); },
        makeDenseAutoTracker);
  }

  void byteTrackEqualsItsDenseForm() {
    compareOnScenes(
        [] { return std::make_unique<tracking::ByteTracker>(tracking::ByteTrackSettings{}); },
        makeDenseByteTracker);
  }
};

QTEST_GUILESS_MAIN(TestDenseForms)
#include "tst_dense_forms.moc"
