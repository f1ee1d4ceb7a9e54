#include "app/cli/cmd_eval.h"

#include <memory>

#include "app/cli/eval_detections.h"
#include "app/cli/eval_options.h"
#include "app/cli/eval_tracks.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_check.h"

namespace followspot::cli {

void addEvalCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App& command = addCommand(
      app, context, "eval", "Scores tracks or detections against ground truth.",
      "followspot-cli eval --gt MOT17/train --tracks results\n"
      "followspot-cli eval --gt gt.txt --tracks tracks.txt --errors errors.csv\n"
      "followspot-cli eval --detections detections.csv --gt gt.txt --class person --min-score 0.05",
      [options](const CommandContext& running) {
        if (options->tracks.empty() && options->detections.empty()) {
          return report({ErrorCode::InvalidArgument,
                         "eval: nothing to score. Give --tracks or --detections."},
                        Usage);
        }
        if (const auto fine = checkOutputs(
                {options->truth, options->tracks, options->detections, options->keepFrames},
                {options->json, options->csv, options->errors});
            !fine) {
          return report(fine.error(), Usage);
        }
        return options->detections.empty() ? runEvalTracks(*options, running)
                                           : runEvalDetections(*options);
      });
  command
      .add_option("--gt", options->truth,
                  "Ground truth: a file, a sequence's folder, or a folder of those.")
      ->required()
      ->type_name("FILE");
  auto* const tracks =
      command
          .add_option("--tracks", options->tracks,
                      "Tracks: a file, or a folder with NAME.txt, .csv or .jsonl for each.")
          ->type_name("FILE");
  auto* const detections =
      command
          .add_option("--detections", options->detections,
                      "Instead of tracks: detections of \"detect --csv\", for average precision.")
          ->type_name("FILE")
          ->excludes(tracks);
  command
      .add_option("--benchmark", options->benchmark,
                  "Whose rules hold (default: seen from the ground truth).")
      ->check(CLI::IsMember({"mot15", "mot16", "mot17", "mot20", "kitti"}));
  command.add_option(
      "--class", options->className,
      "Class to score, where the files name classes (detections: Person if not given). KITTI: car "
      "(default) or pedestrian.");
  command.add_option("--iou", options->minIou, "Detections: least overlap of a hit.")
      ->check(CLI::Range(0.01, 1.0))
      ->capture_default_str();
  command.add_option("--min-score", options->minScore, "Detections: lower scores are left out.")
      ->capture_default_str();
  command.add_flag("--only-considered", options->onlyConsidered,
                   "Detections: ground truth that MOT15 flags with 0 counts neither way.");
  auto* const every =
      command.add_option("--every", options->every, "Score pictures 1, 1 + N, 1 + 2 N, ... only.")
          ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000}));
  command
      .add_option("--keep-frames", options->keepFrames,
                  "Score the pictures listed in this file only.")
      ->type_name("FILE")
      ->excludes(every);
  command
      .add_option("--json", options->json,
                  "Also write all figures as JSON (- for standard output).")
      ->type_name("FILE");
  command.add_option("--csv", options->csv, "Tracks: also write all figures as CSV.")
      ->type_name("FILE")
      ->excludes(detections);
  command
      .add_option("--errors", options->errors,
                  "Tracks: also list every switch, fragmentation, miss and false alarm as CSV.")
      ->type_name("FILE")
      ->excludes(detections);
}

}  // namespace followspot::cli
