#include "app/cli/cmd_model_try_input.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/wiring/input_trial.h"
#include "core/base/output_file.h"
#include "core/media/picture_scaler.h"

namespace followspot::cli {
namespace {

using Json = nlohmann::ordered_json;

struct TrialOptions {
  std::string package;
  std::string video;
  std::string picture;
  bool json = false;
};

/// Writes a picture as PPM, no wider than a thumbnail needs.
Result<void> writePicture(const Frame& frame, const std::string& file) {
  constexpr int kMostWidth = 640;
  const FrameSize from = frame.view().size;
  FrameSize size = from;
  if (from.width > kMostWidth) {
    size = {kMostWidth, std::max(1, from.height * kMostWidth / from.width)};
  }
  const auto bytes =
      static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) * 3;
  std::vector<std::uint8_t> pixels(bytes);
  PictureScaler scaler;
  if (auto scaled = scaler.scale(frame.view(), PackedFormat::Bgr, size, pixels.data(),
                                 std::ptrdiff_t{size.width} * 3);
      !scaled) {
    return scaled;
  }
  std::string text =
      "P6 " + std::to_string(size.width) + " " + std::to_string(size.height) + " 255\n";
  text.reserve(text.size() + bytes);
  for (std::size_t i = 0; i < bytes; i += 3) {
    for (const std::size_t channel : {2U, 1U, 0U}) {
      text += static_cast<char>(pixels[i + channel]);
    }
  }
  return writeFile(file, text);
}

Json asJson(const wiring::InputTrial& trial, const LabelMap& labels) {
  Json json;
  json["best"] = trial.candidates[trial.best].key;
  json["proved"] = !trial.picture.empty();
  if (!trial.picture.empty()) {
    const FrameSize size = trial.picture.front().view().size;
    json["width"] = size.width;
    json["height"] = size.height;
  }
  json["candidates"] = Json::array();
  for (const wiring::InputCandidate& each : trial.candidates) {
    Json boxes = Json::array();
    for (const Detection& found : each.shown.items) {
      boxes.push_back({{"name", labels.nameOf(found.classId)},
                       {"score", found.score},
                       {"box", {found.box.x, found.box.y, found.box.w, found.box.h}}});
    }
    json["candidates"].push_back({{"key", each.key},
                                  {"color_order", each.rgb ? "RGB" : "BGR"},
                                  {"mean", each.mean},
                                  {"scale", each.scale},
                                  {"top_score", each.topScore},
                                  {"mean_top_score", each.meanTopScore},
                                  {"detections", boxes}});
  }
  return json;
}

int runTrial(const TrialOptions& options, const CommandContext& context) {
  const auto package = model::loadModelPackage({.package = options.package});
  if (!package) {
    return report(package.error(), ModelInvalid);
  }
  SourceSpec source;
  source.location = options.video;
  const auto trial = wiring::tryInputs({.package = options.package}, source, context.stop);
  if (!trial) {
    return report(trial.error(), InputUnreadable);
  }
  if (!options.picture.empty() && !trial->picture.empty()) {
    if (const auto written = writePicture(trial->picture.front(), options.picture); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json) {
    std::printf("%s\n", asJson(*trial, package->labels)
                            .dump(2, ' ', false, Json::error_handler_t::replace)
                            .c_str());
    return Ok;
  }
  std::printf("%-20s %-6s %9s %9s  %s\n", "input", "order", "top score", "mean top", "values");
  for (const wiring::InputCandidate& each : trial->candidates) {
    std::printf("%-20s %-6s %9.3f %9.3f  (value - %g) * %g%s\n", each.key.c_str(),
                each.rgb ? "RGB" : "BGR", each.topScore, each.meanTopScore,
                static_cast<double>(each.mean[0]), static_cast<double>(each.scale),
                &each == &trial->candidates[trial->best] ? "  <- sees most" : "");
  }
  return Ok;
}

}  // namespace

void addModelTryInputCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<TrialOptions>();
  CLI::App& command =
      addCommand(group, context, "try-input",
                 "Proves colour order and value range of a model's input on a video.",
                 "followspot-cli model try-input people --video street.mp4",
                 [options](const CommandContext& running) { return runTrial(*options, running); });
  command.add_option("MODEL", options->package, "Model package.")->required()->type_name("PKG");
  command
      .add_option("--video", options->video,
                  "Video that shows what the model knows. Without: only the candidates are listed.")
      ->type_name("FILE");
  command
      .add_option("--picture", options->picture, "Write the picture that most was seen on (PPM).")
      ->type_name("FILE");
  command.add_flag("--json", options->json,
                   "As one JSON document, with the boxes on that picture.");
}

}  // namespace followspot::cli
