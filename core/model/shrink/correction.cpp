#include "core/model/shrink/correction.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr std::size_t kSamplesPerPicture = 100;
/// Pull towards the weights that compensation gave; keeps layers with few samples from learning
/// the pictures by heart.
constexpr double kRidge = 3e-3;

/// Positions of a picture's samples in a layer's result.
std::vector<std::size_t> positionsOf(const ConvolutionLayer& layer, std::size_t picture) {
  return samplePositions(static_cast<std::size_t>(layer.outputShape[1]),
                         static_cast<std::size_t>(layer.outputShape[2]), kSamplesPerPicture,
                         static_cast<unsigned>(picture));
}

/// The same places in what the layer reads.
std::vector<std::size_t> inputPositionsOf(const ConvolutionLayer& layer, std::size_t picture) {
  const auto width = static_cast<std::size_t>(layer.outputShape[2]);
  const auto inputWidth = static_cast<std::size_t>(layer.inputShape[2]);
  const auto stride = static_cast<std::size_t>(layer.stride);
  std::vector<std::size_t> positions = positionsOf(layer, picture);
  for (std::size_t& position : positions) {
    position = position / width * stride * inputWidth + position % width * stride;
  }
  return positions;
}

bool isActivation(const Node& node) {
  static const std::set<std::string_view> kOps = {"Relu", "Relu6", "LeakyRelu", "Elu", "Tanh"};
  return kOps.contains(node.op);
}

/// Positions along an axis of a constant whose channels stay; all where it has no such axis.
std::vector<std::size_t> keptAlong(const Channels& channels, const std::vector<bool>& removed,
                                   const std::string& constant, std::size_t axis) {
  const auto found = std::ranges::find_if(channels.axes, [&](const ChannelAxis& each) {
    return each.constant == constant && each.axis == axis;
  });
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < found->channels.size(); ++i) {
    if (!removed[found->channels[i]]) {
      kept.push_back(i);
    }
  }
  return kept;
}

/// Picks columns of [N, width].
std::vector<float> columns(const std::vector<float>& rows, std::size_t width,
                           const std::vector<std::size_t>& kept) {
  std::vector<float> picked;
  picked.reserve(rows.size() / width * kept.size());
  for (std::size_t row = 0; row < rows.size(); row += width) {
    for (const std::size_t column : kept) {
      picked.push_back(rows[row + column]);
    }
  }
  return picked;
}

Tensor floatsOf(const Shape& shape, const std::vector<double>& values) {
  return Tensor::ofFloats(shape, std::vector<float>(values.begin(), values.end()));
}

}  // namespace

Result<CorrectionTargets> measureTargets(NetworkRunner& parent, const Graph& whole,
                                         const std::vector<ConvolutionLayer>& layers,
                                         const std::vector<std::vector<float>>& pictures,
                                         const std::stop_token& stop) {
  const auto index = GraphIndex::build(whole);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  const auto consumers = index->consumers();
  std::vector<std::size_t> depth(whole.nodes.size(), 0);
  CorrectionTargets targets;
  std::vector<std::string> names;
  std::vector<std::pair<std::size_t, std::size_t>> places;  // stage, layer; in the order of names
  for (const std::size_t at : *order) {
    const Node& node = whole.nodes[at];
    for (const std::string& input : node.inputs) {
      depth[at] = std::max(depth[at], depth[*index->source(input)]);
    }
    const auto layer = std::ranges::find(layers, node.name, &ConvolutionLayer::name);
    if (layer == layers.end() || layer->depthwise || layer->readsPicture || layer->sharesKernel ||
        layer->kernelShape[0] != 1 || layer->kernelShape[1] != 1) {
      continue;
    }
    const std::size_t result = *index->find(layer->result);
    if (std::ranges::any_of(consumers[result],
                            [&](std::size_t user) { return isActivation(whole.nodes[user]); })) {
      continue;
    }
    CorrectionTargets::Layer target{*layer, "", "", {}};
    const std::size_t stage = depth[at]++;
    if (consumers[result].size() == 1) {
      const Node& user = whole.nodes[consumers[result][0]];
      if (user.op == "Add" || user.op == "AddV2") {
        const std::string& other = user.inputs[user.inputs[0] == layer->result ? 1 : 0];
        const std::size_t from = *index->source(other);
        if (constantOf(whole.nodes[from]) == nullptr && depth[from] <= stage) {
          target.sum = user.name;
          target.other = layerNameOf(layers, whole.nodes[from].name);
        }
      }
    }
    names.push_back(target.sum.empty() ? target.convolution.name : target.sum);
    targets.stages.resize(std::max(targets.stages.size(), stage + 1));
    places.emplace_back(stage, targets.stages[stage].size());
    targets.stages[stage].push_back(std::move(target));
  }
  auto done = forEachPicture(
      parent, pictures, names, stop,
      [&](std::size_t picture, const std::vector<std::span<const float>>& outputs) {
        for (std::size_t i = 0; i < places.size(); ++i) {
          auto& layer = targets.stages[places[i].first][places[i].second];
          takeSamples(outputs[i], static_cast<std::size_t>(layer.convolution.outputShape[3]),
                      positionsOf(layer.convolution, picture), layer.samples);
        }
      });
  if (!done) {
    return fail(done.error());
  }
  return targets;
}

