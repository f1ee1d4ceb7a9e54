#include <algorithm>

#include "core/model/architectures/inception.h"

namespace followspot::model {
namespace {

using Kind = InceptionStep::Kind;

/// Channels of a module that keeps its size.
struct Keeping {
  const char* name;
  int one;
  int threeIn;
  int threeOut;
  int fiveIn;
  int fiveOut;
  int pooled;
  bool maxPool = false;
};

InceptionModule moduleOf(const Keeping& sizes) {
  return {sizes.name,
          {{{inceptionConv("Conv2d_0a_1x1", sizes.one, 1, 1)}},
           {{inceptionConv("Conv2d_0a_1x1", sizes.threeIn, 1, 1),
             inceptionConv("Conv2d_0b_3x3", sizes.threeOut, 3, 3)}},
           {{inceptionConv("Conv2d_0a_1x1", sizes.fiveIn, 1, 1),
             inceptionConv("Conv2d_0b_3x3", sizes.fiveOut, 3, 3),
             inceptionConv("Conv2d_0c_3x3", sizes.fiveOut, 3, 3)}},
           {{sizes.maxPool ? inceptionPool(Kind::MaxPool, "MaxPool_0a_3x3")
                           : inceptionPool(Kind::AveragePool, "AvgPool_0a_3x3"),
             inceptionConv("Conv2d_0b_1x1", sizes.pooled, 1, 1)}}}};
}

/// Channels of a module that halves its size.
struct Halving {
  const char* name;
  int threeIn;
  int threeOut;
  int fiveIn;
  int fiveOut;
};

InceptionModule moduleOf(const Halving& sizes) {
  return {sizes.name,
          {{{inceptionConv("Conv2d_0a_1x1", sizes.threeIn, 1, 1),
             inceptionConv("Conv2d_1a_3x3", sizes.threeOut, 3, 3, 2)}},
           {{inceptionConv("Conv2d_0a_1x1", sizes.fiveIn, 1, 1),
             inceptionConv("Conv2d_0b_3x3", sizes.fiveOut, 3, 3),
             inceptionConv("Conv2d_1a_3x3", sizes.fiveOut, 3, 3, 2)}},
           {{inceptionPool(Kind::MaxPool, "MaxPool_1a_3x3", 2)}}}};
}

std::vector<InceptionModule> modules() {
  return {moduleOf(Keeping{"Mixed_3b", 64, 64, 64, 64, 96, 32}),
          moduleOf(Keeping{"Mixed_3c", 64, 64, 96, 64, 96, 64}),
          moduleOf(Halving{"Mixed_4a", 128, 160, 64, 96}),
          moduleOf(Keeping{"Mixed_4b", 224, 64, 96, 96, 128, 128}),
          moduleOf(Keeping{"Mixed_4c", 192, 96, 128, 96, 128, 128}),
          moduleOf(Keeping{"Mixed_4d", 160, 128, 160, 128, 160, 96}),
          moduleOf(Keeping{"Mixed_4e", 96, 128, 192, 160, 192, 96}),
          moduleOf(Halving{"Mixed_5a", 128, 192, 192, 256}),
          moduleOf(Keeping{"Mixed_5b", 352, 192, 320, 160, 224, 128}),
          moduleOf(Keeping{"Mixed_5c", 352, 192, 320, 192, 224, 128, true})};
}

}  // namespace

Endpoints buildInceptionV2(LayerBuilder& layers, const Features& picture, const Scope& scope,
                           const BackboneOptions& options) {
  const std::int64_t first = options.depth(64);
  const std::int64_t multiplier = std::clamp<std::int64_t>(first / 3, 1, 8);
  Features net = layers.separable(picture, scope / "Conv2d_1a_7x7", first, square(7, 2), multiplier,
                                  options.configured);
  const auto step = [&](const InceptionStep& each) {
    net = addInceptionStep(layers, net, scope, each, options);
  };
  step(inceptionPool(Kind::MaxPool, "MaxPool_2a_3x3", 2));
  step(inceptionConv("Conv2d_2b_1x1", 64, 1, 1));
  step(inceptionConv("Conv2d_2c_3x3", 192, 3, 3));
  step(inceptionPool(Kind::MaxPool, "MaxPool_3a_3x3", 2));
  Endpoints endpoints;
  for (const InceptionModule& module : modules()) {
    net = addInceptionModule(layers, net, scope, module, options);
    endpoints[module.name] = net;
  }
  return endpoints;
}

}  // namespace followspot::model
