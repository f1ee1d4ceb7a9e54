#include "core/model/shrink/calibration.h"

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "core/model/graph_validator.h"
#include "core/model/shrink/stored_weights.h"

namespace followspot::model {
namespace {

constexpr std::size_t kSamplesPerPicture = 128;

bool isConvolution(const Node& node) {
  return node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
}

}  // namespace

Result<std::vector<ConvolutionLayer>> convolutionsOf(const Graph& whole) {
  const auto shapes = inferShapes(whole, {});
  if (!shapes) {
    return fail(shapes.error());
  }
  const auto index = GraphIndex::build(whole);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  const auto consumers = index->consumers();
  std::map<std::string, int> uses;
  std::vector<ConvolutionLayer> layers;
  for (const std::size_t at : *order) {
    const Node& node = whole.nodes[at];
    if (!isConvolution(node)) {
      continue;
    }
    ConvolutionLayer layer;
    layer.name = node.name;
    layer.result = node.name;
    layer.depthwise = node.op != "Conv2D";
    std::size_t input = *index->source(node.inputs[0]);
    while (whole.nodes[input].op == "Pad" || whole.nodes[input].op == "Identity") {
      input = *index->source(whole.nodes[input].inputs[0]);
    }
    layer.input = whole.nodes[input].name;
    layer.readsPicture = whole.nodes[input].op == "Placeholder";
    layer.kernel = std::string(splitInput(node.inputs[1]).node);
    layer.stride = (*attribute<std::vector<std::int64_t>>(node, "strides"))[1];
    const auto kernel = weightsOf(*index, whole.nodes[*index->find(layer.kernel)]);
    if (!kernel) {
      return fail(ErrorCode::CorruptData, "node " + layer.kernel + ": holds no numbers");
    }
    layer.kernelShape = kernel->shape();
    layer.inputShape = shapes->at(layer.input);
    layer.outputShape = shapes->at(node.name);
    if (consumers[at].size() == 1 && whole.nodes[consumers[at][0]].op == "BiasAdd") {
      const Node& bias = whole.nodes[consumers[at][0]];
      layer.bias = std::string(splitInput(bias.inputs[1]).node);
      layer.result = bias.name;
    }
    ++uses[layer.kernel];
    ++uses[layer.bias];
    layers.push_back(std::move(layer));
  }
  for (ConvolutionLayer& layer : layers) {
    layer.sharesKernel = uses[layer.kernel] > 1;
    if (uses[layer.bias] > 1) {
      layer.bias.clear();  // Not one to be changed for this layer.
    }
  }
  return layers;
}

std::string layerNameOf(const std::vector<ConvolutionLayer>& layers, const std::string& node) {
  const auto layer = std::ranges::find(layers, node, &ConvolutionLayer::result);
  return layer == layers.end() ? node : layer->name;
}

std::vector<std::size_t> samplePositions(std::size_t height, std::size_t width, std::size_t most,
                                         unsigned seed) {
  const std::size_t cells = height * width;
  std::vector<std::size_t> positions;
  if (cells <= most) {
    for (std::size_t i = 0; i < cells; ++i) {
      positions.push_back(i);
    }
    return positions;
  }
  std::minstd_rand random(seed + 1);
  for (std::size_t i = 0; i < most; ++i) {
    // One in each of `most` equal parts; the generator itself, as distributions differ by library.
    const std::size_t begin = i * cells / most;
    const std::size_t end = (i + 1) * cells / most;
    positions.push_back(begin + random() % (end - begin));
  }
  return positions;
}

void takeSamples(std::span<const float> map, std::size_t channels,
                 std::span<const std::size_t> positions, std::vector<float>& samples) {
  const std::size_t cells = map.size() / channels;
  const std::size_t begin = samples.size();
  samples.resize(begin + positions.size() * channels);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    const float* const plane = map.data() + channel * cells;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      samples[begin + i * channels + channel] = plane[positions[i]];
    }
  }
}

Result<void> forEachPicture(NetworkRunner& network, const std::vector<std::vector<float>>& pictures,
                            const std::vector<std::string>& names, const std::stop_token& stop,
                            const SeeOutputs& see) {
  std::vector<std::span<const float>> outputs;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    if (stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "stopped");
    }
    if (auto ran = network.run(pictures[i], names, outputs); !ran) {
      return ran;
    }
    see(i, outputs);
  }
  return {};
}

Result<std::map<std::string, Moments>> measureMoments(
    NetworkRunner& network, const std::vector<ConvolutionLayer>& layers,
    const std::vector<std::vector<float>>& pictures, const std::stop_token& stop) {
  // Layers with a kernel of their own that read the same have the same moments.
  std::vector<std::string> names;
  std::map<std::string, std::vector<const ConvolutionLayer*>> readers;
  for (const ConvolutionLayer& layer : layers) {
    if (layer.depthwise || layer.readsPicture) {
      continue;
    }
    const std::string name = layerNameOf(layers, layer.input);
    auto& of = readers[name];
    if (of.empty()) {
      names.push_back(name);
    }
    of.push_back(&layer);
  }
  std::map<std::string, Moments> byInput;
  std::map<std::string, Moments> byKernel;
  auto done =
      forEachPicture(network, pictures, names, stop,
                     [&](std::size_t picture, const std::vector<std::span<const float>>& outputs) {
                       for (std::size_t i = 0; i < names.size(); ++i) {
                         const ConvolutionLayer& first = *readers.at(names[i]).front();
                         const auto channels = static_cast<std::size_t>(first.inputShape[3]);
                         const auto positions =
                             samplePositions(static_cast<std::size_t>(first.inputShape[1]),
                                             static_cast<std::size_t>(first.inputShape[2]),
                                             kSamplesPerPicture, static_cast<unsigned>(picture));
                         std::vector<float> samples;
                         takeSamples(outputs[i], channels, positions, samples);
                         bool own = false;
                         for (const ConvolutionLayer* const layer : readers.at(names[i])) {
                           own = own || !layer->sharesKernel;
                           if (layer->sharesKernel) {
                             Moments& moments = byKernel[layer->kernel];
                             moments.size = channels;
                             addSamples(moments, samples);
                           }
                         }
                         if (own) {
                           Moments& moments = byInput[names[i]];
                           moments.size = channels;
                           addSamples(moments, samples);
                         }
                       }
                     });
  if (!done) {
    return fail(done.error());
  }
  for (auto* const all : {&byInput, &byKernel}) {
    for (auto& [name, moments] : *all) {
      finish(moments);
    }
  }
  for (const auto& [name, of] : readers) {
    for (const ConvolutionLayer* const layer : of) {
      if (!layer->sharesKernel) {
        byKernel[layer->kernel] = byInput.at(name);
      }
    }
  }
  return byKernel;
}

}  // namespace followspot::model
