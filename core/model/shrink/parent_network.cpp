#include "core/model/shrink/parent_network.h"

#include <cmath>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr std::size_t kInAxis = 2;
constexpr std::size_t kOutAxis = 3;

/// A kernel as compensation sees it: [in, taps * out].
std::vector<double> asMatrix(const Tensor& kernel) {
  const auto in = static_cast<std::size_t>(kernel.shape()[kInAxis]);
  const auto out = static_cast<std::size_t>(kernel.shape()[kOutAxis]);
  const auto values = kernel.floats();
  const std::size_t taps = values.size() / (in * out);
  std::vector<double> matrix(values.size());
  for (std::size_t tap = 0; tap < taps; ++tap) {
    for (std::size_t i = 0; i < in; ++i) {
      for (std::size_t o = 0; o < out; ++o) {
        matrix[(i * taps + tap) * out + o] = static_cast<double>(values[(tap * in + i) * out + o]);
      }
    }
  }
  return matrix;
}

const ChannelAxis* axisOf(const Channels& channels, const std::string& constant, std::size_t axis) {
  const auto found = std::ranges::find_if(channels.axes, [&](const ChannelAxis& each) {
    return each.constant == constant && each.axis == axis;
  });
  return found == channels.axes.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<Answer>> answersOf(const Parent& parent, NetworkRunner& network,
                                      const std::stop_token& stop) {
  const ModelManifest& manifest = parent.model.manifest;
  const std::vector<std::string> names = {manifest.boxEncodings, manifest.classScores};
  std::vector<std::vector<float>> pictures;
  for (std::size_t i = 0; i < std::min(kProbePictures, parent.pictures.size()); ++i) {
    pictures.push_back(parent.pictures[parent.probeOf(i)]);
  }
  std::vector<Answer> answers;
  auto done = forEachPicture(network, pictures, names, stop, [&](std::size_t, const auto& outputs) {
    Answer answer{{outputs[0].begin(), outputs[0].end()}, {outputs[1].begin(), outputs[1].end()}};
    if (manifest.scoresAreLogits) {
      for (float& score : answer.scores) {
        score = 1 / (1 + std::exp(-score));
      }
    }
    answers.push_back(std::move(answer));
  });
  if (!done) {
    return fail(done.error());
  }
  return answers;
}

double difference(const Parent& parent, const std::vector<Answer>& given) {
  const auto columns = static_cast<std::size_t>(parent.model.manifest.classCount);
  const std::size_t first = parent.model.manifest.hasBackground ? 1 : 0;
  constexpr double kBoxWeight = 0.02;  // An encoding of 1 is a tenth of a box, or e^(1/5) in size.
  double changed = 0;
  double all = 0;
  for (std::size_t picture = 0; picture < given.size(); ++picture) {
    const Answer& before = parent.answers[picture];
    const Answer& after = given[picture];
    for (std::size_t anchor = 0; anchor * 4 < before.boxes.size(); ++anchor) {
      double best = 0;
      for (std::size_t column = first; column < columns; ++column) {
        const std::size_t at = anchor * columns + column;
        const double score = static_cast<double>(before.scores[at]);
        const double off = static_cast<double>(after.scores[at]) - score;
        changed += off * off;
        all += score * score;
        best = std::max(best, score);
      }
      for (std::size_t i = anchor * 4; i < anchor * 4 + 4; ++i) {
        const double off =
            static_cast<double>(after.boxes[i]) - static_cast<double>(before.boxes[i]);
        changed += kBoxWeight * best * best * off * off;
      }
    }
  }
  return all > 0 ? changed / all : 0;
}

Result<PreparedModel> without(const Parent& parent, const std::vector<bool>& removed) {
  PreparedModel model = parent.model;
  const auto index = GraphIndex::build(model.binary);
  if (!index) {
    return fail(index.error());
  }
  std::set<std::string_view> done;
  for (const ConvolutionLayer& layer : parent.layers) {
    if (layer.depthwise || !done.insert(layer.kernel).second) {
      continue;
    }
    std::vector<bool> gone;
    for (const std::size_t channel : axisOf(parent.channels, layer.kernel, kInAxis)->channels) {
      gone.push_back(removed[channel]);
    }
    if (std::ranges::count(gone, true) == 0) {
      continue;
    }
    Node& node = model.binary.nodes[*index->find(layer.kernel)];
    const Tensor& kernel = *constantOf(node);
    const auto [weights, bias] =
        compensate(parent.moments.at(layer.kernel), asMatrix(kernel), gone);
    // Rows of channels that go are left as they are: `removeChannels` takes them out.
    std::vector<float> values(kernel.floats().begin(), kernel.floats().end());
    const auto out = static_cast<std::size_t>(kernel.shape()[kOutAxis]);
    const std::size_t taps = values.size() / (gone.size() * out);
    std::vector<double> added(out, 0);
    std::size_t row = 0;
    for (std::size_t i = 0; i < gone.size(); ++i) {
      for (std::size_t tap = 0; tap < taps && !gone[i]; ++tap) {
        for (std::size_t o = 0; o < out; ++o) {
          values[(tap * gone.size() + i) * out + o] =
              static_cast<float>(weights[(row * taps + tap) * out + o]);
        }
      }
      row += gone[i] ? std::size_t{0} : std::size_t{1};
    }
    for (std::size_t i = 0; i < bias.size(); ++i) {
      added[i % out] += bias[i];
    }
    node.attrs["value"] = Tensor::ofFloats(kernel.shape(), values);
    if (!layer.bias.empty()) {
      Node& biasNode = model.binary.nodes[*index->find(layer.bias)];
      const Tensor& old = *constantOf(biasNode);
      std::vector<float> sums(old.floats().begin(), old.floats().end());
      for (std::size_t o = 0; o < out; ++o) {
        sums[o] += static_cast<float>(added[o]);
      }
      biasNode.attrs["value"] = Tensor::ofFloats(old.shape(), sums);
    }
  }
  auto binary = removeChannels(std::move(model.binary), parent.channels, removed);
  if (!binary) {
    return fail(binary.error());
  }
  model.binary = std::move(*binary);
  return model;
}

double macsOf(const Parent& parent, const std::vector<bool>& removed) {
  double macs = 0;
  for (const ConvolutionLayer& layer : parent.layers) {
    double each = static_cast<double>(layer.outputShape[1] * layer.outputShape[2] *
                                      layer.kernelShape[0] * layer.kernelShape[1]);
    for (const std::size_t axis : {kInAxis, kOutAxis}) {
      const ChannelAxis* const along = axisOf(parent.channels, layer.kernel, axis);
      const auto isLeft = [&](std::size_t channel) { return !removed[channel]; };
      each *=
          static_cast<double>(along == nullptr ? layer.kernelShape[axis]
                                               : std::ranges::count_if(along->channels, isLeft));
    }
    macs += each;
  }
  return macs;
}

std::vector<ChannelReader> readersOf(const Parent& parent, const GraphIndex& index,
                                     const std::vector<std::size_t>& group) {
  std::vector<ChannelReader> readers;
  std::set<std::string_view> done;
  for (const ConvolutionLayer& layer : parent.layers) {
    if (layer.depthwise || !done.insert(layer.kernel).second) {
      continue;
    }
    const ChannelAxis& axis = *axisOf(parent.channels, layer.kernel, kInAxis);
    ChannelReader reader;
    reader.positions.resize(group.size());
    bool reads = false;
    for (std::size_t i = 0; i < axis.channels.size(); ++i) {
      const auto at = std::ranges::lower_bound(group, axis.channels[i]);
      if (at != group.end() && *at == axis.channels[i]) {
        reader.positions[static_cast<std::size_t>(at - group.begin())].push_back(i);
        reads = true;
      }
    }
    if (reads) {
      const Tensor& kernel = *constantOf(index.graph().nodes[*index.find(layer.kernel)]);
      reader.input = &parent.moments.at(layer.kernel);
      reader.weights = asMatrix(kernel);
      reader.outputs = reader.weights.size() / axis.channels.size();
      readers.push_back(std::move(reader));
    }
  }
  return readers;
}

}  // namespace followspot::model
