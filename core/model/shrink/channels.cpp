#include "core/model/shrink/channels.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "core/model/graph_validator.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

using Atoms = std::vector<std::size_t>;

/// Numbers that were found to be one channel.
class UnionFind {
 public:
  std::size_t add() {
    parent_.push_back(parent_.size());
    frozen_.push_back(false);
    return parent_.size() - 1;
  }
  std::size_t find(std::size_t atom) {
    while (parent_[atom] != atom) {
      parent_[atom] = parent_[parent_[atom]];
      atom = parent_[atom];
    }
    return atom;
  }
  void join(std::size_t a, std::size_t b) {
    a = find(a);
    b = find(b);
    // The older one leads, so that channels are numbered in the network's order.
    parent_[std::max(a, b)] = std::min(a, b);
    frozen_[std::min(a, b)] = frozen_[a] || frozen_[b];
  }
  void freeze(std::size_t atom) { frozen_[find(atom)] = true; }
  bool isFrozen(std::size_t atom) { return frozen_[find(atom)]; }
  [[nodiscard]] std::size_t size() const { return parent_.size(); }

 private:
  Atoms parent_;
  std::vector<bool> frozen_;
};

bool keepsChannels(const Node& node) {
  static const std::set<std::string_view> kOps = {
      "Relu",     "Relu6",         "LeakyRelu", "Sigmoid", "Tanh",    "Elu",
      "MaxPool",  "AvgPool",       "Pad",       "Mean",    "Squeeze", "ResizeNearestNeighbor",
      "Identity", "ResizeBilinear"};
  return kOps.contains(node.op);
}

bool isArithmetic(const Node& node) {
  static const std::set<std::string_view> kOps = {"Add", "AddV2", "Sub", "Mul", "RealDiv"};
  return kOps.contains(node.op);
}

class Finder {
 public:
  using Shapes = std::map<std::string, Shape, std::less<>>;

  Finder(const GraphIndex& network, const Shapes& shapes) : network_(network), shapes_(shapes) {}

