#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/model/model_package.h"

namespace followspot::model {

/// sha256 of each part, as `model.json` keeps them; empty: the package has no such part.
struct PartHashes {
  std::string graph;
  std::string textGraph;
  std::string labels;
};

/// The text of `model.json`.
[[nodiscard]] std::string writeManifest(const ModelManifest& manifest, const PartHashes& hashes);

struct ReadManifest {
  ModelManifest manifest;
  PartHashes hashes;
};

/// Reads `model.json`. @errors CorruptData: not JSON, or a field of the wrong type or range (names
/// it). Unsupported: a newer format version.
[[nodiscard]] Result<ReadManifest> readManifest(std::string_view text);

}  // namespace followspot::model
