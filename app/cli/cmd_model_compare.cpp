#include "app/cli/cmd_model_compare.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/cmd_measure_model.h"
#include "app/cli/exit_code.h"
#include "app/cli/model_table.h"
#include "app/cli/observation_run.h"
#include "core/analytics/model_choice.h"
#include "core/base/child_process.h"
#include "core/base/output_file.h"
#include "core/base/this_process.h"
#include "core/model/model_summary.h"

namespace followspot::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> models;
  ObservationRun run;
  ModelBudget budget;
  int rounds = 5;
  int runs = 15;
  std::string json;
  std::string csv;
};

/// What a model is, without running it.
Result<ModelFigures> figuresOf(const std::string& path) {
  const auto package = model::loadModelPackage({.package = path});
  if (!package) {
    return fail(package.error());
  }
  const auto summary = model::summarize(*package);
  if (!summary) {
    return fail(summary.error());
  }
  ModelFigures figures;
  figures.name = path;
  figures.bytes = static_cast<std::int64_t>(package->graph.size() + package->textGraph.size());
  figures.parameters = summary->parameters;
  figures.macs = summary->macs;
  return figures;
}

/// One round of one model, in a process of its own.
Result<void> measureRound(const CompareOptions& options, const CommandContext& context,
                          ModelFigures& figures) {
  ChildLimits limits;
  limits.stop = context.stop;
  limits.time = std::chrono::minutes(10);
  const auto end =
      runChild(companionProgram("followspot-cli-full"),
               {kMeasureCommand, figures.name, "--runs", std::to_string(options.runs)}, limits);
  if (!end) {
    return fail(end.error());
  }
  const auto json = nlohmann::json::parse(end->output, nullptr, false);
  if (end->crashed() || end->outOfTime || end->exitCode != 0 || !json.is_object()) {
    return fail(ErrorCode::Unsupported,
                figures.name + ": running it in a process of its own failed (" +
                    (end->crashed()        ? "it crashed"
                     : end->outOfTime      ? "it took longer than ten minutes"
                     : end->errors.empty() ? "it said nothing"
                                           : end->errors.substr(0, end->errors.find('\n'))) +
                    ").");
  }
  figures.loadMs.push_back(json.at("load_ms").get<double>());
  figures.forwardMs.push_back(json.at("forward_ms").get<std::vector<double>>());
  figures.peakBytes = std::max(figures.peakBytes, json.at("peak_bytes").get<std::int64_t>());
  return {};
}

/// Agreement with the first model, and average precision where there are annotations.
Result<void> lookAtVideo(const CompareOptions& options, const CommandContext& context,
                         const std::vector<std::shared_ptr<wiring::DetectorPool>>& pools,
                         std::vector<ModelFigures>& models) {
  const auto seen = observeWithProgress(pools, options.run, context);
  if (!seen) {
    return fail(seen.error());
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    models[i].agreement =
        wiring::agreementOf(seen->front(), pools.front()->labels(), (*seen)[i], pools[i]->labels(),
                            observationOf(options.run, context))
            .agreement();
  }
  if (options.run.annotations.empty()) {
    return {};
  }
  const auto truth = readAnnotations(options.run);
  if (!truth) {
    return fail(truth.error());
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    const auto scores = scoreAgainst(*truth, (*seen)[i], pools[i]->labels(), options.run.className);
    if (!scores) {
      return fail(scores.error().withContext(models[i].name));
    }
    models[i].averagePrecision = scores->averagePrecision;
  }
  return {};
}

/// Writes the results. @return an exit code.
int present(const CompareOptions& options, const std::vector<ModelFigures>& models) {
  const bool asked = options.budget.milliseconds || options.budget.megabytes;
  const ModelChoice choice = asked ? chooseModel(models, options.budget) : ModelChoice();
  for (const auto& [file, text] :
       {std::pair(options.json, modelJson(models, asked ? &choice : nullptr)),
        std::pair(options.csv, modelCsv(models))}) {
    if (file.empty()) {
      continue;
    }
    if (const auto written = writeFile(file, text); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json != "-" && options.csv != "-") {
    std::fputs(modelTable(models).c_str(), stdout);
    if (asked) {
      std::printf("%s\n", choice.reason.c_str());
    }
  }
  return asked && !choice.best ? NotGoodEnough : Ok;
}

int runCompare(const CompareOptions& options, const CommandContext& context) {
  if (!options.run.annotations.empty() && !hasSource(options.run)) {
    return report({ErrorCode::InvalidArgument,
                   "--annotations need the video that they belong to. Give it with --video."},
                  Usage);
  }
  std::vector<ModelFigures> models;
  std::vector<std::shared_ptr<wiring::DetectorPool>> pools;
  for (const std::string& path : options.models) {
    auto figures = figuresOf(path);
    if (!figures) {
      return report(figures.error(), ModelInvalid);
    }
    models.push_back(std::move(*figures));
    // Also has the model tried, so that measuring does not meet a crash.
    auto pool = wiring::DetectorPool::open({.package = path}, context.stop);
    if (!pool) {
      return report(pool.error(), ModelInvalid);
    }
    pools.push_back(std::move(*pool));
  }
  for (int round = 0; round < options.rounds; ++round) {
    // Every other round backwards, so that none is always the first.
    for (std::size_t i = 0; i < models.size(); ++i) {
      ModelFigures& model = models[round % 2 == 0 ? i : models.size() - 1 - i];
      if (const auto measured = measureRound(options, context, model); !measured) {
        return report(measured.error(), ModelInvalid);
      }
    }
  }
  if (hasSource(options.run)) {
    if (const auto looked = lookAtVideo(options, context, pools, models); !looked) {
      return report(looked.error(), InputUnreadable);
    }
  }
  return present(options, models);
}

}  // namespace

void addModelCompareCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App& command = addCommand(
      group, context, "compare",
      "Measures models side by side, and picks the best that fits a budget.",
      "followspot-cli model compare people people-pruned people-half\n"
      "followspot-cli model compare people people-pruned --video street.mp4 --budget-ms 25\n"
      "followspot-cli model compare people people-pruned --video street.mp4 --annotations gt.txt "
      "--csv table.csv",
      [options](const CommandContext& running) { return runCompare(*options, running); });
  command
      .add_option("MODELS", options->models,
                  "Model packages; the others are compared with the first.")
      ->required()
      ->type_name("PKG");
  addObservationOptions(command, options->run);
  command.add_option("--budget-ms", options->budget.milliseconds, "Most milliseconds a picture.")
      ->check(CLI::PositiveNumber);
  command.add_option("--budget-mb", options->budget.megabytes, "Most megabytes of its files.")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--rounds", options->rounds,
                  "Rounds of measuring; the models take turns, each in a process of its own.")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command.add_option("--runs", options->runs, "Runs in a round, after a warm-up.")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  command.add_option("--json", options->json, "Write all figures (- for standard output).")
      ->type_name("FILE");
  command.add_option("--csv", options->csv, "Write the table (- for standard output).")
      ->type_name("FILE");
}

}  // namespace followspot::cli
