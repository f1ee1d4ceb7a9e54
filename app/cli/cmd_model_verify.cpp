#include "app/cli/cmd_model_verify.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/model_steps.h"
#include "app/cli/observation_run.h"
#include "app/wiring/parent_model.h"
#include "app/wiring/raw_outputs.h"
#include "core/base/output_file.h"

namespace followspot::cli {
namespace {

using Json = nlohmann::ordered_json;

struct VerifyOptions {
  model::ModelLocation model;
  wiring::ParentSpec parent;
  std::string reference = "auto";
  std::string movingAverages = "auto";
  ObservationRun run;
  VerdictLimits limits;
  std::string json;
};

Json asJson(const TrackSummary& tracks) {
  return {{"ids", tracks.ids},
          {"boxes", tracks.boxes},
          {"per_picture", tracks.perPicture()},
          {"interruptions", tracks.interruptions},
          {"mean_length", tracks.meanLength()}};
}

Json asJson(const TruthScores& scores) {
  return {{"AP50", scores.averagePrecision},
          {"recall", scores.recall},
          {"IDF1", scores.idf1},
          {"MOTA", scores.mota},
          {"switches", scores.switches},
          {"fragmentations", scores.fragmentations}};
}

Json asJson(const ModelComparison& comparison, const Judgement& judgement,
            const VerifyOptions& options) {
  Json json = {{"model", options.model.package.string()},
               {"against", options.parent.location.package.string()},
               {"verdict", nameOf(judgement.verdict)},
               {"reasons", judgement.reasons}};
  const RawDifference& raw = comparison.raw;
  json["raw_outputs"] =
      raw.compared() ? Json{{"reference", raw.witness},
                            {"pictures", raw.pictures},
                            {"boxes", raw.boxes},
                            {"scores", raw.scores},
                            {"decoded_boxes", raw.decoded ? Json(*raw.decoded) : Json(nullptr)},
                            {"rounding", raw.rounding > 0 ? Json(raw.rounding) : Json(nullptr)}}
                     : Json{{"not_compared", raw.obstacle}};
  if (comparison.detections) {
    const DetectionAgreement& seen = *comparison.detections;
    json["detections"] = {{"pictures", seen.pictures},
                          {"agreement", seen.agreement()},
                          {"before", seen.before},
                          {"after", seen.after},
                          {"matched", seen.matched},
                          {"lost", seen.lost},
                          {"new", seen.added},
                          {"score_drift", seen.drift},
                          {"score_drift_absolute", seen.absoluteDrift},
                          {"score_drift_largest", seen.largestDrift},
                          {"mean_iou", seen.meanIou}};
    json["tracks"] = {{"before", asJson(*comparison.tracksBefore)},
                      {"after", asJson(*comparison.tracksAfter)}};
  }
  if (comparison.truthBefore) {
    json["annotations"] = {{"before", asJson(*comparison.truthBefore)},
                           {"after", asJson(*comparison.truthAfter)}};
  }
  return json;
}

wiring::Witness witnessOf(const std::string& word) {
  return word == "executor" ? wiring::Witness::Executor
         : word == "opencv" ? wiring::Witness::OpenCv
                            : wiring::Witness::Automatic;
}

/// Adds what is seen in the video. @return an exit code.
int lookAtVideo(const VerifyOptions& options, const CommandContext& context,
                const std::vector<std::shared_ptr<wiring::DetectorPool>>& models,
                ModelComparison& comparison) {
  const auto seen = observeWithProgress(models, options.run, context);
  if (!seen) {
    return report(seen.error(), InputUnreadable);
  }
  const wiring::Observation& before = (*seen)[0];
  const wiring::Observation& after = (*seen)[1];
  comparison.detections = wiring::agreementOf(
      before, models[0]->labels(), after, models[1]->labels(), observationOf(options.run, context));
  comparison.tracksBefore = before.summary;
  comparison.tracksAfter = after.summary;
  if (options.run.annotations.empty()) {
    return Ok;
  }
  const auto truth = readAnnotations(options.run);
  if (!truth) {
    return report(truth.error(), InputUnreadable);
  }
  const auto one = scoreAgainst(*truth, before, models[0]->labels(), options.run.className);
  const auto other = scoreAgainst(*truth, after, models[1]->labels(), options.run.className);
  if (!one || !other) {
    return report(one ? other.error() : one.error(), InputUnreadable);
  }
  comparison.truthBefore = *one;
  comparison.truthAfter = *other;
  return Ok;
}

int runVerify(const VerifyOptions& options, const CommandContext& context) {
  if (!options.run.annotations.empty() && !hasSource(options.run)) {
    return report({ErrorCode::InvalidArgument,
                   "--annotations need the video that they belong to. Give it with --video."},
                  Usage);
  }
  const auto package = model::loadModelPackage(options.model);
  if (!package) {
    return report(package.error(), ModelInvalid);
  }
  const auto parent = wiring::ParentModel::open(options.parent, *package, context.stop);
  if (!parent) {
    return report(parent.error(), modelExitCode(parent.error()));
  }
  std::vector<std::shared_ptr<wiring::DetectorPool>> models;
  for (const model::ModelLocation& location : {parent->runnable(), options.model}) {
    auto opened = wiring::DetectorPool::open(location, context.stop);
    if (!opened) {
      return report(opened.error(), ModelInvalid);
    }
    models.push_back(std::move(*opened));
  }
  ModelComparison comparison;
  const auto observation = observationOf(options.run, context);
  const auto raw = parent->graph() != nullptr
                       ? wiring::compareRawOutputs(*parent->graph(), options.model, observation)
                       : wiring::compareRawOutputs(parent->runnable(), options.model, observation);
  if (!raw) {
    return report(raw.error(), modelExitCode(raw.error()));
  }
  comparison.raw = *raw;
  if (hasSource(options.run)) {
    if (const int code = lookAtVideo(options, context, models, comparison); code != Ok) {
      return code;
    }
  }
  const Judgement judgement = judge(comparison, options.limits);
  if (!options.json.empty()) {
    const std::string text =
        asJson(comparison, judgement, options).dump(2, ' ', false, Json::error_handler_t::replace);
    if (const auto written = writeFile(options.json, text + "\n"); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json != "-") {
    const std::string_view word = judgement.verdict == Verdict::Same ? "The same as its parent."
                                  : judgement.verdict == Verdict::Close
                                      ? "As good as its parent, with other numbers."
                                      : "Not as good as its parent, or not shown to be.";
    std::printf("%.*s\n", static_cast<int>(word.size()), word.data());
    for (const std::string& reason : judgement.reasons) {
      std::printf("  %s\n", reason.c_str());
    }
  }
  return judgement.verdict == Verdict::Different ? NotGoodEnough : Ok;
}

}  // namespace

void addModelVerifyCommand(CLI::App& group, CommandContext& context) {
  const auto options = std::make_shared<VerifyOptions>();
  CLI::App& command = addCommand(
      group, context, "verify", "Says whether a model still does what the one it came from does.",
      "followspot-cli model verify small --against people\n"
      "followspot-cli model verify people --against frozen_inference_graph.pb\n"
      "followspot-cli model verify people --against train --config pipeline.config\n"
      "followspot-cli model verify small --against people --video street.mp4\n"
      "followspot-cli model verify small --against people --video street.mp4 --annotations gt.txt "
      "--class Person --json report.json",
      [options](const CommandContext& running) {
        options->parent.witness = witnessOf(options->reference);
        options->parent.averages = movingAveragesOf(options->movingAverages);
        return runVerify(*options, running);
      });
  command.add_option("MODEL", options->model.package, "Model package, or a bare .pb.")
      ->required()
      ->type_name("PKG");
  command
      .add_option(
          "--against", options->parent.location.package,
          "What it was made from: a package, a bare .pb with its text graph, a frozen graph "
          "of TensorFlow or a SavedModel, or a checkpoint (with --config).")
      ->required()
      ->type_name("PARENT");
  command
      .add_option("--config", options->parent.config,
                  "Where --against is a checkpoint: its pipeline.config (also taken for a frozen "
                  "graph, whose own word is believed without).")
      ->type_name("FILE");
  command
      .add_flag("--use-moving-averages{yes}", options->movingAverages,
                "Where --against is a checkpoint: as for model prepare (=auto, =yes or =no).")
      ->check(CLI::IsMember({"auto", "yes", "no"}));
  command
      .add_option(
          "--reference", options->reference,
          "What computes the parent's raw outputs: opencv, or executor (our own, in double "
          "precision, about a second a picture). auto: opencv for what it can load as it is.")
      ->check(CLI::IsMember({"auto", "executor", "opencv"}))
      ->capture_default_str();
  command
      .add_option("--text-graph", options->parent.location.textGraph,
                  "Where --against is a bare .pb: its text graph.")
      ->type_name("FILE");
  command
      .add_option("--labels", options->parent.location.labels,
                  "Where --against is a bare .pb: its class names.")
      ->type_name("FILE");
  addObservationOptions(command, options->run);
  command
      .add_option("--min-agreement", options->limits.minAgreement,
                  "Detections that must agree, where nothing is annotated.")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      .add_option("--max-ap-loss", options->limits.maxPrecisionLoss,
                  "Average precision that may be lost, where there are annotations.")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command.add_option("--json", options->json, "Write all figures (- for standard output).")
      ->type_name("FILE");
}

}  // namespace followspot::cli
