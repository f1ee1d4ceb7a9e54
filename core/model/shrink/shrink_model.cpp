#include "core/model/shrink/shrink_model.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

std::vector<Step> stepsFor(const ShrinkOptions& options) {
  std::vector<Step> steps;
  if (options.weights) {
    const WeightType type = *options.weights;
    const std::string name = type == WeightType::Float32
                                 ? "store weights as float32"
                                 : "store weights as " + std::string(nameOf(type));
    steps.push_back({name, [type](PreparedModel& model, StepReport& report) -> Result<void> {
                       const bool pair = !model.text.nodes.empty();
                       auto stored = storeWeights(std::move(model.binary),
                                                  pair ? &model.text : nullptr, type, report);
                       if (!stored) {
                         return fail(stored.error());
                       }
                       model.binary = std::move(*stored);
                       return {};
                     }});
  }
  if (options.singleFile) {
    steps.push_back({"put into one file", [](PreparedModel& model, StepReport& report) {
                       report.touched = model.text.nodes.size();
                       model.binary = mergeGraphs(std::move(model.binary), std::move(model.text));
                       model.text = {};
                       return Result<void>();
                     }});
  }
  return steps;
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
                                  const RecipeContext& context) {
  const std::vector<Step> steps = stepsFor(options);
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
    model.steps.push_back(std::move(report));
  }
  return model;
}

}  // namespace followspot::model
