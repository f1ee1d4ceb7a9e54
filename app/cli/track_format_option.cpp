#include "app/cli/track_format_option.h"

#include <array>
#include <cstdio>
#include <utility>

namespace followspot::cli {
namespace {

constexpr std::array<std::pair<const char*, TrackFormat>, 5> kFormats = {
    {{"csv", TrackFormat::Csv},
     {"jsonl", TrackFormat::Jsonl},
     {"mot", TrackFormat::Mot},
     {"coco", TrackFormat::Coco},
     {"cvat", TrackFormat::Cvat}}};

}  // namespace

void addFormatOption(CLI::App& command, const std::string& option, std::string& value,
                     const std::string& help) {
  std::vector<std::string> names;
  names.reserve(kFormats.size());
  for (const auto& [name, format] : kFormats) {
    names.emplace_back(name);
  }
  command.add_option(option, value, help)->check(CLI::IsMember(names));
}

Result<TrackFormat> chosenFormat(const std::string& named, const std::filesystem::path& file,
                                 const std::string& option) {
  for (const auto& [name, format] : kFormats) {
    if (named == name) {
      return format;
    }
  }
  if (const auto format = trackFormatOf(file)) {
    return *format;
  }
  return fail(ErrorCode::InvalidArgument,
              file.string() +
                  ": the name does not tell the format (.csv, .jsonl, .txt for MOT, "
                  ".json for COCO, .xml for CVAT). Name it with " +
                  option + ".");
}

void printSummary(const TrackDocument& document) {
  std::fprintf(stderr, "%zu tracks, %zu boxes\n", document.tracks.size(), document.boxes.size());
  if (document.otherClasses > 0) {
    std::fprintf(stderr,
                 "%lld boxes had another class than their track's first box; that one was taken "
                 "for the track.\n",
                 static_cast<long long>(document.otherClasses));
  }
}

}  // namespace followspot::cli
