#include "core/model/architectures/inception.h"

namespace followspot::model {
namespace {

using Kind = InceptionStep::Kind;

InceptionBranch pooled(int channels) {
  return {{inceptionPool(Kind::AveragePool, "AvgPool_0a_3x3"),
           inceptionConv("Conv2d_0b_1x1", channels, 1, 1)}};
}

/// 35 x 35 in the paper.
InceptionModule fine(const char* name, int pool) {
  // One module has other names, in TensorFlow's code and so in every checkpoint.
  const bool odd = std::string_view(name) == "Mixed_5c";
  return {name,
          {{{inceptionConv("Conv2d_0a_1x1", 64, 1, 1)}},
           {{inceptionConv(odd ? "Conv2d_0b_1x1" : "Conv2d_0a_1x1", 48, 1, 1),
             inceptionConv(odd ? "Conv_1_0c_5x5" : "Conv2d_0b_5x5", 64, 5, 5)}},
           {{inceptionConv("Conv2d_0a_1x1", 64, 1, 1), inceptionConv("Conv2d_0b_3x3", 96, 3, 3),
             inceptionConv("Conv2d_0c_3x3", 96, 3, 3)}},
           pooled(pool)}};
}

/// 17 x 17: long and thin convolutions.
InceptionModule middle(const char* name, int thin) {
  return {name,
          {{{inceptionConv("Conv2d_0a_1x1", 192, 1, 1)}},
           {{inceptionConv("Conv2d_0a_1x1", thin, 1, 1), inceptionConv("Conv2d_0b_1x7", thin, 7, 1),
             inceptionConv("Conv2d_0c_7x1", 192, 1, 7)}},
           {{inceptionConv("Conv2d_0a_1x1", thin, 1, 1), inceptionConv("Conv2d_0b_7x1", thin, 1, 7),
             inceptionConv("Conv2d_0c_1x7", thin, 7, 1), inceptionConv("Conv2d_0d_7x1", thin, 1, 7),
             inceptionConv("Conv2d_0e_1x7", 192, 7, 1)}},
           pooled(192)}};
}

/// 8 x 8.
InceptionModule coarse(const char* name, const char* upright) {
  return {name,
          {{{inceptionConv("Conv2d_0a_1x1", 320, 1, 1)}},
           {{inceptionConv("Conv2d_0a_1x1", 384, 1, 1), inceptionConv("Conv2d_0b_1x3", 384, 3, 1),
             inceptionConv(upright, 384, 1, 3)},
            true},
           {{inceptionConv("Conv2d_0a_1x1", 448, 1, 1), inceptionConv("Conv2d_0b_3x3", 384, 3, 3),
             inceptionConv("Conv2d_0c_1x3", 384, 3, 1), inceptionConv("Conv2d_0d_3x1", 384, 1, 3)},
            true},
           pooled(192)}};
}

InceptionModule toMiddle() {
  return {"Mixed_6a",
          {{{inceptionConv("Conv2d_1a_1x1", 384, 3, 3, 2, Padding::Valid)}},
           {{inceptionConv("Conv2d_0a_1x1", 64, 1, 1), inceptionConv("Conv2d_0b_3x3", 96, 3, 3),
             inceptionConv("Conv2d_1a_1x1", 96, 3, 3, 2, Padding::Valid)}},
           {{inceptionPool(Kind::MaxPool, "MaxPool_1a_3x3", 2, Padding::Valid)}}}};
}

InceptionModule toCoarse() {
  return {"Mixed_7a",
          {{{inceptionConv("Conv2d_0a_1x1", 192, 1, 1),
             inceptionConv("Conv2d_1a_3x3", 320, 3, 3, 2, Padding::Valid)}},
           {{inceptionConv("Conv2d_0a_1x1", 192, 1, 1), inceptionConv("Conv2d_0b_1x7", 192, 7, 1),
             inceptionConv("Conv2d_0c_7x1", 192, 1, 7),
             inceptionConv("Conv2d_1a_3x3", 192, 3, 3, 2, Padding::Valid)}},
           {{inceptionPool(Kind::MaxPool, "MaxPool_1a_3x3", 2, Padding::Valid)}}}};
}

std::vector<InceptionModule> modules() {
  return {fine("Mixed_5b", 32),
          fine("Mixed_5c", 64),
          fine("Mixed_5d", 64),
          toMiddle(),
          middle("Mixed_6b", 128),
          middle("Mixed_6c", 160),
          middle("Mixed_6d", 160),
          middle("Mixed_6e", 192),
          toCoarse(),
          coarse("Mixed_7b", "Conv2d_0b_3x1"),
          coarse("Mixed_7c", "Conv2d_0c_3x1")};
}

}  // namespace

Endpoints buildInceptionV3(LayerBuilder& layers, const Features& picture, const Scope& scope,
                           const BackboneOptions& options) {
  const std::vector<InceptionStep> stem = {
      inceptionConv("Conv2d_1a_3x3", 32, 3, 3, 2, Padding::Valid),
      inceptionConv("Conv2d_2a_3x3", 32, 3, 3, 1, Padding::Valid),
      inceptionConv("Conv2d_2b_3x3", 64, 3, 3),
      inceptionPool(Kind::MaxPool, "MaxPool_3a_3x3", 2, Padding::Valid),
      inceptionConv("Conv2d_3b_1x1", 80, 1, 1, 1, Padding::Valid),
      inceptionConv("Conv2d_4a_3x3", 192, 3, 3, 1, Padding::Valid),
      inceptionPool(Kind::MaxPool, "MaxPool_5a_3x3", 2, Padding::Valid)};
  Features net = picture;
  for (const InceptionStep& step : stem) {
    net = addInceptionStep(layers, net, scope, step, options);
  }
  Endpoints endpoints;
  for (const InceptionModule& module : modules()) {
    net = addInceptionModule(layers, net, scope, module, options);
    endpoints[module.name] = net;
  }
  return endpoints;
}

}  // namespace followspot::model
