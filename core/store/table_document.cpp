#include <string>

#include "core/store/document_builder.h"
#include "core/store/row_file.h"
#include "core/store/track_codecs.h"
#include "core/store/track_files.h"

namespace followspot {
namespace {

constexpr int kTimeDecimals = 6;

Result<TrackDocument> documentOf(const Result<TrackTable>& table) {
  if (!table) {
    return fail(table.error());
  }
  DocumentBuilder builder;
  for (const TrackSet& picture : table->pictures) {
    builder.picture(indexOf(picture.frame), picture.time);
    for (const Track& track : picture.items) {
      if (track.state == TrackState::Coasting) {
        continue;  // nobody saw it there
      }
      const auto id = static_cast<std::int64_t>(numberOf(track.id));
      const auto origin = table->origins.find({picture.frame, track.id});
      const std::string problem =
          builder.add(indexOf(picture.frame), id, indexOf(track.classId),
                      {track.box, track.score,
                       origin == table->origins.end() ? BoxOrigin::Detected : origin->second});
      if (!problem.empty()) {
        return fail(ErrorCode::CorruptData,
                    "picture " + std::to_string(numberOf(picture.frame)) + ": " + problem + ".");
      }
    }
  }
  for (const auto& [id, name] : table->names) {
    builder.name(static_cast<std::int64_t>(numberOf(id)), name);
  }
  for (std::size_t k = 0; k < table->labels.size(); ++k) {
    builder.label(static_cast<std::int64_t>(k), table->labels.names()[k]);
  }
  return builder.finish();
}

}  // namespace

Result<TrackDocument> parseCsvDocument(std::string_view text) {
  return documentOf(parseTrackCsv(text));
}

Result<TrackDocument> parseJsonlDocument(std::string_view text) {
  return documentOf(parseTrackJsonl(text));
}

Result<void> writeCsvDocument(const std::filesystem::path& path, const TrackDocument& document) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "frame,time_s,track_id,class_id,class,score,left,top,width,height,origin,name";
  if (auto written = file->endRow(); !written) {
    return written;
  }
  const DocumentIndex index(document);
  for (const BoxRow& row : document.boxes) {
    const TrackInfo& track = index.track(row.track);
    file->integer(numberOf(row.frame));
    file->row() += ',';
    file->number(secondsOf(index.time(row.frame)), kTimeDecimals);
    file->row() += ',';
    file->integer(static_cast<std::int64_t>(numberOf(row.track)));
    file->row() += ',';
    file->integer(indexOf(track.classId));
    file->row() += ',';
    file->classCell(document.labels, track.classId);
    const Box& box = row.value.box;
    for (const double value : {row.value.score, box.x, box.y, box.w, box.h}) {
      file->row() += ',';
      file->shortest(value);
    }
    file->row() += ',';
    file->row() += nameOf(row.value.origin);
    file->row() += ',';
    file->cell(track.name);
    if (auto written = file->endRow(); !written) {
      return written;
    }
  }
  return file->finish();
}

namespace {

void appendTrack(RowFile& file, const BoxRow& row, const TrackInfo& track, const LabelMap& labels) {
  file.row() += "{\"id\":";
  file.integer(static_cast<std::int64_t>(numberOf(row.track)));
  file.row() += ",\"class_id\":";
  file.integer(indexOf(track.classId));
  file.row() += ",\"class\":";
  file.classJson(labels, track.classId);
  file.row() += ",\"score\":";
  file.shortest(row.value.score);
  file.row() += ",\"box\":[";
  const Box& box = row.value.box;
  file.shortest(box.x);
  for (const double value : {box.y, box.w, box.h}) {
    file.row() += ',';
    file.shortest(value);
  }
  file.row() += ']';
  if (row.value.origin != BoxOrigin::Detected) {
    file.row() += ",\"origin\":\"";
    file.row() += nameOf(row.value.origin);
    file.row() += '"';
  }
  if (!track.name.empty()) {
    file.row() += ",\"name\":";
    file.jsonString(track.name);
  }
  file.row() += '}';
}

}  // namespace

Result<void> writeJsonlDocument(const std::filesystem::path& path, const TrackDocument& document) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  const DocumentIndex index(document);
  auto box = document.boxes.begin();
  auto picture = document.pictures.begin();
  // Pictures that are named and pictures that have boxes, in their order.
  while (box != document.boxes.end() || picture != document.pictures.end()) {
    const bool named = picture != document.pictures.end() &&
                       (box == document.boxes.end() || picture->frame <= box->frame);
    const FrameId frame = named ? picture->frame : box->frame;
    picture += named ? 1 : 0;
    file->row() += "{\"frame\":";
    file->integer(numberOf(frame));
    file->row() += ",\"time_s\":";
    file->number(secondsOf(index.time(frame)), kTimeDecimals);
    file->row() += ",\"tracks\":[";
    for (bool first = true; box != document.boxes.end() && box->frame == frame; ++box) {
      file->row() += first ? "" : ",";
      first = false;
      appendTrack(*file, *box, index.track(box->track), document.labels);
    }
    file->row() += "]}";
    if (auto written = file->endRow(); !written) {
      return written;
    }
  }
  return file->finish();
}

}  // namespace followspot
