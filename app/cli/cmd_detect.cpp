#include "app/cli/cmd_detect.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/exit_code.h"
#include "app/cli/session_run.h"
#include "core/store/detection_csv.h"

namespace followspot::cli {
namespace {

struct DetectOptions {
  RunOptions run;
  std::string csv = "-";
};

class DetectionSink final : public TrackSink {
 public:
  explicit DetectionSink(DetectionCsvWriter writer) : writer_(std::move(writer)) {}

  Result<void> consume(const TrackedFrame& frame) override {
    reached_ = frame.frame.time();
    detections_ += static_cast<std::int64_t>(frame.detections.items.size());
    auto written = writer_.write(frame.detections);
    failed_ = !written;
    return written;
  }
  Result<void> finish() { return writer_.finish(); }
  [[nodiscard]] std::int64_t detections() const { return detections_; }
  /// Time of the newest picture written.
  [[nodiscard]] Timestamp reached() const { return reached_; }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  DetectionCsvWriter writer_;
  std::int64_t detections_ = 0;
  Timestamp reached_{};
  bool failed_ = false;
};

int runDetect(const DetectOptions& options, const CommandContext& context) {
  int exitCode = Ok;
  const auto run = prepareRun(options.run, {options.csv}, context, exitCode);
  if (!run) {
    return exitCode;
  }
  auto writer = DetectionCsvWriter::create(options.csv, run->detectors->labels());
  if (!writer) {
    return report(writer.error(), OutputUnwritable);
  }
  DetectionSink sink(std::move(*writer));
  const RunEnd end = runSession(*run, options.run, {&sink}, context);
  if (end.exitCode != Ok) {
    return sink.failed() ? OutputUnwritable : end.exitCode;
  }
  if (const auto finished = sink.finish(); !finished) {
    return report(finished.error(), OutputUnwritable);
  }
  const bool stopped = context.stop.stop_requested();
  if (!context.quiet) {
    sayEnd(end, std::to_string(sink.detections()) + " detections",
           stopped ? std::optional(sink.reached()) : std::nullopt);
  }
  return stopped ? Interrupted : end.stats.health.damagedPackets > 0 ? FinishedWithGaps : Ok;
}

}  // namespace

void addDetectCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<DetectOptions>();
  CLI::App& command =
      addCommand(app, context, "detect", "Finds objects in a video, picture by picture.",
                 "followspot-cli detect street.mp4 --model people --csv detections.csv\n"
                 "followspot-cli detect street.mp4 --model people --classes person --score 0.3",
                 [options](const CommandContext& running) { return runDetect(*options, running); });
  addRunOptions(command, options->run);
  command.add_option("--csv", options->csv, "Write CSV here (- for standard output).")
      ->type_name("FILE")
      ->capture_default_str();
}

}  // namespace followspot::cli
