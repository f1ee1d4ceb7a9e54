#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/model/transforms/fold.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

/// y = x scale + shift for each channel.
struct Affine {
  std::size_t input = 0;  ///< Which of the node's inputs is x.
  std::vector<double> scale;
  std::vector<double> shift;
};

/// A convolution with what has been folded into it.
struct Folded {
  std::size_t convolution = 0;
  std::vector<double> bias;
  bool changed = false;  ///< False: it is still the graph's own BiasAdd.
};

bool isConvolution(const Node& node) {
  return node.op == "Conv2D" || node.op == "DepthwiseConv2dNative";
}

class Folder {
 public:
  Folder(Graph& graph, const GraphIndex& index, StepReport& report)
      : graph_(graph), index_(index), report_(report), uses_(index.useCounts()) {}

  void run(const std::vector<std::size_t>& order) {
    for (const std::size_t at : order) {
      visit(at);
    }
    std::vector<Node> added;
    for (auto& [at, folded] : folded_) {
      if (!folded.changed) {
        continue;
      }
      Node& node = graph_.nodes[at];
      const std::string bias = node.name + "/folded_bias";
      std::vector<float> values(folded.bias.begin(), folded.bias.end());
      added.push_back(
          makeConst(bias, Tensor::ofFloats({static_cast<std::int64_t>(values.size())}, values)));
      node.op = "BiasAdd";
      node.inputs = {graph_.nodes[folded.convolution].name, bias};
      node.attrs.clear();
      node.attrs["data_format"] = std::string("NHWC");
      node.attrs["T"] = DataType::Float;
    }
    for (Node& node : added) {
      graph_.nodes.push_back(std::move(node));
    }
    if (shared_ > 0) {
      report_.notes.push_back(std::to_string(shared_) +
                              " batch norms stay: their convolutions share weights");
    }
  }

 private:
  void visit(std::size_t at) {
    Node& node = graph_.nodes[at];
    const bool norm = isNorm(node);
    auto affine = norm ? fromNorm(node) : fromArithmetic(node);
    if (!affine) {
      return;
    }
    auto folded = producerOf(node, affine->input);
    if (!folded) {
      if (norm) {
        node.op = "FusedBatchNorm";  // the version that every importer knows
      }
      return;
    }
    Node& convolution = graph_.nodes[folded->convolution];
    const auto kernelAt = index_.source(convolution.inputs[1]);
    const Tensor& kernel = *constantOf(graph_.nodes[*kernelAt]);
    const std::size_t channels = folded->bias.size();
    expand(affine->scale, channels);
    expand(affine->shift, channels);
    if (affine->scale.size() != channels || affine->shift.size() != channels) {
      return;
    }
    const bool scales =
        std::ranges::any_of(affine->scale, [](double factor) { return factor != 1; });
    if (scales && uses_[*kernelAt] > 1) {
      shared_ += norm ? 1 : 0;
      node.op = norm ? "FusedBatchNorm" : node.op;
      return;
    }
    if (scales) {
      graph_.nodes[*kernelAt].attrs["value"] = scaled(kernel, affine->scale);
    }
    for (std::size_t i = 0; i < channels; ++i) {
      folded->bias[i] = folded->bias[i] * affine->scale[i] + affine->shift[i];
    }
    // A BiasAdd in between is now passed by; nothing else uses it.
    const auto before = index_.source(node.inputs[affine->input]);
    const bool standsOnFolded = folded->changed;
    folded_.erase(*before);
    folded->changed = standsOnFolded || node.op != "BiasAdd";
    report_.touched += folded->changed ? 1U : 0U;
    folded_[at] = std::move(*folded);
  }

  static bool isNorm(const Node& node) {
    return node.op == "FusedBatchNorm" || node.op == "FusedBatchNormV2" ||
           node.op == "FusedBatchNormV3";
  }

  /// Numbers of a constant that holds one value or one a channel.
  [[nodiscard]] std::optional<std::vector<double>> perChannel(std::string_view input) const {
    const auto from = index_.source(input);
    const Tensor* const value = from ? constantOf(graph_.nodes[*from]) : nullptr;
    if (value == nullptr || value->type() != DataType::Float || value->elementCount() == 0 ||
        (!value->shape().empty() && value->elementCount() != value->shape().back()) ||
        value->shape().size() > 4) {
      return std::nullopt;
    }
    return std::vector<double>(value->floats().begin(), value->floats().end());
  }

