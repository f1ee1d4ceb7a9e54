#include "tests/support/hostile_script.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <vector>

namespace followspot {
namespace {

constexpr std::array kWild = {std::numeric_limits<double>::quiet_NaN(),
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              0.0,
                              -0.0,
                              -1.0,
                              1e-300,
                              std::numeric_limits<double>::denorm_min(),
                              1e9,
                              -1e9,
                              1e300,
                              -1e300,
                              std::numeric_limits<double>::max(),
                              1e-2,
                              1e7,
                              -1e7};

/// Pictures that a track may live without a detection, and some.
constexpr std::size_t kMemory = 40;
/// A tracker that goes by time has this limit where time stands still.
constexpr std::size_t kMostTracks = 20'000;

/// Zeros after the end.
class Script {
 public:
  explicit Script(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] bool atEnd() const { return at_ >= bytes_.size(); }
  std::uint8_t byte() { return atEnd() ? std::uint8_t{0} : bytes_[at_++]; }
  /// 0 .. 255 times the scale, or a wild number where `wild`.
  double number(bool wild, double scale) {
    const std::uint8_t value = byte();
    return wild && value < 2 * kWild.size() ? kWild.at(value / 2) : value * scale;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

std::int64_t microsecondsOf(std::uint8_t kind) {
  constexpr std::int64_t kHour = 3'600'000'000;
  switch (kind & 15U) {
    case 0:
      return 0;
    case 1:
      return -40'000;
    case 2:
      return 5 * kHour;
    case 3:
      return -5 * kHour;
    case 4:
      return 24 * 365 * 100 * kHour;
    case 5:
      return 1;
    case 6:
      return 700'000;
    default:
      return 33'333;
  }
}

Detection detectionFrom(Script& script) {
  const std::uint8_t kind = script.byte();
  const bool wild = (kind & 3U) == 0;
  Detection detection;
  detection.box.x = script.number(wild, 2);
  detection.box.y = script.number(wild, 2);
  detection.box.w = script.number(wild, 0.5);
  detection.box.h = script.number(wild, 0.5);
  detection.score = script.number((kind & 12U) == 0, 1.0 / 255);
  detection.classId = static_cast<ClassId>(static_cast<int>(kind >> 4U) % 4 - 1);
  return detection;
}

Affine motionFrom(Script& script) {
  Affine motion;
  motion.xx = script.number(true, 1.0 / 64);
  motion.xy = script.number(true, 1.0 / 256);
  motion.tx = script.number(true, 1);
  motion.yx = script.number(true, 1.0 / 256);
  motion.yy = script.number(true, 1.0 / 64);
  motion.ty = script.number(true, 1);
  return motion;
}

/// What a set of tracks may not be, whatever came in.
std::string faultOf(const TrackSet& tracks) {
  std::set<TrackId> ids;
  for (const Track& track : tracks.items) {
    if (track.id == TrackId::None) {
      return "a track without id";
    }
    if (!ids.insert(track.id).second) {
      return "an id twice in a picture";
    }
    if (!isProper(track.box)) {
      return "a box that is none";
    }
    if (!std::isfinite(track.score)) {
      return "a score that is no number";
    }
    if (!std::isfinite(track.age.count()) || !std::isfinite(track.sinceMatched.count())) {
      return "an age that is no number";
    }
  }
  return {};
}

bool areSame(const TrackSet& a, const TrackSet& b) {
  return std::ranges::equal(a.items, b.items, [](const Track& one, const Track& other) {
    return one.id == other.id && one.box == other.box && one.state == other.state;
  });
}

/// Sees to it that an id means one object for ever.
class IdLedger {
 public:
  std::string take(const TrackSet& tracks) {
    for (const Track& track : tracks.items) {
      int& hits = hits_[track.id];
      if (track.hits < hits) {
        return "an id that begins anew";
      }
      if (buried_.contains(track.id)) {
        return "an id from before the reset";
      }
      hits = track.hits;
    }
    return {};
  }
  void buryAll() {
    for (const auto& [id, hits] : hits_) {
      buried_.insert(id);
    }
  }

 private:
  std::map<TrackId, int> hits_;
  std::set<TrackId> buried_;
};

}  // namespace

std::string brokenPromise(std::span<const std::uint8_t> bytes, Tracker& tracker) {
  Script script(bytes);
  IdLedger ledger;
  std::vector<std::size_t> counts;  // of detections, picture by picture
  std::int64_t time = 0;
  TrackSet later;
  TrackSet again;
  for (std::int64_t frame = 0; !script.atEnd(); ++frame) {
    const std::uint8_t what = script.byte();
    const std::uint8_t extent = script.byte();
    if (what >= 252) {
      tracker.reset();
      ledger.buryAll();
    }
    // Within 10,000 years, so that differences of times are numbers.
    constexpr std::int64_t kLatest = 300'000'000'000'000'000;
    time = std::clamp(time + microsecondsOf(what), -kLatest, kLatest);
    DetectionSet set;
    set.frame = static_cast<FrameId>(frame);
    set.time = Timestamp(MediaClock::duration(time));
    for (int i = extent % 32; i > 0; --i) {
      set.items.push_back(detectionFrom(script));
    }
    if (extent >= 240) {
      set.cameraMotion = motionFrom(script);
    }
    const TrackSet& tracks = tracker.update(set);
    if (tracks.frame != set.frame || tracks.time != set.time) {
      return "a result of another picture";
    }
    std::string fault = faultOf(tracks);
    if (fault.empty()) {
      fault = ledger.take(tracks);
    }
    if (!fault.empty()) {
      return fault;
    }
    counts.push_back(set.items.size());
    const auto ahead = std::chrono::microseconds(microsecondsOf(extent));
    tracker.predict(set.frame, set.time + ahead, later);
    fault = faultOf(later);
    if (!fault.empty()) {
      return "predicted: " + fault;
    }
    tracker.predict(set.frame, set.time + ahead, again);
    if (!areSame(later, again)) {
      return "a prediction that changes the next one";
    }
    std::size_t seen = 0;
    for (std::size_t i = counts.size() - std::min(counts.size(), kMemory); i < counts.size(); ++i) {
      seen += counts[i];
    }
    if (tracks.items.size() > seen && tracks.items.size() > kMostTracks) {
      return "more tracks than it has seen objects";
    }
  }
  return {};
}

}  // namespace followspot
