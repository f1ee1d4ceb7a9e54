#include "core/store/track_writers.h"

#include <utility>

#include "core/store/row_file.h"

namespace followspot {
namespace {

constexpr int kPixelDecimals = 3;
constexpr int kScoreDecimals = 6;
constexpr int kTimeDecimals = 6;

bool isWritten(const Track& track, WrittenTracks which) {
  return track.state == TrackState::Confirmed ||
         (track.state == TrackState::Coasting && which == WrittenTracks::SeenOrPredicted);
}

class CsvTrackWriter final : public TrackWriter {
 public:
  CsvTrackWriter(RowFile file, const LabelMap& labels, WrittenTracks which)
      : file_(std::move(file)), labels_(labels), which_(which) {}

  Result<void> write(const TrackSet& tracks) override {
    for (const Track& track : tracks.items) {
      if (!isWritten(track, which_)) {
        continue;
      }
      file_.integer(numberOf(tracks.frame));
      file_.row() += ',';
      file_.number(secondsOf(tracks.time), kTimeDecimals);
      file_.row() += ',';
      file_.integer(static_cast<std::int64_t>(numberOf(track.id)));
      file_.row() += ',';
      file_.integer(indexOf(track.classId));
      file_.row() += ',';
      file_.classCell(labels_, track.classId);
      file_.row() += ',';
      file_.number(track.score, kScoreDecimals);
      for (const double value : {track.box.x, track.box.y, track.box.w, track.box.h}) {
        file_.row() += ',';
        file_.number(value, kPixelDecimals);
      }
      if (which_ == WrittenTracks::SeenOrPredicted) {
        file_.row() += track.state == TrackState::Coasting ? ",predicted" : ",detected";
      }
      if (auto written = file_.endRow(); !written) {
        return written;
      }
    }
    return {};
  }

  Result<void> finish() override { return file_.finish(); }

 private:
  RowFile file_;
  const LabelMap& labels_;
  const WrittenTracks which_;
};

class JsonlTrackWriter final : public TrackWriter {
 public:
  JsonlTrackWriter(RowFile file, const LabelMap& labels, WrittenTracks which)
      : file_(std::move(file)), labels_(labels), which_(which) {}

  Result<void> write(const TrackSet& tracks) override {
    file_.row() += "{\"frame\":";
    file_.integer(numberOf(tracks.frame));
    file_.row() += ",\"time_s\":";
    file_.number(secondsOf(tracks.time), kTimeDecimals);
    file_.row() += ",\"tracks\":[";
    bool first = true;
    for (const Track& track : tracks.items) {
      if (!isWritten(track, which_)) {
        continue;
      }
      file_.row() += first ? "{\"id\":" : ",{\"id\":";
      first = false;
      file_.integer(static_cast<std::int64_t>(numberOf(track.id)));
      file_.row() += ",\"class_id\":";
      file_.integer(indexOf(track.classId));
      file_.row() += ",\"class\":";
      file_.classJson(labels_, track.classId);
      file_.row() += ",\"score\":";
      file_.number(track.score, kScoreDecimals);
      file_.row() += ",\"box\":[";
      file_.number(track.box.x, kPixelDecimals);
      for (const double value : {track.box.y, track.box.w, track.box.h}) {
        file_.row() += ',';
        file_.number(value, kPixelDecimals);
      }
      file_.row() += track.state == TrackState::Coasting ? R"(],"origin":"predicted"})" : "]}";
    }
    file_.row() += "]}";
    return file_.endRow();
  }

  Result<void> finish() override { return file_.finish(); }

 private:
  RowFile file_;
  const LabelMap& labels_;
  const WrittenTracks which_;
};

class MotTrackWriter final : public TrackWriter {
 public:
  MotTrackWriter(RowFile file, MotOrigin origin, WrittenTracks which)
      : file_(std::move(file)), shift_(origin == MotOrigin::One ? 1 : 0), which_(which) {}

  Result<void> write(const TrackSet& tracks) override {
    constexpr int kMotDecimals = 2;
    for (const Track& track : tracks.items) {
      if (!isWritten(track, which_)) {
        continue;
      }
      file_.integer(numberOf(tracks.frame));
      file_.row() += ',';
      file_.integer(static_cast<std::int64_t>(numberOf(track.id)));
      for (const double value :
           {track.box.x + shift_, track.box.y + shift_, track.box.w, track.box.h}) {
        file_.row() += ',';
        file_.number(value, kMotDecimals);
      }
      file_.row() += ',';
      file_.shortest(track.state == TrackState::Coasting ? 0 : track.score);
      file_.row() += ",-1,-1,-1";
      if (auto written = file_.endRow(); !written) {
        return written;
      }
    }
    return {};
  }

  Result<void> finish() override { return file_.finish(); }

 private:
  RowFile file_;
  const double shift_;
  const WrittenTracks which_;
};

}  // namespace

Result<std::unique_ptr<TrackWriter>> makeCsvTrackWriter(const std::filesystem::path& path,
                                                        const LabelMap& labels,
                                                        WrittenTracks which) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  file->row() += "frame,time_s,track_id,class_id,class,score,left,top,width,height";
  file->row() += which == WrittenTracks::SeenOrPredicted ? ",origin" : "";
  if (auto written = file->endRow(); !written) {
    return fail(written.error());
  }
  return std::make_unique<CsvTrackWriter>(std::move(*file), labels, which);
}

Result<std::unique_ptr<TrackWriter>> makeJsonlTrackWriter(const std::filesystem::path& path,
                                                          const LabelMap& labels,
                                                          WrittenTracks which) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  return std::make_unique<JsonlTrackWriter>(std::move(*file), labels, which);
}

Result<std::unique_ptr<TrackWriter>> makeMotTrackWriter(const std::filesystem::path& path,
                                                        MotOrigin origin, WrittenTracks which) {
  auto file = RowFile::create(path);
  if (!file) {
    return fail(file.error());
  }
  return std::make_unique<MotTrackWriter>(std::move(*file), origin, which);
}

}  // namespace followspot
