#include "core/model/architectures/variable_check.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/model/transforms/freeze.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

constexpr std::string_view kExtractor = "FeatureExtractor/";
constexpr std::string_view kNetworkScopes[] = {kExtractor, "BoxPredictor",
                                               "WeightSharedConvolutionalBoxPredictor/"};
constexpr const char* kGiveOther = ". Give the pipeline.config that it was trained with.";

/// "MobilenetV1, MobilenetV2": what a checkpoint has as feature extractors.
std::string extractorsIn(const Checkpoint& checkpoint) {
  std::set<std::string_view> names;
  for (const Variable& variable : checkpoint.variables()) {
    const std::string_view name = variable.name;
    if (name.starts_with(kExtractor)) {
      const std::string_view rest = name.substr(kExtractor.size());
      names.insert(rest.substr(0, rest.find('/')));
    }
  }
  std::string list;
  for (const std::string_view name : names) {
    list += list.empty() ? "" : ", ";
    list += name;
  }
  return list;
}

Result<void> checkExtractor(const Checkpoint& checkpoint, const std::string& architecture,
                            std::string_view scope) {
  const bool there = std::ranges::any_of(checkpoint.variables(), [&](const Variable& variable) {
    return std::string_view(variable.name).starts_with(scope);
  });
  if (there) {
    return {};
  }
  const std::string found = extractorsIn(checkpoint);
  return fail(ErrorCode::InvalidArgument,
              "pipeline.config is for " + architecture + ", whose variables are in " +
                  std::string(scope) + "; the checkpoint has " +
                  (found.empty() ? "no FeatureExtractor: it is no SSD network's"
                                 : "FeatureExtractor/" + found) +
                  kGiveOther);
}

/// Variables that simulate 8-bit numbers. @source tensorflow/contrib/quantize
bool isFakeQuant(std::string_view name) {
  return name.find("act_quant/") != std::string_view::npos ||
         name.find("weights_quant/") != std::string_view::npos;
}

}  // namespace

Result<std::vector<std::string>> checkVariables(const Graph& graph, const Checkpoint& checkpoint,
                                                const std::string& architecture,
                                                std::string_view scope) {
  if (auto fits = checkExtractor(checkpoint, architecture, scope); !fits) {
    return fail(fits.error());
  }
  std::unordered_set<std::string_view> used;
  for (const Node& node : graph.nodes) {
    if (!isVariable(node)) {
      continue;
    }
    used.insert(node.name);
    const auto* const shape = attribute<PartialShape>(node, "shape");
    const Variable* const found = checkpoint.find(node.name);
    if (found == nullptr) {
      return fail(ErrorCode::InvalidArgument, "the checkpoint has no variable " + node.name +
                                                  ", which pipeline.config (" + architecture +
                                                  ") makes " + describe(shape->dims) + kGiveOther);
    }
    if (found->shape != shape->dims) {
      return fail(ErrorCode::InvalidArgument, "variable " + node.name + ": pipeline.config (" +
                                                  architecture + ") makes it " +
                                                  describe(shape->dims) + ", the checkpoint has " +
                                                  describe(found->shape) + kGiveOther);
    }
  }
  std::string first;
  std::size_t unused = 0;
  std::size_t fakes = 0;
  for (const Variable& each : checkpoint.variables()) {
    const std::string_view name = each.name;
    const bool networks = std::ranges::any_of(
        kNetworkScopes, [&](std::string_view prefix) { return name.starts_with(prefix); });
    if (!networks || used.contains(name)) {
      continue;
    }
    // What an optimizer keeps of a variable is named below it.
    const std::string_view owner = name.substr(0, name.rfind('/'));
    if (isFakeQuant(name)) {
      ++fakes;
    } else if (!used.contains(owner) && !used.contains(owner.substr(0, owner.rfind('/')))) {
      first = unused == 0 ? each.name : first;
      ++unused;
    }
  }
  if (unused > 0) {
    return fail(ErrorCode::InvalidArgument, "the checkpoint has " + std::to_string(unused) +
                                                " variables for which pipeline.config (" +
                                                architecture + ") has no place; the first is " +
                                                first + kGiveOther);
  }
  if (fakes == 0) {
    return std::vector<std::string>{};
  }
  return std::vector<std::string>{
      "the network was trained for 8-bit numbers: " + std::to_string(fakes) +
      " variables of simulated roundings were left out, it runs in full "
      "precision"};
}

}  // namespace followspot::model
