#include "app/cli/model_steps.h"

#include <chrono>
#include <cstdio>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "core/base/this_process.h"

namespace followspot::cli {
namespace {

nlohmann::ordered_json asJson(const model::StepReport& step, const char* nameKey) {
  nlohmann::ordered_json json = {{nameKey, step.name}, {"ms", step.milliseconds}};
  if (step.after.nodes > 0) {
    const auto cost = [](const model::GraphCost& each) {
      return nlohmann::ordered_json{
          {"nodes", each.nodes}, {"bytes", each.bytes}, {"macs", each.macs}};
    };
    json["touched"] = step.touched;
    json["before"] = cost(step.before);
    json["after"] = cost(step.after);
  }
  json["notes"] = step.notes;
  return json;
}

nlohmann::ordered_json asJson(const model::PreparedModel& model, const std::string& output) {
  nlohmann::ordered_json json;
  json["package"] = output;
  json["architecture"] = model.manifest.architecture;
  json["steps"] = nlohmann::ordered_json::array();
  for (const auto& step : model.steps) {
    json["steps"].push_back(asJson(step, "name"));
  }
  json["peak_memory_bytes"] = peakMemoryBytes();
  return json;
}

}  // namespace

model::MovingAverages movingAveragesOf(const std::string& word) {
  return word == "auto" ? model::MovingAverages::Auto
         : word == "no" ? model::MovingAverages::No
                        : model::MovingAverages::Yes;
}

ProgressSink stepProgress(const std::string& style) {
  if (style == "json") {
    return [](const Progress& progress) {
      std::fprintf(stderr, "{\"step\":\"%.*s\",\"done\":%lld,\"total\":%lld}\n",
                   static_cast<int>(progress.step.size()), progress.step.data(),
                   static_cast<long long>(progress.done), static_cast<long long>(progress.total));
    };
  }
  if (style == "none" || ::isatty(STDERR_FILENO) == 0) {
    return {};
  }
  return [](const Progress& progress) {
    const std::string place = progress.total > 0 ? std::to_string(progress.done + 1) + "/" +
                                                       std::to_string(progress.total) + " "
                                                 : "";
    std::fprintf(stderr, "\r\033[K%s%.*s...", place.c_str(), static_cast<int>(progress.step.size()),
                 progress.step.data());
    std::fflush(stderr);
  };
}

std::function<void(const model::StepReport&)> stepDoneProgress(const std::string& style) {
  if (style != "json") {
    return {};
  }
  return [](const model::StepReport& step) {
    std::fprintf(stderr, "%s\n",
                 asJson(step, "step_done")
                     .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)
                     .c_str());
  };
}

Result<void> asStep(const std::string& style, const std::string& name,
                    const std::function<Result<void>()>& work) {
  if (const ProgressSink progress = stepProgress(style)) {
    progress({name, 0, 0});
  }
  const auto begin = std::chrono::steady_clock::now();
  auto done = work();
  if (const auto report = stepDoneProgress(style); report && done) {
    model::StepReport step;
    step.name = name;
    step.milliseconds =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    report(step);
  }
  return done;
}

void endStepProgress(const std::string& style) {
  if (style == "auto" && ::isatty(STDERR_FILENO) != 0) {
    std::fputs("\r\033[K", stderr);
  }
}

void printSteps(const model::PreparedModel& model) {
  std::printf("%-26s %8s %8s %10s %9s %8s\n", "step", "nodes", "touched", "MB", "MMAC", "ms");
  for (const auto& step : model.steps) {
    std::printf("%-26s %8zu %8zu %10.2f %9.1f %8.2f\n", step.name.c_str(), step.after.nodes,
                step.touched, static_cast<double>(step.after.bytes) / 1e6,
                static_cast<double>(step.after.macs) / 1e6, step.milliseconds);
    for (const std::string& note : step.notes) {
      std::printf("  %s\n", note.c_str());
    }
  }
}

void printStepsAsJson(const model::PreparedModel& model, const std::string& package,
                      const ShrinkGain* gain) {
  auto json = asJson(model, package);
  if (gain != nullptr) {
    json["measured_here"] = {
        {"advice", gain->advice},        {"reason", gain->reason},
        {"time_ratio", gain->timeRatio}, {"speed_differs_beyond_noise", gain->timeDiffers},
        {"size_ratio", gain->sizeRatio}, {"agreement", nullptr}};
    if (gain->agreement) {
      json["measured_here"]["agreement"] = *gain->agreement;
    }
  }
  std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace followspot::cli
