#include "app/cli/shrink_gain.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/child_process.h"
#include "core/base/this_process.h"

namespace followspot::cli {

bool wantsGain(const ShrinkFlags& flags, const CommandContext& context) {
  const bool shrinks = !flags.quantize.empty() || flags.prune > 0 || flags.targetSpeed > 0;
  return shrinks && !flags.noMeasure && !context.quiet;
}

Result<ShrinkGain> measureGain(const std::string& before, const std::string& after,
                               const ShrinkFlags& flags, const CommandContext& context) {
  std::vector<std::string> arguments = {"model", "compare", before, after,        "--json",
                                        "-",     "--runs",  "7",    "--progress", "none"};
  if (!flags.calibration.empty()) {
    std::error_code ignored;
    const bool folder = std::filesystem::is_directory(flags.calibration, ignored);
    for (const std::string& word : {std::string(folder ? "--images" : "--video"), flags.calibration,
                                    std::string("--pictures"), std::string("60")}) {
      arguments.push_back(word);
    }
  }
  ChildLimits limits;
  limits.stop = context.stop;
  limits.time = std::chrono::minutes(20);
  const auto end = runChild(companionProgram("followspot-cli-full"), arguments, limits);
  if (!end) {
    return fail(end.error());
  }
  const auto json = nlohmann::json::parse(end->output, nullptr, false);
  if (!json.is_object() || !json.contains("models") || json["models"].size() != 2) {
    const std::string said = end->errors.substr(0, end->errors.find('\n'));
    return fail(ErrorCode::Unsupported,
                "What it gains could not be measured" + (said.empty() ? "." : ": " + said));
  }
  const auto& first = json["models"][0];
  const auto& second = json["models"][1];
  ShrinkGain gain;
  gain.advice = second.value("advice", "");
  gain.reason = second.value("advice_reason", "");
  gain.timeRatio = second["time_ratio_to_first"].at(1).get<double>();
  gain.timeDiffers = second.value("speed_differs_beyond_noise", false);
  gain.sizeRatio = second.value("bytes", 0.0) / first.value("bytes", 1.0);
  if (second["agreement"].is_number()) {
    gain.agreement = second["agreement"].get<double>();
  }
  return gain;
}

void printGain(const ShrinkGain& gain) {
  std::printf("Measured here: %.2f times the size, %.2f times the time%s", gain.sizeRatio,
              gain.timeRatio, gain.timeDiffers ? "" : " (no difference beyond noise)");
  if (gain.agreement) {
    std::printf(", agreement %.4f", *gain.agreement);
  }
  std::printf(
      ".\n%c%s: %s\n",
      gain.advice.empty()
          ? 'N'
          : static_cast<char>(std::toupper(static_cast<unsigned char>(gain.advice.front()))),
      gain.advice.empty() ? "ot judged" : gain.advice.substr(1).c_str(), gain.reason.c_str());
}

}  // namespace followspot::cli
