#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/architectures/config_network.h"
#include "core/model/prepare/model_preparation.h"
#include "core/model/reference/reference_executor.h"
#include "tests/support/temporary_folder.h"

namespace followspot::test {

/// The parts of a pipeline.config that tell networks apart; the rest is as usual.
struct ConfigText {
  std::string extractor;  ///< Fields of feature_extractor, type included.
  std::string predictor = "convolutional_box_predictor";
  std::string predictorFields;
  std::string anchors;  ///< Empty: ssd_anchor_generator with six layers.
  std::string hyperparams =
      "conv_hyperparams { activation: RELU_6 batch_norm { scale: true epsilon: 0.001 } }";
  int width = 64;
  int height = 64;
  int classes = 2;

  [[nodiscard]] std::string text() const;
};

/// A network built from its configuration, with a checkpoint of random numbers beside it.
class RandomNetwork {
 public:
  /// Builds the network and writes the files; `prepare` and `expected` then work.
  /// @param extra  variables that are put into the checkpoint, too.
  [[nodiscard]] Result<void> make(const ConfigText& config,
                                  const std::vector<std::string>& extra = {});

  [[nodiscard]] Result<model::PreparedModel> prepare(bool singleFile = false) const;
  [[nodiscard]] std::filesystem::path configFile() const { return folder_ / "pipeline.config"; }
  [[nodiscard]] std::filesystem::path checkpoint() const { return folder_ / "model.ckpt"; }

  /// The input of a made-up picture.
  [[nodiscard]] model::Array picture() const;
  /// What the heads give for it, in double precision, map after map.
  struct Expected {
    std::vector<double> boxes;
    std::vector<double> logits;
  };
  [[nodiscard]] Result<Expected> expected() const;

  [[nodiscard]] const model::ConfigNetwork& network() const { return network_; }
  /// The network's graph with its numbers in place of variables.
  [[nodiscard]] const model::Graph& frozen() const { return frozen_; }

 private:
  TemporaryFolder folder_;
  model::ConfigNetwork network_;
  model::Graph frozen_;
  FrameSize size_;
};

/// Builds a network's graph from the configuration, without a checkpoint.
[[nodiscard]] Result<model::ConfigNetwork> networkOf(const ConfigText& config);
/// The shape of a variable in a graph that is not frozen; empty where it is not there.
[[nodiscard]] model::Shape variableShape(const model::Graph& graph, std::string_view name);
/// Numbers in the variables whose name starts with `prefix`.
[[nodiscard]] std::int64_t parameterCount(const model::Graph& graph, std::string_view prefix);

}  // namespace followspot::test
