#include <cmath>
#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "core/store/document_builder.h"
#include "core/store/row_file.h"
#include "core/store/track_codecs.h"

namespace followspot {
namespace {

using nlohmann::json;

tl::unexpected<Error> problem(const std::string& what) {
  return fail(ErrorCode::CorruptData,
              what + ". Give a COCO file with images and annotations that name tracks.");
}

std::optional<double> realIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? std::optional(found->get<double>())
                                                     : std::nullopt;
}

std::optional<std::int64_t> wholeIn(const json& object, const char* key) {
  const auto value = realIn(object, key);
  constexpr double kMost = 9e15;
  return value && *value == std::floor(*value) && std::abs(*value) < kMost
             ? std::optional(static_cast<std::int64_t>(*value))
             : std::nullopt;
}

std::string_view textIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string()
             ? std::string_view(found->get_ref<const std::string&>())
             : std::string_view();
}

/// The objects of a list of the document; none where it has no such list.
std::vector<const json*> objectsIn(const json& document, const char* key) {
  std::vector<const json*> objects;
  if (const auto list = document.find(key); list != document.end() && list->is_array()) {
    for (const json& item : *list) {
      if (item.is_object()) {
        objects.push_back(&item);
      }
    }
  }
  return objects;
}

int sideIn(const json& object, const char* key) {
  constexpr std::int64_t kMost = 1'000'000;
  const std::int64_t side = wholeIn(object, key).value_or(0);
  return side > 0 && side <= kMost ? static_cast<int>(side) : 0;
}

/// Which picture each image is.
class CocoReader {
 public:
  CocoReader(const json& document, double rate) : document_(document), rate_(rate) {}

  Result<TrackDocument> read() {
    readVideo();
    for (const json* const category : objectsIn(document_, "categories")) {
      builder_.label(wholeIn(*category, "id").value_or(0) - 1, textIn(*category, "name"));
    }
    if (auto done = readImages(); !done) {
      return fail(done.error());
    }
    for (const json* const track : objectsIn(document_, "tracks")) {
      builder_.name(wholeIn(*track, "id").value_or(0), textIn(*track, "name"));
    }
    if (auto done = readAnnotations(); !done) {
      return fail(done.error());
    }
    return builder_.finish();
  }

 private:
  void readVideo() {
    const auto videos = objectsIn(document_, "videos");
    if (videos.empty()) {
      return;
    }
    const json& video = *videos.front();
    video_ = wholeIn(video, "id");
    builder_.media().location = textIn(video, "name");
    builder_.media().size = {sideIn(video, "width"), sideIn(video, "height")};
    const double rate = realIn(video, "frame_rate").value_or(0);
    if (rate > 0 && std::isfinite(rate)) {
      builder_.media().frameRate = rate;
      rate_ = rate;
    }
    const std::int64_t length = wholeIn(video, "length").value_or(0);
    builder_.media().frames = length > 0 ? length : 0;
    several_ = videos.size() > 1;
  }

  Result<void> readImages() {
    std::int64_t place = 0;
    for (const json* const image : objectsIn(document_, "images")) {
      const auto id = wholeIn(*image, "id");
      if (!id) {
        return problem("an image without an id");
      }
      if (several_ && wholeIn(*image, "video_id") != video_) {
        return fail(ErrorCode::Unsupported,
                    "The file has several videos. Split it into one file a video.");
      }
      auto frame = wholeIn(*image, "frame_index");
      frame = frame ? frame : wholeIn(*image, "frame_id");
      frame = frame ? frame : place;
      ++place;
      if (*frame < 0 || *frame >= DocumentBuilder::kMostFrame) {
        return problem("image " + std::to_string(*id) + " is at picture " + std::to_string(*frame));
      }
      if (!frames_.emplace(*id, *frame).second) {
        return problem("image " + std::to_string(*id) + " is there twice");
      }
      constexpr double kMostSeconds = 1e9;
      const auto seconds = realIn(*image, "time_s");
      builder_.picture(*frame, seconds && std::abs(*seconds) <= kMostSeconds
                                   ? timestampAt(*seconds)
                                   : timestampAt(static_cast<double>(*frame) / rate_));
      if (builder_.media().size.width == 0) {
        builder_.media().size = {sideIn(*image, "width"), sideIn(*image, "height")};
      }
    }
    return {};
  }

  Result<void> readAnnotations() {
    std::int64_t number = 0;
    for (const json* const annotation : objectsIn(document_, "annotations")) {
      ++number;
      const std::string place = "annotation " + std::to_string(number);
      const auto frame = frames_.find(wholeIn(*annotation, "image_id").value_or(-1));
      auto track = wholeIn(*annotation, "track_id");
      track = track ? track : wholeIn(*annotation, "instance_id");
      const auto box = annotation->find("bbox");
      if (frame == frames_.end() || !track || box == annotation->end() || !box->is_array() ||
          box->size() != 4) {
        return problem(place + R"( lacks "image_id" of an image, "track_id" or "bbox")");
      }
      for (const json& value : *box) {
        if (!value.is_number()) {
          return problem(place + R"(: "bbox" is not four numbers)");
        }
      }
      const StoredBox value = {{(*box)[0].get<double>(), (*box)[1].get<double>(),
                                (*box)[2].get<double>(), (*box)[3].get<double>()},
                               realIn(*annotation, "score").value_or(1),
                               originNamed(textIn(*annotation, "origin"))};
      const std::string wrong = builder_.add(
          frame->second, *track, wholeIn(*annotation, "category_id").value_or(0) - 1, value);
      if (!wrong.empty()) {
        return problem(place + ": " + wrong);
      }
    }
    return {};
  }

