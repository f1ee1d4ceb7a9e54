#include "core/model/shrink/shrink_model.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/contracts.h"
#include "core/model/graph_codec.h"
#include "core/model/graph_validator.h"
#include "core/model/model_summary.h"
#include "core/model/shrink/single_file.h"
#include "core/model/text_graph.h"
#include "core/model/transforms/graph_view.h"

namespace followspot::model {
namespace {

struct Step {
  std::string name;
  std::function<Result<void>(PreparedModel&, StepReport&)> run;
};

Result<GraphCost> costOf(const PreparedModel& model) {
  const auto summary = summarize(model.binary, model.text);
  if (!summary) {
    return fail(summary.error());
  }
  GraphCost cost;
  cost.nodes = model.binary.nodes.size() + model.text.nodes.size();
  cost.macs = summary->macs;
  for (const Node& node : model.binary.nodes) {
    if (const Tensor* const value = constantOf(node)) {
      cost.bytes += static_cast<std::int64_t>(value->bytes().size());
    }
  }
  return cost;
}

std::string megabytes(std::int64_t bytes) {
  constexpr std::int64_t kTenth = 100'000;
  const std::int64_t tenths = (bytes + kTenth / 2) / kTenth;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

std::string summaryOf(const StepReport& report) {
  std::string text = megabytes(report.before.bytes) + " -> " + megabytes(report.after.bytes);
  if (report.before.macs != report.after.macs) {
    text += "; " + std::to_string(report.before.macs / 1'000'000) + " -> " +
            std::to_string(report.after.macs / 1'000'000) + " million MACs";
  }
  for (const std::string& note : report.notes) {
    text += "; " + note;
  }
  return text;
}

/// The narrowest form in which a model keeps weights now.
WeightType weightTypeOf(const Graph& binary) {
  WeightType type = WeightType::Float32;
  for (const Node& node : binary.nodes) {
    const Tensor* const value = constantOf(node);
    if (node.op == "Dequantize") {
      return WeightType::UInt8;
    }
    if (value != nullptr && value->type() == DataType::Half) {
      type = WeightType::Float16;
    }
  }
  return type;
}

std::vector<Step> stepsFor(const PreparedModel& model, const ShrinkOptions& options,
                           const RecipeContext& context, NetworkAccess* access) {
  std::vector<Step> steps;
  std::optional<WeightType> weights = options.weights;
  if (options.prune) {
    steps.push_back(
        {"prune",
         [&options, &context, access](PreparedModel& from, StepReport& report) -> Result<void> {
           FS_EXPECTS(access != nullptr, "pruning runs the network");
           auto pruned = prune(std::move(from), *options.prune, *access, context, report);
           if (!pruned) {
             return fail(pruned.error());
           }
           from = std::move(*pruned);
           return {};
         }});
    weights = weights.value_or(weightTypeOf(model.binary));
    if (weights == WeightType::Float32) {
      weights.reset();  // As pruning leaves them.
    }
  }
  if (weights) {
    const WeightType type = *weights;
    const std::string name = type == WeightType::Float32
                                 ? "store weights as float32"
                                 : "store weights as " + std::string(nameOf(type));
    steps.push_back({name, [type](PreparedModel& from, StepReport& report) -> Result<void> {
                       const bool pair = !from.text.nodes.empty();
                       auto stored = storeWeights(std::move(from.binary),
                                                  pair ? &from.text : nullptr, type, report);
                       if (!stored) {
                         return fail(stored.error());
                       }
                       from.binary = std::move(*stored);
                       return {};
                     }});
  }
  if (options.singleFile) {
    steps.push_back({"put into one file", [](PreparedModel& from, StepReport& report) {
                       report.touched = from.text.nodes.size();
                       from.binary = mergeGraphs(std::move(from.binary), std::move(from.text));
                       from.text = {};
                       return Result<void>();
                     }});
  }
  return steps;
}

/// Both graphs, as the last step left them.
Result<void> keepModel(const PreparedModel& model, const std::filesystem::path& folder) {
  const std::size_t number = model.steps.size();
  const std::string& step = model.steps.back().name;
  auto kept = keepGraph(model.binary, folder, number, step);
  if (kept && !model.text.nodes.empty()) {
    kept = keepGraph(model.text, folder, number, step, KeptAs::Text);
  }
  return kept;
}

}  // namespace

Result<PreparedModel> modelOf(const ModelPackage& package) {
  PreparedModel model;
  model.manifest = package.manifest;
  model.labels = package.labels;
  auto binary = parseGraph(std::make_shared<const std::string>(package.graph));
  if (!binary) {
    return fail(binary.error());
  }
  model.binary = std::move(*binary);
  if (!package.textGraph.empty()) {
    auto text = parseTextGraph(package.textGraph);
    if (!text) {
      return fail(text.error());
    }
    model.text = std::move(*text);
  }
  return model;
}

Result<PreparedModel> shrinkModel(PreparedModel model, const ShrinkOptions& options,
                                  const RecipeContext& context, NetworkAccess* access) {
  const std::vector<Step> steps = stepsFor(model, options, context, access);
  auto cost = costOf(model);
  if (!cost) {
    return fail(cost.error());
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (context.stop.stop_requested()) {
      return fail(ErrorCode::Cancelled, "stopped");
    }
    if (context.progress) {
      context.progress(
          {steps[i].name, static_cast<std::int64_t>(i), static_cast<std::int64_t>(steps.size())});
    }
    StepReport report;
    report.name = steps[i].name;
    report.before = *cost;
    const auto begin = std::chrono::steady_clock::now();
    auto done = steps[i].run(model, report);
    if (!done) {
      return fail(done.error().code == ErrorCode::Cancelled
                      ? done.error()
                      : done.error().withContext(steps[i].name));
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    cost = costOf(model);
    if (!cost) {
      return fail(cost.error().withContext(steps[i].name));
    }
    report.milliseconds = took.count();
    report.after = *cost;
    model.manifest.steps.push_back({report.name, summaryOf(report)});
    if (context.stepDone) {
      context.stepDone(report);
    }
    model.steps.push_back(std::move(report));
    if (!context.keepSteps.empty()) {
      if (auto kept = keepModel(model, context.keepSteps); !kept) {
        return fail(kept.error());
      }
    }
  }
  return model;
}

}  // namespace followspot::model
