#pragma once

#include "core/base/sparse_assignment.h"

namespace followspot::tracking {

// The trackers' names for the solver that they share with the evaluation.
using followspot::SparseAssignment;
using Edge = SparseAssignment::Edge;

}  // namespace followspot::tracking
