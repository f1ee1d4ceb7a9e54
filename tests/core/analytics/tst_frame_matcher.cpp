#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include <QTest>

#include "core/analytics/frame_matcher.h"
#include "core/analytics/overlap_finder.h"

using namespace followspot;

namespace {

/// The best total over every way to pair, tried one by one.
double bestByHand(const std::vector<Overlap>& overlaps, const std::vector<double>& gains,
                  std::size_t next, std::uint64_t truths, std::uint64_t tracks) {
  if (next == overlaps.size()) {
    return 0;
  }
  double best = bestByHand(overlaps, gains, next + 1, truths, tracks);
  const std::uint64_t truth = std::uint64_t{1} << static_cast<unsigned>(overlaps[next].truth);
  const std::uint64_t track = std::uint64_t{1} << static_cast<unsigned>(overlaps[next].track);
  if (gains[next] > 0 && (truths & truth) == 0 && (tracks & track) == 0) {
    best = std::max(
        best, gains[next] + bestByHand(overlaps, gains, next + 1, truths | truth, tracks | track));
  }
  return best;
}

/// Total gain; -1 where a track is used twice or a pair may not be.
double totalOf(std::span<const int> chosen, const std::vector<Overlap>& overlaps,
               const std::vector<double>& gains) {
  std::vector<int> used;
  double total = 0;
  for (std::size_t truth = 0; truth < chosen.size(); ++truth) {
    if (chosen[truth] == FrameMatcher::kNone) {
      continue;
    }
    const auto index = static_cast<std::size_t>(chosen[truth]);
    if (overlaps[index].truth != static_cast<int>(truth) || gains[index] <= 0 ||
        std::ranges::find(used, overlaps[index].track) != used.end()) {
      return -1;
    }
    used.push_back(overlaps[index].track);
    total += gains[index];
  }
  return total;
}

std::vector<Box> randomBoxes(std::mt19937& random, std::size_t count, int side, bool whole) {
  std::uniform_int_distribution<int> place(-side / 4, side);
  std::uniform_int_distribution<int> size(0, 30);
  std::uniform_real_distribution<double> part(0, 1);
  std::vector<Box> boxes;
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = [&](int number) { return number + (whole ? 0 : part(random)); };
    boxes.push_back(
        {value(place(random)), value(place(random)), value(size(random)), value(size(random))});
  }
  return boxes;
}

}  // namespace

class TestFrameMatcher : public QObject {
  Q_OBJECT
 private slots:
  void overlapsAreThoseOfAllPairs() {
    std::mt19937 random(3);
    OverlapFinder finder;
    for (int round = 0; round < 200; ++round) {
      const auto truths = randomBoxes(random, random() % 20, 100, round % 2 == 0);
      const auto tracks = randomBoxes(random, random() % 20, 100, round % 2 == 0);
      std::vector<Overlap> overlaps;
      finder.find(truths, tracks, overlaps);
      auto next = overlaps.begin();
      for (std::size_t r = 0; r < truths.size(); ++r) {
        for (std::size_t c = 0; c < tracks.size(); ++c) {
          const double expected = iou(truths[r], tracks[c]);
          if (expected == 0) {
            continue;
          }
          QVERIFY(next != overlaps.end());
          QCOMPARE(next->truth, static_cast<int>(r));
          QCOMPARE(next->track, static_cast<int>(c));
          QVERIFY(std::abs(next->iou - expected) < 1e-12);
          ++next;
        }
      }
      QVERIFY(next == overlaps.end());
    }
  }

  void overlapOfBoxesWithoutAreaIsNothing() {
    QCOMPARE(benchmarkIou({0, 0, 0, 5}, {0, 0, 5, 5}), 0.0);
    QCOMPARE(benchmarkIou({5, 5, -5, -5}, {0, 0, 5, 5}), 0.0);
    QCOMPARE(benchmarkIou({0, 0, 2, 2}, {1, 0, 2, 2}), 2.0 / 6);
    QCOMPARE(benchmarkIou({0, 0, 2, 2}, {2, 0, 2, 2}), 0.0);
  }

  void totalIsTheBest() {
    std::mt19937 random(11);
    OverlapFinder finder;
    FrameMatcher matcher;
    for (int round = 0; round < 300; ++round) {
      const auto truths = randomBoxes(random, 1 + random() % 6, 40, true);
      const auto tracks = randomBoxes(random, 1 + random() % 6, 40, true);
      std::vector<Overlap> overlaps;
      finder.find(truths, tracks, overlaps);
      std::vector<double> gains;
      for (const Overlap& overlap : overlaps) {
        gains.push_back(random() % 5 == 0 ? 0 : (random() % 2 == 0 ? overlap.iou : 0.25));
      }
      const auto chosen = matcher.match(truths.size(), tracks.size(), overlaps, gains);
      QCOMPARE(chosen.size(), truths.size());
      const double best = bestByHand(overlaps, gains, 0, 0, 0);
      QVERIFY(std::abs(totalOf(chosen, overlaps, gains) - best) < 1e-9);
    }
  }

  void largePicturesAreSolvedAsWell() {
    // 40 x 40 copies of a small scene, far from each other: the best is 1600 times its best.
    const std::vector<Box> truths = {{0, 0, 10, 10}, {4, 0, 10, 10}, {8, 0, 10, 10}};
    const std::vector<Box> tracks = {{3, 0, 10, 10}, {5, 0, 10, 10}};
    OverlapFinder finder;
    FrameMatcher matcher;
    const auto total = [&](int copies) {
      std::vector<Box> manyTruths;
      std::vector<Box> manyTracks;
      for (int i = 0; i < copies * copies; ++i) {
        const double x = 100.0 * (i % copies);
        const double y = 100.0 * (i / copies);
        for (const Box& box : truths) {
          manyTruths.push_back({box.x + x, box.y + y, box.w, box.h});
        }
        for (const Box& box : tracks) {
          manyTracks.push_back({box.x + x, box.y + y, box.w, box.h});
        }
      }
      std::vector<Overlap> overlaps;
      finder.find(manyTruths, manyTracks, overlaps);
      std::vector<double> gains;
      for (const Overlap& overlap : overlaps) {
        gains.push_back(overlap.iou);
      }
      const auto chosen = matcher.match(manyTruths.size(), manyTracks.size(), overlaps, gains);
      return totalOf(chosen, overlaps, gains);
    };
    constexpr int kCopies = 40;
    // By hand: 4..14 with 3..13 or 5..15 share 9 of 11; 0..10 with 3..13 shares 7 of 13, as does
    // 8..18 with 5..15. One box of the middle and one of a side: 9/11 + 7/13.
    QVERIFY(std::abs(total(1) - (9.0 / 11 + 7.0 / 13)) < 1e-12);
    QVERIFY(std::abs(total(kCopies) - kCopies * kCopies * total(1)) < 1e-6);
  }
};

QTEST_GUILESS_MAIN(TestFrameMatcher)
#include "tst_frame_matcher.moc"
