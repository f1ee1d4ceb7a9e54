#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/model/model_package.h"

namespace followspot::model {

/// One layer that has weights.
struct LayerCost {
  std::string name;
  std::string op;
  std::int64_t macs = 0;  ///< Multiplications and additions for one picture.
  std::int64_t parameters = 0;
};

/// What a network is made of.
struct ModelSummary {
  std::map<std::string, int> ops;  ///< How many of each operation OpenCV runs.
  std::vector<LayerCost> layers;   ///< Dearest first.
  std::int64_t macs = 0;
  std::int64_t parameters = 0;
};

/// @errors CorruptData: graphs that cannot be read (a loaded package never has them).
[[nodiscard]] Result<ModelSummary> summarize(const ModelPackage& package);

/// The same of a pair of graphs, as `validateForOpenCv` takes them, whose errors it has.
[[nodiscard]] Result<ModelSummary> summarize(const Graph& binary, const Graph& text);

}  // namespace followspot::model
