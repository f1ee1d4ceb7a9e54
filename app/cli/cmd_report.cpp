#include "app/cli/cmd_report.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "app/cli/analyse_outputs.h"
#include "app/cli/analysis_options.h"
#include "app/cli/exit_code.h"
#include "app/cli/output_check.h"
#include "app/cli/project_run.h"
#include "core/base/child_process.h"
#include "core/base/output_file.h"
#include "core/base/this_process.h"
#include "core/report/track_report.h"
#include "core/store/benchmark_files.h"

namespace followspot::cli {
namespace {

struct ReportOptions {
  AnalysisOptions tracks;
  GroundOptions ground;
  std::string truth;
  std::string output;
};

/// Local time with its zone, for people.
std::string nowText() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  std::array<char, 64> text{};
  ::localtime_r(&now, &parts);
  return std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S %Z", &parts) > 0 ? text.data()
                                                                                     : "";
}

/// The scores by the rules that the truth asks for.
Result<SequenceScores> scoresOf(const ReportOptions& options, const TrackDocument& document,
                                const AnalysisPlan& plan) {
  auto truth = readGroundTruth(options.truth);
  if (!truth) {
    return fail(truth.error());
  }
  if (!truth->labels.empty() && options.tracks.classes.size() == 1) {
    if (auto chosen = keepClass(*truth, options.tracks.classes.front()); !chosen) {
      return fail(chosen.error().withContext(options.truth));
    }
  }
  // MOTChallenge counts pixels from 1, a document from 0.
  const float shift = truth->labels.empty() && truth->benchmark != Benchmark::Kitti ? 1.0F : 0.0F;
  auto boxes = labelledBoxesOf(document, plan.classes, shift);
  std::int64_t length = document.media.frames;
  for (const auto* list : {&truth->boxes, &boxes}) {
    for (const LabelledBox& box : *list) {
      length = std::max(length, box.frame);
    }
  }
  if (truth->benchmark == Benchmark::Kitti) {
    for (LabelledBox& box : boxes) {
      box.classId = KittiCar;
    }
  }
  const auto data = setUpEvaluation(truth->boxes, boxes, truth->benchmark, length);
  if (!data) {
    return fail(data.error().withContext(options.truth));
  }
  return scoreSequence(options.truth, *data);
}

/// What the project says of the run; nothing for a file of tracks.
Result<std::optional<Run>> runOf(const AnalysisOptions& options) {
  if (!isProject(options)) {
    return std::optional<Run>();
  }
  const auto project = openNamedProject(options.input, ProjectMode::OpenExisting);
  if (!project) {
    return fail(project.error());
  }
  const auto reader = (*project)->openReader();
  if (!reader) {
    return fail(reader.error());
  }
  const auto runs = (*reader)->runs();
  if (!runs) {
    return fail(runs.error());
  }
  std::optional<Run> found;
  for (const Run& run : *runs) {
    const bool wanted = options.run ? run.id == RunId{*options.run} : run.finished;
    found = wanted ? std::optional(run) : found;
  }
  return found;
}

/// A file beside the output that goes away.
class HandOver {
 public:
  explicit HandOver(const std::string& output)
      : path_(output + "." + std::to_string(::getpid()) + ".json") {}
  HandOver(const HandOver&) = delete;
  HandOver& operator=(const HandOver&) = delete;
  ~HandOver() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// Qt's text and PDF engine is in a program of its own, which no other command has to load.
Result<void> writePdf(const std::string& output, const ReportDocument& content,
                      const std::stop_token& stop) {
  const HandOver handOver(output);
  if (auto written = writeFile(handOver.path(), jsonOf(content)); !written) {
    return written;
  }
  const auto program = companionProgram("followspot-pdf");
  std::error_code ignored;
  if (!std::filesystem::exists(program, ignored)) {
    return fail(ErrorCode::Unsupported,
                output + ": this Followspot was built without PDF. Write .html, and print that.");
  }
  ChildLimits limits;
  limits.stop = stop;
  const auto end = runChild(program, {handOver.path(), output}, limits);
  if (!end) {
    return fail(end.error());
  }
  if (end->exitCode != 0 || end->signal != 0 || end->outOfTime) {
    return fail(ErrorCode::Unavailable,
                output + ": the PDF could not be made. " +
                    (end->errors.empty() ? "Write .html, and print that." : end->errors));
  }
  return {};
}

int runReport(const ReportOptions& options, const CommandContext& context) {
  const std::string ending = std::filesystem::path(options.output).extension().string();
  if (ending != ".html" && ending != ".pdf") {
    return report(
        {ErrorCode::InvalidArgument, options.output + ": a report is .html or .pdf. Name it so."},
        Usage);
  }
  if (const auto fine = checkOutputs({options.tracks.input, options.truth}, {options.output});
      !fine) {
    return report(fine.error(), Usage);
  }
  const auto ground = groundOf(options.ground);
  if (!ground) {
    return report(ground.error(), Usage);
  }
  const auto document = readAnalysisInput(options.tracks);
  if (!document) {
    return report(document.error(), InputUnreadable);
  }
  const auto run = runOf(options.tracks);
  if (!run) {
    return report(run.error(), InputUnreadable);
  }
  const auto plan = planOf(options.tracks, document->labels);
  if (!plan) {
    return report(plan.error(), Usage);
  }
  const auto analysis = analyseTracks(*document, *plan);
  if (!analysis) {
    return report(analysis.error(), Usage);
  }
  TrackReportInput input{
      options.tracks.input,   nowText(), *document, *plan, *analysis, *run, *ground,
      options.ground.speed(), {},        {}};
  if (!options.truth.empty()) {
    auto scores = scoresOf(options, *document, *plan);
    if (!scores) {
      return report(scores.error(), InputUnreadable);
    }
    input.scores = std::move(*scores);
    input.truth = options.truth;
  }
  const ReportDocument content = reportOf(input);
  const auto written = ending == ".pdf" ? writePdf(options.output, content, context.stop)
                                        : writeFile(options.output, htmlOf(content));
  return written ? Ok : report(written.error(), OutputUnwritable);
}

}  // namespace

void addReportCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<ReportOptions>();
  CLI::App& command = addCommand(
      app, context, "report", "Writes what tracks tell as a page to read and to print.",
      "followspot-cli report street.followspot -o street.html\n"
      "followspot-cli report tracks.csv -o street.pdf --line door:100,400,500,400\n"
      "followspot-cli report street.followspot -o street.html --gt gt.txt --class person",
      [options](const CommandContext& running) { return runReport(*options, running); });
  addAnalysisOptions(command, options->tracks);
  addGroundOptions(command, options->ground);
  command.add_option("--gt", options->truth, "Ground truth, to score the tracks against.")
      ->type_name("FILE");
  command.add_option("-o,--output", options->output, "The report: NAME.html or NAME.pdf.")
      ->required()
      ->type_name("FILE");
}

}  // namespace followspot::cli
