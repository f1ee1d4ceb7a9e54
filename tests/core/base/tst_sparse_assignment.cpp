#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include <QTest>

#include "core/base/assignment.h"
#include "core/base/sparse_assignment.h"

using namespace followspot;
using Edge = SparseAssignment::Edge;

namespace {

/// Every way to pair, tried one by one.
double bestByHand(const std::vector<Edge>& edges, int row, int rows, std::vector<char>& used) {
  if (row == rows) {
    return 0;
  }
  double best = bestByHand(edges, row + 1, rows, used);
  for (const Edge& edge : edges) {
    char& taken = used[static_cast<std::size_t>(edge.column)];
    if (edge.row == row && taken == 0) {
      taken = 1;
      best = std::max(best, edge.gain + bestByHand(edges, row + 1, rows, used));
      taken = 0;
    }
  }
  return best;
}

/// The same by the full matrix, where no pair is worth nothing.
double bestByMatrix(const std::vector<Edge>& edges, std::size_t rows, std::size_t columns) {
  std::vector<double> cost(rows * columns, 0);
  for (const Edge& edge : edges) {
    cost[static_cast<std::size_t>(edge.row) * columns + static_cast<std::size_t>(edge.column)] =
        -edge.gain;
  }
  AssignmentSolver solver;
  double total = 0;
  const auto paired = solver.solve(cost, rows, columns);
  for (std::size_t r = 0; r < rows; ++r) {
    if (paired[r] >= 0) {
      total -= cost[r * columns + static_cast<std::size_t>(paired[r])];
    }
  }
  return total;
}

/// Total gain of a solution; -1 where it is no pairing of given edges.
double totalOf(std::span<const int> columnOf, const std::vector<Edge>& edges, std::size_t columns) {
  std::vector<char> used(columns, 0);
  double total = 0;
  for (std::size_t row = 0; row < columnOf.size(); ++row) {
    if (columnOf[row] == SparseAssignment::kNone) {
      continue;
    }
    char& taken = used[static_cast<std::size_t>(columnOf[row])];
    const auto edge = std::ranges::find_if(edges, [&](const Edge& e) {
      return e.row == static_cast<int>(row) && e.column == columnOf[row];
    });
    if (taken != 0 || edge == edges.end()) {
      return -1;
    }
    taken = 1;
    total += edge->gain;
  }
  return total;
}

std::vector<Edge> randomEdges(std::mt19937& random, std::size_t rows, std::size_t columns,
                              double density, bool ties) {
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Edge> edges;
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (unit(random) < density) {
        edges.push_back({static_cast<int>(r), static_cast<int>(c),
                         ties ? static_cast<double>(1 + random() % 3) : 1e-3 + unit(random)});
      }
    }
  }
  std::ranges::shuffle(edges, random);
  return edges;
}

}  // namespace

class TestSparseAssignment : public QObject {
  Q_OBJECT
 private slots:
  void equalsTryingEverything_data() {
    QTest::addColumn<double>("density");
    QTest::addColumn<bool>("ties");
    QTest::newRow("few edges") << 0.2 << false;
    QTest::newRow("many edges") << 0.8 << false;
    QTest::newRow("complete") << 1.0 << false;
    QTest::newRow("ties") << 0.5 << true;
  }

  void equalsTryingEverything() {
    QFETCH(double, density);
    QFETCH(bool, ties);
    std::mt19937 random(7);
    SparseAssignment solver;
    for (int round = 0; round < 300; ++round) {
      const std::size_t rows = random() % 7;
      const std::size_t columns = random() % 7;
      const auto edges = randomEdges(random, rows, columns, density, ties);
      std::vector<char> used(columns, 0);
      const double ours = totalOf(solver.solve(edges, rows, columns), edges, columns);
      const double best = bestByHand(edges, 0, static_cast<int>(rows), used);
      QVERIFY2(std::abs(ours - best) < 1e-9,
               qPrintable(QString("%1 instead of %2").arg(ours).arg(best)));
    }
  }

