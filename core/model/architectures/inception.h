#pragma once

#include <string>
#include <vector>

#include "core/model/architectures/backbones.h"

namespace followspot::model {

/// One layer in a branch of an Inception module.
struct InceptionStep {
  enum class Kind { Convolution, MaxPool, AveragePool };
  std::string name;
  int channels = 0;  ///< Before the depth multiplier; 0 for pools.
  Window window;
  Kind kind = Kind::Convolution;
};

struct InceptionBranch {
  std::vector<InceptionStep> steps;
  bool forks = false;  ///< The last two steps stand side by side.
};

struct InceptionModule {
  std::string name;
  std::vector<InceptionBranch> branches;
};

/// Short forms for the tables.
[[nodiscard]] InceptionStep inceptionConv(std::string name, int channels, int width, int height,
                                          int stride = 1, Padding padding = Padding::Same);
[[nodiscard]] InceptionStep inceptionPool(InceptionStep::Kind kind, std::string name,
                                          int stride = 1, Padding padding = Padding::Same);

[[nodiscard]] Features addInceptionStep(LayerBuilder& layers, const Features& in,
                                        const Scope& scope, const InceptionStep& step,
                                        const BackboneOptions& options);

/// Branches side by side, joined along the channels.
[[nodiscard]] Features addInceptionModule(LayerBuilder& layers, const Features& in,
                                          const Scope& scope, const InceptionModule& module,
                                          const BackboneOptions& options);

}  // namespace followspot::model