  Result<Channels> run() {
    const auto order = topologicalOrder(network_);
    if (!order) {
      return fail(order.error());
    }
    atoms_.resize(network_.graph().nodes.size());
    for (const std::size_t at : *order) {
      visit(at);
    }
    const auto uses = network_.useCounts();
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      if (uses[i] == 0) {
        freeze(atoms_[i]);
      }
    }
    return collect();
  }

 private:
  const Node& node(std::size_t at) const { return network_.graph().nodes[at]; }

  /// A constant among the inputs; null where the network computes it.
  const Tensor* constant(const Node& user, std::size_t input) const {
    const auto at = input < user.inputs.size() ? network_.source(user.inputs[input]) : std::nullopt;
    return at ? constantOf(node(*at)) : nullptr;
  }

  const Atoms& input(const Node& user, std::size_t which) const {
    static const Atoms kNone;
    const auto at = which < user.inputs.size() ? network_.source(user.inputs[which]) : std::nullopt;
    return at ? atoms_[*at] : kNone;
  }

  Atoms fresh(std::size_t count) {
    Atoms atoms(count);
    std::ranges::generate(atoms, [&] { return sets_.add(); });
    return atoms;
  }

  void freeze(const Atoms& atoms) {
    for (const std::size_t atom : atoms) {
      sets_.freeze(atom);
    }
  }

  void join(const Atoms& a, const Atoms& b) {
    if (a.size() != b.size()) {
      freeze(a);
      freeze(b);
      return;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
      sets_.join(a[i], b[i]);
    }
  }

  /// Channels along an axis of a constant; the same for all that use it.
  const Atoms& along(const std::string& input, std::size_t axis, std::size_t size) {
    const std::pair key(std::string(splitInput(input).node), axis);
    const auto known = axes_.find(key);
    return known != axes_.end() ? known->second : axes_.emplace(key, fresh(size)).first->second;
  }

  /// One number a channel of a constant that is added, multiplied or the like.
  void tieVector(const Node& user, std::size_t which, const Atoms& atoms) {
    const Tensor* const value = constant(user, which);
    if (value == nullptr || value->shape().empty()) {
      return;  // One number for all.
    }
    const auto size = static_cast<std::size_t>(value->shape().back());
    if (value->elementCount() == 1) {
      return;
    }
    if (value->elementCount() != value->shape().back() || size != atoms.size()) {
      freeze(atoms);
      return;
    }
    join(atoms, along(user.inputs[which], value->shape().size() - 1, size));
  }

  void convolution(std::size_t at) {
    const Node& user = node(at);
    const Shape& kernel = constantShape(user);
    const bool depthwise = user.op == "DepthwiseConv2dNative";
    constexpr std::size_t kInAxis = 2;
    constexpr std::size_t kOutAxis = 3;
    join(input(user, 0), along(user.inputs[1], kInAxis, static_cast<std::size_t>(kernel[kInAxis])));
    if (!depthwise) {
      atoms_[at] = along(user.inputs[1], kOutAxis, static_cast<std::size_t>(kernel[kOutAxis]));
      return;
    }
    for (const std::size_t atom : input(user, 0)) {
      atoms_[at].insert(atoms_[at].end(), static_cast<std::size_t>(kernel[kOutAxis]), atom);
    }
  }

  const Shape& constantShape(const Node& user) const {
    return constant(user, 1)->shape();  // There and of rank 4, as was validated.
  }

  void concat(std::size_t at) {
    const Node& user = node(at);
    const Tensor* const axis = constant(user, user.inputs.size() - 1);
    const auto rank = static_cast<std::int32_t>(shapes_.at(user.name).size());
    const std::int32_t along = axis->ints().front();
    const bool channels = rank == 4 && (along == -1 || along == rank - 1);
    for (std::size_t i = 0; i + 1 < user.inputs.size(); ++i) {
      const Atoms& part = input(user, i);
      if (!channels) {
        freeze(part);
      } else {
        atoms_[at].insert(atoms_[at].end(), part.begin(), part.end());
      }
    }
    if (static_cast<std::int64_t>(atoms_[at].size()) != shapes_.at(user.name).back()) {
      freeze(atoms_[at]);  // A part of it was none that we follow.
      atoms_[at].clear();
    }
  }

  void visit(std::size_t at) {
    const Node& user = node(at);
    if (user.op == "Const" || user.op == "Dequantize") {
      return;
    }
    if (user.op == "Placeholder") {
      atoms_[at] = fresh(static_cast<std::size_t>(shapes_.at(user.name).back()));
      freeze(atoms_[at]);
    } else if (user.op == "Conv2D" || user.op == "DepthwiseConv2dNative") {
      convolution(at);
    } else if (user.op == "BiasAdd" || user.op.starts_with("FusedBatchNorm")) {
      atoms_[at] = input(user, 0);
      for (std::size_t i = 1; i < user.inputs.size(); ++i) {
        tieVector(user, i, atoms_[at]);
      }
    } else if (keepsChannels(user)) {
      atoms_[at] = input(user, 0);
    } else if (isArithmetic(user)) {
      const bool first = !input(user, 0).empty();
      atoms_[at] = input(user, first ? 0 : 1);
      const std::size_t other = first ? 1 : 0;
      if (constant(user, other) != nullptr) {
        tieVector(user, other, atoms_[at]);
      } else {
        join(atoms_[at], input(user, other));
      }
    } else if (user.op == "ConcatV2") {
      concat(at);
    } else if (user.op != "PriorBox") {  // Which looks at sizes only.
      for (std::size_t i = 0; i < user.inputs.size(); ++i) {
        freeze(input(user, i));
      }
    }
  }

  Channels collect() {
    Channels channels;
    std::vector<std::size_t> number(sets_.size());
    for (std::size_t atom = 0; atom < sets_.size(); ++atom) {
      number[atom] = sets_.find(atom) == atom ? channels.count++ : number[sets_.find(atom)];
    }
    std::vector<bool> stays(channels.count, false);
    for (std::size_t atom = 0; atom < sets_.size(); ++atom) {
      stays[number[atom]] = sets_.isFrozen(atom);
    }
    std::vector<std::vector<std::size_t>> where(channels.count);  // axes that a channel occurs in
    for (const auto& [key, atoms] : axes_) {
      ChannelAxis axis{key.first, key.second, {}};
      for (const std::size_t atom : atoms) {
        axis.channels.push_back(number[atom]);
        where[axis.channels.back()].push_back(channels.axes.size());
      }
      channels.axes.push_back(std::move(axis));
    }
    std::map<std::vector<std::size_t>, std::size_t> groups;
    for (std::size_t channel = 0; channel < channels.count; ++channel) {
      if (stays[channel] || where[channel].empty()) {
        continue;
      }
      const auto [group, isNew] = groups.emplace(where[channel], channels.groups.size());
      if (isNew) {
        channels.groups.emplace_back();
      }
      channels.groups[group->second].push_back(channel);
    }
    return channels;
  }

  const GraphIndex& network_;
  const Shapes& shapes_;
  UnionFind sets_;
  std::vector<Atoms> atoms_;  // of each node's result
  std::map<std::pair<std::string, std::size_t>, Atoms> axes_;
};

