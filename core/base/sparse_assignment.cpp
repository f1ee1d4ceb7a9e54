#include "core/base/sparse_assignment.h"

#include <algorithm>
#include <functional>
#include <limits>

namespace followspot {
namespace {

constexpr double kFar = std::numeric_limits<double>::infinity();

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

std::span<const int> SparseAssignment::solve(std::span<const Edge> edges, std::size_t rows,
                                             std::size_t columns) {
  groupByRow(edges, rows);
  columnOf_.assign(rows, kNone);
  rowOf_.assign(columns, kNone);
  price_.assign(columns, 0);
  distance_.assign(columns, kFar);
  cameFrom_.resize(columns);
  settled_.assign(columns, 0);
  edgesOf_.assign(columns, 0);
  for (const Edge& edge : edges) {
    ++edgesOf_[at(edge.column)];
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const int edgesOfRow = rowBegin_[row + 1] - rowBegin_[row];
    const Arc* const first = arcs_.data() + rowBegin_[row];
    if (edgesOfRow == 1 && edgesOf_[at(first->column)] == 1) {
      // Nobody else wants either of them.
      columnOf_[row] = first->column;
      rowOf_[at(first->column)] = static_cast<int>(row);
    } else if (edgesOfRow > 0) {
      augment(static_cast<int>(row));
    }
  }
  return columnOf_;
}

void SparseAssignment::groupByRow(std::span<const Edge> edges, std::size_t rows) {
  rowBegin_.assign(rows + 1, 0);
  for (const Edge& edge : edges) {
    ++rowBegin_[at(edge.row) + 1];
  }
  for (std::size_t row = 0; row < rows; ++row) {
    rowBegin_[row + 1] += rowBegin_[row];
  }
  fill_.assign(rowBegin_.begin(), rowBegin_.end() - 1);
  arcs_.resize(edges.size());
  for (const Edge& edge : edges) {
    arcs_[at(fill_[at(edge.row)]++)] = {edge.column, -edge.gain};
  }
}

double SparseAssignment::scan(int row, double reach) {
  for (int i = rowBegin_[at(row)]; i < rowBegin_[at(row) + 1]; ++i) {
    const Arc& arc = arcs_[at(i)];
    const double distance = reach + arc.cost - price_[at(arc.column)];
    double& known = distance_[at(arc.column)];
    if (settled_[at(arc.column)] == 0 && distance < known) {
      if (known == kFar) {
        touched_.push_back(arc.column);
      }
      known = distance;
      cameFrom_[at(arc.column)] = row;
      heap_.emplace_back(distance, arc.column);
      std::ranges::push_heap(heap_, std::greater{});
    }
  }
  return reach;  // staying alone costs nothing more
}

void SparseAssignment::augment(int start) {
  heap_.clear();
  touched_.clear();
  // The nearest end so far: a row that stays alone from now on.
  int loneRow = start;
  double loneDistance = scan(start, 0);
  int sink = kNone;
  double end = loneDistance;
  while (!heap_.empty()) {
    const auto [distance, column] = heap_.front();
    std::ranges::pop_heap(heap_, std::greater{});
    heap_.pop_back();
    if (settled_[at(column)] != 0 || distance > distance_[at(column)]) {
      continue;
    }
    if (distance >= loneDistance) {
      break;
    }
    const int owner = rowOf_[at(column)];
    if (owner == kNone) {
      sink = column;
      end = distance;
      break;
    }
    settled_[at(column)] = 1;
    // The owner's pair has reduced cost 0 by its own price: distance minus its cost and price.
    double cost = 0;
    for (int i = rowBegin_[at(owner)]; i < rowBegin_[at(owner) + 1]; ++i) {
      if (arcs_[at(i)].column == column) {
        cost = arcs_[at(i)].cost;
        break;
      }
    }
    const double alone = scan(owner, distance - (cost - price_[at(column)]));
    if (alone < loneDistance) {
      loneDistance = alone;
      loneRow = owner;
    }
  }
  if (sink == kNone) {
    end = loneDistance;
  }
  for (const int column : touched_) {
    if (settled_[at(column)] != 0) {
      price_[at(column)] += distance_[at(column)] - end;
      settled_[at(column)] = 0;
    }
    distance_[at(column)] = kFar;
  }
  // Turn the path round: every row on it takes the column it was left for.
  int row = start;
  int column = sink;
  if (sink == kNone) {
    if (loneRow == start) {
      return;
    }
    column = columnOf_[at(loneRow)];
    columnOf_[at(loneRow)] = kNone;
  }
  do {
    row = cameFrom_[at(column)];
    rowOf_[at(column)] = row;
    std::swap(columnOf_[at(row)], column);
  } while (row != start);
}

}  // namespace followspot
