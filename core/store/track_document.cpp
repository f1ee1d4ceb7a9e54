#include "core/store/track_document.h"

#include <algorithm>
#include <array>
#include <string>

#include "core/base/output_file.h"
#include "core/store/track_codecs.h"

namespace followspot {
namespace {

constexpr std::array<std::string_view, 3> kOrigins = {"detected", "interpolated", "key"};

Result<TrackDocument> parse(TrackFormat format, std::string_view text, double rate) {
  switch (format) {
    case TrackFormat::Csv:
      return parseCsvDocument(text);
    case TrackFormat::Jsonl:
      return parseJsonlDocument(text);
    case TrackFormat::Mot:
      return parseMotDocument(text, rate);
    case TrackFormat::Coco:
      return parseCocoDocument(text, rate);
    case TrackFormat::Cvat:
      break;
  }
  return parseCvatDocument(text, rate);
}

}  // namespace

std::string_view nameOf(BoxOrigin origin) { return kOrigins.at(static_cast<std::size_t>(origin)); }

BoxOrigin originNamed(std::string_view name) {
  const auto found = std::ranges::find(kOrigins, name);
  return found == kOrigins.end() ? BoxOrigin::Detected
                                 : static_cast<BoxOrigin>(found - kOrigins.begin());
}

const TrackInfo& DocumentIndex::track(TrackId id) const {
  return *std::ranges::lower_bound(document_.tracks, id, {}, &TrackInfo::id);
}

Timestamp DocumentIndex::time(FrameId frame) const {
  const auto found = std::ranges::lower_bound(document_.pictures, frame, {}, &PictureTime::frame);
  if (found != document_.pictures.end() && found->frame == frame) {
    return found->time;
  }
  constexpr double kUsualRate = 25;
  const double rate = document_.media.frameRate > 0 ? document_.media.frameRate : kUsualRate;
  return timestampAt(static_cast<double>(indexOf(frame)) / rate);
}

std::optional<TrackFormat> trackFormatOf(const std::filesystem::path& path) {
  constexpr std::array<std::pair<std::string_view, TrackFormat>, 5> kEnds = {
      {{".csv", TrackFormat::Csv},
       {".jsonl", TrackFormat::Jsonl},
       {".txt", TrackFormat::Mot},
       {".json", TrackFormat::Coco},
       {".xml", TrackFormat::Cvat}}};
  const std::string end = path.extension().string();
  for (const auto& [known, format] : kEnds) {
    if (end == known) {
      return format;
    }
  }
  return std::nullopt;
}

Result<TrackDocument> parseTracks(TrackFormat format, std::string_view text, double rate) {
  auto document = parse(format, text, rate);
  if (document && document->media.frameRate == 0) {
    // Times of the file's own, where it has them, are kept beside it.
    document->media.frameRate = rate;
  }
  return document;
}

Result<TrackDocument> readTrackDocument(const std::filesystem::path& path, TrackFormat format,
                                        double rate) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 32;
  const auto text = readFile(path, kMostBytes);
  if (!text) {
    return fail(text.error());
  }
  auto document = parseTracks(format, *text, rate);
  if (!document) {
    return fail(document.error().withContext(path.string()));
  }
  return document;
}

Result<void> writeTrackDocument(const std::filesystem::path& path, TrackFormat format,
                                const TrackDocument& document) {
  switch (format) {
    case TrackFormat::Csv:
      return writeCsvDocument(path, document);
    case TrackFormat::Jsonl:
      return writeJsonlDocument(path, document);
    case TrackFormat::Mot:
      return writeMotDocument(path, document);
    case TrackFormat::Coco:
      return writeCocoDocument(path, document);
    case TrackFormat::Cvat:
      break;
  }
  return writeCvatDocument(path, document);
}

}  // namespace followspot