  void equalsTheFullMatrix_data() { equalsTryingEverything_data(); }

  void equalsTheFullMatrix() {
    QFETCH(double, density);
    QFETCH(bool, ties);
    std::mt19937 random(13);
    SparseAssignment solver;
    for (int round = 0; round < 20; ++round) {
      const std::size_t rows = 30 + random() % 90;
      const std::size_t columns = 30 + random() % 90;
      const auto edges = randomEdges(random, rows, columns, density / 4, ties);
      const double ours = totalOf(solver.solve(edges, rows, columns), edges, columns);
      QVERIFY(std::abs(ours - bestByMatrix(edges, rows, columns)) < 1e-7);
    }
  }

  /// Gains under a sum of prices of row and column: by duality, only the planted pairs reach it.
  void aHugeOneFindsThePlantedOptimum() {
    constexpr std::size_t kSize = 4000;
    std::mt19937 random(17);
    std::uniform_real_distribution<double> price(0.5, 2);
    std::vector<double> rowPrice(kSize);
    std::vector<double> columnPrice(kSize);
    std::vector<int> place(kSize);
    for (std::size_t i = 0; i < kSize; ++i) {
      rowPrice[i] = price(random);
      columnPrice[i] = price(random);
      place[i] = static_cast<int>(i);
    }
    std::ranges::shuffle(place, random);
    std::vector<Edge> edges;
    for (std::size_t row = 0; row < kSize; ++row) {
      const auto planted = static_cast<std::size_t>(place[row]);
      edges.push_back({static_cast<int>(row), place[row], rowPrice[row] + columnPrice[planted]});
      for (std::size_t step = 1; step <= 4; ++step) {
        const std::size_t column = (planted + step * step) % kSize;
        edges.push_back({static_cast<int>(row), static_cast<int>(column),
                         rowPrice[row] + columnPrice[column] - 0.01 * price(random)});
      }
    }
    std::ranges::shuffle(edges, random);
    SparseAssignment solver;
    const auto paired = solver.solve(edges, kSize, kSize);
    QVERIFY(std::ranges::equal(paired, place));
  }

  /// Every row wants its neighbour's column, and the last one turns all of them round.
  void aChainThroughAllRowsIsTurnedRound() {
    constexpr int kLength = 3000;
    std::vector<Edge> edges;
    for (int row = 0; row < kLength; ++row) {
      edges.push_back({row, row, 2});
      edges.push_back({row, row + 1, 2 - 1e-4});
    }
    edges.push_back({kLength, 0, 1000});
    SparseAssignment solver;
    const auto paired = solver.solve(edges, kLength + 1, kLength + 1);
    QCOMPARE(paired[kLength], 0);
    for (int row = 0; row < kLength; ++row) {
      QCOMPARE(paired[static_cast<std::size_t>(row)], row + 1);
    }
  }

  void oneColumnForAllGoesToTheBest() {
    constexpr std::size_t kRows = 1000;
    std::vector<Edge> edges;
    for (int row = 0; row < static_cast<int>(kRows); ++row) {
      edges.push_back({row, 0, row == 617 ? 3.0 : 1.0 + 1e-3 * (row % 100)});
    }
    SparseAssignment solver;
    const auto paired = solver.solve(edges, kRows, 1);
    for (std::size_t row = 0; row < kRows; ++row) {
      QCOMPARE(paired[row], row == 617 ? 0 : SparseAssignment::kNone);
    }
    for (Edge& edge : edges) {
      std::swap(edge.row, edge.column);
    }
    QCOMPARE(solver.solve(edges, 1, kRows)[0], 617);
  }

  void nothingIsPairedWithoutEdges() {
    SparseAssignment solver;
    QCOMPARE(solver.solve({}, 0, 0).size(), 0U);
    const auto alone = solver.solve({}, 2, 0);
    QCOMPARE(alone.size(), 2U);
    QCOMPARE(alone[1], SparseAssignment::kNone);
  }
};

QTEST_GUILESS_MAIN(TestSparseAssignment)
#include "tst_sparse_assignment.moc"
