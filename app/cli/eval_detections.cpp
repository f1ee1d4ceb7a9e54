#include "app/cli/eval_detections.h"

#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/eval_tracks.h"
#include "app/cli/exit_code.h"
#include "app/cli/observation_run.h"
#include "core/analytics/average_precision.h"
#include "core/base/output_file.h"
#include "core/store/benchmark_files.h"
#include "core/store/detection_csv.h"

namespace followspot::cli {

int runEvalDetections(const EvalOptions& options) {
  const auto table = readDetectionCsv(options.detections);
  if (!table) {
    return report(table.error(), InputUnreadable);
  }
  auto truth = readGroundTruth(options.truth);
  if (!truth) {
    return report(truth.error(), InputUnreadable);
  }
  // The ground truth of tracking benchmarks has one class that counts.
  const std::string wanted = options.className.empty() ? "Person" : options.className;
  const auto classId = table->labels.find(wanted);
  if (!classId) {
    std::string known;
    for (const std::string& name : table->labels.names()) {
      known += name.empty() ? "" : (known.empty() ? "" : ", ") + name;
    }
    return report(
        {ErrorCode::InvalidArgument, options.detections + ": has no detection of class " + wanted +
                                         " (there: " + known + "). Choose one with --class."},
        InputUnreadable);
  }
  if (const auto chosen = keepClass(*truth, wanted); !chosen) {
    return report(chosen.error().withContext(options.truth), InputUnreadable);
  }
  const auto kept = keptFrames(options);
  if (!kept) {
    return report(kept.error(), InputUnreadable);
  }
  std::vector<ScoredBox> detections;
  for (const DetectionSet& set : table->pictures) {
    for (const Detection& detection : set.items) {
      if (detection.classId == *classId && detection.score >= options.minScore &&
          kept->keeps(numberOf(set.frame))) {
        detections.push_back({numberOf(set.frame), *classId, detection.score, detection.box});
      }
    }
  }
  std::vector<TruthBox> truths = truthBoxesOf(
      *truth, *classId, options.onlyConsidered ? Mot15Flags::Respected : Mot15Flags::Ignored);
  std::erase_if(truths, [&](const TruthBox& box) { return !kept->keeps(box.frame); });
  const PrecisionReport result = averagePrecision(detections, truths, options.minIou);
  if (!options.json.empty()) {
    nlohmann::ordered_json json = {
        {"class", wanted},
        {"iou", options.minIou},
        {"min_score", options.minScore},
        {"AP", result.mean},
        {"recall", result.meanRecall},
        {"truths", result.classes.empty() ? 0 : result.classes[0].truths},
        {"found", result.classes.empty() ? 0 : result.classes[0].found},
        {"wrong", result.classes.empty() ? 0 : result.classes[0].wrong}};
    if (const auto written = writeFile(options.json, json.dump(2) + "\n"); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json != "-") {
    std::printf("class %s: AP%.0f %.4f, recall %.4f (%zu detections, %zu boxes of ground truth)\n",
                wanted.c_str(), 100 * options.minIou, result.mean, result.meanRecall,
                detections.size(), truths.size());
  }
  return Ok;
}

}  // namespace followspot::cli
