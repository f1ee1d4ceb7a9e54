#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include <QTest>

#include "core/base/assignment.h"

using namespace followspot;

namespace {

struct Best {
  int pairs = 0;
  double cost = 0;
};

/// All ways to pair, tried one by one.
Best bruteForce(const std::vector<double>& cost, std::size_t rows, std::size_t columns) {
  const std::size_t wide = std::max(rows, columns);
  std::vector<std::size_t> order(wide);
  std::iota(order.begin(), order.end(), 0U);
  Best best{-1, 0};
  do {
    Best now;
    for (std::size_t r = 0; r < rows; ++r) {
      if (order[r] < columns && std::isfinite(cost[r * columns + order[r]])) {
        ++now.pairs;
        now.cost += cost[r * columns + order[r]];
      }
    }
    if (now.pairs > best.pairs || (now.pairs == best.pairs && now.cost < best.cost)) {
      best = now;
    }
  } while (std::ranges::next_permutation(order).found);
  return best;
}

}  // namespace

class TestAssignment : public QObject {
  Q_OBJECT
 private slots:
  void equalsBruteForce_data() {
    QTest::addColumn<double>("forbidden");
    QTest::addColumn<bool>("ties");
    QTest::newRow("all allowed") << 0.0 << false;
    QTest::newRow("a third forbidden") << 0.33 << false;
    QTest::newRow("most forbidden") << 0.8 << false;
    QTest::newRow("many ties") << 0.2 << true;
  }

  void equalsBruteForce() {
    QFETCH(double, forbidden);
    QFETCH(bool, ties);
    std::mt19937 random(5);
    std::uniform_real_distribution<double> unit(0, 1);
    AssignmentSolver solver;
    for (int round = 0; round < 150; ++round) {
      const std::size_t rows = 1 + random() % 6;
      const std::size_t columns = 1 + random() % 6;
      std::vector<double> cost(rows * columns);
      for (double& value : cost) {
        value = unit(random) < forbidden ? std::numeric_limits<double>::infinity()
                : ties                   ? static_cast<double>(random() % 3)
                                         : unit(random) * 10 - 5;
      }
      const auto paired = solver.solve(cost, rows, columns);
      std::vector<char> used(columns, 0);
      Best ours;
      for (std::size_t r = 0; r < rows; ++r) {
        if (paired[r] == AssignmentSolver::kNone) {
          continue;
        }
        const auto c = static_cast<std::size_t>(paired[r]);
        QCOMPARE(used[c], '\0');
        used[c] = 1;
        ++ours.pairs;
        ours.cost += cost[r * columns + c];
      }
      const Best best = bruteForce(cost, rows, columns);
      QCOMPARE(ours.pairs, best.pairs);
      QVERIFY(std::abs(ours.cost - best.cost) < 1e-9);
    }
  }

  void emptySidesGiveNothing() {
    AssignmentSolver solver;
    QCOMPARE(solver.solve({}, 0, 5).size(), 0U);
    const auto none = solver.solve({}, 3, 0);
    QCOMPARE(none.size(), 3U);
    QCOMPARE(none[1], AssignmentSolver::kNone);
  }

  void aHugeOneKeepsItsOptimum() {
    // Costs |r - c| in shuffled order: the optimum is 0.
    constexpr std::size_t kSize = 600;
    std::vector<std::size_t> place(kSize);
    std::iota(place.begin(), place.end(), 0U);
    std::ranges::shuffle(place, std::mt19937(9));
    std::vector<double> cost(kSize * kSize);
    for (std::size_t r = 0; r < kSize; ++r) {
      for (std::size_t c = 0; c < kSize; ++c) {
        cost[r * kSize + c] = std::abs(static_cast<double>(place[r]) - static_cast<double>(c));
      }
    }
    AssignmentSolver solver;
    const auto paired = solver.solve(cost, kSize, kSize);
    for (std::size_t r = 0; r < kSize; ++r) {
      QCOMPARE(static_cast<std::size_t>(paired[r]), place[r]);
    }
  }
};

QTEST_GUILESS_MAIN(TestAssignment)
#include "tst_assignment.moc"
