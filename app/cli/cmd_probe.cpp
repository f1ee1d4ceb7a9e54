#include "app/cli/cmd_probe.h"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "core/base/text.h"
#include "core/media/source_scan.h"
#include "core/media/video_source.h"

namespace followspot::cli {
namespace {

struct ProbeOptions {
  std::string input;
  std::optional<double> frameRate;
  bool scan = false;
  bool json = false;
  int threads = 1;
};

const char* wordFor(SourceKind kind) {
  switch (kind) {
    case SourceKind::File:
      return "file";
    case SourceKind::ImageFolder:
      return "image folder";
    case SourceKind::Camera:
      return "camera";
    case SourceKind::Stream:
      break;
  }
  return "stream";
}

nlohmann::ordered_json asJson(const SourceInfo& info, const std::optional<SourceScan>& scan) {
  nlohmann::ordered_json json;
  json["input"] = info.name;
  json["kind"] = wordFor(info.kind);
  json["container"] = info.container;
  json["codec"] = info.codec;
  json["pixel_format"] = info.pixelFormat;
  json["width"] = info.size.width;
  json["height"] = info.size.height;
  json["rotation"] = info.rotation;
  json["frame_rate"] = info.frameRate;
  json["time_base"] = {info.timeBase.num, info.timeBase.den};
  json["frames"] = info.frameCount ? nlohmann::ordered_json(*info.frameCount) : nullptr;
  json["duration_s"] = info.duration ? nlohmann::ordered_json(info.duration->count()) : nullptr;
  json["live"] = info.live;
  json["seekable"] = info.seekable;
  if (scan) {
    json["scan"] = {{"frames", scan->pictures},
                    {"span_s", scan->span.count()},
                    {"frame_rate", scan->frameRate},
                    {"variable_frame_rate", scan->variableRate},
                    {"shortest_interval_s", scan->shortest.count()},
                    {"longest_interval_s", scan->longest.count()},
                    {"size_changes", scan->sizeChanges},
                    {"damaged_packets", scan->health.damagedPackets},
                    {"timestamp_repairs", scan->health.timestampRepairs}};
  }
  return json;
}

void print(const SourceInfo& info) {
  std::printf("%-14s %s\n", "input", info.name.c_str());
  std::printf("%-14s %s%s%s\n", "kind", wordFor(info.kind), info.live ? ", live" : "",
              info.seekable ? ", seekable" : "");
  std::printf("%-14s %s, %s, %s\n", "format", info.container.c_str(), info.codec.c_str(),
              info.pixelFormat.c_str());
  std::printf("%-14s %dx%d", "picture", info.size.width, info.size.height);
  std::printf(info.rotation != 0 ? ", turned by %d degrees\n" : "\n", info.rotation);
  std::printf(info.frameRate > 0 ? "%-14s %g frames/s, times in 1/%g s\n" : "%-14s unknown\n",
              "rate", info.frameRate, static_cast<double>(info.timeBase.den) / info.timeBase.num);
  if (info.duration) {
    std::printf("%-14s %s\n", "duration", formatTime(info.duration->count()).c_str());
  }
  if (info.frameCount) {
    std::printf("%-14s %lld (as the file says; --scan counts)\n", "frames",
                static_cast<long long>(*info.frameCount));
  }
}

void print(const SourceScan& scan) {
  std::printf("\n%-14s %lld in %s\n", "counted", static_cast<long long>(scan.pictures),
              formatTime(scan.span.count()).c_str());
  std::printf("%-14s %s, %.3f frames/s on average, %.1f to %.1f ms between frames\n", "real rate",
              scan.variableRate ? "variable" : "constant", scan.frameRate,
              scan.shortest.count() * 1000, scan.longest.count() * 1000);
  if (scan.sizeChanges > 0) {
    std::printf("%-14s changes %d times\n", "picture size", scan.sizeChanges);
  }
  std::printf("%-14s %lld damaged packets, %lld times put right\n", "damage",
              static_cast<long long>(scan.health.damagedPackets),
              static_cast<long long>(scan.health.timestampRepairs));
}

int runProbe(const ProbeOptions& options, const CommandContext& context) {
  auto source = openVideoSource({.location = options.input,
                                 .frameRate = options.frameRate,
                                 .decoderThreads = options.threads},
                                context.stop);
  if (!source) {
    return report(source.error(), InputUnreadable);
  }
  std::optional<SourceScan> scan;
  if (options.scan) {
    auto scanned = scanSource(**source, context.stop, {});
    if (!scanned) {
      return report(scanned.error(), InputUnreadable);
    }
    scan = *scanned;
  }
  const SourceInfo& info = (*source)->info();
  if (options.json) {
    std::printf(
        "%s\n",
        asJson(info, scan).dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  } else {
    print(info);
    if (scan) {
      print(*scan);
    }
  }
  return scan && scan->hasGaps() ? FinishedWithGaps : Ok;
}

}  // namespace

void addProbeCommand(CLI::App& app, CommandContext& context) {
  const auto options = std::make_shared<ProbeOptions>();
  CLI::App& command =
      addCommand(app, context, "probe", "Says what a video source is.",
                 "followspot-cli probe clip.mp4\n"
                 "followspot-cli probe clip.mp4 --scan\n"
                 "followspot-cli probe rtsp://camera.lan/1 --json",
                 [options](const CommandContext& running) { return runProbe(*options, running); });
  command
      .add_option("INPUT", options->input,
                  "Video file, folder of pictures, /dev/videoN or address.")
      ->required()
      ->type_name("INPUT");
  command.add_option("--fps", options->frameRate, "Frames per second, instead of what it says.")
      ->check(CLI::Range(0.001, 10'000.0));
  command.add_flag("--scan", options->scan,
                   "Decodes all of it: exact count, real rate, damage (then exit code 6).");
  command.add_flag("--json", options->json, "As one JSON document.");
  command.add_option("--threads", options->threads, "Decoder threads.")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
}

}  // namespace followspot::cli