Result<void> correct(PreparedModel& model, const CorrectionTargets& targets,
                     const std::vector<ConvolutionLayer>& layers, const Channels& channels,
                     const std::vector<bool>& removed, NetworkAccess& access,
                     const std::vector<std::vector<float>>& pictures, const std::stop_token& stop,
                     const std::function<void(std::size_t, std::size_t)>& progress) {
  constexpr std::size_t kInAxis = 2;
  constexpr std::size_t kOutAxis = 3;
  for (std::size_t stage = 0; stage < targets.stages.size(); ++stage) {
    if (progress) {
      progress(stage, targets.stages.size());
    }
    const auto network = access.load(model.manifest, model.binary, model.text);
    if (!network) {
      return fail(network.error());
    }
    std::vector<std::string> names;
    const auto nameAt = [&](const std::string& name) {
      const auto found = std::ranges::find(names, name);
      const auto at = static_cast<std::size_t>(found - names.begin());
      if (found == names.end()) {
        names.push_back(name);
      }
      return at;
    };
    struct Job {
      const CorrectionTargets::Layer* target;
      std::size_t input;
      std::size_t other;
      std::vector<std::size_t> kept;
      Regression data;
      std::vector<float> others;
    };
    std::vector<Job> jobs;
    for (const CorrectionTargets::Layer& target : targets.stages[stage]) {
      const ConvolutionLayer& layer = target.convolution;
      Job job{&target,
              nameAt(layerNameOf(layers, layer.input)),
              target.sum.empty() ? 0 : nameAt(target.other),
              keptAlong(channels, removed, layer.kernel, kOutAxis),
              {},
              {}};
      job.data.inputs = keptAlong(channels, removed, layer.kernel, kInAxis).size();
      job.data.outputs = job.kept.size();
      job.data.hasBias = !layer.bias.empty();
      jobs.push_back(std::move(job));
    }
    auto done = forEachPicture(
        **network, pictures, names, stop,
        [&](std::size_t picture, const std::vector<std::span<const float>>& outputs) {
          for (Job& job : jobs) {
            const ConvolutionLayer& layer = job.target->convolution;
            takeSamples(outputs[job.input], job.data.inputs, inputPositionsOf(layer, picture),
                        job.data.x);
            if (!job.target->sum.empty()) {
              takeSamples(outputs[job.other], job.data.outputs, positionsOf(layer, picture),
                          job.others);
            }
          }
        });
    if (!done) {
      return done;
    }
    const auto index = GraphIndex::build(model.binary);
    if (!index) {
      return fail(index.error());
    }
    for (Job& job : jobs) {
      const ConvolutionLayer& layer = job.target->convolution;
      job.data.y =
          columns(job.target->samples, static_cast<std::size_t>(layer.outputShape[3]), job.kept);
      for (std::size_t i = 0; i < job.others.size(); ++i) {
        job.data.y[i] -= job.others[i];
      }
      Node& kernel = model.binary.nodes[*index->find(layer.kernel)];
      const Shape shape = constantOf(kernel)->shape();
      const auto old = constantOf(kernel)->floats();
      std::vector<double> weights(old.begin(), old.end());
      const std::vector<double> bias = regress(job.data, kRidge, weights);
      kernel.attrs["value"] = floatsOf(shape, weights);
      if (!bias.empty()) {
        Node& node = model.binary.nodes[*index->find(layer.bias)];
        node.attrs["value"] = floatsOf(constantOf(node)->shape(), bias);
      }
    }
  }
  return {};
}

}  // namespace followspot::model