/// The tensor without some positions of an axis.
Tensor without(const Tensor& tensor, std::size_t axis, const std::vector<bool>& gone) {
  const Shape& shape = tensor.shape();
  const auto span = [&](std::size_t from, std::size_t to) {
    return std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(from),
                           shape.begin() + static_cast<std::ptrdiff_t>(to), std::int64_t{1},
                           std::multiplies<>());
  };
  const auto outer = static_cast<std::size_t>(span(0, axis));
  const auto inner = static_cast<std::size_t>(span(axis + 1, shape.size()));
  std::vector<float> values;
  for (std::size_t i = 0; i < outer; ++i) {
    for (std::size_t at = 0; at < gone.size(); ++at) {
      if (!gone[at]) {
        const auto row = tensor.floats().subspan((i * gone.size() + at) * inner, inner);
        values.insert(values.end(), row.begin(), row.end());
      }
    }
  }
  Shape left = shape;
  left[axis] = static_cast<std::int64_t>(std::ranges::count(gone, false));
  return Tensor::ofFloats(std::move(left), values);
}

}  // namespace

Result<Channels> findChannels(const Graph& whole) {
  const auto shapes = inferShapes(whole, {});
  if (!shapes) {
    return fail(shapes.error());
  }
  const auto index = GraphIndex::build(whole);
  if (!index) {
    return fail(index.error());
  }
  return Finder(*index, *shapes).run();
}

Result<Graph> removeChannels(Graph binary, const Channels& channels,
                             const std::vector<bool>& removed) {
  const auto index = GraphIndex::build(binary);
  if (!index) {
    return fail(index.error());
  }
  for (const ChannelAxis& axis : channels.axes) {
    std::vector<bool> gone;
    for (const std::size_t channel : axis.channels) {
      gone.push_back(removed[channel]);
    }
    if (std::ranges::count(gone, true) == 0) {
      continue;
    }
    const auto at = index->find(axis.constant);
    const Tensor* const value = at ? constantOf(binary.nodes[*at]) : nullptr;
    if (value == nullptr || value->type() != DataType::Float ||
        axis.axis >= value->shape().size() ||
        value->shape()[axis.axis] != static_cast<std::int64_t>(gone.size())) {
      return fail(ErrorCode::CorruptData,
                  "node " + axis.constant + ": its channels are not those that were found");
    }
    binary.nodes[*at].attrs["value"] = without(*value, axis.axis, gone);
  }
  return binary;
}

}  // namespace followspot::model
