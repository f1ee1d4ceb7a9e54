#include "app/cli/cmd_project.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/project_run.h"
#include "app/cli/track_format_option.h"
#include "core/project/project_store.h"
#include "core/store/project_exchange.h"

namespace followspot::cli {
namespace {

struct ProjectOptions {
  std::string project;
  std::string file;
  std::string format;
  std::string video;
  std::string name;
  std::optional<std::int64_t> run;
  double rate = 25;
  bool json = false;
  bool check = false;
};

int runCreate(const ProjectOptions& options, const CommandContext& /*context*/) {
  const auto project = openProject(options.project, ProjectMode::Create);
  return project ? Ok : report(project.error(), OutputUnwritable);
}

int runImport(const ProjectOptions& options, const CommandContext& context) {
  const auto format = chosenFormat(options.format, options.file, "--format");
  if (!format) {
    return report(format.error(), Usage);
  }
  auto document = readTrackDocument(options.file, *format, options.rate);
  if (!document) {
    return report(document.error(), InputUnreadable);
  }
  if (!options.video.empty()) {
    document->media.location = options.video;
  }
  auto project = openNamedProject(options.project, ProjectMode::OpenOrCreate);
  if (!project) {
    return report(project.error(), InputUnreadable);
  }
  const std::string name = std::filesystem::path(options.file).filename().string();
  const auto run = importDocument(**project, *document, options.name.empty() ? name : options.name,
                                  options.file);
  if (!run) {
    return report(run.error(), OutputUnwritable);
  }
  std::printf("%lld\n", static_cast<long long>(*run));
  if (!context.quiet) {
    printSummary(*document);
  }
  return Ok;
}

int runExport(const ProjectOptions& options, const CommandContext& context) {
  const auto format = chosenFormat(options.format, options.file, "--format");
  if (!format) {
    return report(format.error(), Usage);
  }
  const auto document = readProjectRun(options.project, options.run);
  if (!document) {
    return report(document.error(), InputUnreadable);
  }
  if (const auto written = writeTrackDocument(options.file, *format, *document); !written) {
    return report(written.error(), OutputUnwritable);
  }
  if (!context.quiet) {
    printSummary(*document);
  }
  return Ok;
}

/// What `project info` says of a run.
struct RunSummary {
  Run run;
  std::string media;
  std::size_t tracks = 0;
  std::int64_t boxes = 0;
  std::size_t edits = 0;
};

Result<std::vector<RunSummary>> summariesOf(ProjectReader& reader) {
  const auto runs = reader.runs();
  const auto media = reader.media();
  if (!runs || !media) {
    return fail(runs ? media.error() : runs.error());
  }
  std::vector<RunSummary> summaries;
  for (const Run& run : *runs) {
    RunSummary summary;
    summary.run = run;
    for (const MediaFile& file : *media) {
      summary.media = file.id == run.media ? file.location : summary.media;
    }
    const auto tracks = reader.tracks(run.id);
    const auto edits = reader.edits(run.id);
    if (!tracks || !edits) {
      return fail(tracks ? edits.error() : tracks.error());
    }
    summary.tracks = tracks->size();
    for (const TrackInfo& track : *tracks) {
      summary.boxes += track.boxes;
    }
    summary.edits = edits->size();
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

void printJson(const std::string& project, const std::vector<RunSummary>& summaries) {
  nlohmann::ordered_json json;
  json["project"] = project;
  json["runs"] = nlohmann::ordered_json::array();
  for (const RunSummary& summary : summaries) {
    json["runs"].push_back({{"run", static_cast<std::int64_t>(summary.run.id)},
                            {"name", summary.run.name},
                            {"media", summary.media},
                            {"model", summary.run.model},
                            {"tracker", summary.run.tracker},
                            {"finished", summary.run.finished},
                            {"tracks", summary.tracks},
                            {"boxes", summary.boxes},
                            {"edits", summary.edits}});
  }
  std::printf("%s\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

int runInfo(const ProjectOptions& options, const CommandContext& /*context*/) {
  const auto project = openNamedProject(options.project, ProjectMode::OpenExisting);
  if (!project) {
    return report(project.error(), InputUnreadable);
  }
  const auto reader = (*project)->openReader();
  if (!reader) {
    return report(reader.error(), InputUnreadable);
  }
  if (options.check) {
    if (const auto whole = (*reader)->check(); !whole) {
      return report(whole.error(), InputUnreadable);
    }
  }
  const auto summaries = summariesOf(**reader);
  if (!summaries) {
    return report(summaries.error(), InputUnreadable);
  }
  if (options.json) {
    printJson(options.project, *summaries);
    return Ok;
  }
  std::printf("%5s  %8s  %10s  %5s  %s\n", "run", "tracks", "boxes", "edits", "name, media");
  for (const RunSummary& summary : *summaries) {
    std::printf("%5lld  %8zu  %10lld  %5zu  %s, %s%s\n", static_cast<long long>(summary.run.id),
                summary.tracks, static_cast<long long>(summary.boxes), summary.edits,
                summary.run.name.c_str(), summary.media.c_str(),
                summary.run.finished ? "" : " (not finished)");
  }
  return Ok;
}

void addRunOption(CLI::App& command, ProjectOptions& options) {
  command.add_option("--run", options.run, "Number of the run; the last finished one without.")
      ->check(CLI::PositiveNumber);
}

}  // namespace

void addProjectCommands(CLI::App& app, CommandContext& context) {
  CLI::App& group = addCommandGroup(app, "project", "Projects: tracks of many runs in one file.");
  const auto options = std::make_shared<ProjectOptions>();
  const auto add = [&](const char* name, const char* summary, const char* examples, auto run) {
    CLI::App& command = addCommand(
        group, context, name, summary, examples,
        [options, run](const CommandContext& running) { return run(*options, running); });
    command.add_option("PROJECT", options->project, "Project file, NAME.followspot.")
        ->required()
        ->type_name("FILE");
    return &command;
  };
  add("create", "Makes an empty project.", "followspot-cli project create street.followspot",
      runCreate);

  CLI::App* const import =
      add("import", "Adds a file of tracks as a run; prints the run's number.",
          "followspot-cli project import street.followspot tracks.csv\n"
          "followspot-cli project import street.followspot gt.txt --fps 30 --video street.mp4",
          runImport);
  import
      ->add_option("IN", options->file,
                   "Tracks: .csv, .jsonl, .txt (MOT), .json (COCO), .xml (CVAT).")
      ->required()
      ->type_name("FILE");
  addFormatOption(*import, "--format", options->format, "Format, where the name does not tell.");
  import->add_option("--fps", options->rate, "Pictures per second, where IN has no times.")
      ->check(CLI::Range(0.001, 10'000.0))
      ->capture_default_str();
  import->add_option("--video", options->video, "The video that the tracks are of.")
      ->type_name("INPUT");
  import->add_option("--name", options->name, "Name of the run; that of the file without.");

  CLI::App* const exporting =
      add("export", "Writes a run's tracks into a file.",
          "followspot-cli project export street.followspot tracks.xml\n"
          "followspot-cli project export street.followspot tracks.json --run 3",
          runExport);
  exporting->add_option("OUT", options->file, "Tracks, by the same names as for import.")
      ->required()
      ->type_name("FILE");
  addFormatOption(*exporting, "--format", options->format, "Format, where the name does not tell.");
  addRunOption(*exporting, *options);

  CLI::App* const info = add("info", "Lists a project's runs.",
                             "followspot-cli project info street.followspot\n"
                             "followspot-cli project info street.followspot --check --json",
                             runInfo);
  info->add_flag("--json", options->json, "As one JSON document.");
  info->add_flag("--check", options->check, "Reads all of the file first, and says damage.");
}

}  // namespace followspot::cli
