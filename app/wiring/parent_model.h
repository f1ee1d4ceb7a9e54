#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "core/base/result.h"
#include "core/base/temporary_folder.h"
#include "core/model/model_package.h"
#include "core/model/prepare/ssd_network.h"
#include "core/model/reference/parent_graph.h"

namespace followspot::wiring {

/// What computes a parent's raw outputs.
enum class Witness {
  Automatic,  ///< `OpenCv` for what OpenCV can load as it is, else `Executor`.
  OpenCv,
  Executor  ///< Our reference executor: double precision, operations as TensorFlow defines them.
};

/// What a model was made from, as its user names it.
struct ParentSpec {
  /// A package, a bare .pb with its text graph, a frozen graph of TensorFlow, a SavedModel's folder
  /// or, with `config`, a checkpoint.
  model::ModelLocation location;
  std::filesystem::path config;  ///< pipeline.config; may be empty.
  model::MovingAverages averages = model::MovingAverages::Auto;
  Witness witness = Witness::Automatic;
};

/// A parent that is opened. @threading immutable.
class ParentModel {
 public:
  /// @param like  the model made from it; needed for what a graph does not say.
  /// @errors those of loadModelPackage, readParentGraph and standInFor; Unavailable: no room for a
  /// temporary folder.
  [[nodiscard]] static Result<ParentModel> open(const ParentSpec& spec,
                                                const model::ModelPackage& like,
                                                const std::stop_token& stop);

  /// For OpenCV: the parent itself, or the same network made ready for it, which lives as long as
  /// this object.
  [[nodiscard]] const model::ModelLocation& runnable() const { return runnable_; }
  [[nodiscard]] bool standsIn() const { return folder_.has_value(); }
  /// For the reference executor; null where OpenCV is the witness.
  [[nodiscard]] const model::ParentGraph* graph() const { return graph_ ? &*graph_ : nullptr; }

 private:
  ParentModel() = default;

  model::ModelLocation runnable_;
  std::optional<model::ParentGraph> graph_;
  std::optional<TemporaryFolder> folder_;
};

}  // namespace followspot::wiring
