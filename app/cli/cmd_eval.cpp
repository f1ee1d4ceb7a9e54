#include "app/cli/cmd_eval.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "core/analytics/average_precision.h"
#include "core/analytics/clear_metrics.h"
#include "core/analytics/hota.h"
#include "core/store/benchmark_files.h"
#include "core/store/detection_csv.h"
#include "core/store/row_file.h"

namespace followspot::cli {
namespace {

struct EvalOptions {
  std::string truth;
  std::string tracks;
  std::string detections;
  std::string benchmark;
  std::string className;
  std::string keepFrames;
  std::string json;
  std::string csv;
  std::string errors;
  std::int64_t every = 1;
  double minIou = 0.5;
  double minScore = 0;
  bool onlyConsidered = false;
};

struct SequenceScores {
  std::string name;
  HotaScores hota;
  ClearScores clear;
  IdentityScores identity;
};

/// Every figure by the name that evaluation programs use; percentages as percent.
std::vector<std::pair<std::string, double>> figuresOf(const SequenceScores& scores) {
  const auto percent = [](double value) { return 100 * value; };
  const auto curve = [](const HotaScores::Curve& values) { return 100 * HotaScores::mean(values); };
  const auto count = [](std::int64_t value) { return static_cast<double>(value); };
  const HotaScores& hota = scores.hota;
  const ClearScores& clear = scores.clear;
  const IdentityScores& identity = scores.identity;
  return {{"HOTA", curve(hota.hota())},
          {"DetA", curve(hota.detA())},
          {"AssA", curve(hota.assA)},
          {"DetRe", curve(hota.detRe())},
          {"DetPr", curve(hota.detPr())},
          {"AssRe", curve(hota.assRe)},
          {"AssPr", curve(hota.assPr)},
          {"LocA", curve(hota.locA)},
          {"HOTA(0)", percent(hota.hota().front())},
          {"LocA(0)", percent(hota.locA.front())},
          {"MOTA", percent(clear.mota())},
          {"MOTP", percent(clear.motp())},
          {"sMOTA", percent(clear.smota())},
          {"CLR_Re", percent(clear.recall())},
          {"CLR_Pr", percent(clear.precision())},
          {"IDF1", percent(identity.f1())},
          {"IDR", percent(identity.recall())},
          {"IDP", percent(identity.precision())},
          {"IDSW", count(clear.identitySwitches)},
          {"FP", count(clear.falsePositives)},
          {"FN", count(clear.falseNegatives)},
          {"TP", count(clear.truePositives)},
          {"Frag", count(clear.fragmentations)},
          {"MT", count(clear.mostlyTracked)},
          {"PT", count(clear.partlyTracked)},
          {"ML", count(clear.mostlyLost)},
          {"IDTP", count(identity.truePositives)},
          {"IDFP", count(identity.falsePositives)},
          {"IDFN", count(identity.falseNegatives)}};
}

bool isCount(double value, const std::string& name) {
  return value == std::floor(value) &&
         (name == "IDSW" || name == "FP" || name == "FN" || name == "TP" || name == "Frag" ||
          name == "MT" || name == "PT" || name == "ML" || name.starts_with("IDT") ||
          name.starts_with("IDF"));
}

nlohmann::ordered_json jsonOf(const SequenceScores& scores) {
  nlohmann::ordered_json json;
  for (const auto& [name, value] : figuresOf(scores)) {
    if (isCount(value, name) && name != "IDF1") {
      json[name] = static_cast<std::int64_t>(value);
    } else {
      json[name] = value;
    }
  }
  return json;
}

void printTable(const std::vector<SequenceScores>& all) {
  std::size_t width = 8;
  for (const SequenceScores& scores : all) {
    width = std::max(width, scores.name.size());
  }
  std::printf("%-*s %7s %7s %7s %7s %7s %7s %7s %6s %7s %7s %7s %5s %5s %5s %5s\n",
              static_cast<int>(width), "sequence", "HOTA", "DetA", "AssA", "LocA", "MOTA", "MOTP",
              "IDF1", "IDSW", "FP", "FN", "TP", "Frag", "MT", "PT", "ML");
  for (const SequenceScores& scores : all) {
    const ClearScores& clear = scores.clear;
    std::printf(
        "%-*s %7.3f %7.3f %7.3f %7.3f %7.3f %7.3f %7.3f %6lld %7lld %7lld %7lld %5lld %5lld %5lld "
        "%5lld\n",
        static_cast<int>(width), scores.name.c_str(), 100 * HotaScores::mean(scores.hota.hota()),
        100 * HotaScores::mean(scores.hota.detA()), 100 * HotaScores::mean(scores.hota.assA),
        100 * HotaScores::mean(scores.hota.locA), 100 * clear.mota(), 100 * clear.motp(),
        100 * scores.identity.f1(), static_cast<long long>(clear.identitySwitches),
        static_cast<long long>(clear.falsePositives), static_cast<long long>(clear.falseNegatives),
        static_cast<long long>(clear.truePositives), static_cast<long long>(clear.fragmentations),
        static_cast<long long>(clear.mostlyTracked), static_cast<long long>(clear.partlyTracked),
        static_cast<long long>(clear.mostlyLost));
  }
}

const char* nameOf(TrackingErrorKind kind) {
  switch (kind) {
    case TrackingErrorKind::Switch:
      return "switch";
    case TrackingErrorKind::Fragmentation:
      return "fragmentation";
    case TrackingErrorKind::Miss:
      return "miss";
    case TrackingErrorKind::FalseAlarm:
      return "false alarm";
  }
  return "";
}

/// sequence,frame,error,truth_id,track_id,left,top,width,height
Result<void> writeErrors(RowFile& file, const std::string& name, const EvaluatedSequence& sequence,
                         const std::vector<TrackingErrorEvent>& events) {
  for (const TrackingErrorEvent& event : events) {
    const EvaluatedFrame& frame = sequence.frames[event.frame];
    const auto idOf = [](const std::vector<std::int64_t>& ids, const std::vector<int>& numbers,
                         int at) {
      return at < 0 ? -1 : ids[static_cast<std::size_t>(numbers[static_cast<std::size_t>(at)])];
    };
    const Box& box = event.truth >= 0 ? frame.truthBoxes[static_cast<std::size_t>(event.truth)]
                                      : frame.trackBoxes[static_cast<std::size_t>(event.track)];
    file.cell(name);
    file.row() += ',';
    file.integer(frame.number);
    file.row() += ',';
    file.row() += nameOf(event.kind);
    file.row() += ',';
    file.integer(idOf(sequence.truthIds, frame.truths, event.truth));
    file.row() += ',';
    file.integer(idOf(sequence.trackIds, frame.tracks, event.track));
    for (const double value : {box.x, box.y, box.w, box.h}) {
      constexpr int kDecimals = 3;
      file.row() += ',';
      file.number(value, kDecimals);
    }
    if (auto written = file.endRow(); !written) {
      return written;
    }
  }
  return {};
}

Result<RowFile> beginFile(const std::string& path, const std::string& header) {
  auto file = RowFile::create(path);
  if (file) {
    file->row() += header;
    if (auto written = file->endRow(); !written) {
      return fail(written.error());
    }
  }
  return file;
}

Result<void> writeCsv(const std::string& path, const std::vector<SequenceScores>& all) {
  std::string header = "sequence";
  for (const auto& [name, value] : figuresOf(all.front())) {
    header += "," + name;
  }
  auto file = beginFile(path, header);
  if (!file) {
    return fail(file.error());
  }
  for (const SequenceScores& scores : all) {
    file->cell(scores.name);
    for (const auto& [name, value] : figuresOf(scores)) {
      constexpr int kDecimals = 4;
      file->row() += ',';
      file->number(value, isCount(value, name) && name != "IDF1" ? 0 : kDecimals);
    }
    if (auto written = file->endRow(); !written) {
      return written;
    }
  }
  return file->finish();
}

std::optional<Benchmark> benchmarkNamed(const std::string& name) {
  if (name == "mot15") {
    return Benchmark::Mot15;
  }
  if (name == "mot16") {
    return Benchmark::Mot16;
  }
  if (name == "mot17") {
    return Benchmark::Mot17;
  }
  if (name == "mot20") {
    return Benchmark::Mot20;
  }
  return name == "kitti" ? std::optional(Benchmark::Kitti) : std::nullopt;
}

std::int64_t lastFrame(const std::vector<LabelledBox>& boxes) {
  std::int64_t last = 0;
  for (const LabelledBox& box : boxes) {
    last = std::max(last, box.frame);
  }
  return last;
}

int runTracks(const EvalOptions& options, const CommandContext& context) {
  const auto sequences = findSequences(options.truth, options.tracks);
  if (!sequences) {
    return report(sequences.error(), InputUnreadable);
  }
  KeptFrames kept;
  kept.every = options.every;
  if (!options.keepFrames.empty()) {
    auto listed = readFrameList(options.keepFrames);
    if (!listed) {
      return report(listed.error(), InputUnreadable);
    }
    kept.listed = std::move(*listed);
  }
  std::optional<RowFile> errors;
  if (!options.errors.empty()) {
    auto file =
        beginFile(options.errors, "sequence,frame,error,truth_id,track_id,left,top,width,height");
    if (!file) {
      return report(file.error(), OutputUnwritable);
    }
    errors = std::move(*file);
  }
  std::vector<SequenceScores> all;
  for (const BenchmarkSequence& sequence : *sequences) {
    if (context.stop.stop_requested()) {
      return Interrupted;
    }
    const auto truth = readGroundTruth(sequence.truth);
    auto tracks = readTracks(sequence.tracks);
    if (!truth || !tracks) {
      return report(truth ? tracks.error() : truth.error(), InputUnreadable);
    }
    const Benchmark benchmark = benchmarkNamed(options.benchmark).value_or(truth->benchmark);
    const int kittiClass = options.className == "pedestrian" ? KittiPedestrian : KittiCar;
    if (benchmark == Benchmark::Kitti) {
      for (LabelledBox& track : *tracks) {
        track.classId = track.classId < 0 ? kittiClass : track.classId;
      }
    }
    const std::int64_t length =
        std::max(sequence.length.value_or(0),
                 std::max(lastFrame(truth->boxes), sequence.length ? 0 : lastFrame(*tracks)));
    const auto ready = setUpEvaluation(truth->boxes, *tracks, benchmark, length, kept, kittiClass);
    if (!ready) {
      return report(ready.error().withContext(sequence.name), InputUnreadable);
    }
    std::vector<TrackingErrorEvent> events;
    all.push_back({sequence.name, evaluateHota(*ready),
                   evaluateClear(*ready, errors ? &events : nullptr), evaluateIdentity(*ready)});
    if (errors) {
      if (const auto written = writeErrors(*errors, sequence.name, *ready, events); !written) {
        return report(written.error(), OutputUnwritable);
      }
    }
  }
  std::vector<HotaScores> hotas;
  std::vector<ClearScores> clears;
  std::vector<IdentityScores> identities;
  for (const SequenceScores& scores : all) {
    hotas.push_back(scores.hota);
    clears.push_back(scores.clear);
    identities.push_back(scores.identity);
  }
  const SequenceScores combined{"combined", combine(hotas), combine(clears), combine(identities)};
  if (errors) {
    if (const auto finished = errors->finish(); !finished) {
      return report(finished.error(), OutputUnwritable);
    }
  }
  if (!options.json.empty()) {
    nlohmann::ordered_json json;
    json["sequences"] = nlohmann::ordered_json::object();
    for (const SequenceScores& scores : all) {
      json["sequences"][scores.name] = jsonOf(scores);
    }
    json["combined"] = jsonOf(combined);
    if (const auto written = writeFile(options.json, json.dump(2) + "\n"); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  all.push_back(combined);
  if (!options.csv.empty()) {
    if (const auto written = writeCsv(options.csv, all); !written) {
      return report(written.error(), OutputUnwritable);
    }
  }
  if (options.json != "-" && options.csv != "-" && options.errors != "-") {
    printTable(all);
  }
  return Ok;
}

int runDetections(const EvalOptions& options) {
  const auto table = readDetectionCsv(options.detections);
  if (!table) {
    return report(table.error(), InputUnreadable);
  }
  const auto truth = readGroundTruth(options.truth);
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
  std::vector<ScoredBox> detections;
  for (const DetectionSet& set : table->pictures) {
    for (const Detection& detection : set.items) {
      if (detection.classId == *classId && detection.score >= options.minScore) {
        detections.push_back({numberOf(set.frame), *classId, detection.score, detection.box});
      }
    }
  }
  std::vector<TruthBox> truths;
  for (const LabelledBox& box : truth->boxes) {
    // MOT15's flag is about tracking; a box that it leaves out may still be a person to find. Later
    // benchmarks say by class what is none.
    const bool counts = truth->benchmark == Benchmark::Mot15
                            ? box.considered || !options.onlyConsidered
                            : box.considered && box.classId == 1;
    truths.push_back({box.frame, *classId, box.box, !counts});
  }
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

}  // namespace

void addEvalCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<EvalOptions>();
  CLI::App& command = addCommand(
      app, context, "eval", "Scores tracks or detections against ground truth.",
      "followspot-cli eval --gt MOT17/train --tracks results\n"
      "followspot-cli eval --gt gt.txt --tracks tracks.txt --errors errors.csv\n"
      "followspot-cli eval --detections detections.csv --gt gt.txt --class person --min-score 0.05",
      [options](const CommandContext& running) {
        return options->detections.empty() ? runTracks(*options, running) : runDetections(*options);
      });
  command
      .add_option("--gt", options->truth,
                  "Ground truth: a file, a sequence's folder, or a folder of those.")
      ->required()
      ->type_name("FILE");
  CLI::App& scored = *command.add_option_group("Scored", "What is scored, one of:");
  scored.require_option(1);
  scored
      .add_option("--tracks", options->tracks,
                  "Tracks: a file, or a folder with NAME.txt (or .csv) for each.")
      ->type_name("FILE");
  scored
      .add_option("--detections", options->detections,
                  "Detections of \"detect --csv\": average precision.")
      ->type_name("FILE");
  command
      .add_option("--benchmark", options->benchmark,
                  "Whose rules hold (default: seen from the ground truth).")
      ->check(CLI::IsMember({"mot15", "mot16", "mot17", "mot20", "kitti"}));
  command.add_option(
      "--class", options->className,
      "Detections: class to score (default: Person). KITTI: car (default) or pedestrian.");
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
  command.add_option("--csv", options->csv, "Also write all figures as CSV.")->type_name("FILE");
  command
      .add_option("--errors", options->errors,
                  "Also list every switch, fragmentation, miss and false alarm.")
      ->type_name("FILE");
}

}  // namespace followspot::cli
