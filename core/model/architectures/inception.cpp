#include "core/model/architectures/inception.h"

#include <utility>

namespace followspot::model {

InceptionStep inceptionConv(std::string name, int channels, int width, int height, int stride,
                            Padding padding) {
  return {std::move(name), channels, {{width, height}, stride, padding}};
}

InceptionStep inceptionPool(InceptionStep::Kind kind, std::string name, int stride,
                            Padding padding) {
  return {std::move(name), 0, square(3, stride, padding), kind};
}

Features addInceptionStep(LayerBuilder& layers, const Features& in, const Scope& scope,
                          const InceptionStep& step, const BackboneOptions& options) {
  if (step.kind == InceptionStep::Kind::Convolution) {
    return layers.convolution(in, scope / step.name, options.depth(step.channels), step.window,
                              options.configured);
  }
  const std::string op = step.kind == InceptionStep::Kind::MaxPool ? "MaxPool" : "AvgPool";
  return layers.pool(in, scope.ops + step.name + "/" + op, op, step.window);
}

Features addInceptionModule(LayerBuilder& layers, const Features& in, const Scope& scope,
                            const InceptionModule& module, const BackboneOptions& options) {
  const Scope inside = scope / module.name;
  std::vector<Features> parts;
  for (std::size_t i = 0; i < module.branches.size(); ++i) {
    const InceptionBranch& branch = module.branches[i];
    const Scope at = inside / ("Branch_" + std::to_string(i));
    const std::size_t straight = branch.steps.size() - (branch.forks ? 2 : 0);
    Features net = in;
    for (std::size_t k = 0; k < straight; ++k) {
      net = addInceptionStep(layers, net, at, branch.steps[k], options);
    }
    if (branch.forks) {
      const Features left = addInceptionStep(layers, net, at, branch.steps[straight], options);
      const Features right = addInceptionStep(layers, net, at, branch.steps[straight + 1], options);
      net = layers.concatenated({left, right}, at.ops + "concat");
    }
    parts.push_back(net);
  }
  return layers.concatenated(parts, inside.ops + "concat");
}

}  // namespace followspot::model