  const json& document_;
  double rate_;
  std::optional<std::int64_t> video_;
  bool several_ = false;
  std::map<std::int64_t, std::int64_t> frames_;  // by image
  DocumentBuilder builder_;
};

/// One list of the document, an object a line.
class ListWriter {
 public:
  ListWriter(RowFile& file, std::string_view name) : file_(file) {
    file_.row().append(",\n\"").append(name).append("\":[");
  }
  void key(std::string_view name) {
    file_.row().append(file_.row().back() == '{' ? "\"" : ",\"").append(name).append("\":");
  }
  void begin() {
    file_.row() += first_ ? "\n{" : ",\n{";
    first_ = false;
  }
  void number(std::string_view name, std::int64_t value) {
    key(name);
    file_.integer(value);
  }
  void real(std::string_view name, double value) {
    key(name);
    file_.shortest(value);
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    file_.jsonString(value);
  }
  void end() { file_.row() += '}'; }

 private:
  RowFile& file_;
  bool first_ = true;
};

void writeImages(RowFile& file, const TrackDocument& document, const DocumentIndex& index) {
  ListWriter images(file, "images");
  auto box = document.boxes.begin();
  auto picture = document.pictures.begin();
  while (box != document.boxes.end() || picture != document.pictures.end()) {
    const bool named = picture != document.pictures.end() &&
                       (box == document.boxes.end() || picture->frame <= box->frame);
    const FrameId frame = named ? picture->frame : box->frame;
    picture += named ? 1 : 0;
    while (box != document.boxes.end() && box->frame == frame) {
      ++box;
    }
    images.begin();
    images.number("id", numberOf(frame));
    images.number("video_id", 1);
    images.number("frame_index", indexOf(frame));
    images.text("file_name", "frame_" + std::to_string(indexOf(frame)));
    images.number("width", document.media.size.width);
    images.number("height", document.media.size.height);
    images.real("time_s", secondsOf(index.time(frame)));
    images.end();
  }
  file.row() += ']';
}

Result<void> writeAnnotations(RowFile& file, const TrackDocument& document,
                              const DocumentIndex& index) {
  ListWriter annotations(file, "annotations");
  std::int64_t number = 0;
  constexpr std::int64_t kRowsAtOnce = 1000;
  for (const BoxRow& row : document.boxes) {
    annotations.begin();
    annotations.number("id", ++number);
    annotations.number("image_id", numberOf(row.frame));
    annotations.number("video_id", 1);
    annotations.number("track_id", static_cast<std::int64_t>(numberOf(row.track)));
    annotations.number("category_id", indexOf(index.track(row.track).classId) + 1);
    annotations.key("bbox");
    const Box& box = row.value.box;
    file.row() += '[';
    file.shortest(box.x);
    for (const double value : {box.y, box.w, box.h}) {
      file.row() += ',';
      file.shortest(value);
    }
    file.row() += ']';
    annotations.real("area", box.w * box.h);
    annotations.number("iscrowd", 0);
    annotations.real("score", row.value.score);
    if (row.value.origin != BoxOrigin::Detected) {
      annotations.text("origin", nameOf(row.value.origin));
    }
    annotations.end();
    if (number % kRowsAtOnce == 0) {
      if (auto written = file.flushRow(); !written) {
        return written;
      }
    }
  }
  file.row() += ']';
  return {};
}

}  // namespace

Result<TrackDocument> parseCocoDocument(std::string_view text, double rate) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  // In memory it takes some ten times its size.
  constexpr std::size_t kMostBytes = std::size_t{1} << 29;
  if (text.size() > kMostBytes) {
    return fail(ErrorCode::Unsupported, "The file is larger than 512 MB. Split it by video.");
  }
  // NaN and infinity are no JSON; numbers too large for a double are no JSON here, either.
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) {
    return problem("This is not JSON, or no object");
  }
  return CocoReader(document, rate).read();
}

Result<void> writeCocoDocument(const std::filesystem::path& path, const TrackDocument& document) {
  auto opened = RowFile::create(path);
  if (!opened) {
    return fail(opened.error());
  }
  RowFile& file = *opened;
  const DocumentIndex index(document);
  file.row() += R"({"info":{"description":"Tracks exported by Followspot","version":"1"})";
  {
    ListWriter videos(file, "videos");
    videos.begin();
    videos.number("id", 1);
    videos.text("name", document.media.location);
    videos.number("width", document.media.size.width);
    videos.number("height", document.media.size.height);
    videos.real("frame_rate", document.media.frameRate);
    videos.number("length", document.media.frames);
    videos.end();
    file.row() += ']';
  }
  {
    ListWriter categories(file, "categories");
    for (std::size_t k = 0; k < document.labels.size(); ++k) {
      if (!document.labels.names()[k].empty()) {
        categories.begin();
        categories.number("id", static_cast<std::int64_t>(k) + 1);
        categories.text("name", document.labels.names()[k]);
        categories.end();
      }
    }
    file.row() += ']';
  }
  {
    ListWriter tracks(file, "tracks");
    for (const TrackInfo& track : document.tracks) {
      tracks.begin();
      tracks.number("id", static_cast<std::int64_t>(numberOf(track.id)));
      tracks.number("video_id", 1);
      tracks.number("category_id", indexOf(track.classId) + 1);
      if (!track.name.empty()) {
        tracks.text("name", track.name);
      }
      tracks.end();
    }
    file.row() += ']';
  }
  writeImages(file, document, index);
  if (auto written = writeAnnotations(file, document, index); !written) {
    return written;
  }
  file.row() += '}';
  if (auto written = file.endRow(); !written) {
    return written;
  }
  return file.finish();
}

}  // namespace followspot
