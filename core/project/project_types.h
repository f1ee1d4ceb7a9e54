#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/types/box.h"
#include "core/types/geometry.h"
#include "core/types/ids.h"
#include "core/types/label_map.h"
#include "core/types/timestamp.h"

namespace followspot {

/// A file or camera of a project; from 1.
enum class MediaId : std::int64_t {};
/// One pass of a model and a tracker over a media file, or one import; from 1.
enum class RunId : std::int64_t {};

/// Wall time, UTC.
using UtcTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

struct MediaFile {
  MediaId id{};             ///< Given by the store.
  std::string location;     ///< Path or address, without passwords; unique in a project.
  FrameSize size;           ///< {0, 0} where unknown (tracks without their video).
  double frameRate = 0;     ///< Pictures per second; 0 where unknown.
  std::int64_t frames = 0;  ///< 0 where unknown.
};

struct Run {
  RunId id{};  ///< Given by the store.
  MediaId media{};
  std::string name;      ///< For people.
  std::string model;     ///< Of the detector; empty for imports.
  std::string tracker;   ///< As in `track --tracker`; empty for imports.
  std::string settings;  ///< JSON of all that decided the result; empty where unknown.
  LabelMap labels;
  std::int64_t frameStep = 1;  ///< Every n-th picture was tracked; > 0.
  bool finished = false;       ///< Given by the store: whole, takes no more pictures.
  UtcTime made{};              ///< Given by the store.
};

/// Where a box comes from.
enum class BoxOrigin {
  Detected = 0,      ///< By a detector, or imported.
  Interpolated = 1,  ///< Computed between others; computed anew when they change.
  Key = 2,           ///< Set by hand.
};

/// A track's box on one picture.
struct StoredBox {
  Box box;           ///< Pixels of the picture.
  double score = 0;  ///< In [0, 1] from a detector; any finite number from an import.
  BoxOrigin origin = BoxOrigin::Detected;
  friend bool operator==(const StoredBox&, const StoredBox&) = default;
};

struct BoxRow {
  FrameId frame{};
  TrackId track = TrackId::None;
  StoredBox value;
  friend bool operator==(const BoxRow&, const BoxRow&) = default;
};

/// What a person thinks of a track.
enum class Review { Open = 0, Accepted = 1, Rejected = 2 };

/// A row of the table of tracks.
struct TrackInfo {
  TrackId id = TrackId::None;
  ClassId classId = ClassId::Unknown;  ///< Line of the run's labels.
  std::string name;                    ///< Given by a person; mostly empty.
  Review review = Review::Open;
  FrameId first{};  ///< Its first box ...
  FrameId last{};   ///< ... and its last one.
  std::int64_t boxes = 0;
  friend bool operator==(const TrackInfo&, const TrackInfo&) = default;
};

struct PictureTime {
  FrameId frame{};
  Timestamp time{};
};

/// Something that happened and shall be found again: a crossing, an alarm, a note.
struct ProjectEvent {
  std::int64_t id = 0;  ///< Given by the store.
  FrameId frame{};
  Timestamp time{};
  TrackId track = TrackId::None;  ///< None where it is about no track.
  std::string kind;               ///< A word, as "crossing".
  std::string details;            ///< JSON; may be empty.
};

/// Pictures from `first` up to, not including, `end`.
struct FrameRange {
  FrameId first{};
  FrameId end{};
};

}  // namespace followspot
