#include "core/model/prepare/recipe.h"

#include <chrono>
#include <system_error>
#include <utility>

#include "core/base/output_file.h"
#include "core/model/graph_codec.h"
#include "core/model/text_graph.h"

namespace followspot::model {
Result<void> keepGraph(const Graph& graph, const std::filesystem::path& folder, std::size_t number,
                       const std::string& step, KeptAs form) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  std::string file = (number < 10 ? "0" : "") + std::to_string(number) + "-";
  for (const char c : step) {
    file += c == ' ' ? '-' : c;
  }
  if (form == KeptAs::Text) {
    return writeFile(folder / (file + ".pbtxt"), writeTextGraph(graph));
  }
  auto output = OutputFile::create(folder / (file + ".pb"));
  if (!output) {
    return fail(output.error());
  }
  if (auto written = writeGraph(graph, *output); !written) {
    return written;
  }
  return output->commit();
}

Result<Graph> runRecipe(const std::vector<RecipeStep>& steps, Graph graph,
                        const RecipeContext& context, std::vector<StepReport>& reports) {
  GraphCost cost = costOf(graph);
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
    report.before = cost;
    const auto begin = std::chrono::steady_clock::now();
    auto result = steps[i].run(std::move(graph), report);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (!result) {
      return fail(result.error().code == ErrorCode::Cancelled
                      ? result.error()
                      : result.error().withContext(steps[i].name));
    }
    graph = std::move(*result);
    cost = costOf(graph);
    report.milliseconds = took.count();
    report.after = cost;
    if (context.stepDone) {
      context.stepDone(report);
    }
    reports.push_back(std::move(report));
    if (!context.keepSteps.empty()) {
      if (auto kept = keepGraph(graph, context.keepSteps, i + 1, steps[i].name); !kept) {
        return fail(kept.error());
      }
    }
  }
  return graph;
}

}  // namespace followspot::model