  [[nodiscard]] std::optional<Affine> fromNorm(const Node& node) const {
    constexpr std::size_t kInputs = 5;
    if (node.inputs.size() < kInputs) {
      return std::nullopt;
    }
    std::array<std::vector<double>, kInputs> values;
    for (std::size_t i = 1; i < kInputs; ++i) {
      auto numbers = perChannel(node.inputs[i]);
      if (!numbers || (i > 1 && numbers->size() != values[1].size())) {
        return std::nullopt;
      }
      values[i] = std::move(*numbers);
    }
    const auto& [none, gamma, beta, mean, variance] = values;
    const auto* const given = attribute<float>(node, "epsilon");
    const double epsilon = given != nullptr ? static_cast<double>(*given) : 1e-4;
    Affine affine;
    for (std::size_t i = 0; i < gamma.size(); ++i) {
      affine.scale.push_back(gamma[i] / std::sqrt(variance[i] + epsilon));
      affine.shift.push_back(beta[i] - mean[i] * affine.scale[i]);
    }
    return affine;
  }

  [[nodiscard]] std::optional<Affine> fromArithmetic(const Node& node) const {
    const bool adds = node.op == "Add" || node.op == "AddV2";
    const bool commutes = adds || node.op == "Mul";
    if (node.inputs.size() != 2 ||
        !(commutes || node.op == "Sub" || node.op == "RealDiv" || node.op == "BiasAdd")) {
      return std::nullopt;
    }
    auto numbers = perChannel(node.inputs[1]);
    Affine affine;
    if (!numbers && commutes) {
      numbers = perChannel(node.inputs[0]);
      affine.input = 1;
    }
    if (!numbers) {
      return std::nullopt;
    }
    affine.scale.assign(numbers->size(), 1.0);
    affine.shift.assign(numbers->size(), 0.0);
    for (std::size_t i = 0; i < numbers->size(); ++i) {
      const double number = (*numbers)[i];
      if (node.op == "Mul") {
        affine.scale[i] = number;
      } else if (node.op == "RealDiv") {
        affine.scale[i] = 1 / number;
      } else {
        affine.shift[i] = node.op == "Sub" ? -number : number;
      }
    }
    return affine;
  }

  /// The convolution that an input comes from, directly or through its bias, if nothing else sees
  /// what is in between.
  [[nodiscard]] std::optional<Folded> producerOf(const Node& node, std::size_t input) const {
    const InputName name = splitInput(node.inputs[input]);
    const auto from = name.port == 0 ? index_.find(name.node) : std::nullopt;
    if (!from || uses_[*from] != 1) {
      return std::nullopt;
    }
    if (const auto known = folded_.find(*from); known != folded_.end()) {
      return known->second;
    }
    const Node& convolution = graph_.nodes[*from];
    const auto* const format = attribute<std::string>(convolution, "data_format");
    if (!isConvolution(convolution) || convolution.inputs.size() < 2 ||
        (format != nullptr && *format != "NHWC")) {
      return std::nullopt;
    }
    const auto kernelAt = index_.source(convolution.inputs[1]);
    const Tensor* const kernel = kernelAt ? constantOf(graph_.nodes[*kernelAt]) : nullptr;
    if (kernel == nullptr || kernel->type() != DataType::Float || kernel->shape().size() != 4 ||
        kernel->elementCount() == 0) {
      return std::nullopt;
    }
    const Shape& shape = kernel->shape();
    const std::int64_t channels = convolution.op == "Conv2D" ? shape[3] : shape[2] * shape[3];
    return Folded{*from, std::vector<double>(static_cast<std::size_t>(channels), 0.0)};
  }

  static void expand(std::vector<double>& numbers, std::size_t channels) {
    if (numbers.size() == 1) {
      numbers.resize(channels, numbers.front());
    }
  }

  /// Output channels are the last axis, or (depthwise) the last two: the same places in memory.
  static Tensor scaled(const Tensor& kernel, const std::vector<double>& scale) {
    std::vector<float> values(kernel.floats().begin(), kernel.floats().end());
    for (std::size_t row = 0; row < values.size(); row += scale.size()) {
      for (std::size_t i = 0; i < scale.size(); ++i) {
        values[row + i] = static_cast<float>(static_cast<double>(values[row + i]) * scale[i]);
      }
    }
    return Tensor::ofFloats(kernel.shape(), values);
  }

  Graph& graph_;
  const GraphIndex& index_;
  StepReport& report_;
  std::vector<std::size_t> uses_;
  std::map<std::size_t, Folded> folded_;  // by the node that stands for the convolution's result
  std::size_t shared_ = 0;
};

}  // namespace

Result<Graph> foldBatchNorm(Graph graph, StepReport& report) {
  const auto index = GraphIndex::build(graph);
  if (!index) {
    return fail(index.error());
  }
  const auto order = topologicalOrder(*index);
  if (!order) {
    return fail(order.error());
  }
  Folder(graph, *index, report).run(*order);
  return graph;
}

}  // namespace followspot::model
